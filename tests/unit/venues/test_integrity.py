"""What a record holds and means, and what becomes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import immutables
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.clock import Moment
from kiosk.ids import BookingId, MarkId, OrganisationId, PersonId
from kiosk.settings import Settings
from kiosk.tap import Tap
from kiosk.venue_settings import IntegrityRule
from kiosk.venues import integrity
from kiosk.venues.applicant import Applicant
from kiosk.venues.integrity import Standing, record
from kiosk.venues.plan import local
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Appeal, Mark, Status, Venues
from kiosk.venues.upkeep_events import ExcuseReason, Fault
from tests.builders import refusal
from tests.unit.venues.world import CLUB, MONDAY, ROOM, Hall, form, no_shows, slot

SOMEBODY = Applicant(PersonId("a" * 64), OrganisationId("club"))
TODAY = date(2026, 3, 2)


def mark(points: float, on: date, number: int = 0, of: Applicant = SOMEBODY) -> Mark:
    return Mark(
        id=MarkId(f"m{number:03}"),
        fault=Fault.NO_SHOW,
        points=points,
        on=on,
        venue=ROOM,
        applicant=of,
        booking=BookingId(f"b{number}"),
    )


def having(*marks: Mark) -> Venues:
    return Venues(marks=immutables.Map({each.id: each for each in marks}))


def at(day: date = TODAY, rule: IntegrityRule | None = None) -> Moment:
    noon = local(day, MONDAY.time())
    return Moment.at_time(noon, Settings(integrity=rule or IntegrityRule()))


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# -- arithmetic -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "standing", "horizon"),
    [
        ((), Standing.GOOD, 60),
        ((0.5,), Standing.GOOD, 60),
        ((0.5, 0.5), Standing.WARNED, 60),
        ((1.0,), Standing.WARNED, 60),
        ((1.0, 0.5), Standing.WARNED, 60),
        ((2.0,), Standing.SHORTER, 14),
        ((1.0, 1.0, 0.5), Standing.SHORTER, 14),
        ((1.0, 1.0, 1.0), Standing.SUSPENDED, 0),
        ((2.0, 1.0), Standing.SUSPENDED, 0),
    ],
)
def test_points_warn_then_shorten_then_suspend(
    points: tuple[float, ...], standing: Standing, horizon: int
) -> None:
    marks = [mark(each, days_ago(10 + n), n) for n, each in enumerate(points)]
    found = record(having(*marks), at(), applicant=SOMEBODY)
    assert (found.points, found.standing) == (sum(points), standing)
    assert found.horizon_days == horizon


def test_a_mark_counts_to_the_day_before_the_year_is_over() -> None:
    marks = having(mark(1.0, date(2025, 3, 3)))
    assert record(marks, at(), applicant=SOMEBODY).points == 1.0
    assert record(marks, at(), applicant=SOMEBODY).until == date(2026, 3, 3)
    assert record(marks, at(date(2026, 3, 3)), applicant=SOMEBODY).standing is Standing.GOOD
    month_end = having(mark(1.0, date(2025, 3, 31)))
    assert record(month_end, at(), applicant=SOMEBODY).until == date(2026, 3, 31)
    leap = having(mark(1.0, date(2028, 2, 29)))
    assert record(leap, at(date(2029, 2, 27)), applicant=SOMEBODY).until == date(2029, 2, 28)


def test_the_standing_says_from_which_day_it_is_better() -> None:
    marks = having(
        mark(1.0, date(2025, 6, 1), 1), mark(1.0, date(2025, 9, 1), 2), mark(0.5, TODAY, 3)
    )
    found = record(marks, at(), applicant=SOMEBODY)
    assert (found.standing, found.until) == (Standing.SHORTER, date(2026, 6, 1))
    found = record(marks, at(date(2026, 6, 1)), applicant=SOMEBODY)
    assert (found.standing, found.until) == (Standing.WARNED, date(2026, 9, 1))


def test_a_suspension_lasts_ninety_days_and_then_only_near_days_can_be_had() -> None:
    marks = having(*(mark(1.0, days_ago(n), n) for n in range(3)))
    found = record(marks, at(), applicant=SOMEBODY)
    end = TODAY + timedelta(days=90)
    assert (found.standing, found.until) == (Standing.SUSPENDED, end)
    assert record(marks, at(end - timedelta(days=1)), applicant=SOMEBODY).horizon_days == 0
    after = record(marks, at(end), applicant=SOMEBODY)
    assert (after.standing, after.horizon_days) == (Standing.SHORTER, 14)


def test_one_more_mark_after_a_suspension_begins_another() -> None:
    marks = [mark(1.0, days_ago(120 + n), n) for n in range(3)]
    assert record(having(*marks), at(), applicant=SOMEBODY).standing is Standing.SHORTER
    marks.append(mark(0.5, days_ago(1), 9))
    found = record(having(*marks), at(), applicant=SOMEBODY)
    assert (found.standing, found.until) == (Standing.SUSPENDED, days_ago(1) + timedelta(days=90))


def test_the_rule_is_data() -> None:
    rule = IntegrityRule(suspended_from=2.0, suspended_days=10, window_months=1)
    marks = having(mark(2.0, TODAY))
    found = record(marks, at(rule=rule), applicant=SOMEBODY)
    assert (found.standing, found.until) == (Standing.SUSPENDED, TODAY + timedelta(days=10))
    later = at(date(2026, 4, 2), rule)
    assert record(marks, later, applicant=SOMEBODY).standing is Standing.GOOD


MARKS = st.lists(
    st.tuples(st.sampled_from([0.5, 1.0, 2.0]), st.integers(0, 800), st.booleans()), max_size=9
)


@given(MARKS, st.integers(0, 800))
def test_points_are_the_sum_of_what_is_young_and_not_excused(
    drawn: list[tuple[float, int, bool]], later: int
) -> None:
    """Against a plain count: a mark counts from its day until a year later."""
    today = days_ago(800) + timedelta(days=later)
    marks = [
        mark(points, days_ago(ago), n)
        for n, (points, ago, _) in enumerate(drawn)
        if days_ago(ago) <= today
    ]
    excused = {f"m{n:03}" for n, (_, _, excuse) in enumerate(drawn) if excuse}
    held = having(
        *(
            replace(each, excused=ExcuseReason.MISTAKE) if each.id in excused else each
            for each in marks
        )
    )

    def counts(each: Mark) -> bool:
        year_later = each.on.replace(year=each.on.year + 1, day=min(each.on.day, 28))
        near_leap_day = each.on.month == 2 and each.on.day == 29
        limit = year_later if near_leap_day else each.on.replace(year=each.on.year + 1)
        return each.id not in excused and today < limit

    found = record(held, at(today), applicant=SOMEBODY)
    assert found.points == sum(each.points for each in marks if counts(each))
    assert (found.standing is Standing.GOOD) == (found.until is None)
    if found.until is not None:
        assert found.until > today
        after = record(held, at(found.until), applicant=SOMEBODY)
        order = list(Standing)
        assert order.index(after.standing) < order.index(found.standing)


def test_a_mark_follows_the_phone_and_the_organisation() -> None:
    other = PersonId("b" * 64)
    held = having(mark(1.0, TODAY))
    for applicant, points in (
        (Applicant(other, OrganisationId("club")), 1.0),
        (Applicant(SOMEBODY.contact, OrganisationId("unit")), 1.0),
        (Applicant(SOMEBODY.contact), 1.0),
        (Applicant(other, OrganisationId("unit")), 0.0),
        (Applicant(other), 0.0),
    ):
        assert record(held, at(), applicant=applicant).points == points
    nameless = having(mark(1.0, TODAY, of=Applicant(SOMEBODY.contact)))
    assert record(nameless, at(), applicant=Applicant(other)).points == 0.0


# -- as it happens --------------------------------------------------------------------------


def used(hall: Hall, **more: Any) -> Receipt:
    made = hall.booked(**more)
    hall.clock.jump_to(made.bookings[0].slot.starts)
    hall.desk.check_in(Tap.fresh(), booking=made.bookings[0].id, proof=hall.proof(made))
    return made


def only_mark(hall: Hall) -> Mark:
    (found,) = hall.venues.marks.values()
    return found


def test_staff_mark_damage_with_words_once_and_only_of_whoever_was_there() -> None:
    hall = Hall()
    made = used(hall, by=1, organisation=CLUB)
    facts: dict[str, Any] = {"booking": made.bookings[0].id, "fault": Fault.DAMAGE}
    assert refusal(hall.do, integrity.mark, explained=False, **facts) == "needs_reason"
    for by_time in (Fault.NO_SHOW, Fault.LATE_CANCEL):
        again = {"booking": facts["booking"], "fault": by_time}
        assert refusal(hall.noted, integrity.mark, **again) == "not_allowed"
    hall.noted(integrity.mark, "椅子坏了", **facts)
    assert refusal(hall.noted, integrity.mark, **facts) == "already"
    assert only_mark(hall).points == 2.0
    assert hall.desk.notes(made.application.id) == ("椅子坏了",)
    found = hall.desk.record(hall.desk.applicant("13999999999", organisation=CLUB))
    assert (found.points, found.standing) == (2.0, Standing.SHORTER)


def test_damage_that_is_found_later_counts_from_the_day_of_the_use() -> None:
    hall = Hall()
    made = used(hall)
    hall.pass_(days=9)
    hall.noted(integrity.mark, booking=made.bookings[0].id, fault=Fault.MISUSE)
    assert only_mark(hall).on == made.bookings[0].slot.day


def test_nobody_is_marked_for_damage_who_was_not_there() -> None:
    hall = Hall()
    made = hall.booked()
    facts: dict[str, Any] = {"booking": made.bookings[0].id, "fault": Fault.MISUSE}
    assert refusal(hall.noted, integrity.mark, **facts) == "not_used"


def no_show(hall: Hall, **more: Any) -> Receipt:
    made = hall.booked(**more)
    hall.go(made.bookings[0].slot.starts + timedelta(minutes=15))
    assert hall.status(made) is Status.NO_SHOW
    return made


def test_an_appeal_is_heard_and_the_mark_excused_or_upheld_but_never_deleted() -> None:
    hall = Hall()
    made = no_show(hall)
    known = only_mark(hall)
    appeal: dict[str, Any] = {"mark": known.id, "proof": hall.proof(made), "text": "停电了"}
    hall.desk.appeal(Tap.fresh(), **appeal)
    assert refusal(hall.desk.appeal, Tap.fresh(), **appeal) == "already"
    assert [each.id for each in integrity.appeals(hall.venues)] == [known.id]
    hall.do(integrity.uphold, mark=known.id)
    assert only_mark(hall).appeal is Appeal.UPHELD
    assert refusal(hall.do, integrity.uphold, mark=known.id) == "no_subject"
    assert hall.desk.record(made.application.asked.applicant).points == 1.0
    other = {"mark": known.id, "reason": ExcuseReason.OTHER}
    assert refusal(hall.do, integrity.excuse, **other) == "needs_reason"
    hall.do(integrity.excuse, mark=known.id, reason=ExcuseReason.EMERGENCY)
    assert only_mark(hall).excused is ExcuseReason.EMERGENCY
    assert hall.desk.record(made.application.asked.applicant).points == 0.0
    assert refusal(hall.do, integrity.excuse, **{**other, "explained": True}) == "already"


def test_only_whoever_has_the_code_appeals() -> None:
    hall = Hall()
    no_show(hall)
    other = hall.apply(slot(hour=15, day=date(2026, 3, 11)))
    appeal: dict[str, Any] = {
        "mark": only_mark(hall).id,
        "proof": hall.proof(other),
        "text": "不是我",
    }
    assert refusal(hall.desk.appeal, Tap.fresh(), **appeal) == "not_yours"


def test_an_exemption_lets_somebody_apply_in_spite_of_the_record_until_its_day() -> None:
    hall = Hall()
    no_shows(hall, 9, 10, 11, by=1)
    later = slot(date(2026, 3, 31), 9)
    assert refusal(hall.apply, later, by=1) == "restricted"
    who = hall.desk.applicant(form(1).phone)
    facts: dict[str, Any] = {"applicant": who, "until": date(2026, 3, 10)}
    hall.do(integrity.exempt, **facts, reason=ExcuseReason.PUBLIC_INTEREST)
    assert hall.desk.record(who).exempt_until == date(2026, 3, 10)
    hall.apply(later, by=1)
    hall.go(local(date(2026, 3, 11), MONDAY.time()))
    assert refusal(hall.apply, slot(date(2026, 3, 31), 10), by=1) == "restricted"
    gone = {"applicant": who, "until": date(2026, 3, 10), "reason": ExcuseReason.EMERGENCY}
    assert refusal(hall.do, integrity.exempt, **gone) == "in_the_past"


def test_a_shorter_horizon_is_felt_when_applying() -> None:
    hall = Hall()
    no_shows(hall, 9, 10, by=1)
    assert refusal(hall.apply, slot(date(2026, 3, 20)), by=1) == "too_far"
    hall.apply(slot(date(2026, 3, 19)), by=1)
    hall.apply(slot(date(2026, 3, 20)), by=2)
