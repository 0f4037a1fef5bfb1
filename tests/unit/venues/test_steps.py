"""From the application to the end of the use: which step may follow which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.hours import MIDNIGHT, Week, read_spans
from kiosk.ids import BookingId
from kiosk.journal.entry import Draft
from kiosk.tap import Tap
from kiosk.venues import review, rules, using
from kiosk.venues.events import By, CheckedIn, RejectReason, Via
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Application, Status
from kiosk.venues.timing import due
from kiosk.venues.upkeep_events import ExcuseReason
from tests.builders import refusal
from tests.unit.venues.world import SITE, SQUARE, Hall, slot

START = slot().starts

Made = tuple[Hall, Receipt]


# -- how a booking comes into each state ----------------------------------------------------


def pending() -> Made:
    hall = Hall()
    return hall, hall.apply()


def supplement() -> Made:
    hall, made = pending()
    hall.noted(review.ask_supplement, application=made.application.id)
    return hall, made


def approved() -> Made:
    hall, made = pending()
    hall.approve(made)
    hall.clock.jump_to(START)
    return hall, made


def checked_in() -> Made:
    hall, made = approved()
    hall.desk.check_in(Tap.fresh(), booking=first(made), proof=hall.proof(made))
    return hall, made


def completed() -> Made:
    hall, made = checked_in()
    hall.go(slot().ends)
    return hall, made


def left_early() -> Made:
    hall, made = checked_in()
    hall.clock.advance(minutes=20)
    hall.desk.leave_early(Tap.fresh(), booking=first(made), proof=hall.proof(made))
    return hall, made


def no_show() -> Made:
    hall, made = approved()
    hall.go(START + timedelta(minutes=15))
    return hall, made


def rejected() -> Made:
    hall, made = pending()
    hall.do(review.reject, bookings=[first(made)], reason=RejectReason.NOT_SUITABLE)
    return hall, made


def cancelled() -> Made:
    hall, made = pending()
    hall.desk.cancel(Tap.fresh(), booking=first(made), proof=hall.proof(made))
    return hall, made


def waiting() -> Made:
    hall = Hall()
    hall.approve(hall.apply())
    return hall, hall.wait()


def offered() -> Made:
    hall = Hall()
    had = hall.booked()
    made = hall.wait()
    hall.desk.cancel(Tap.fresh(), booking=first(had), proof=hall.proof(had))
    hall.station.tend()
    return hall, made


def lapsed() -> Made:
    hall, made = offered()
    hall.pass_(minutes=60)
    return hall, made


STATES: dict[Callable[[], Made], Status] = {
    pending: Status.PENDING,
    supplement: Status.SUPPLEMENT,
    approved: Status.APPROVED,
    checked_in: Status.CHECKED_IN,
    completed: Status.COMPLETED,
    left_early: Status.COMPLETED,
    no_show: Status.NO_SHOW,
    rejected: Status.REJECTED,
    cancelled: Status.CANCELLED,
    waiting: Status.WAITING,
    offered: Status.OFFERED,
    lapsed: Status.LAPSED,
}


def first(made: Receipt) -> BookingId:
    return made.bookings[0].id


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_booking_comes_into_every_state(state: Callable[[], Made]) -> None:
    hall, made = state()
    assert hall.status(made) is STATES[state]


# -- which step may follow ------------------------------------------------------------------


def approve(hall: Hall, made: Receipt) -> None:
    hall.do(review.approve, bookings=[first(made)])


def reject(hall: Hall, made: Receipt) -> None:
    hall.do(review.reject, bookings=[first(made)], reason=RejectReason.NOT_SUITABLE)


def ask(hall: Hall, made: Receipt) -> None:
    hall.noted(review.ask_supplement, application=made.application.id)


def bring(hall: Hall, made: Receipt) -> None:
    hall.desk.supplement(
        Tap.fresh(), application=made.application.id, proof=hall.proof(made), text="名单"
    )


def come(hall: Hall, made: Receipt) -> None:
    hall.desk.check_in(Tap.fresh(), booking=first(made), proof=hall.proof(made))


def leave(hall: Hall, made: Receipt) -> None:
    hall.desk.leave_early(Tap.fresh(), booking=first(made), proof=hall.proof(made))


def cancel(hall: Hall, made: Receipt) -> None:
    hall.desk.cancel(Tap.fresh(), booking=first(made), proof=hall.proof(made))


def call_off(hall: Hall, made: Receipt) -> None:
    hall.noted(using.call_off, booking=first(made))


def accept(hall: Hall, made: Receipt) -> None:
    hall.desk.answer_offer(Tap.fresh(), booking=first(made), proof=hall.proof(made), accept=True)


def decline(hall: Hall, made: Receipt) -> None:
    hall.desk.answer_offer(Tap.fresh(), booking=first(made), proof=hall.proof(made), accept=False)


ALLOWED: dict[tuple[Callable[[], Made], Callable[[Hall, Receipt], None]], Status] = {
    (pending, approve): Status.APPROVED,
    (pending, reject): Status.REJECTED,
    (pending, ask): Status.SUPPLEMENT,
    (pending, cancel): Status.CANCELLED,
    (pending, call_off): Status.CANCELLED,
    (supplement, approve): Status.APPROVED,
    (supplement, reject): Status.REJECTED,
    (supplement, bring): Status.PENDING,
    (supplement, cancel): Status.CANCELLED,
    (supplement, call_off): Status.CANCELLED,
    (approved, come): Status.CHECKED_IN,
    (approved, cancel): Status.CANCELLED,
    (approved, call_off): Status.CANCELLED,
    (checked_in, leave): Status.COMPLETED,
    (waiting, cancel): Status.CANCELLED,
    (waiting, call_off): Status.CANCELLED,
    (offered, accept): Status.PENDING,
    (offered, decline): Status.LAPSED,
    (offered, cancel): Status.CANCELLED,
    (offered, call_off): Status.CANCELLED,
}
STEPS = (approve, reject, ask, bring, come, leave, cancel, call_off, accept, decline)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_step_is_taken_or_refused_and_nothing_else(
    state: Callable[[], Made], step: Callable[[Hall, Receipt], None]
) -> None:
    hall, made = state()
    after = ALLOWED.get((state, step))
    before, entries = hall.status(made), len(hall.tags())
    reason = refusal(step, hall, made)
    if after is None:
        assert reason
        assert hall.status(made) is before
        assert len(hall.tags()) == entries
    else:
        assert reason == ""
        assert hall.status(made) is after


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.REFUSED])
def test_every_state_is_in_the_table(status: Status) -> None:
    assert status in STATES.values()


# -- single steps ---------------------------------------------------------------------------


def test_a_rejection_says_why_and_other_needs_words() -> None:
    hall, made = pending()
    other: dict[str, Any] = {"bookings": [first(made)], "reason": RejectReason.OTHER}
    assert refusal(hall.do, review.reject, **other) == "needs_reason"
    for reason in (RejectReason.NOT_DECIDED, RejectReason.NOT_SUPPLEMENTED):
        by_time = {"bookings": [first(made)], "reason": reason}
        assert refusal(hall.do, review.reject, **by_time) == "not_allowed"
    hall.noted(review.reject, **other)
    assert hall.booking(first(made)).rejected is RejectReason.OTHER
    assert hall.desk.notes(made.application.id) == ("因为",)


def test_what_is_over_is_not_approved_although_time_has_not_said_so_yet() -> None:
    hall, made = pending()
    hall.clock.jump_to(slot().ends - timedelta(seconds=1))
    assert refusal(hall.do, review.approve, bookings=[]) == "no_subject"
    hall.clock.advance(1)
    assert refusal(approve, hall, made) == "in_the_past"


def test_what_is_missing_is_told_and_brought() -> None:
    hall, made = pending()
    missing: dict[str, Any] = {"application": made.application.id}
    assert refusal(hall.do, review.ask_supplement, explained=False, **missing) == "needs_reason"
    hall.noted(review.ask_supplement, "请补名单", **missing)
    bring(hall, made)
    assert hall.desk.notes(made.application.id) == ("请补名单", "名单")


def test_what_does_not_come_in_time_ends_the_application_and_frees_the_slot() -> None:
    hall, made = supplement()
    until = hall.venues.applications[made.application.id].supplement_until
    assert until is not None
    assert until == hall.clock.now() + timedelta(hours=48)
    hall.clock.jump_to(until)
    assert refusal(bring, hall, made) == "too_late"
    hall.station.tend()
    assert hall.booking(first(made)).rejected is RejectReason.NOT_SUPPLEMENTED
    assert hall.venues.marks == type(hall.venues.marks)()
    assert hall.status(hall.apply(slot(made.bookings[0].slot.day + timedelta(days=7)))) is (
        Status.PENDING
    )


def test_a_deadline_is_never_after_the_use_begins() -> None:
    hall, made = pending()
    hall.clock.jump_to(START - timedelta(hours=3))
    hall.noted(review.ask_supplement, application=made.application.id)
    assert hall.venues.applications[made.application.id].supplement_until == START


def test_nobody_decided_and_the_time_is_there() -> None:
    hall, made = pending()
    hall.go(START)
    assert hall.booking(first(made)).rejected is RejectReason.NOT_DECIDED
    assert hall.venues.marks == type(hall.venues.marks)()


def test_staff_are_reminded_after_a_working_day_and_the_day_before_it_goes_up() -> None:
    hall = Hall()
    made = hall.apply(slot(START.date() + timedelta(days=5)))  # applied Monday, for Tuesday week

    def known() -> Application:
        return hall.venues.applications[made.application.id]

    hall.pass_(hours=23, minutes=59)
    assert (known().reminded, known().escalated) == (None, None)
    hall.pass_(minutes=1)
    assert known().reminded == hall.clock.now()
    assert hall.pass_(minutes=1) == 0
    hall.go(slot(START.date() + timedelta(days=4), 0).starts - timedelta(minutes=1))
    assert known().escalated is None
    hall.pass_(minutes=1)
    assert known().escalated == hall.clock.now()
    assert list(due(hall.venues, hall.moment)) == []


def test_a_reminder_counts_working_days_over_a_weekend() -> None:
    hall = Hall()
    hall.clock.jump_to(slot(START.date() + timedelta(days=1), 10).starts)  # Friday
    made = hall.apply(slot(START.date() + timedelta(days=12)))
    clock = review.review_clock(hall.venues, hall.moment, made.application)
    assert clock is not None
    assert clock.remind_at == hall.clock.now() + timedelta(days=3)


@pytest.mark.parametrize(
    ("minutes", "reason"), [(-16, "too_early"), (-15, ""), (0, ""), (14, ""), (15, "too_late")]
)
def test_checking_in_begins_a_quarter_before_and_ends_a_quarter_after(
    minutes: int, reason: str
) -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(START + timedelta(minutes=minutes))
    assert refusal(come, hall, made) == reason


def test_whoever_does_not_come_is_a_no_show_and_the_rest_is_free() -> None:
    hall, made = approved()
    hall.pass_(minutes=14)
    assert hall.status(made) is Status.APPROVED
    hall.pass_(minutes=1)
    assert hall.status(made) is Status.NO_SHOW
    assert not any(hall.venues.holders(made.bookings[0].venue, slot(), hall.clock.now()))
    assert hall.pass_(minutes=1) == 0


def test_whoever_leaves_early_gives_the_rest_back() -> None:
    hall, made = left_early()
    assert hall.booking(first(made)).left == hall.clock.now()
    assert not any(hall.venues.holders(made.bookings[0].venue, slot(), hall.clock.now()))


def test_a_use_is_over_at_its_end_without_anybody_doing_anything() -> None:
    hall, made = checked_in()
    hall.go(slot().ends - timedelta(minutes=1))
    assert hall.status(made) is Status.CHECKED_IN
    hall.pass_(minutes=1)
    assert hall.status(made) is Status.COMPLETED


@pytest.mark.parametrize(
    ("before", "points"),
    [
        (timedelta(hours=24), 0.0),
        (timedelta(hours=24) - timedelta(seconds=1), 0.5),
        (timedelta(0), 0.5),
    ],
)
def test_an_approved_booking_cancelled_in_the_last_day_counts(
    before: timedelta, points: float
) -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(START - before)
    assert using.is_late(hall.booking(first(made)), hall.moment) is (points > 0)
    cancel(hall, made)
    found = hall.booking(first(made))
    assert (found.cancelled_by, found.minutes_before) == (
        By.APPLICANT,
        int(before.total_seconds() // 60),
    )
    assert sum(mark.points for mark in hall.venues.marks.values()) == points


def test_what_is_not_decided_can_be_cancelled_late_without_a_mark() -> None:
    hall, made = pending()
    hall.clock.jump_to(START - timedelta(hours=1))
    cancel(hall, made)
    assert hall.venues.marks == type(hall.venues.marks)()


def test_what_the_station_calls_off_marks_nobody() -> None:
    hall, made = approved()
    assert refusal(hall.do, using.call_off, booking=first(made), explained=False) == "needs_reason"
    call_off(hall, made)
    assert hall.booking(first(made)).cancelled_by is By.STATION
    assert hall.venues.marks == type(hall.venues.marks)()


def test_a_series_is_decided_whole_or_one_by_one_and_cancelled_one_by_one() -> None:
    hall = Hall()
    made = hall.apply(*rules.weekly(slot(), 4))
    one, two, three, four = (each.id for each in made.bookings)
    hall.do(review.approve, bookings=[one, two])
    hall.do(review.reject, bookings=[three], reason=RejectReason.NEEDED_ELSEWHERE)
    hall.desk.cancel(Tap.fresh(), booking=two, proof=hall.proof(made))
    states = [each.status for each in hall.venues.of(made.application.id)]
    assert states == [Status.APPROVED, Status.CANCELLED, Status.REJECTED, Status.PENDING]
    assert refusal(hall.do, review.approve, bookings=[one, four]) == "no_subject"
    whole = hall.apply(*rules.weekly(slot(hour=15), 3))
    hall.approve(whole)
    assert {each.status for each in hall.venues.of(whole.application.id)} == {Status.APPROVED}


def test_staff_act_for_somebody_who_has_no_code_at_hand() -> None:
    hall, made = approved()
    hall.do(using.check_in, booking=first(made), proof=BY_STAFF)
    assert hall.status(made) is Status.CHECKED_IN


def test_nobody_is_marked_for_a_time_in_which_the_terminal_did_not_run() -> None:
    hall, made = approved()
    hall.pass_(minutes=26)
    assert hall.status(made) is Status.NO_SHOW
    assert hall.venues.marks == type(hall.venues.marks)()


def test_a_clock_that_is_not_trusted_marks_nobody_and_ends_nothing() -> None:
    hall, made = approved()
    hall.clock.is_trusted = False
    assert hall.pass_(hours=5) == 0
    assert hall.status(made) is Status.APPROVED


def test_what_lost_its_place_at_the_positioner_holds_nothing_and_says_so() -> None:
    hall, made = pending()
    (entry,) = hall.journal.read()
    other = Hall()
    copy = Draft(entry.id, entry.at, entry.business_date, entry.actor, entry.event)
    other.journal.append(copy, position_time=entry.at, refused="taken")
    other = Hall(other.journal, other.clock)
    assert other.status(made) is Status.REFUSED
    assert other.desk.by_code(made.code).bookings[0].status is Status.REFUSED
    other.apply()


def test_whoever_checked_in_where_there_was_no_line_is_no_absentee() -> None:
    hall, made = no_show()
    here = CheckedIn(booking=first(made), via=Via.QR)
    hall.do(lambda venues, moment: here)
    assert hall.status(made) is Status.CHECKED_IN
    (mark,) = hall.venues.marks.values()
    assert mark.excused is ExcuseReason.MISTAKE


def test_a_late_check_in_does_not_take_the_place_back_from_somebody_else() -> None:
    hall = Hall()
    hall.set("notice.days", "0")
    made = hall.booked(slot(hours=2))
    hall.go(START + timedelta(minutes=15))
    hall.apply(slot(hour=10))
    here = CheckedIn(booking=first(made), via=Via.QR)
    assert refusal(hall.do, lambda venues, moment: here) == "no_subject"
    assert hall.status(made) is Status.NO_SHOW


def test_a_use_that_ends_at_midnight_of_the_year_is_over_with_it() -> None:
    late = read_spans("20:00-24:00")
    hours = Week(**dict.fromkeys(Week.__struct_fields__, late))
    square = replace(SITE.venues[1], hours=hours, quiet=(), after_min=0)
    hall = Hall(site=replace(SITE, venues=(square,)))
    new_year = local(date(2025, 12, 31), MIDNIGHT)
    hall.clock.jump_to(new_year - timedelta(days=9))
    last = Interval(new_year - timedelta(hours=1), new_year)
    made = hall.booked(last, venue=SQUARE)
    hall.clock.jump_to(last.starts)
    hall.desk.check_in(Tap.fresh(), booking=first(made), proof=hall.proof(made))
    hall.go(new_year - timedelta(seconds=1))
    assert hall.status(made) is Status.CHECKED_IN
    hall.pass_(seconds=1)
    assert hall.status(made) is Status.COMPLETED
    assert hall.moment.business_date == date(2026, 1, 1)
    assert hall.booking(first(made)).slot.day == date(2025, 12, 31)


def test_every_change_of_a_booking_is_counted_for_its_calendar_entry() -> None:
    hall, made = completed()
    assert hall.booking(first(made)).revision == 3


def test_looking_at_name_and_phone_is_an_entry_that_changes_nothing_else() -> None:
    hall, made = pending()
    before = hall.venues
    hall.do(review.show_contact, application=made.application.id)
    assert hall.tags()[-1] == "ContactShown"
    assert hall.venues == before
    assert refusal(hall.do, review.show_contact, application="gone") == "no_subject"
