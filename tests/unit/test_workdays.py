"""Days of notice over the real calendar, an invented one, and none at all."""

from __future__ import annotations

import csv
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import chinese_calendar
import immutables
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.calendars import load_calendar, read_calendar
from kiosk.clock import STATION_ZONE
from kiosk.errors import ConfigError, Refused
from kiosk.settings import Counting
from kiosk.workdays import Calendar, Day, DayKind, applied_on, earliest, first_unknown

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests" / "data" / "workdays.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
CALENDAR = load_calendar()
INVENTED = read_calendar(
    """
    covers = [2027]
    [2027.spring_festival]
    off = ["2027-02-05/2027-02-12"]
    work = ["2027-01-30", "2027-02-14"]
    [2027.flood]
    off = ["2027-07-07"]
    """
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["apply_date"])
def test_every_row_of_the_table_is_answered(row: dict[str, str]) -> None:
    found = earliest(date.fromisoformat(row["apply_date"]), int(row["rule_days"]), CALENDAR)
    assert str(found.day) == row["earliest_use_date"]
    counted = [f"{day.day:%m-%d(%a)}" for day in found.because if day.counted]
    assert " ".join(counted) in row["note"]


@pytest.mark.parametrize(
    ("applied", "counting", "day"),
    [
        ("2026-02-11", "third_day", "2026-02-14"),
        ("2026-02-12", "third_day", "2026-02-24"),
        ("2026-11-21", "third_day", "2026-11-25"),
        ("2026-11-20", "clear_days", "2026-11-26"),
        ("2026-02-11", "clear_days", "2026-02-15"),
    ],
)
def test_the_examples_of_the_rule_come_out(applied: str, counting: str, day: str) -> None:
    found = earliest(date.fromisoformat(applied), 3, CALENDAR, Counting(counting))
    assert str(found.day) == day


def test_every_day_of_waiting_says_why() -> None:
    found = earliest(date(2026, 2, 12), 3, CALENDAR)
    assert [day.day for day in found.because] == [date(2026, 2, 13 + n) for n in range(12)]
    assert found.because[1].kind is DayKind.MAKE_UP
    assert {day.holiday for day in found.because[2:11]} == {"spring_festival"}
    assert [day.counted for day in found.because if day.counted] == [1, 2, 3]


def test_no_days_of_notice_means_today() -> None:
    assert earliest(date(2030, 5, 1), 0, CALENDAR).day == date(2030, 5, 1)


def test_a_year_nobody_announced_is_refused_not_guessed() -> None:
    for applied in (date(2026, 12, 29), date(2027, 3, 1)):
        with pytest.raises(Refused) as refused:
            earliest(applied, 3, CALENDAR)
        assert refused.value.reason == "calendar_unknown"
        assert refused.value.facts == {"year": 2027}
    assert earliest(date(2026, 12, 28), 3, CALENDAR).day == date(2026, 12, 31)


def test_a_year_staff_confirmed_follows_the_plain_week() -> None:
    calendar = CALENDAR.overridden_by(read_calendar("confirmed = [2027]"))
    assert earliest(date(2026, 12, 31), 3, calendar).day == date(2027, 1, 5)


def test_the_stations_own_table_goes_over_the_announced_one() -> None:
    own = read_calendar('[2026.typhoon]\noff = ["2026-02-12"]\nwork = ["2026-02-15", "2026-02-16"]')
    found = earliest(date(2026, 2, 11), 3, CALENDAR.overridden_by(own))
    kinds = [(day.day.day, day.kind.value, day.holiday) for day in found.because]
    assert kinds == [
        (12, "holiday", "typhoon"),
        (13, "workday", None),
        (14, "make_up", "spring_festival"),
        (15, "make_up", "typhoon"),
    ]


def test_the_calendar_is_the_librarys_for_every_day_it_knows() -> None:
    day, last = date(2004, 1, 1), date(2026, 12, 31)
    while day <= last:
        assert CALENDAR.day(day).kind.is_worked == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert first_unknown(CALENDAR, date(2004, 1, 1), last) is None
    assert first_unknown(CALENDAR, last, last + timedelta(days=60)) == date(2027, 1, 1)


def slow_oracle(applied: date, days: int, calendar: Calendar, counting: Counting) -> date:
    """Try every day of use in turn and count by hand the working days up to it."""

    def worked(day: date) -> bool:
        if day in calendar.off:
            return False
        return day.weekday() < 5 or day in calendar.worked

    use = applied
    while True:
        between = [applied + timedelta(n) for n in range(1, (use - applied).days)]
        upto = [*between, use] if use > applied else []
        counted = between if counting is Counting.CLEAR_DAYS else upto
        if sum(map(worked, counted)) >= days:
            return use
        use += timedelta(days=1)


_DAYS = st.integers(min_value=1, max_value=15)
_COUNTINGS = st.sampled_from(Counting)


@given(st.dates(date(2004, 1, 1), date(2026, 11, 1)), _DAYS, _COUNTINGS)
def test_the_real_years_agree_with_counting_by_hand(
    applied: date, days: int, counting: Counting
) -> None:
    found = earliest(applied, days, CALENDAR, counting)
    assert found.day == slow_oracle(applied, days, CALENDAR, counting)


@given(st.dates(date(2026, 12, 1), date(2027, 11, 1)), _DAYS, _COUNTINGS)
def test_an_invented_year_agrees_with_counting_by_hand(
    applied: date, days: int, counting: Counting
) -> None:
    calendar = CALENDAR.overridden_by(INVENTED)
    found = earliest(applied, days, calendar, counting)
    assert found.day == slow_oracle(applied, days, calendar, counting)


@given(
    st.dictionaries(st.dates(date(2027, 1, 1), date(2027, 3, 31)), st.booleans()),
    st.dates(date(2027, 1, 1), date(2027, 2, 28)),
    _DAYS,
    _COUNTINGS,
)
def test_any_calendar_agrees_with_counting_by_hand(
    changed: dict[date, bool], applied: date, days: int, counting: Counting
) -> None:
    calendar = Calendar(
        off=immutables.Map({day: "x" for day, off in changed.items() if off}),
        worked=immutables.Map({day: "x" for day, off in changed.items() if not off}),
        years=frozenset({2027}),
    )
    found = earliest(applied, days, calendar, counting)
    assert found.day == slow_oracle(applied, days, calendar, counting)


@given(st.dates(date(2004, 1, 1), date(2027, 11, 1)), _DAYS, _COUNTINGS)
def test_the_first_day_is_never_before_the_days_of_notice(
    applied: date, days: int, counting: Counting
) -> None:
    calendar = CALENDAR.overridden_by(INVENTED)
    found = earliest(applied, days, calendar, counting)
    extra = counting is Counting.CLEAR_DAYS
    assert found.day >= applied + timedelta(days=days + extra)
    # Only the days that were looked at need to be known.
    assert found.day == earliest(applied, days, _only(found.because), counting).day


def _only(days: tuple[Day, ...]) -> Calendar:
    """Return a calendar that knows these days and no other."""
    return Calendar(
        off=immutables.Map({d.day: d.holiday or "x" for d in days if not d.kind.is_worked}),
        worked=immutables.Map({d.day: d.holiday or "x" for d in days if d.kind.is_worked}),
    )


@given(st.dates(date(2004, 1, 1), date(2026, 10, 1)), _DAYS)
def test_applying_later_never_gives_an_earlier_day(applied: date, days: int) -> None:
    later = applied + timedelta(days=1)
    assert earliest(applied, days, CALENDAR).day <= earliest(later, days, CALENDAR).day


def test_from_the_cut_off_on_it_counts_as_made_the_next_day() -> None:
    noon = datetime(2026, 2, 11, 4, 0, tzinfo=UTC).astimezone(STATION_ZONE)
    assert applied_on(noon, time(12, 0)) == date(2026, 2, 12)
    assert applied_on(noon, time(12, 1)) == date(2026, 2, 11)
    assert applied_on(noon, None) == date(2026, 2, 11)


@given(st.text(max_size=30))
def test_no_text_of_a_table_fails_in_another_way(text: str) -> None:
    with suppress(ConfigError):
        read_calendar(text)


@pytest.mark.parametrize(
    ("text", "where", "line"),
    [
        ("x = 1", "x", 1),
        ("covers = 2027", "covers", 1),
        ('[2027.a]\noff = ["2026-01-01"]', "2027.a.off[0]", 2),
        ('[2027.a]\noff = ["2027-02-30"]', "2027.a.off[0]", 2),
        ('[2027.a]\noff = ["2027-02-03/2027-02-01"]', "2027.a.off[0]", 2),
        ("[2027.a]\noff = [20270101]", "2027.a.off[0]", 2),
        ("[2027.a]\noff = 3", "2027.a.off", 2),
        ("[2027]\na = 3", "2027.a", 2),
        ("[2027.a]\nclosed = []", "2027.a", 1),
        ('[2027.a]\noff=["2027-01-01"]\nwork=["2027-01-01"]', "2027.a.work", 3),
    ],
)
def test_a_mistake_in_a_table_has_its_place(text: str, where: str, line: int) -> None:
    with pytest.raises(ConfigError) as raised:
        read_calendar(text)
    assert [(one.where, one.line) for one in raised.value.problems] == [(where, line)]


def test_the_table_is_what_the_library_knows() -> None:
    tool = [sys.executable, str(ROOT / "tools" / "calendars.py"), "--check"]
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 0
