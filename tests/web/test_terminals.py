"""The terminals of a station: how they are, pairing one, ending one."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import event

from kiosk.hub.faults import Denied
from kiosk.hub.pairing import TRIES
from kiosk.ids import BankId, new_id
from kiosk.settings import Role
from kiosk.staff.events import PairingShown, TerminalEnded
from kiosk.wire import PROTOCOL, Fault, Pair, Report
from tests.fakes import FakeClock
from tests.web.browsing import Site

TERMINALS = "/console/terminals"


def report(site: Site, **more: Any) -> None:
    """The terminal of the hall says how it is."""
    given = {"protocol": PROTOCOL, "program": "1.2.3", "at": site.filled.now, "trusted": True}
    said = Report(**{**given, "disk_free_mb": 9_000, **more})
    site.filled.hub.terminals.note(site.filled.name, "t1", said, at=site.filled.now)


def card(page: Page) -> Any:
    return page.locator("#terminal-t1")


def events(site: Site, kind: type) -> int:
    return sum(isinstance(event, kind) for _, event in site.filled.station.events())


def test_how_a_terminal_is_stands_on_its_card_and_on_the_first_page(site: Site) -> None:
    report(site, pending=7, printer="paper_out", banks={BankId("A"): "silent"}, trusted=False)
    site.sign_in(Role.TECHNICIAN)
    for path in (TERMINALS, "/console"):
        text = site.client.get(path).text
        for words in (
            "Cabinet A does not answer.",
            "Slip printer: Out of paper",
            "The clock cannot be trusted.",
        ):
            assert words in text
    text = site.client.get(TERMINALS).text
    for words in ("大厅", "connected", "1.2.3", "<dd>7</dd>", "9 GB", "<dd>A</dd>"):
        assert words in text


def test_a_terminal_that_says_nothing_is_away_after_three_minutes(
    site: Site, clock: FakeClock
) -> None:
    report(site)
    site.sign_in(Role.TECHNICIAN)
    clock.advance(minutes=2)
    assert "away" not in site.client.get(TERMINALS).text.split("terminal-t1")[1][:400]
    clock.advance(minutes=2)
    assert "away" in site.client.get(TERMINALS).text.split("terminal-t1")[1][:400]
    assert "Terminal 大厅 is away" in site.client.get("/console").text


def test_a_code_is_shown_once_and_pairs_a_terminal_that_appears_by_itself(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, TERMINALS, Role.TECHNICIAN)
    watching = context.new_page()
    watching.goto(site.address + TERMINALS)
    page.keyboard.press("c")
    shown = page.locator("#code")
    expect(shown).to_be_visible()
    code = shown.inner_text().replace(" ", "")
    assert code.isdecimal()
    expect(page.get_by_role("timer")).to_contain_text(":")
    expect(page.locator("main")).to_contain_text(site.address.removeprefix("https://"))
    assert events(site, PairingShown) == 1
    page.goto(f"{site.address}{TERMINALS}/code")  # once more: it is gone
    assert code not in page.content().replace(" ", "")
    asked = Pair(PROTOCOL, site.filled.name, code, "后门")
    site.filled.hub.pairing.pair(asked)
    site.filled.ticket()  # anything that is written is looked at at once
    expect(watching.locator("#terminal-t2")).to_contain_text("后门")


HTMX_HAS_BEGUN = """() => new Promise((done) => {
  const look = () => (window.htmx ? setTimeout(done, 100) : setTimeout(look, 20));
  look();
})"""
"""Nothing is drawn before all scripts are there, so nothing can be waited for on the page."""


def test_a_page_goes_live_however_late_its_scripts_come(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, "/console", Role.TECHNICIAN)
    held = list[Route]()
    page.route("**/hx-sse.min.js", lambda route: held.append(route))
    with page.expect_request("**/hx-sse.min.js"):
        page.goto(site.address + TERMINALS, wait_until="commit")
    page.evaluate(HTMX_HAS_BEGUN)
    with page.expect_request(f"**{TERMINALS}/live"):
        held[0].continue_()


@pytest.mark.parametrize("path", [TERMINALS, "/console"])
def test_many_terminals_ask_the_database_no_more_often_than_one(site: Site, path: str) -> None:
    site.sign_in()
    asked = list[str]()
    event.listen(
        site.filled.hub.database.engine,
        "before_cursor_execute",
        lambda *args: asked.append(args[2]),
    )

    def questions() -> int:
        asked.clear()
        site.client.get(path)
        return len(asked)

    questions()
    one = questions()
    for number in range(5):
        site.filled.pair(f"楼层 {number}")
    assert questions() == one


def test_the_same_form_sent_again_shows_no_code_that_is_in_no_record(site: Site) -> None:
    site.sign_in(Role.TECHNICIAN)
    tap = {"tap": new_id()}
    assert site.post(f"{TERMINALS}/code", tap).status_code == 200
    assert site.post(f"{TERMINALS}/code", tap).status_code == 303
    assert events(site, PairingShown) == 1


def test_wrong_codes_are_counted_where_the_code_was_shown(site: Site) -> None:
    site.sign_in(Role.TECHNICIAN)
    site.post(f"{TERMINALS}/code")
    for left in range(TRIES, 0, -1):
        tries = "1 try is left" if left == 1 else f"{left} tries are left"
        assert tries in site.client.get(TERMINALS).text
        with pytest.raises(Denied) as denied:
            site.filled.hub.pairing.pair(Pair(PROTOCOL, site.filled.name, "------", "x"))
        assert denied.value.fault is Fault.WRONG_CODE
    assert "A code for pairing holds" not in site.client.get(TERMINALS).text


def test_a_terminal_that_was_ended_is_believed_no_more_and_it_is_in_the_record(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, TERMINALS, Role.ADMINISTRATOR)
    page.locator("summary").click()
    report(site)
    site.filled.ticket()
    expect(card(page)).to_contain_text("1.2.3")  # what was opened stays open meanwhile
    page.get_by_role("button", name="停用终端 大厅").click()
    expect(page.locator("#said")).to_contain_text("已停用")
    (ended,) = site.filled.hub.terminals.of(site.filled.name)
    assert ended.ended_at is not None
    assert events(site, TerminalEnded) == 1
    expect(page.locator("#terminal-t1")).to_have_count(0)


def test_ending_a_terminal_that_is_none_or_was_ended_is_told(site: Site) -> None:
    site.sign_in()
    site.post(f"{TERMINALS}/t9/end")
    assert "There is no such terminal." in site.client.get(TERMINALS).text
    site.post(f"{TERMINALS}/t1/end")
    site.post(f"{TERMINALS}/t1/end")
    assert "was ended already" in site.client.get(TERMINALS).text
    assert events(site, TerminalEnded) == 1
