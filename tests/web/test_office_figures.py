"""Statistics and the record in the console: numbers that agree, files, a chain that is whole."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import text

from kiosk.queueing.scores import waits
from kiosk.settings import Role
from tests.busy_days import live
from tests.fakes import FakeClock
from tests.filled import MORNING, Filled, open_hub
from tests.web.browsing import Site

FIGURES, RECORD = "/console/figures", "/console/record"
DAYS = 5


@pytest.fixture
def filled(tmp_path: Path, clock: FakeClock) -> Filled:
    """A station that has some days behind it."""
    clock.jump_to(MORNING - timedelta(days=DAYS))
    found = Filled(open_hub(tmp_path / "hub", clock), fill=False)
    live(found, clock, DAYS)
    return found


def table(site: Site, path: str) -> list[dict[str, str]]:
    answer = site.client.get(path)
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_file_has_every_day_and_agrees_with_the_scores(site: Site, filled: Filled) -> None:
    site.sign_in(Role.SUPERVISOR)
    rows = table(site, f"{FIGURES}/days.csv?first=2026-02-25&last=2026-03-02")
    assert [row["date"] for row in rows][:2] == ["2026-02-25", "2026-02-26"]
    assert len(rows) == 6
    scored = waits(filled.station.events())
    assert sum(int(row["promised_a_time"]) for row in rows) == scored.count > 0
    within = sum(int(row["within_it"]) for row in rows) / scored.count
    assert within == pytest.approx(scored.within)


def test_every_chart_has_its_numbers_beneath_and_its_words(site: Site) -> None:
    site.sign_in(Role.SUPERVISOR)
    page = site.client.get(FIGURES).text
    charts = page.count("<svg")
    assert charts == 7
    assert page.count("<desc") == page.count("<details>") == charts
    assert "Called within the time shown" in page


@pytest.mark.parametrize(
    "asked",
    [
        "first=1900-01-01&last=1900-01-02",
        "first=2027-01-01&last=2026-01-01",
        "last=9999-12-31",
        "last=0001-01-01",
    ],
)
def test_days_without_anything_and_days_the_wrong_way_round_are_shown(
    site: Site, asked: str
) -> None:
    site.sign_in(Role.SUPERVISOR)
    assert site.client.get(f"{FIGURES}?{asked}").status_code == 200
    assert 1 <= len(table(site, f"{FIGURES}/days.csv?{asked}")) <= 366


def test_the_record_is_searched_and_turned_page_by_page_in_a_browser(
    site: Site, context: BrowserContext, filled: Filled
) -> None:
    page = site.open(context, RECORD, Role.SUPERVISOR)
    expect(page.locator("tbody tr")).to_have_count(50)
    page.select_option("select[name=tag]", "queueing.called")
    page.select_option("select[name=actor]", "staff:04")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("tbody tr")).to_have_count(45)
    expect(page.locator("tbody tr").first).to_contain_text("叫号")


def test_the_file_of_the_record_has_all_that_was_looked_for_and_nothing_private(
    site: Site, filled: Filled
) -> None:
    site.sign_in(Role.SUPERVISOR)
    rows = table(site, f"{RECORD}/entries.csv?tag=venues.applied")
    assert {row["tag"] for row in rows} == {"venues.applied"}
    whole = site.client.get(f"{RECORD}/entries.csv").text
    assert len(whole.splitlines()) == filled.station.journal.head.position + 1
    for word in ("林小满", "138000", "排练合唱", "$argon2"):
        assert word not in whole


@pytest.mark.parametrize(
    "asked",
    [
        "tag=%27%3B--",
        "day=yesterday",
        "actor=nobody",
        "before=-3",
        "before=" + "9" * 40,
        "tag=" + "x" * 500,
    ],
)
def test_what_cannot_be_looked_for_is_not_asked(site: Site, asked: str) -> None:
    site.sign_in(Role.SUPERVISOR)
    assert site.client.get(f"{RECORD}?{asked}").status_code == 200


def test_the_chain_is_recomputed_to_its_end(
    site: Site, context: BrowserContext, filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.searching.check.__kwdefaults__", {"most": 100})
    page = site.open(context, f"{RECORD}/chain", Role.SUPERVISOR)
    end = filled.station.journal.head.position
    assert end > 200
    expect(page.locator("#chain .good")).to_contain_text(f"到第 {end} 条为止，全部完整")


@pytest.mark.parametrize("after", ["-1", "9" * 40, "5000"])
def test_a_check_from_where_nothing_is_begins_anew(site: Site, filled: Filled, after: str) -> None:
    site.sign_in(Role.SUPERVISOR)
    end = filled.station.journal.head.position
    page = site.client.get(f"{RECORD}/chain?after={after}").text
    assert f"Whole up to position {end}." in page


def test_where_the_record_was_changed_is_said(site: Site, filled: Filled) -> None:
    with filled.hub.database.changing() as connection:
        connection.execute(text("UPDATE entries SET actor = 'staff:01' WHERE position = 77"))
    site.sign_in(Role.SUPERVISOR)
    page = site.client.get(f"{RECORD}/chain").text
    assert "from position 77 on" in page
    assert "whole up to position 76" in page
