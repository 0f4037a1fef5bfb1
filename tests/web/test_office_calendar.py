"""Working days in the console: days, years, and a notice that is read whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from kiosk.settings import Role
from kiosk.staff import STAFF
from kiosk.staff.calendar_records import StationDays
from kiosk.workdays import DayKind
from tests.filled import Filled
from tests.web.browsing import Site

CALENDAR = "/console/calendar"
FRIDAY = "2026-03-06"
NOTICE = (Path(__file__).parents[1] / "data" / "notices" / "2026.txt").read_text("utf-8")


def held(filled: Filled) -> StationDays:
    return filled.station.state(STAFF).calendar


def kind(filled: Filled, day: str) -> DayKind:
    return filled.station.moment().calendar.day(date.fromisoformat(day)).kind


def test_a_month_shows_holidays_and_make_up_days(site: Site) -> None:
    site.sign_in(Role.SUPERVISOR)
    text = site.client.get(f"{CALENDAR}?year=2026&month=2").text
    assert text.count("<span>make-up</span>") == 2  # 14 and 28 February
    assert text.count("<span>holiday</span>") == 9


@pytest.mark.parametrize("asked", ["year=0&month=13", "year=99999&month=1", "year=-5&month=0"])
def test_a_month_there_is_not_is_one_there_is(site: Site, asked: str) -> None:
    site.sign_in(Role.SUPERVISOR)
    assert site.client.get(f"{CALENDAR}?{asked}").status_code == 200


def test_a_day_is_set_once_its_consequence_was_seen_and_taken_back(
    site: Site, context: BrowserContext, filled: Filled
) -> None:
    page = site.open(context, f"{CALENDAR}/2026-03-04", Role.SUPERVISOR)
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.locator("form.card .said")).to_contain_text("3月6日")
    page.get_by_role("button", name="确认修改").click()
    page.wait_for_url(f"**{CALENDAR}?year=2026&month=3")
    assert kind(filled, "2026-03-04") is DayKind.HOLIDAY
    page.goto(f"{site.address}{CALENDAR}/2026-03-04")
    page.get_by_role("button", name="恢复").click()
    page.wait_for_url(f"**{CALENDAR}?year=2026&month=3")
    assert kind(filled, "2026-03-04") is DayKind.WORKDAY
    assert len(held(filled).history) == 2


def test_what_is_so_already_is_not_written_again(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    head = filled.station.journal.head
    assert site.post(f"{CALENDAR}/{FRIDAY}", {"worked": "yes"}).status_code == 409
    assert site.post(f"{CALENDAR}/{FRIDAY}/clear").status_code == 409
    assert site.post(f"{CALENDAR}/years/2026/plain").status_code == 409
    assert filled.station.journal.head == head


def test_the_plain_week_of_a_year_is_confirmed_and_dropped(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    assert site.post(f"{CALENDAR}/years/2027/plain").status_code == 303
    assert held(filled).confirmed == (2027,)
    assert site.post(f"{CALENDAR}/years/2027/drop").status_code == 303
    assert held(filled) == StationDays(history=held(filled).history)


# -- a notice ------------------------------------------------------------------------------


def of_2027(text: str) -> str:
    """A notice that cannot be right: other dates under another year."""
    return text.replace("2026年", "2027年")


def test_a_notice_is_looked_at_before_it_is_taken_over(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    read = site.post(f"{CALENDAR}/notice", {"text": NOTICE})
    assert read.status_code == 200
    assert "Spring Festival" in read.text
    assert "Take it over" in read.text
    assert held(filled).years == ()
    taken = site.post(f"{CALENDAR}/notice/take", {"text": NOTICE})
    assert taken.status_code == 303
    assert held(filled).years == (2026,)
    assert kind(filled, "2026-02-14") is DayKind.MAKE_UP


def test_a_notice_that_does_not_agree_is_not_taken_and_its_text_is_not_lost(
    site: Site, filled: Filled
) -> None:
    site.sign_in(Role.SUPERVISOR)
    wrong = of_2027(NOTICE)
    for path in (f"{CALENDAR}/notice", f"{CALENDAR}/notice/take"):
        answer = site.post(path, {"text": wrong})
        assert "This cannot be taken over" in answer.text
        assert "but that day is" in answer.text
        assert "<textarea" in answer.text
        assert "2027年" in answer.text
    assert held(filled) == StationDays()


@pytest.mark.parametrize("text", ["", "buy milk", "x" * 30_000, "<b>2026年</b>"])
def test_any_other_text_takes_nothing_over(site: Site, filled: Filled, text: str) -> None:
    site.sign_in(Role.SUPERVISOR)
    for path in (f"{CALENDAR}/notice", f"{CALENDAR}/notice/take"):
        assert site.post(path, {"text": text}).status_code in (200, 409)
    assert held(filled) == StationDays()
