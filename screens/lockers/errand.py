"""One resident, one door: what has happened so far, as data. Pure: a fold of the desk's steps."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.ids import DoorId, RentalId
from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.steps import (
    Failed,
    IsShut,
    NotOpened,
    Opened,
    Ordered,
    Promised,
    Said,
    StandsOpen,
    Step,
    Unsure,
)
from kiosk.ports import Outcome


class Phase(StrEnum):
    """How far an errand has come."""

    ASKED = "asked"
    """The desk was asked and has not answered."""
    OPENING = "opening"
    """Durable: the door is about to open."""
    OPEN = "open"
    SHUT = "shut"
    """Sensed open, then sensed shut: done."""
    KEPT = "kept"
    """Nothing was sensed, but the resident says it opened."""
    UNSURE = "unsure"
    """Nothing tells what the door did: the resident is asked."""
    UNSEEN = "unseen"
    """Given back, but never sensed open: staff will look."""
    NOT_OPENED = "not_opened"
    """What is inside stays inside."""
    ENDED = "ended"
    """No door opened for a new rental: nothing was stored."""
    REFUSED = "refused"
    FAILED = "failed"


UNDER_WAY = (Phase.ASKED, Phase.OPENING, Phase.OPEN)
"""Phases that end by themselves; the page is not left meanwhile."""
BEHIND_THE_DOOR = (Phase.OPENING, Phase.OPEN)
"""Phases in which somebody is busy at the door and not at the screen."""


class Errand(msgspec.Struct, frozen=True):
    """Why somebody is at a door and what became of it.

    Attributes:
        moved_from: the door that did not open, when another was given.
        open_for: seconds the door has stood open, as far as the desk complained of it.
        outcome: why the door is not open, while it is not.
        hand_over: staff put it in; it is fetched once.
        code, qr: in plain, of a new rental only; gone when the visit is over.
    """

    purpose: Purpose
    phase: Phase = Phase.ASKED
    door: DoorId | None = None
    rental: RentalId | None = None
    until: datetime | None = None
    via: Via | None = None
    code: str = ""
    qr: str = ""
    moved_from: DoorId | None = None
    open_for: int = 0
    outcome: Outcome | None = None
    refused: Refused | None = None
    hand_over: bool = False

    @property
    def under_way(self) -> bool:
        """True while a step is still to come by itself."""
        return self.phase in UNDER_WAY

    @property
    def holds_idle(self) -> bool:
        """True while the idle clock must stand still for this door."""
        return self.phase in BEHIND_THE_DOOR


def follow(errand: Errand, step: Step) -> Errand:
    """Return the errand after ``step``; total, whatever the order of the steps."""
    match step:
        case Promised():
            return _promised(errand, step)
        case Ordered(door=door):
            return replace(errand, phase=Phase.OPENING, door=door, open_for=0, outcome=None)
        case Opened(door=door):
            return replace(errand, phase=Phase.OPEN, door=door, open_for=0)
        case StandsOpen(seconds=seconds):
            return replace(errand, phase=Phase.OPEN, open_for=seconds)
        case NotOpened():
            return _not_opened(errand, step)
        case Unsure():
            return replace(errand, phase=Phase.UNSURE)
        case IsShut(seen_open=seen_open):
            return _shut(errand, seen_open=seen_open)
        case Said(refused=refused):
            return _said(errand, refused)
        case Failed():
            return replace(errand, phase=Phase.FAILED) if _asks(errand) else errand
        case _:
            return errand


def opened_after_all(errand: Errand) -> Errand:
    """Return the errand when the resident says that the door opened."""
    unseen = errand.purpose is Purpose.GIVE_BACK
    return replace(errand, phase=Phase.UNSEEN if unseen else Phase.KEPT)


def stayed_shut(errand: Errand) -> Errand:
    """Return the errand when the resident says that the door did not open."""
    if errand.purpose is Purpose.STORE:
        return replace(errand, phase=Phase.ENDED, code="", qr="")
    return replace(errand, phase=Phase.NOT_OPENED, outcome=Outcome.UNCONFIRMED)


def _promised(errand: Errand, step: Promised) -> Errand:
    return replace(
        errand,
        phase=Phase.OPENING,
        door=step.door,
        rental=step.rental,
        until=step.until,
        code=step.code,
        qr=step.qr,
    )


def _not_opened(errand: Errand, step: NotOpened) -> Errand:
    if step.another is not None:
        already = errand.phase is Phase.OPEN and errand.door == step.another
        phase = Phase.OPEN if already else Phase.OPENING
        return replace(errand, phase=phase, door=step.another, moved_from=step.door)
    if step.ended:
        return replace(errand, phase=Phase.ENDED, outcome=step.outcome, code="", qr="")
    return replace(errand, phase=Phase.NOT_OPENED, outcome=step.outcome)


def _shut(errand: Errand, *, seen_open: bool) -> Errand:
    if seen_open:
        return replace(errand, phase=Phase.SHUT, open_for=0)
    if errand.phase not in (*BEHIND_THE_DOOR, Phase.UNSURE):
        return errand  # the resident has answered already
    unseen = errand.purpose is Purpose.GIVE_BACK
    return replace(errand, phase=Phase.UNSEEN if unseen else Phase.UNSURE, open_for=0)


def _said(errand: Errand, refused: Refused) -> Errand:
    if errand.phase is Phase.ENDED and refused.reason == "occupied":
        # "It did not open" was wrong: the door was sensed open and shut meanwhile.
        return replace(errand, phase=Phase.SHUT)
    return replace(errand, phase=Phase.REFUSED, refused=refused) if _asks(errand) else errand


def _asks(errand: Errand) -> bool:
    return errand.phase is Phase.ASKED
