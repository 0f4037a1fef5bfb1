"""The small parts the pages of venues are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import load_station
from kiosk.phrases.dates import day_words, why_earliest
from kiosk.venues.availability import SlotState, SlotView
from kiosk.venues.interval import Interval
from kiosk.workdays import Calendar, earliest
from screens.venues.drawings import DRAWINGS
from screens.venues.month import month_after, weeks_from, weeks_of_month
from screens.venues.phone import event_text
from screens.venues.slots import LENGTHS, offered, stretches
from screens.venues.summary import phone_words
from screens.widgets.drawing import HIGH, WIDE, Box, Disc

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
FOUR_HOURS = timedelta(hours=4)
EIGHT = datetime(2026, 2, 14, 0, 0, tzinfo=UTC)


def slots(states: str, minutes: int = 60) -> list[SlotView]:
    """Slots one after another: ``.`` free, ``x`` taken, a space leaves a gap."""
    found = []
    for place, state in enumerate(states):
        starts = EIGHT + place * timedelta(minutes=minutes)
        whole = Interval(starts, starts + timedelta(minutes=minutes))
        if state != " ":
            found.append(SlotView(whole, SlotState.FREE if state == "." else SlotState.TAKEN))
    return found


@given(DAYS)
def test_a_month_has_each_of_its_days_once_under_its_weekday(day: date) -> None:
    weeks = weeks_of_month(day.replace(day=1))
    days = [each for week in weeks for each in week if each is not None]
    assert days == [day.replace(day=1) + timedelta(days=n) for n in range(len(days))]
    assert days[-1] + timedelta(days=1) == month_after(day, 1)
    for week in weeks:
        assert all(each is None or each.weekday() == place for place, each in enumerate(week))


@given(DAYS, st.integers(1, 4))
def test_weeks_begin_on_the_monday_before(day: date, count: int) -> None:
    weeks = weeks_from(day, count)
    assert len(weeks) == count
    assert day in weeks[0]
    assert weeks[0][0] is not None
    assert weeks[0][0].weekday() == 0


@pytest.mark.parametrize(
    ("states", "start", "hours"),
    [
        ("....", 0, [1, 2, 3, 4]),
        (".....", 0, [1, 2, 3, 4]),
        ("..x.", 0, [1, 2]),
        (".. .", 0, [1, 2]),
        ("..x.", 3, [1]),
    ],
)
def test_a_length_is_offered_as_far_as_it_is_free_and_allowed(
    states: str, start: int, hours: list[int]
) -> None:
    found = stretches(slots(states), start, FOUR_HOURS, states=(SlotState.FREE,))
    assert [each.length // timedelta(hours=1) for each in found] == hours


def test_short_slots_offer_the_shortest_and_whole_hours() -> None:
    found = stretches(slots("." * 16, 15), 0, FOUR_HOURS, states=(SlotState.FREE,))
    minutes = [each.length // timedelta(minutes=1) for each in offered(found)]
    assert minutes == [15, 60, 120, 180]
    assert len(minutes) == LENGTHS


def test_the_event_for_a_phone_is_escaped_and_in_utc() -> None:
    text = event_text("会议室, A;B", "驿站", EIGHT, EIGHT + timedelta(hours=1))
    assert "SUMMARY:会议室\\, A\\;B" in text
    assert "DTSTART:20260214T000000Z" in text
    assert text.splitlines()[0] == "BEGIN:VEVENT"


def test_every_picture_a_station_names_is_drawn() -> None:
    for name in ("huaken", "pingdi", "hongmian", "beida", "lianhe"):
        for plan in load_station(name).site.bookable():
            assert not plan.picture or plan.picture in DRAWINGS, (name, plan.picture)


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_a_drawing_is_about_stays_in_its_room(name: str) -> None:
    for shape in DRAWINGS[name].shapes:
        if isinstance(shape, Box):
            assert 0 <= shape.x <= shape.x + shape.wide <= WIDE
        elif isinstance(shape, Disc):
            assert 0 <= shape.y <= HIGH


def test_the_reason_of_a_first_day_names_every_counted_day() -> None:
    calendar = Calendar(years=frozenset({2026}))
    found = earliest(date(2026, 3, 2), 3, calendar)
    words = why_earliest(str, found)
    assert day_words(str, date(2026, 3, 5)) in words
    assert words.startswith("3 working days")


@pytest.mark.parametrize(
    ("phone", "shown"), [("13800001234", "138 0000 1234"), ("65990000", "65990000")]
)
def test_a_number_is_read_back_in_groups(phone: str, shown: str) -> None:
    assert phone_words(phone) == shown
