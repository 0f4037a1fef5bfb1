"""Two people at once: without the guard both win, with it exactly one does."""

from __future__ import annotations

import contextlib
import dataclasses
from contextlib import AbstractContextManager
from functools import partial
from itertools import combinations

from kiosk.family import Family, never_clashes
from kiosk.ids import ApplicationId, BookingId
from kiosk.secrets import draw_token, token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import VENUES, review, rules
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import Asked
from kiosk.venues.records import Status, Venues
from tests.builders import key, station
from tests.fakes import FakeClock
from tests.meeting import MeetingJournal, at_once
from tests.unit.venues.world import CALENDAR, MONDAY, ROOM, RULES, SITE, phone, slot

ROUNDS = 10
UNGUARDED = dataclasses.replace(VENUES, clash=never_clashes)


def opened(lock: AbstractContextManager[object] | None = None) -> tuple[Station, MeetingJournal]:
    journal = MeetingJournal(guarded=lock is None)
    where = station(journal, FakeClock(MONDAY), lock=lock, calendar=lambda _: CALENDAR)
    return where, journal


def apply(where: Station, family: Family[Venues], number: int) -> BookingId:
    tap = Tap.fresh()
    asked = Asked(
        venue=ROOM,
        kind=ApplicantKind.SOCIAL,
        applicant=Applicant(key().person_id(phone(number))),
        code=key().code_tag(f"{number:06}"),
        token=token_tag(draw_token()),
        head_count=5,
        rules=RULES,
    )
    done = where.do(
        tap,
        family,
        rules.apply_for,
        application=ApplicationId(tap.id),
        site=SITE,
        asked=asked,
        slots=[slot(hour=9 + number % 2, hours=2)],
    )
    return where.state(VENUES).of(ApplicationId(done.entry.id))[0].id


def approve(where: Station, family: Family[Venues], booking: BookingId) -> None:
    where.do(Tap.fresh(), family, review.approve, bookings=[booking])


def overlapping(where: Station, *among: Status) -> int:
    """Return how many pairs overlap, as the journal has it for whoever reads it next."""
    venues = station(where.journal, FakeClock(MONDAY)).state(VENUES)
    found = [each for each in venues.bookings.values() if each.status in among]
    return sum(one.kept.overlaps(other.kept) for one, other in combinations(found, 2))


def applied(family: Family[Venues], lock: AbstractContextManager[object] | None = None) -> Station:
    """Let two people apply for overlapping slots at once."""
    where, journal = opened(lock)
    at_once(journal, lambda: apply(where, family, 0), lambda: apply(where, family, 1))
    return where


def approved(family: Family[Venues], lock: AbstractContextManager[object] | None = None) -> Station:
    """Let two reviewers approve two overlapping applications at once."""
    where, journal = opened(lock)
    one, two = apply(where, UNGUARDED, 0), apply(where, UNGUARDED, 1)
    assert overlapping(where, Status.PENDING) == 1
    at_once(journal, lambda: approve(where, family, one), lambda: approve(where, family, two))
    return where


def test_without_the_clash_two_overlapping_applications_are_taken() -> None:
    """Shows that the test below would see a missing clash."""
    assert overlapping(applied(UNGUARDED), Status.PENDING) == 1


def test_without_the_lock_two_overlapping_applications_are_taken_in_spite_of_the_clash() -> None:
    where = applied(VENUES, contextlib.nullcontext())
    assert overlapping(where, Status.PENDING) == 1


def test_two_applicants_for_overlapping_slots_have_one_winner() -> None:
    for _ in range(ROUNDS):
        where = applied(VENUES)
        assert len(where.state(VENUES).bookings) == 1


def test_without_the_clash_two_reviewers_approve_two_overlapping_bookings() -> None:
    assert overlapping(approved(UNGUARDED), Status.APPROVED) == 1


def test_without_the_lock_two_reviewers_approve_two_in_spite_of_the_clash() -> None:
    where = approved(VENUES, contextlib.nullcontext())
    assert overlapping(where, Status.APPROVED) == 1


def test_two_reviewers_never_approve_two_overlapping_bookings() -> None:
    for _ in range(ROUNDS):
        where = approved(VENUES)
        states = sorted(each.status for each in where.state(VENUES).bookings.values())
        assert states == [Status.APPROVED, Status.PENDING]


def test_two_reviewers_of_one_application_are_one_decision() -> None:
    for _ in range(ROUNDS):
        where, journal = opened()
        booking = apply(where, VENUES, 0)
        at_once(journal, *[partial(approve, where, VENUES, booking)] * 2)
        tags = [type(event).__name__ for _, event in where.events()]
        assert tags == ["Applied", "Approved"]
