"""The station closes for days or hours: what is left of the week, who may, what is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.family import Stamp
from kiosk.hours import Closure, Hours, Span, Spans, minute_of, time_at
from kiosk.ids import TERMINAL, ClosureId, EntryId, SettingKey, StaffId
from kiosk.setting_keys import specs
from kiosk.staff import STAFF, closures, rules
from kiosk.staff.closure_events import StationClosed
from kiosk.staff.folds import fold
from kiosk.staff.records import Staff
from tests.builders import refusal
from tests.fakes import FakeClock
from tests.unit.staff.test_calendar import BOSS, HELPER, act, open_station

TODAY = date(2026, 2, 11)
AFTERNOON: dict[str, Any] = {"begin_min": 14 * 60, "end_min": 18 * 60}
STAMP = Stamp(
    EntryId("closed"), datetime(2026, 2, 11, 2, tzinfo=UTC), TODAY, TERMINAL, 7, None, private=False
)
ONE, TWO = ClosureId("one"), ClosureId("two")
MINUTES = st.integers(0, 24 * 60)
SPANS = st.lists(MINUTES, max_size=6, unique=True).map(
    lambda ends: tuple(
        Span(time_at(begin), time_at(end))
        for begin, end in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    )
)


def minutes(spans: Spans) -> set[int]:
    """Every minute that lies in one of the spans."""
    return {each for span in spans for each in range(minute_of(span.opens), minute_of(span.closes))}


@given(SPANS, MINUTES, MINUTES)
def test_what_is_left_of_a_day_is_every_minute_that_is_not_closed(
    spans: Spans, one: int, other: int
) -> None:
    during = Span(time_at(min(one, other)), time_at(max(one, other)))
    closure = Closure(ONE, TODAY, TODAY, during)
    left = closure.opened(TODAY, spans)
    assert minutes(left) == minutes(spans) - minutes((during,))
    assert all(each.opens < each.closes for each in left)
    assert closure.opened(TODAY + timedelta(days=1), spans) == spans


@given(st.integers(-5, 2000))
def test_a_time_of_day_is_never_before_it_nor_after(minute: int) -> None:
    assert minute_of(time_at(minute)) == max(0, min(24 * 60, minute))


def test_an_afternoon_is_taken_out_of_one_day_and_given_back() -> None:
    where = open_station()
    act(where, closures.close_station, closure=ONE, first=TODAY, last=TODAY, **AFTERNOON)
    hours = where.moment().settings.hours
    assert hours.on(TODAY) == (Span(time(8, 30), time(14)), Span(time(18), time(19, 30)))
    assert hours.on(TODAY + timedelta(days=7)) == (Span(time(8, 30), time(19, 30)),)
    assert not hours.is_open(TODAY, time(15))
    act(where, closures.open_station, closure=ONE)
    assert where.moment().settings.hours == Hours()


def test_whole_days_are_closed_and_an_order_of_settings_does_not_open_them() -> None:
    where = open_station()
    last = TODAY + timedelta(days=2)
    act(where, closures.close_station, closure=ONE, first=TODAY, last=last)
    change: dict[str, Any] = {"key": SettingKey("hours.thu"), "value": "09:00-12:00"}
    act(where, rules.change_setting, **change)
    hours = where.moment().settings.hours
    assert [hours.on(TODAY + timedelta(days=number)) for number in range(3)] == [(), (), ()]
    assert hours.on(TODAY + timedelta(days=8)) == (Span(time(9), time(12)),)
    assert not any(key.startswith("hours.closures") for key in specs())


@pytest.mark.parametrize(
    ("by", "facts", "reason"),
    [
        (HELPER, {}, "not_allowed"),
        (BOSS, {"last": TODAY - timedelta(days=1)}, "no_such_hours"),
        (BOSS, {"begin_min": 840, "end_min": 840}, "no_such_hours"),
        (BOSS, {"begin_min": 540, "end_min": 600}, "in_the_past"),  # it is 10:00
        (BOSS, {"end_min": 1441}, "no_such_hours"),
    ],
)
def test_what_cannot_be_closed_is_refused(
    by: StaffId, facts: dict[str, object], reason: str
) -> None:
    where = open_station()
    asked = {"closure": ONE, "first": TODAY, "last": TODAY, **facts}
    assert refusal(act, where, closures.close_station, by, **asked) == reason
    assert refusal(act, where, closures.open_station, BOSS, closure=ONE) == "no_subject"


def test_closures_of_long_ago_are_let_go_of_and_coming_ones_told_in_order() -> None:
    clock = FakeClock()
    where = open_station(clock=clock)
    act(where, closures.close_station, closure=ONE, first=TODAY, last=TODAY)
    clock.advance(days=3)
    later = TODAY + timedelta(days=10)
    act(where, closures.close_station, closure=TWO, first=later, last=later, **AFTERNOON)
    act(where, closures.close_station, closure=ClosureId("zero"), first=later, last=later)
    moment = where.moment()
    held = moment.settings.hours
    assert ONE not in {each.id for each in held.closures}
    assert [each.id for each in closures.closures(held, moment)] == ["zero", TWO]


def test_hours_that_make_no_sense_close_nothing() -> None:
    """Folds are total: an entry of another program may say anything."""
    event = StationClosed(ONE, TODAY, TODAY, begin_min=900, end_min=300)
    assert fold(Staff(), STAMP, event) == Staff()
    odd = StationClosed(ONE, TODAY, TODAY, begin_min=-900, end_min=99999)
    assert fold(Staff(), STAMP, odd).settings.hours.on(TODAY) == ()
    assert STAFF.fold is fold
