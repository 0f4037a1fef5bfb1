"""Which days and slots can be had, and why the others cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.tap import Tap
from kiosk.venues import review, upkeep
from kiosk.venues.availability import DaySlots, DayState, DayView, Month, SlotState, day, month
from kiosk.venues.events import RejectReason
from kiosk.venues.interval import Interval
from kiosk.venues.plan import local
from kiosk.venues.upkeep_events import BlackoutReason
from tests.builders import refusal
from tests.unit.venues.world import FRIDAY, MONDAY, ROOM, SITE, SQUARE, THURSDAY, Hall, slot

ROOM_PLAN, SQUARE_PLAN = SITE.venues[0], SITE.venues[1]


def march(hall: Hall) -> Month:
    return month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2026, month=3)


def on(found: Month, number: int) -> DayView:
    return found.days[number - 1]


def slots(hall: Hall, when: date = THURSDAY) -> DaySlots:
    return day(hall.venues, hall.moment, plan=ROOM_PLAN, day=when)


def states(found: DaySlots) -> list[SlotState]:
    return [each.state for each in found.slots]


def test_every_day_of_a_month_says_what_it_is() -> None:
    hall = Hall()
    found = march(hall)
    assert [each.day.day for each in found.days] == list(range(1, 32))
    assert on(found, 1).state is DayState.PAST
    assert {on(found, n).state for n in (2, 3, 4)} == {DayState.TOO_SOON}
    assert on(found, 5) == DayView(THURSDAY, DayState.FREE, free=12, slots=12)
    assert on(found, 8).state is DayState.CLOSED
    assert found.last == date(2026, 5, 1)
    assert found.earliest is not None
    assert found.earliest.day == THURSDAY
    assert [each.counted for each in found.earliest.because] == [1, 2, 3]


def test_holidays_the_horizon_and_years_nobody_announced_are_told_apart() -> None:
    hall = Hall()
    april = month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2026, month=4)
    assert (on(april, 4).state, on(april, 4).holiday) == (DayState.HOLIDAY, "tomb_sweeping")
    may = month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2026, month=5)
    assert on(may, 1).state is DayState.HOLIDAY
    assert {each.state for each in may.days[1:]} == {DayState.TOO_FAR}
    hall.clock.jump_to(datetime(2026, 12, 30, 2, 0, tzinfo=UTC))
    january = month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2027, month=1)
    assert january.earliest is None
    assert {each.state for each in january.days} == {DayState.UNKNOWN_YEAR}
    december = month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2026, month=12)
    assert december.days[-1].state is DayState.UNKNOWN_YEAR


def test_a_year_that_is_not_announced_hides_days_of_use_too() -> None:
    hall = Hall()
    hall.clock.jump_to(datetime(2026, 12, 21, 2, 0, tzinfo=UTC))
    january = month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2027, month=1)
    assert january.earliest is not None
    assert january.days[3].state is DayState.UNKNOWN_YEAR
    square = month(hall.venues, hall.moment, plan=SQUARE_PLAN, year=2027, month=1)
    assert square.days[3].state is DayState.FREE


def test_a_day_fills_up() -> None:
    hall = Hall()
    hall.apply(slot(hour=9, hours=2))
    assert on(march(hall), 5) == DayView(THURSDAY, DayState.PART, free=10, slots=12)
    for hour in (8, 11, 12, 13, 14, 15, 16, 17, 18, 19):
        hall.apply(slot(hour=hour))
    assert on(march(hall), 5) == DayView(THURSDAY, DayState.FULL, free=0, slots=12)


def test_a_blackout_of_the_whole_day_says_why() -> None:
    hall = Hall()
    facts: dict[str, Any] = {
        "blackout": "b1",
        "site": SITE,
        "venue": ROOM,
        "reason": BlackoutReason.OWN_USE,
    }
    hall.do(upkeep.black_out, during=slot(hour=8, hours=12), **facts)
    view = on(march(hall), 5)
    assert (view.state, view.blackout) == (DayState.BLACKOUT, BlackoutReason.OWN_USE)
    assert {each.state for each in slots(hall).slots} == {SlotState.BLACKOUT}
    hall.do(upkeep.lift, blackout="b1")
    assert on(march(hall), 5).state is DayState.FREE


def test_slots_of_a_day_say_who_has_them() -> None:
    hall = Hall()
    hall.apply(slot(hour=8))
    hall.wait(at=slot(hour=8))
    hall.desk.hold(Tap.fresh(), venue=ROOM, slots=[slot(hour=9)])
    found = slots(hall)
    assert states(found)[:3] == [SlotState.TAKEN, SlotState.HELD, SlotState.FREE]
    assert [each.in_line for each in found.slots[:2]] == [1, 0]
    hall.clock.advance(minutes=10)
    assert states(slots(hall))[1] is SlotState.FREE


def test_quiet_hours_and_what_is_kept_around_a_use_are_not_free() -> None:
    hall = Hall()
    hall.apply(slot(hour=9), venue=SQUARE)
    found = day(hall.venues, hall.moment, plan=SQUARE_PLAN, day=THURSDAY)
    assert states(found)[:7] == [
        SlotState.TAKEN,
        SlotState.TAKEN,
        SlotState.TAKEN,
        SlotState.FREE,
        SlotState.QUIET,
        SlotState.QUIET,
        SlotState.FREE,
    ]
    assert found.view.slots == 10


def test_an_applicant_with_a_shorter_horizon_sees_it() -> None:
    hall = Hall()
    found = month(hall.venues, hall.moment, plan=ROOM_PLAN, year=2026, month=3, horizon_days=14)
    assert found.last == date(2026, 3, 16)
    assert on(found, 17).state is DayState.TOO_FAR


def test_without_a_clock_to_trust_no_day_is_shown() -> None:
    hall = Hall()
    hall.clock.is_trusted = False
    assert refusal(march, hall) == "untrusted_clock"


def test_slots_of_today_are_past_one_by_one() -> None:
    hall = Hall()
    hall.set("notice.days", "0")
    found = slots(hall, MONDAY.date())
    assert states(found)[:4] == [SlotState.PAST] * 3 + [SlotState.FREE]
    assert found.view.state is DayState.PART


TIMES = st.tuples(st.integers(8, 19), st.integers(1, 3))


@given(st.lists(TIMES, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_shown_as_free_can_be_had_and_nothing_else(
    wanted: list[tuple[int, int]], square: bool
) -> None:
    plan = SQUARE_PLAN if square else ROOM_PLAN
    hall = Hall()
    for hour, hours in wanted:
        refusal(hall.apply, slot(FRIDAY, hour, hours), venue=plan.id)
    before = set(hall.venues.applications)
    for each in day(hall.venues, hall.moment, plan=plan, day=FRIDAY).slots:
        reason = refusal(hall.apply, each.slot, venue=plan.id)
        for made in hall.venues.undecided():
            if made.id not in before:
                hall.do(review.reject, bookings=made.bookings, reason=RejectReason.NOT_SUITABLE)
        if each.state is SlotState.FREE:
            assert reason == ""
        else:
            assert reason in ("taken", "quiet_hours")


def test_midnight_ends_a_day() -> None:
    late = Interval(local(THURSDAY, datetime.max.time()), local(FRIDAY, datetime.min.time()))
    assert late.starts == late.ends
    assert late.starts - local(THURSDAY, datetime.min.time()) == timedelta(days=1)
