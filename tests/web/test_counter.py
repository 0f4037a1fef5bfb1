"""A counter in the browser: worked by keys alone, and what others do appears by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kiosk.hub.pages.registry import PAGES
from kiosk.ids import new_id
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing.events import Called, Finished, Result
from kiosk.queueing.records import CounterStatus, Queueing, Stage
from kiosk.settings import Role
from tests.fakes import FakeClock
from tests.filled import ONE, PENSION, TWO, Filled, open_hub
from tests.hubs import served
from tests.journals import run
from tests.web.browsing import Site, csrf_in

COUNTER = "/console/counter"


def queue_of(filled: Filled) -> Queueing:
    return filled.station.state(QUEUEING)


def events(filled: Filled, kind: type) -> int:
    return sum(isinstance(event, kind) for _, event in filled.station.events())


def press(page: Page, key: str) -> None:
    """Press a key and wait until the page that answers stands."""
    with page.expect_navigation():
        page.keyboard.press(key)


def number(page: Page) -> str:
    return page.locator("#number").inner_text()


@pytest.fixture
def page(site: Site, context: BrowserContext) -> Page:
    """Counter 1, where nobody is yet."""
    found = site.open(context, COUNTER, Role.ATTENDANT)
    press(found, "1")
    return found


def test_keys_alone_call_serve_and_finish(page: Page, site: Site, clock: FakeClock) -> None:
    press(page, "n")
    first = number(page)
    assert first == "Z1-001"
    press(page, "r")
    expect(page.locator(".counter")).to_contain_text("已叫 2 次")
    press(page, "h")
    clock.advance(minutes=4)
    press(page, "n")  # done, and the next one
    assert number(page) != first
    done = [each for each in queue_of(site.filled).tickets.values() if each.number == first]
    assert [each.stage for each in done] == [Stage.DONE]
    assert [each.result for each in done] == [Result.SOLVED]


def test_keys_alone_hold_go_on_transfer_pause_and_close(page: Page, site: Site) -> None:
    press(page, "n")
    press(page, "h")
    press(page, "p")  # hold
    assert len(queue_of(site.filled).held()) == 1
    with page.expect_navigation():
        page.get_by_role("button", name="继续").first.press("Enter")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.id") == "to"
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert queue_of(site.filled).at(ONE) is None
    page.keyboard.press("b")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert queue_of(site.filled).counter(ONE).status is CounterStatus.PAUSED
    press(page, "n")
    press(page, "q")
    assert queue_of(site.filled).counter(ONE).status is CounterStatus.CLOSED


def test_a_number_is_called_by_typing_it(page: Page, site: Site) -> None:
    page.keyboard.press("g")
    page.keyboard.type("c1003")
    press(page, "Enter")
    assert number(page) == "C1-003"
    assert page.url.endswith(COUNTER)


def test_a_key_that_is_typed_into_a_field_presses_no_button(page: Page, site: Site) -> None:
    page.keyboard.press("g")
    page.keyboard.type("n")
    assert page.locator("#by-number").input_value() == "n"
    assert events(site.filled, Called) == 1  # that of the other counter


def test_whoever_did_not_come_is_skipped_after_enough_calls(page: Page, site: Site) -> None:
    press(page, "n")
    press(page, "x")
    expect(page.locator("#said")).to_contain_text("请再叫一次")
    press(page, "r")
    press(page, "r")
    press(page, "x")
    expect(page.locator("main")).to_contain_text("过号")
    assert queue_of(site.filled).at(ONE) is None


# -- by itself -----------------------------------------------------------------------------


def test_what_another_process_writes_appears_by_itself(
    page: Page, site: Site, tmp_path: Path
) -> None:
    waiting = page.locator("section[aria-label='排队'] li.row", has_text="养老保险")
    before = waiting.count()
    said = run("hub_ticket", tmp_path / "hub", site.filled.name, PENSION)
    expect(waiting).to_have_count(before + 1)
    expect(waiting.last).to_contain_text(said.strip())


def test_what_another_counter_does_appears_by_itself(page: Page, site: Site) -> None:
    row = page.locator("section[aria-label='排队'] ul li", has_text="2 号窗口")
    served_there = queue_of(site.filled).at(TWO)
    assert served_there is not None
    expect(row).to_contain_text(served_there.number)
    site.filled.press(calls.finish, TWO, Role.REVIEWER, result=Result.SOLVED)
    expect(row).not_to_contain_text(served_there.number)


def test_what_is_being_typed_stays_when_the_page_goes_on(page: Page, site: Site) -> None:
    page.keyboard.press("g")
    page.keyboard.type("z1")
    site.filled.ticket(PENSION)
    expect(page.locator(".counter .huge")).to_contain_text("7")
    assert page.locator("#by-number").input_value() == "z1"
    assert page.evaluate("document.activeElement.id") == "by-number"
    page.select_option("#reason", "meal")
    site.filled.ticket(PENSION)
    expect(page.locator(".counter .huge")).to_contain_text("8")
    assert page.locator("#reason").input_value() == "meal"


def test_a_hub_that_is_away_is_told_until_it_is_back(page: Page, site: Site) -> None:
    away = page.locator("#away")
    expect(away).to_be_hidden()
    page.route("**/live", lambda route: route.abort())
    site.filled.hub.watch.release()  # as a hub that ends: every stream is over
    expect(away).to_be_visible()
    site.filled.ticket(PENSION)
    site.filled.hub.watch.ended = False
    page.unroute("**/live")
    expect(page.locator(".counter .huge")).to_contain_text("7")
    expect(away).to_be_hidden()


def test_a_session_that_ends_is_seen_by_a_page_that_stands_open(
    page: Page, site: Site, clock: FakeClock
) -> None:
    clock.advance(minutes=11)
    site.filled.ticket()
    expect(page).to_have_url(re.compile(r"/console/sign-in\?next=/console/counter"))


def test_a_role_that_was_taken_away_while_the_line_was_cut_is_told(page: Page, site: Site) -> None:
    page.route("**/live", lambda route: route.abort())
    site.filled.hub.watch.release()
    expect(page.locator("#away")).to_be_visible()
    site.filled.hub.watch.ended = False
    site.filled.set_to("roles.attendant", "view_doors")
    page.unroute("**/live")
    expect(page.locator("main")).to_contain_text("403 · not_allowed")


# -- nobody wins twice ---------------------------------------------------------------------


def test_a_second_press_of_done_does_not_end_who_was_called_just_now(
    page: Page, site: Site
) -> None:
    press(page, "n")
    called = number(page)
    press(page, "n")
    assert number(page) == called
    expect(page.locator("#said")).to_contain_text("刚刚才叫到")
    assert events(site.filled, Finished) == 0


def form_of(text: str, act: str) -> dict[str, str]:
    """The hidden fields of the form that sends ``act``."""
    start = text.index(f'action="{COUNTER}/{act}"')
    part = text[start : text.index("</form>", start)]
    fields = {"csrf": csrf_in(part)}
    for name in ("tap", "ticket"):
        if f'name="{name}"' in part:
            fields[name] = part.split(f'name="{name}" value="')[1].split('"')[0]
    return fields


def test_a_form_that_is_sent_twice_is_one_entry(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    site.post(f"{COUNTER}/open", {"counter": 1})
    call = form_of(site.client.get(COUNTER).text, "call")
    before = events(site.filled, Called)
    assert [site.client.post(f"{COUNTER}/call", data=call).status_code for _ in "12"] == [303] * 2
    assert events(site.filled, Called) == before + 1


def test_the_same_button_in_two_windows_is_one_press(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    site.post(f"{COUNTER}/open", {"counter": 1})
    site.post(f"{COUNTER}/call")
    windows = [form_of(site.client.get(COUNTER).text, "recall") for _ in "12"]
    for form in windows:
        site.client.post(f"{COUNTER}/recall", data=form)
    here = queue_of(site.filled).at(ONE)
    assert here is not None
    assert here.calls == 2
    once_more = form_of(site.client.get(COUNTER).text, "recall")
    site.client.post(f"{COUNTER}/recall", data=once_more)
    here = queue_of(site.filled).at(ONE)
    assert here is not None
    assert here.calls == 3


def test_a_press_at_a_page_that_was_overtaken_changes_nothing(site: Site, clock: FakeClock) -> None:
    site.sign_in(Role.ATTENDANT)
    site.post(f"{COUNTER}/open", {"counter": 1})
    site.post(f"{COUNTER}/call")
    clock.advance(minutes=3)
    old = form_of(site.client.get(COUNTER).text, "next")
    site.post(f"{COUNTER}/next", {"ticket": old["ticket"]})
    here = queue_of(site.filled).at(ONE)
    clock.advance(minutes=3)
    site.client.post(f"{COUNTER}/next", data={**old, "tap": new_id()})
    assert queue_of(site.filled).at(ONE) == here
    assert "Another counter was quicker" in site.client.get(COUNTER).text


def test_a_counter_that_was_taken_over_can_call_nobody(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    site.post(f"{COUNTER}/open", {"counter": 1})
    site.filled.press(calls.open_counter, ONE, Role.SUPERVISOR, hall=site.filled.file.hall)
    site.post(f"{COUNTER}/call")
    text = site.client.get(COUNTER).text
    assert "You work at no counter now" in text
    assert queue_of(site.filled).at(ONE) is None


@pytest.mark.parametrize("act", ["nothing", "open", "end", "transfer", "chosen", "number", "pause"])
def test_a_form_that_says_nothing_is_answered_in_one_sentence(site: Site, act: str) -> None:
    site.sign_in(Role.ATTENDANT)
    site.post(f"{COUNTER}/open", {"counter": 2})
    assert site.post(f"{COUNTER}/{act}").status_code == 303
    assert '<p class="said bad">' in site.client.get(COUNTER).text


def test_a_hub_without_the_file_of_the_station_says_so(tmp_path: Path, clock: FakeClock) -> None:
    filled = Filled(open_hub(tmp_path / "hub", clock), fill=False)
    other = open_hub(tmp_path / "hub", clock)
    with served(other, tls=True, pages=PAGES) as client:
        site = Site(filled, client)
        site.sign_in(Role.ATTENDANT)
        answer = client.get(COUNTER)
    assert answer.status_code == 409
    assert "started without the station&#39;s file" in answer.text
    filled.hub.close()
