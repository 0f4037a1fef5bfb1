"""Working days on the staff pages: what holds and why, one day changed, a notice taken over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.staff.calendar_events import CalendarTaken, DayCleared, DaySet, PlainWeekConfirmed
from screens.theme import Screen
from screens.widgets.year import MonthCard
from tests.ui.harness import PORTRAIT, SMALL
from tests.ui.staff.house import House, Worker, working

NOTICES = Path(__file__).parents[2] / "data" / "notices"
NOTICE_2027 = """\
covers = [2027]
[2027.new_year]
off = ["2027-01-01/2027-01-03"]
[2027.spring_festival]
off = ["2027-02-05/2027-02-11"]
work = ["2027-01-31"]
"""


@pytest.fixture
def stick(house: House, tmp_path: Path) -> Path:
    """A stick that is in."""
    path = tmp_path / "media" / "STICK"
    path.mkdir(parents=True)
    device = replace(house.file.device, media=(str(tmp_path / "media"),))
    house.file = replace(house.file, device=device)
    return path


def letters(worker: Worker, month: int) -> dict[int, str]:
    """Return the days of a month that have a letter."""
    (card,) = [
        each
        for each in worker.stage.widgets()
        if isinstance(each, MonthCard) and each.month.month == month
    ]
    return {mark.day.day: mark.letter for mark in card.month.days if mark.letter}


def test_the_consequence_of_today_stands_first_with_its_reason(house: House) -> None:
    with working(house, as_="02", page="staff.calendar") as worker:
        assert worker.says("Booked today, a venue can be used from Sat 14 Feb 2026 on.")
        assert worker.says("Counted: Thu 12 Feb, Fri 13 Feb, Sat 14 Feb")
        assert worker.says("33 days off, 6 make-up working days")
        assert worker.says("Not announced yet")


def test_the_year_shows_every_day_off_and_every_make_up_day(house: House) -> None:
    with working(house, as_="02", page="staff.calendar") as worker:
        worker.press("2026")
        assert letters(worker, 5) == {1: "H", 2: "H", 3: "H", 4: "H", 5: "H", 9: "W"}
        assert letters(worker, 7) == {}
    with working(house, as_="02", page="staff.calendar_year", language="zh", year=2026) as worker:
        assert letters(worker, 1) == {1: "休", 2: "休", 3: "休", 4: "班"}


@pytest.mark.parametrize("screen", [PORTRAIT, SMALL])
def test_a_day_is_made_a_day_off_once_its_consequence_was_shown(
    house: House, screen: Screen
) -> None:
    with working(house, screen, as_="02", page="staff.calendar_year", year=2026) as worker:
        worker.press("Feb")
        worker.press("13")
        worker.press("Make it a day off")
        worker.press("Own reason")
        assert house.events(DaySet) == []
        assert worker.says("Fri 13 Feb 2026 becomes a day off: Own reason of the station.")
        while not worker.says("Booked today, the first day is then Tue 24 Feb 2026"):
            worker.press("Next")
        worker.press("Yes, change it")
        (event,) = house.events(DaySet)
        assert (event.said.day, event.said.worked) == (date(2026, 2, 13), False)
        assert worker.says("Set by this station")
        worker.press("Back to what was announced")
        worker.press("Yes, change it")
        assert len(house.events(DayCleared)) == 1
        assert worker.says("Working day")


def test_a_saturday_is_worked_for_a_holiday_that_is_asked_for(house: House) -> None:
    with working(house, as_="02", page="staff.calendar_day", day=date(2026, 3, 7)) as worker:
        worker.press("Make it a make-up working day")
        assert worker.says("Which holiday does it make up for?")
        worker.press("Labour Day")
        worker.press("Yes, change it")
        assert worker.says("Make-up working day, Labour Day")


def test_what_cannot_be_changed_is_told_before_anybody_confirms(house: House) -> None:
    facts: dict[str, Any] = {
        "ask": "day",
        "day": date(2026, 2, 17),
        "worked": False,
        "holiday": "spring_festival",
    }
    with working(house, as_="02", page="staff.calendar_sure", **facts) as worker:
        assert worker.says("Nothing was changed: it is so already.")


def test_the_plain_week_is_confirmed_under_a_plain_warning(house: House) -> None:
    house.clock.advance(days=321)  # 29 December: three days on, a year nobody knows begins
    with working(house, as_="02", page="staff.calendar") as worker:
        assert worker.says("Venues cannot be booked today")
        worker.press("2027")
        worker.press("Plain week")
        assert worker.says("Monday to Friday then count as working days, public holidays too.")
        assert worker.says("the first day is then Fri 1 Jan 2027 instead of not known")
        worker.press("Yes, change it")
        assert [event.year for event in house.events(PlainWeekConfirmed)] == [2027]
        worker.press("Back")
        assert worker.says("Booked today, a venue can be used from Fri 1 Jan 2027 on.")
        worker.press("Drop what we set for 2027")
        worker.press("Yes, change it")
        assert worker.says("Venues cannot be booked today")


def test_a_notice_on_a_stick_is_looked_at_before_it_holds(house: House, stick: Path) -> None:
    (stick / "2027.toml").write_text(NOTICE_2027, "utf-8")
    with working(house, as_="02", page="staff.calendar_files") as worker:
        worker.press("2027.toml")
        assert worker.says("Fri 1 Jan to Sun 3 Jan")
        assert worker.says("worked instead: Sun 31 Jan")
        assert worker.says("11 days differ from what holds now")
        worker.press("See the whole year")
        assert worker.says("10 days off, 1 make-up working day")
        assert letters(worker, 1) == {1: "H", 2: "H", 3: "H", 31: "W"}
        assert house.events(CalendarTaken) == []
        worker.press("Take it over")
        assert [event.years for event in house.events(CalendarTaken)] == [(2027,)]
        assert worker.says("Taken over: it holds from now on.")
    with working(house, as_="02", page="staff.calendar_history") as worker:
        assert worker.says("Number 02")
        assert worker.says("Calendar taken over: 2027, 11 days")


def test_a_notice_that_does_not_agree_with_itself_cannot_be_taken_over(
    house: House, stick: Path
) -> None:
    text = (NOTICES / "2026.txt").read_text("utf-8").replace("共9天", "共8天")
    (stick / "通知.txt").write_text(text, "gb18030")
    with working(house, as_="02", page="staff.calendar_files", language="zh") as worker:
        assert worker.says("内容有误，不能导入")
        worker.press("通知.txt")
        assert worker.says("共8天：写着8天，按日期算是9天。")
        assert not worker.offers("查看全年")


def test_a_stick_that_is_put_in_later_is_found_by_looking_again(house: House, stick: Path) -> None:
    with working(house, as_="02", page="staff.calendar_files") as worker:
        assert worker.says("No calendar was found.")
        (stick / "2026.txt").write_bytes((NOTICES / "2026.txt").read_bytes())
        worker.press("Look again")
        assert worker.says("2026.txt")
        assert worker.says("Says something about 2026")


def test_the_warning_of_the_first_page_leads_to_the_calendar_and_goes_when_it_is_known(
    house: House, stick: Path
) -> None:
    house.clock.advance(days=300)
    (stick / "2027.toml").write_text(NOTICE_2027, "utf-8")
    with working(house, as_="02") as worker:
        worker.press("Working days are not known from Fri 1 Jan 2027")
        worker.press("Take over a calendar from a stick")
        worker.press("2027.toml")
        worker.press("See the whole year")
        worker.press("Take it over")
    with working(house, as_="02") as worker:
        assert not worker.says("Working days are not known")
    with working(house, as_="04") as worker:
        assert not worker.offers("Working days")


def test_back_from_a_day_shows_the_weeks_one_came_from(house: House) -> None:
    given: dict[str, Any] = {"year": 2026, "month": 2}
    with working(house, SMALL, as_="02", page="staff.calendar_month", **given) as worker:
        worker.press("Next")
        worker.press("16")
        worker.press("Back")
        assert worker.says("16")
        assert worker.stage.page.title == "2026 · Feb"
