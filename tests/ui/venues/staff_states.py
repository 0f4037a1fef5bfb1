"""How the staff pages of venues are brought onto the screen, with what stands on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from kiosk.ids import StaffId
from kiosk.venues.events import RejectReason
from kiosk.venues.upkeep_events import BlackoutReason, Fault
from screens.services import Services
from screens.staff.venues.page import NOTE
from screens.visit import SESSION
from tests.ui.staff.house import PINS
from tests.ui.venues import states
from tests.ui.venues.hall import ROOM, Hall
from tests.ui.venues.happenings import Happened

TYPED = "请补充当天的活动方案，并写明安全负责人的姓名和电话。"


def _of(**names: str) -> Callable[[Happened], Mapping[str, Any]]:
    return lambda happened: {name: getattr(happened, where) for name, where in names.items()}


def _with(more: Mapping[str, Any], **names: str) -> Callable[[Happened], Mapping[str, Any]]:
    return lambda happened: {**_of(**names)(happened), **more}


def _closing(happened: Happened) -> Mapping[str, Any]:
    last = happened.first + timedelta(days=1)
    return {"venue": ROOM, "first": happened.first, "last": last, "why": BlackoutReason.WEATHER}


def _closing_station(happened: Happened) -> Mapping[str, Any]:
    return {name: value for name, value in _closing(happened).items() if name != "venue"}


NOTED = {"noted": True}
Busy = Callable[[], tuple[Hall, Happened]]
GIVEN: Mapping[str, Callable[[Happened], Mapping[str, Any]]] = {
    "staff.venue_reviews": _of(),
    "staff.venue_application": _of(application="pending"),
    "staff.venue_reject": _of(application="pending"),
    "staff.venue_more": _with(NOTED, application="pending"),
    "staff.venue_calendar": _of(),
    "staff.venue_day": _of(day="first"),
    "staff.venue_booking": _of(booking="checked_in"),
    "staff.venue_cancel": _of(booking="approved"),
    "staff.venue_call_off": _with(NOTED, booking="approved"),
    "staff.venue_mark": _with({**NOTED, "fault": Fault.DAMAGE}, booking="checked_in"),
    "staff.venue_blackouts": _of(),
    "staff.venue_close": _closing,
    "staff.venue_open": _of(blackout="blackout"),
    "staff.station_close": _closing_station,
    "staff.station_open": _of(closure="closure"),
    "staff.venue_marks": _of(),
    "staff.venue_record": _of(mark="mark"),
    "staff.venue_excuse": _of(mark="mark"),
    "staff.venue_exempt": _of(mark="mark"),
}
"""What each page is handed."""


def show(page: str, stage: Any, *, of: Busy = states.busy, **more: Any) -> None:
    """Go to ``page`` as the supervisor of a busy station."""
    hall, happened = of()
    stage.navigator.home()
    visit = stage.navigator.visit
    visit.given[SESSION] = hall.login.sign_in(StaffId("02"), PINS["02"])
    visit.given[NOTE] = TYPED
    stage.navigator.go(page, **{**GIVEN[page](happened), **more})


def services() -> Services:
    """What the pages are given."""
    return states.services()


SHOWINGS: Mapping[str, Callable[[Any], None]] = {page: partial(show, page) for page in GIVEN}
FACES: Mapping[str, Callable[[Any], None]] = {
    **SHOWINGS,
    "reject: sure": partial(show, "staff.venue_reject", reason=RejectReason.OTHER, noted=True),
    "close: which": lambda stage: _asked(stage, 0),
    "close: from": lambda stage: _asked(stage, 1),
    "close: hours": lambda stage: _asked(stage, 2, last=True),
    "close: until": lambda stage: _asked(stage, 2, last=True, begin=14 * 60),
    "close: why": lambda stage: _asked(stage, 3),
    "close: part of a day": lambda stage: _asked(
        stage, 2, last=True, begin=9 * 60, end=18 * 60, why=BlackoutReason.REPAIR
    ),
    "excuse: typed": partial(show, "staff.venue_excuse", noted=True),
    "exempt: why": partial(show, "staff.venue_exempt", days=30),
}


def _asked(stage: Any, answered: int, *, last: bool = False, **more: Any) -> None:
    _, happened = states.busy()
    show("staff.venue_blackouts", stage)
    given = {**dict(list(_closing(happened).items())[:answered]), **more}
    if last:
        given["last"] = given["first"]
    stage.navigator.go("staff.venue_close", **given)
