"""Every face of the venue pages, for whoever looks at all of them."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.errors import Refused
from kiosk.ids import HoldId
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import checks
from kiosk.venues.finder import Found
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Booking
from screens.services import Services
from screens.venues.draft import CONTACT, ORGANISATION, PHONE, Draft, keep_draft
from tests.ui.venues.hall import PHONE as NUMBER
from tests.ui.venues.hall import ROOM, Hall, slot
from tests.ui.venues.happenings import Happened, happen

Face = Callable[[Any], None]
"""Brings one face of a page onto a stage."""
QR = "YZV1:" + "x" * 22
REFUSALS = [
    "too_soon",
    "too_far",
    "closed",
    "holiday",
    "blackout",
    "quiet_hours",
    "calendar_unknown",
    "in_the_past",
    "too_long",
    "off_slot",
    "taken",
    "slots_overlap",
    "too_many_slots",
    "free",
    "wrong_applicant",
    "nobody",
    "over_capacity",
    "no_such_equipment",
    "rules_not_agreed",
    "restricted",
    "too_many",
    "missing",
    "too_many_words",
    "bad_phone",
    "no_such_venue",
    "not_bookable",
    "code_in_use",
    "wrong_code",
    "codes_resting",
    "qr_unknown",
    "not_yours",
    "no_subject",
    "already",
    "not_decided",
    "over",
    "checked_in",
    "too_early",
    "too_late",
    "no_offer",
    "offer_over",
    "not_here",
    "untrusted_clock",
]


@cache
def busy() -> tuple[Hall, Happened]:
    """The busy station, made once: showing its pages changes nothing of it."""
    folder = tempfile.TemporaryDirectory(prefix="venues-")
    hall = Hall(Path(folder.name))
    happened = happen(hall)
    atexit.register(folder.cleanup)
    atexit.register(hall.close)
    return hall, happened


def services() -> Services:
    """What the pages are given."""
    return busy()[0].services()


def to(page: str, **given: Any) -> Face:
    """Go to a page from home."""

    def face(stage: Any) -> None:
        stage.navigator.home()
        stage.navigator.go(page, **given)

    return face


def first() -> date:
    """The first day that can be booked."""
    return checks.earliest_use(busy()[0].station.moment()).day


def filled(stage: Any, **changed: Any) -> None:
    """Give the visit a form that is filled in."""
    hall, _ = busy()
    stage.navigator.home()
    visit = stage.navigator.visit
    given: dict[str, Any] = {
        "venue": ROOM,
        "slot": slot(first() + timedelta(days=2), 12),
        "hold": HoldId("hold"),
        "held_until": hall.clock.now() + timedelta(minutes=8),
        "kind": ApplicantKind.SOCIAL,
        "purpose": stage.page._("Singing, dancing, culture"),
        "head_count": 12,
        "equipment": tuple(each.id for each in hall.file.site.venue(ROOM).equipment),  # type: ignore[union-attr]
    }
    keep_draft(visit, Draft(**{**given, **changed}))
    visit.given |= {ORGANISATION: "垦家大院老年合唱团", CONTACT: "欧阳小满", PHONE: NUMBER}


def form(page: str, *, given: Mapping[str, Any] | None = None, **changed: Any) -> Face:
    """A page of the form."""

    def face(stage: Any) -> None:
        filled(stage, **changed)
        stage.navigator.go(page, **(given or {}))

    return face


def last_leaf(face: Face) -> Face:
    """The end of a list."""

    def shown(stage: Any) -> None:
        face(stage)
        stage.settle()
        listing = stage.page._listing
        listing.leaf = len(listing.leaves()) - 1

    return shown


def chosen(number: int) -> Face:
    """A time that was touched."""

    def face(stage: Any) -> None:
        to("venues.slots", venue=ROOM, day=first())(stage)
        stage.page.begin(number)

    return face


def far(stage: Any) -> None:
    """The end of what can be booked."""
    to("venues.month", venue=ROOM)(stage)
    while not stage.page._after.disabled:
        stage.page.turn(1)


def receipt(*, waiting: bool = False) -> Callable[[], Mapping[str, Any]]:
    """What the receipt is given."""

    def given() -> Mapping[str, Any]:
        hall, happened = busy()
        booking = hall.venues.bookings[happened.waiting if waiting else happened.approved]
        application = hall.venues.applications[happened.pending]
        if waiting:
            application = hall.venues.applications[booking.application]
            return {"receipt": Receipt(application, (booking,), "482917", QR)}
        return {"receipt": Receipt(application, hall.venues.of(happened.pending), "482917", QR)}

    return given


def late(page: str, given: Callable[[], Mapping[str, Any]]) -> Face:
    """A page whose givens are known once the station is busy."""

    def face(stage: Any) -> None:
        stage.navigator.home()
        stage.navigator.go(page, **given())

    return face


def of_booking(name: str, page: str = "venues.booking") -> Face:
    """A booking of the busy day."""

    def given() -> Mapping[str, Any]:
        hall, happened = busy()
        booking = getattr(happened, name)
        if booking in hall.venues.applications:
            booking = hall.venues.applications[booking].bookings[0]
        return {"booking": booking, "proof": happened.proofs[booking]}

    return late(page, given)


def the_series() -> Mapping[str, Any]:
    """What somebody with a series finds."""
    hall, happened = busy()
    bookings = hall.venues.of(happened.series)
    proof = happened.proofs[bookings[0].id]
    return {"found": Found(hall.venues.applications[happened.series], bookings, proof)}


def a_booking() -> Booking:
    """A booking that was approved."""
    hall, happened = busy()
    return hall.venues.bookings[happened.approved]


def refused(face: Face, reason: str) -> Face:
    """A face that has just refused something, with all the facts its sentence may want."""

    def shown(stage: Any) -> None:
        face(stage)
        hall, _ = busy()
        moment = hall.station.moment()
        earliest = checks.earliest_use(moment)
        until = moment.at + timedelta(minutes=16)
        facts: dict[str, Any] = {
            "earliest": earliest.day,
            "because": earliest.because,
            "last": checks.last_use(moment),
            "holiday": "spring_festival",
            "why": next(iter(hall.venues.blackouts.values())).reason,
            "allowed": tuple(ApplicantKind)[:3],
            "status": a_booking().status,
            "field": "organisation",
            "most": 500 if reason == "too_many_words" else 4,
            "points": 3.5,
            "year": 2027,
            "opens": until,
            "until": earliest.day if reason == "restricted" else until,
        }
        stage.page.refuse(Refused(reason, **facts))

    return shown


FACES: Mapping[str, Face] = {
    "zones": to("venues"),
    "zones: more": to("venues", leaf=1),
    "month": to("venues.month", venue=ROOM),
    "month: far": far,
    "month: too soon": refused(to("venues.month", venue=ROOM), "too_soon"),
    "slots": lambda stage: to("venues.slots", venue=ROOM, day=first())(stage),
    "slots: chosen": chosen(2),
    "slots: taken": chosen(0),
    "slots: refused": refused(chosen(2), "taken"),
    "who": form("venues.who"),
    "kind": form("venues.kind"),
    "purpose": form("venues.purpose"),
    "heads": form("venues.heads"),
    "heads: refused": refused(form("venues.heads"), "taken"),
    "count": form("venues.count"),
    "summary": form("venues.summary"),
    "summary: end": last_leaf(form("venues.summary")),
    "summary: waiting": form("venues.summary", waiting=True, hold=None, held_until=None),
    "summary: refused": refused(form("venues.summary"), "restricted"),
    "weekly": form("venues.weekly"),
    "applied": late("venues.applied", receipt()),
    "applied: in line": late("venues.applied", receipt(waiting=True)),
    "phone": lambda stage: to("venues.phone", booking=a_booking())(stage),
    "find": to("venues.find"),
    "find: wrong": refused(to("venues.find"), "wrong_code"),
    "series": late("venues.series", the_series),
    "booking: pending": of_booking("pending"),
    "booking: missing": of_booking("missing"),
    "booking: approved": of_booking("approved"),
    "booking: here": of_booking("checked_in"),
    "booking: in line": of_booking("waiting"),
    "booking: rejected": of_booking("rejected"),
    "booking: no show": of_booking("no_show"),
    "booking: too early": refused(of_booking("approved"), "too_early"),
    "cancel": of_booking("approved", "venues.cancel"),
}

SHOWINGS: Mapping[str, Face] = {
    "venues.month": FACES["month"],
    "venues.slots": FACES["slots: chosen"],
    "venues.who": FACES["who"],
    "venues.kind": FACES["kind"],
    "venues.purpose": FACES["purpose"],
    "venues.heads": FACES["heads"],
    "venues.count": FACES["count"],
    "venues.summary": FACES["summary: end"],
    "venues.weekly": FACES["weekly"],
    "venues.applied": FACES["applied"],
    "venues.phone": FACES["phone"],
    "venues.series": FACES["series"],
    "venues.booking": FACES["booking: approved"],
    "venues.cancel": FACES["cancel"],
}
"""How pages that need more than to be gone to are brought onto the screen."""
