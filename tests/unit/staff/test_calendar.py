"""The station's own calendar: days, notices, confirmed years, and who may change them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.calendar_files import offer_of_table
from kiosk.calendars import load_calendar, read_calendar
from kiosk.ids import PublicText, StaffId
from kiosk.present_calendar import PresentCalendar
from kiosk.settings import Permission, Role, Settings
from kiosk.staff import STAFF, calendar_rules, rules
from kiosk.staff.calendar_events import CalendarTaken, DaySaid, DaySet
from kiosk.staff.calendar_folds import after, as_events, from_events
from kiosk.staff.calendar_records import Act, StationDays
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.workdays import OWN, Calendar, DayKind, days_of
from tests.builders import key, refusal, station
from tests.fakes import FakeClock, MemoryJournal

TABLE = load_calendar()
BOSS, HELPER = StaffId("01"), StaffId("04")
A_FRIDAY, A_SATURDAY = date(2026, 3, 6), date(2026, 3, 7)
NOTICE_2027 = """
covers = [2027]
[2027.new_year]
off = ["2027-01-01/2027-01-03"]
[2027.spring_festival]
off = ["2027-02-05/2027-02-11"]
work = ["2027-01-31", "2027-02-20"]
"""


def open_station(journal: MemoryJournal | None = None, clock: FakeClock | None = None) -> Station:
    where = station(journal, clock, calendar=PresentCalendar(TABLE))
    if not where.state(STAFF).members:
        pins = {member: key().pin_hash("314159") for member, _ in rules.FIRST_MEMBERS}
        where.do(Tap.fresh(), STAFF, rules.enrol_first, pins=pins)
        pin, role = pins[BOSS], Role.ATTENDANT
        where.do(Tap.fresh(), STAFF, rules.enrol, by=BOSS, role=role, pin=pin)
    return where


def act(where: Station, rule: Any, by: StaffId = BOSS, **facts: Any) -> None:
    where.do(Tap.fresh(), STAFF, rule, by=by, **facts)


def take(where: Station, table: str) -> None:
    act(where, calendar_rules.take_calendar, coming=offer_of_table(table).coming)


def now(where: Station) -> Calendar:
    return where.moment().calendar


def kind(where: Station, day: date) -> DayKind:
    return now(where).day(day).kind


# -- days --------------------------------------------------------------------------------------


def test_a_day_off_of_the_station_holds_at_once_and_says_why() -> None:
    where = open_station()
    act(where, calendar_rules.set_day, day=A_FRIDAY, worked=False)
    found = now(where).day(A_FRIDAY)
    assert (found.kind, found.holiday) == (DayKind.HOLIDAY, OWN)


def test_a_saturday_may_be_worked_for_a_holiday() -> None:
    where = open_station()
    act(where, calendar_rules.set_day, day=A_SATURDAY, worked=True, holiday="labour_day")
    found = now(where).day(A_SATURDAY)
    assert (found.kind, found.holiday) == (DayKind.MAKE_UP, "labour_day")


def test_an_announced_holiday_can_be_worked_and_be_a_holiday_again() -> None:
    where, day = open_station(), date(2026, 2, 17)
    act(where, calendar_rules.set_day, day=day, worked=True, holiday="spring_festival")
    assert kind(where, day) is DayKind.WORKDAY
    act(where, calendar_rules.clear_day, day=day)
    assert now(where).day(day) == TABLE.day(day)


def test_what_is_so_already_is_refused() -> None:
    where = open_station()
    for day, worked, holiday in (
        (A_FRIDAY, True, ""),
        (date(2026, 2, 14), True, "spring_festival"),
        (date(2026, 2, 17), False, "spring_festival"),
    ):
        facts = {"day": day, "worked": worked, "holiday": holiday}
        assert refusal(act, where, calendar_rules.set_day, **facts) == "unchanged"
    assert refusal(act, where, calendar_rules.clear_day, day=A_FRIDAY) == "unchanged"


@pytest.mark.parametrize(
    ("day", "holiday"),
    [(date(1999, 1, 4), ""), (date(2500, 1, 4), ""), (A_FRIDAY, "x" * 41), (A_FRIDAY, "a\nb")],
)
def test_no_calendar_has_such_a_day(day: date, holiday: str) -> None:
    facts = {"day": day, "worked": False, "holiday": holiday}
    assert refusal(act, open_station(), calendar_rules.set_day, **facts) == "no_such_day"


# -- whole notices -----------------------------------------------------------------------------


def test_a_notice_makes_an_unknown_year_known() -> None:
    where = open_station()
    assert not now(where).knows(date(2027, 6, 1))
    take(where, NOTICE_2027)
    assert kind(where, date(2027, 6, 1)) is DayKind.WORKDAY
    assert kind(where, date(2027, 2, 8)) is DayKind.HOLIDAY
    assert kind(where, date(2027, 1, 31)) is DayKind.MAKE_UP


def test_a_notice_takes_the_place_of_what_was_announced_for_its_year_and_of_nothing_else() -> None:
    where = open_station()
    take(where, 'covers = [2026]\n[2026.labour_day]\noff = ["2026-05-01"]')
    calendar = now(where)
    assert [day for day in calendar.off if day.year == 2026] == [date(2026, 5, 1)]
    assert calendar.day(date(2026, 2, 14)).kind is DayKind.WEEKEND
    for year in (2024, 2025):
        for day in days_of(year):
            assert calendar.day(day) == TABLE.day(day)


def test_the_next_notice_may_begin_in_december_and_outlives_the_old_years() -> None:
    where = open_station()
    take(where, 'covers = [2027]\n[2026.new_year]\noff = ["2026-12-31"]')
    take(where, 'covers = [2026]\n[2026.labour_day]\noff = ["2026-05-01"]')
    assert kind(where, date(2026, 12, 31)) is DayKind.HOLIDAY
    take(where, NOTICE_2027)
    assert kind(where, date(2026, 12, 31)) is DayKind.WORKDAY


def test_a_day_the_station_set_itself_stays_when_a_notice_comes() -> None:
    where = open_station()
    for day, worked in ((date(2027, 7, 7), False), (date(2027, 2, 8), True)):
        act(where, calendar_rules.set_day, day=day, worked=worked)
    act(where, calendar_rules.set_day, day=A_FRIDAY, worked=False)
    take(where, NOTICE_2027)
    take(where, 'covers = [2026]\n[2026.labour_day]\noff = ["2026-05-01"]')
    assert now(where).day(date(2027, 7, 7)).holiday == OWN
    assert kind(where, date(2027, 2, 8)) is DayKind.WORKDAY
    assert now(where).day(A_FRIDAY).holiday == OWN


def test_days_of_a_table_that_covers_no_year_are_days_of_the_stations_own() -> None:
    where = open_station()
    take(where, '[2026.flood]\noff = ["2026-07-07"]')
    assert now(where).day(date(2026, 7, 7)).holiday == "flood"
    assert kind(where, date(2026, 10, 1)) is DayKind.HOLIDAY
    act(where, calendar_rules.clear_day, day=date(2026, 7, 7))
    assert kind(where, date(2026, 7, 7)) is DayKind.WORKDAY


def test_the_same_notice_twice_is_refused() -> None:
    where = open_station()
    take(where, NOTICE_2027)
    assert refusal(take, where, NOTICE_2027) == "unchanged"


def test_a_day_named_twice_is_refused() -> None:
    said = DaySaid(A_FRIDAY, False, PublicText("x"))
    coming = CalendarTaken((2026,), (said, DaySaid(A_FRIDAY, True)))
    assert refusal(act, open_station(), calendar_rules.take_calendar, coming=coming) == "twice"


# -- the plain week ----------------------------------------------------------------------------


def test_the_plain_week_holds_until_the_notice_comes() -> None:
    where = open_station()
    act(where, calendar_rules.confirm_plain_week, year=2027)
    assert kind(where, date(2027, 2, 8)) is DayKind.WORKDAY
    take(where, NOTICE_2027)
    assert kind(where, date(2027, 2, 8)) is DayKind.HOLIDAY
    assert where.state(STAFF).calendar.confirmed == ()


@pytest.mark.parametrize(("year", "reason"), [(2026, "announced"), (2029, "too_far")])
def test_only_a_year_nobody_announced_is_confirmed_and_not_far_ahead(
    year: int, reason: str
) -> None:
    assert refusal(act, open_station(), calendar_rules.confirm_plain_week, year=year) == reason


def test_a_year_can_be_dropped_and_is_as_the_table_says() -> None:
    where = open_station()
    act(where, calendar_rules.confirm_plain_week, year=2027)
    act(where, calendar_rules.set_day, day=date(2027, 7, 7), worked=False)
    act(where, calendar_rules.clear_year, year=2027)
    assert not now(where).knows(date(2027, 7, 7))
    take(where, NOTICE_2027)
    act(where, calendar_rules.clear_year, year=2027)
    assert not now(where).knows(date(2027, 2, 8))
    assert refusal(act, where, calendar_rules.clear_year, year=2027) == "unchanged"


# -- who, and what is remembered ---------------------------------------------------------------


def test_supervisor_and_administrator_keep_the_calendar_and_nobody_else() -> None:
    may = {role for role in Role if Permission.EDIT_CALENDAR in Settings().permissions(role)}
    assert may == {Role.SUPERVISOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (calendar_rules.set_day, {"day": A_FRIDAY, "worked": False}),
        (calendar_rules.clear_day, {"day": A_FRIDAY}),
        (calendar_rules.take_calendar, {"coming": offer_of_table(NOTICE_2027).coming}),
        (calendar_rules.confirm_plain_week, {"year": 2027}),
        (calendar_rules.clear_year, {"year": 2027}),
    ],
)
def test_an_attendant_changes_nothing(rule: Any, facts: Any) -> None:
    assert refusal(act, open_station(), rule, by=HELPER, **facts) == "not_allowed"


def test_every_change_is_a_line_of_history_newest_first() -> None:
    where = open_station()
    act(where, calendar_rules.confirm_plain_week, year=2027)
    act(where, calendar_rules.set_day, day=A_FRIDAY, worked=False)
    act(where, calendar_rules.clear_day, day=A_FRIDAY)
    take(where, NOTICE_2027)
    act(where, calendar_rules.clear_year, year=2027)
    lines = where.state(STAFF).calendar.history
    assert [line.act for line in lines] == [
        Act.YEAR_CLEARED,
        Act.TAKEN,
        Act.DAY_CLEARED,
        Act.DAY_SET,
        Act.CONFIRMED,
    ]
    assert (lines[1].years, lines[1].count) == ((2027,), 12)
    assert (lines[3].day, lines[3].worked, lines[3].holiday) == (A_FRIDAY, False, OWN)


def test_the_calendar_is_there_again_after_a_restart_with_and_without_a_checkpoint() -> None:
    journal = MemoryJournal()
    where = open_station(journal)
    take(where, NOTICE_2027)
    act(where, calendar_rules.set_day, day=A_FRIDAY, worked=False)
    before = where.state(STAFF).calendar
    assert open_station(journal).state(STAFF).calendar == before
    where.checkpoint()
    again = open_station(journal)
    assert again.state(STAFF).calendar == before
    assert now(again) == now(where)


def test_the_rule_of_notice_follows_the_calendar_at_once() -> None:
    from kiosk.notice import first_use

    where = open_station(clock=FakeClock(datetime(2026, 2, 11, 2, 0, tzinfo=UTC)))

    def earliest() -> date:
        moment = where.moment()
        held = moment.settings
        return first_use(moment.local, held.notice, held.hours, moment.calendar).day

    assert earliest() == date(2026, 2, 14)
    act(where, calendar_rules.set_day, day=date(2026, 2, 13), worked=False)
    assert earliest() == date(2026, 2, 24)


# -- folds -------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 12, 25), date(2027, 1, 10))
NAMES = st.sampled_from(["new_year", "flood", OWN]).map(PublicText)
SAID = st.builds(DaySaid, day=DAYS, worked=st.booleans(), holiday=NAMES)
YEARS = st.lists(st.sampled_from([2026, 2027]), unique=True, max_size=2).map(tuple)
TAKEN = st.builds(
    CalendarTaken,
    years=YEARS,
    days=st.lists(SAID, max_size=5, unique_by=lambda said: said.day).map(tuple),
    confirmed=YEARS,
)
EVENTS = st.lists(st.one_of(TAKEN, st.builds(DaySet, said=SAID)), max_size=6)


def folded(events: list[Any]) -> StationDays:
    days = StationDays()
    for event in events:
        days = after(days, event)
    return days


@given(EVENTS)
def test_what_is_held_survives_being_told_to_another_process(events: list[Any]) -> None:
    days = folded(events)
    wire = msgspec.json.encode(as_events(days))
    told = msgspec.json.decode(wire, type=tuple[CalendarTaken, ...])
    assert from_events(told) == days


@given(EVENTS, TAKEN)
def test_taking_over_twice_is_taking_over_once(events: list[Any], taken: CalendarTaken) -> None:
    once = after(folded(events), taken)
    assert after(once, taken) == once


@given(EVENTS)
def test_no_day_is_ever_off_and_worked(events: list[Any]) -> None:
    calendar = folded(events).over(TABLE)
    assert not set(calendar.off) & set(calendar.worked)
    for day in days_of(2026):
        assert calendar.knows(day)


def test_a_table_that_is_read_says_the_same_as_the_calendar_it_makes() -> None:
    offer = offer_of_table(NOTICE_2027)
    then = after(StationDays(), offer.coming).over(TABLE)
    assert then == TABLE.overridden_by(read_calendar(NOTICE_2027))
