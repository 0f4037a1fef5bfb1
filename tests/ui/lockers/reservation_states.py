"""Every face of the pages about doors for later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kiosk.errors import Refused
from kiosk.ids import ReservationId
from kiosk.lockers.plan import Size
from kiosk.lockers.steps import ReservationFound, ReservationGone, ReservationMade
from tests.ui.lockers.states import QR, Face, to

RESERVATION = ReservationId("reservation")
CODE = "482917"
REFUSALS = (
    "promised",
    "in_the_past",
    "too_far",
    "too_early",
    "too_long",
    "reservation_used",
    "reservation_released",
    "reservation_failed",
    "wrong_reservation",
    "no_subject",
    "no_easy_door",
    "untrusted_clock",
)


def times(stage: Any) -> tuple[datetime, datetime, datetime]:
    """Tomorrow's window over midnight: the longest words there are."""
    starts = stage.services.clock.now() + timedelta(hours=22)
    return starts, starts + timedelta(hours=24), starts + timedelta(minutes=30)


def made(stage: Any) -> None:
    """The code of a new reservation."""
    step = ReservationMade(RESERVATION, Size.M, CODE, QR, *times(stage))
    to("lockers.reserved", made=step)(stage)


def found(stage: Any) -> None:
    """The code was right."""
    to("lockers.reservation", found=ReservationFound(RESERVATION, Size.M, *times(stage), True))(
        stage
    )


def cancelled(stage: Any) -> None:
    """And given back."""
    found(stage)
    stage.page.wait()
    stage.page._told(ReservationGone(RESERVATION))


def far_away(stage: Any) -> None:
    """As late and as long as can be."""
    to("lockers.reserve_when", size=Size.L)(stage)
    stage.page.move(100)
    stage.page.stretch(100)


def all_promised(stage: Any) -> None:
    """A time that nothing can be promised for."""
    to("lockers.reserve_when", size=Size.L)(stage)
    stage.page.desk.reservations.sizes = lambda starts, ends: ()
    try:
        stage.page.move(1)
    finally:
        del stage.page.desk.reservations.sizes


def typing(stage: Any) -> None:
    """Half a code."""
    to("lockers.arrive")(stage)
    stage.page.type("4")
    stage.page.type("8")


def refused(face: Face, reason: str) -> Face:
    """A face that has just refused something."""

    def shown(stage: Any) -> None:
        face(stage)
        starts, _, until = times(stage)
        stage.page.refuse(Refused(reason, starts=starts, until=until, hours=24, most=24))

    return shown


FACES: Mapping[str, Face] = {
    "reserve": to("lockers.reserve"),
    "when": to("lockers.reserve_when", size=Size.M),
    "when: far away": far_away,
    "when: all promised": all_promised,
    "when: refused": refused(to("lockers.reserve_when", size=Size.S), "no_easy_door"),
    "made": made,
    "arrive": to("lockers.arrive"),
    "arrive: typing": typing,
    "arrive: too late": refused(to("lockers.arrive"), "reservation_released"),
    "arrive: wrong": refused(to("lockers.arrive"), "wrong_reservation"),
    "found": found,
    "found: too early": refused(found, "too_early"),
    "found: no door": refused(found, "reservation_failed"),
    "found: cancelled": cancelled,
}

SHOWINGS: Mapping[str, Face] = {
    "lockers.reserve_when": far_away,
    "lockers.reserved": made,
    "lockers.reservation": found,
}
"""How pages that need more than to be gone to are brought onto the screen."""
