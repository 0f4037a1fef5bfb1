"""What can happen to news that somebody does not know yet."""

from __future__ import annotations

from enum import StrEnum

from kiosk.ids import EntryId
from kiosk.journal.entry import Event


class How(StrEnum):
    """How somebody was told. Who told them is the actor of the entry."""

    SCREEN = "screen"
    """They read it at the screen."""
    PHONE = "phone"
    SLIP = "slip"
    IN_PERSON = "in_person"


class Told(Event, frozen=True, tag="telling.told"):
    """Whoever is concerned knows that these entries were refused."""

    entries: tuple[EntryId, ...]
    how: How


class Lapsed(Event, frozen=True, tag="telling.lapsed"):
    """Nobody could be told for so long that it helps nobody any more."""

    entries: tuple[EntryId, ...]


EVENTS: tuple[type[Event], ...] = (Told, Lapsed)
