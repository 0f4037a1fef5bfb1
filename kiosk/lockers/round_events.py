"""A cleaning round: the free doors of a column, opened one after another and ticked."""

from __future__ import annotations

from enum import StrEnum

from kiosk.ids import BankId, DoorId
from kiosk.journal.entry import Event


class Tick(StrEnum):
    """What was found behind a door."""

    CLEAN = "clean"
    GOODS = "goods"
    """Something was left; it is taken out and kept."""
    BROKEN = "broken"


class RoundBegun(Event, frozen=True, tag="lockers.round_begun"):
    """Somebody goes along a column, counted from 1 at the left of its bank."""

    bank: BankId
    column: int


class RoundTicked(Event, frozen=True, tag="lockers.round_ticked"):
    """A door of the round was looked at."""

    door: DoorId
    tick: Tick


class RoundEnded(Event, frozen=True, tag="lockers.round_ended"):
    """The round is over, whole or not."""


ROUND_EVENTS: tuple[type[Event], ...] = (RoundBegun, RoundTicked, RoundEnded)
