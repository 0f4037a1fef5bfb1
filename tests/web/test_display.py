"""The hall display in a browser: it shows each call and says it once, whatever the hub does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from kiosk.hub.displays import Display, Displays
from kiosk.hub.pages.registry import PAGES
from kiosk.ids import CounterId, DisplayId, new_id
from kiosk.links import tail_of
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing.events import Result
from kiosk.settings import Role
from kiosk.staff.events import DisplayEnded, DisplayLinked
from tests.fakes import FakeClock
from tests.filled import ONE, PINS, TWO, Filled, open_hub
from tests.hubs import served
from tests.web.browsing import Site

HALL: ViewportSize = {"width": 1920, "height": 1080}
UPRIGHT: ViewportSize = {"width": 1080, "height": 1920}
HEAR = """
const sounded = [];
for (const name of ["play", "ended"]) {
  window.addEventListener(name, (event) => {
    const said = event.target.src.match(/say\\/(.*)\\.wav/);
    if (said) sounded.push(name + " " + said[1]);
    document.documentElement.dataset.sounded = sounded.join("|");
  }, true);
}
const Sound = window.Audio;
window.Audio = function () {
  const made = new Sound();
  document.documentElement.append(made);
  made.addEventListener("play", () => { made.playbackRate = 12; });
  return made;
};
"""
"""Notes what is played and what was played to its end, twelve times as fast."""


class Hall:
    """A filled station with a display, and somebody at counter 1."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        member, _ = PINS[Role.ADMINISTRATOR]
        displays = Displays(filled.hub.database)
        self.display: Display = displays.make(
            filled.name, DisplayId("0" * 32), name="左", by=member, at=filled.now
        )
        filled.set_to("voice.languages", "zh")
        filled.press(calls.open_counter, ONE, Role.ATTENDANT, hall=filled.file.hall)

    @property
    def path(self) -> str:
        return f"/display/{self.filled.name}/{tail_of(self.display.link, self.filled.key)}"

    def call(self, counter: CounterId = ONE, role: Role = Role.ATTENDANT) -> str:
        """Somebody presses call; the number."""
        ticket = self.filled.press(calls.call_next, counter, role).ticket
        return self.filled.station.state(QUEUEING).tickets[ticket].number

    def finish(self, counter: CounterId = ONE, role: Role = Role.ATTENDANT) -> None:
        """Whoever is there has come and is served."""
        if self.filled.station.state(QUEUEING).at(counter).stage.value == "called":  # type: ignore[union-attr]
            self.filled.press(calls.begin, counter, role)
        self.filled.press(calls.finish, counter, role, result=Result.SOLVED)

    def end(self) -> None:
        Displays(self.filled.hub.database).end(
            self.filled.name, self.display.display, at=self.filled.now
        )


@pytest.fixture
def hall(filled: Filled) -> Hall:
    return Hall(filled)


@pytest.fixture
def panel(browser: Browser) -> Iterator[BrowserContext]:
    """A panel in a hall."""
    found = browser.new_context(ignore_https_errors=True, locale="zh-CN", viewport=HALL)
    found.set_default_timeout(60_000)
    found.add_init_script(HEAR)
    yield found
    found.close()


def shown(panel: BrowserContext, site: Site, hall: Hall) -> Page:
    page = panel.new_page()
    page.goto(site.address + hall.path)
    expect(page.locator("html")).to_have_attribute("data-hub", "here")
    return page


def with_sound(panel: BrowserContext, site: Site, hall: Hall) -> Page:
    page = shown(panel, site, hall)
    page.get_by_role("button", name="点这里开声音").click()
    expect(page.get_by_role("button", name="声音已开")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-sounded", re.compile("ended chime"))
    return page


def numbers(page: Page, part: str) -> list[str]:
    return page.locator(f"[data-part={part}] .number").all_inner_texts()


def heard(page: Page) -> list[str]:
    found = page.locator("html").get_attribute("data-sounded") or ""
    return [each for each in found.split("|") if each and "chime" not in each]


def wait_until_said(page: Page, *called: str, times: int = 1) -> None:
    for number in called:
        often = re.compile(rf"(ended {number}/.*){{{times}}}")
        expect(page.locator("html")).to_have_attribute("data-sounded", often)


# -- showing -----------------------------------------------------------------------------------


def test_a_display_shows_a_call_that_another_hub_process_recorded(
    site: Site, hall: Hall, panel: BrowserContext, clock: FakeClock
) -> None:
    page = shown(panel, site, hall)
    another = open_hub(hall.filled.hub.certificate.parent, clock)
    try:
        station, (member, _) = another.fresh(hall.filled.name), PINS[Role.ATTENDANT]
        tap = hall.filled.tap(Role.ATTENDANT)
        done: Any = station.do(tap, QUEUEING, calls.call_next, counter=ONE, by=member)
        number = station.state(QUEUEING).tickets[done.event.ticket].number
    finally:
        another.close()
    first = page.locator("[data-part=current] .call").first
    expect(first.locator(".number")).to_have_text(number)
    expect(first.locator(".which")).to_have_text("1")
    expect(first).to_have_class(re.compile("waits"))


def test_the_last_four_calls_and_who_waits_are_shown(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    called = []
    for _ in range(5):
        called.append(hall.call())
        hall.finish()
    page = shown(panel, site, hall)
    assert numbers(page, "last") == called[:0:-1]
    assert page.locator("[data-part=waiting] .count").all_inner_texts() == ["1"]
    expect(page.locator("[data-part=clock]")).to_have_text("10:00")


def test_a_display_knows_numbers_and_nothing_of_a_person(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    with site.client.stream("GET", f"{hall.path}/live") as answer:
        told = next(line for line in answer.iter_lines() if line.startswith("data:"))
    assert set(re.findall(r'"(\w+)":', told)) <= {
        *("position", "now", "volume", "again", "board", "calls", "id", "number", "counter", "at"),
        *("name", "zh", "en", "current", "last", "waiting", "count", "notices", "waits"),
    }


@pytest.mark.parametrize("size", [HALL, UPRIGHT])
def test_numbers_can_be_read_from_eight_metres(
    size: ViewportSize, site: Site, hall: Hall, panel: BrowserContext
) -> None:
    """Capitals of 47 mm on a 32 inch panel: a ninth of its short side; nothing is cut off."""
    hall.call()
    page = shown(panel, site, hall)
    page.set_viewport_size(size)
    for row in page.locator(".call").all():
        box, number = row.bounding_box(), row.locator(".number")
        assert box is not None
        font = float(number.evaluate("each => parseFloat(getComputedStyle(each).fontSize)"))
        assert font * 0.733 >= min(size["width"], size["height"]) / 398 * 43
        for part in row.locator("span").all():
            inside = part.bounding_box()
            assert inside is not None
            assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 1
    for each in ("main", ".recent-calls ol", "footer"):
        assert page.evaluate(
            "(name) => { const e = document.querySelector(name);"
            " return e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1 }",
            each,
        ), each


def test_everybody_can_read_the_display(site: Site, hall: Hall, panel: BrowserContext) -> None:
    hall.call()
    page = shown(panel, site, hall)
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


# -- saying ------------------------------------------------------------------------------------


def test_calls_are_said_one_after_another_to_their_end(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    page = with_sound(panel, site, hall)
    hall.finish(TWO, Role.REVIEWER)
    first, second = hall.call(), hall.call(TWO, Role.REVIEWER)
    wait_until_said(page, first, second)
    assert heard(page) == [
        *(f"play {first}/1", f"ended {first}/1"),
        *(f"play {second}/2", f"ended {second}/2"),
    ]


def test_what_was_called_before_the_display_began_is_not_said(site: Site, hall: Hall) -> None:
    number = hall.call()
    head = hall.filled.station.position

    def calls_after(asked: str) -> list[str]:
        with site.client.stream("GET", f"{hall.path}/live{asked}") as answer:
            lines = answer.iter_lines()
            told = next(line for line in lines if line.startswith("data:"))
        return [each["number"] for each in json.loads(told[5:])["calls"]]

    assert calls_after("") == []
    assert calls_after(f"?after={head - 1}") == [number]
    assert calls_after(f"?after={head}") == []
    assert calls_after(f"?after={head + 1000}") == []
    assert calls_after(f"?after={10**40}") == []


def test_nobody_is_spoken_to_before_somebody_has_asked_for_the_sound(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    page = shown(panel, site, hall)
    number = hall.call()
    expect(page.locator("[data-part=current] .number").first).to_have_text(number)
    assert heard(page) == []


def test_a_call_once_more_is_said_once_more(site: Site, hall: Hall, panel: BrowserContext) -> None:
    page = with_sound(panel, site, hall)
    number = hall.call()
    wait_until_said(page, number)
    hall.filled.press(calls.recall, ONE, Role.ATTENDANT)
    wait_until_said(page, number, times=2)
    assert heard(page) == [f"play {number}/1", f"ended {number}/1"] * 2


def test_whoever_has_not_come_is_called_once_more_by_itself(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    hall.filled.set_to("voice.again_after_s", "10")
    page = with_sound(panel, site, hall)
    hall.finish(TWO, Role.REVIEWER)
    waits, came = hall.call(), hall.call(TWO, Role.REVIEWER)
    hall.filled.press(calls.begin, TWO, Role.REVIEWER)
    wait_until_said(page, waits, times=2)
    assert [each for each in heard(page) if each.startswith("ended")] == [
        f"ended {waits}/1",
        f"ended {came}/2",
        f"ended {waits}/1",
    ]


def test_the_station_says_how_loud(site: Site, hall: Hall, panel: BrowserContext) -> None:
    hall.filled.set_to("voice.volume", "0.3")
    page = with_sound(panel, site, hall)
    wait_until_said(page, hall.call())
    assert page.evaluate("document.querySelector('audio').volume") == pytest.approx(0.3)
    hall.filled.set_to("voice.volume", "0.0")
    hall.finish()
    number = hall.call()
    expect(page.locator("[data-part=current] .number").first).to_have_text(number)
    assert [each for each in heard(page) if number in each] == []


def test_of_two_windows_of_one_browser_one_speaks(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    first, second = with_sound(panel, site, hall), with_sound(panel, site, hall)
    number = hall.call()
    wait_until_said(first, number)
    expect(second.locator("[data-part=current] .number").first).to_have_text(number)
    assert heard(second) == []


# -- a hub that goes and comes -----------------------------------------------------------------


def test_after_a_restart_of_the_hub_only_new_calls_are_said(
    tmp_path: Path, clock: FakeClock, panel: BrowserContext
) -> None:
    home = tmp_path / "hub"  # served without TLS: a browser lets an idle TLS connection hang
    first = open_hub(home, clock)
    hall = Hall(Filled(first))
    with served(first, pages=PAGES) as client:
        site = Site(hall.filled, client)
        port = int(client.base_url.port or 0)
        page = with_sound(panel, site, hall)
        known = hall.call()
        wait_until_said(page, known)
    expect(page.locator("html")).to_have_attribute("data-hub", "away")
    expect(page.locator("[data-part=away]")).to_contain_text("10:00")
    assert numbers(page, "last")[0] == known
    second = open_hub(home, clock)
    second.know(hall.filled.name, hall.filled.file)
    hall.filled.hub = second
    hall.finish()
    old = hall.call()
    clock.advance(seconds=61)
    hall.finish()
    new = hall.call()
    with served(second, pages=PAGES, at=port):
        expect(page.locator("html")).to_have_attribute("data-hub", "here")
        wait_until_said(page, new)
        assert numbers(page, "last")[:3] == [new, old, known]
        assert [each for each in heard(page) if each.startswith("ended")] == [
            f"ended {known}/1",
            f"ended {new}/1",
        ]
        page.close()


def test_a_display_that_is_loaded_anew_goes_on_where_it_was(
    site: Site, hall: Hall, panel: BrowserContext
) -> None:
    page = with_sound(panel, site, hall)
    first = hall.call()
    wait_until_said(page, first)
    page.goto("about:blank")
    hall.finish()
    missed = hall.call()
    page.goto(site.address + hall.path)
    expect(page.locator("[data-part=current] .number").first).to_have_text(missed)
    if page.locator("html").get_attribute("data-sound") == "off":
        page.get_by_role("button", name="点这里开声音").click()
    wait_until_said(page, missed)
    assert [each for each in heard(page) if first in each] == []


# -- who may look ------------------------------------------------------------------------------


def test_an_ended_display_shows_nothing_more(site: Site, hall: Hall, panel: BrowserContext) -> None:
    page = shown(panel, site, hall)
    hall.end()
    hall.call()
    expect(page.locator("html")).to_have_attribute("data-hub", "ended")
    assert site.client.get(hall.path).status_code == 410
    assert site.client.get(f"{hall.path}/say/A1-001/1.wav").status_code == 410


@pytest.mark.parametrize(
    "path", ["/display/huaken/AAAA", "/display/nowhere/AAAA", "/display/huaken/AAAA/live"]
)
def test_nobody_looks_without_a_link(path: str, site: Site) -> None:
    assert site.client.get(path).status_code == 404


@pytest.mark.parametrize("what", ["A1-001/0", "A1-001/100", "..%2F..%2Fx/1", "a1-001/1", "A1-1/1"])
def test_only_numbers_to_counters_are_said(what: str, site: Site, hall: Hall) -> None:
    assert site.client.get(f"{hall.path}/say/{what}.wav").status_code in (400, 404)


def test_staff_make_a_display_and_end_it(site: Site, hall: Hall, context: BrowserContext) -> None:
    page = site.open(context, "/console/displays", Role.SUPERVISOR)
    page.get_by_label("放在哪里").fill("大厅右侧")
    page.get_by_role("button", name="生成链接").click()
    row = page.locator(".row", has_text="大厅右侧")
    address = row.locator("input[readonly]").input_value()
    assert site.client.get(address).status_code == 200
    row.get_by_role("button", name="停用").click()
    expect(page.locator(".row", has_text="大厅右侧")).to_have_count(0)
    assert site.client.get(address).status_code == 410


def test_a_link_pressed_for_twice_is_one_and_the_record_keeps_that_it_was_made_and_ended(
    site: Site, filled: Filled
) -> None:
    site.sign_in(Role.SUPERVISOR)
    page = "/console/displays"
    made = {"name": "门口", "tap": new_id()}
    for _ in range(2):
        assert site.post(f"{page}/make", made).status_code == 303
    (display,) = Displays(filled.hub.database).of(filled.name)
    end = f"{page}/end/{display.display}"
    for _ in range(2):
        assert site.post(end).status_code == 303
    told = [event for _, event in filled.station.events() if hasattr(event, "display")]
    assert told == [DisplayLinked(display=display.display), DisplayEnded(display=display.display)]
    assert Displays(filled.hub.database).of(filled.name) == []


def test_a_calendar_of_a_place_tells_nothing_of_a_person(site: Site, hall: Hall) -> None:
    site.sign_in(Role.ADMINISTRATOR)
    text = site.client.get("/console/displays").text
    addresses = re.findall(r'value="([^"]+\.ics)"', text)
    with site.another().client as subscriber:
        found = [subscriber.get(each) for each in addresses]
    assert {each.status_code for each in found} == {200}
    assert all(each.headers["content-type"].startswith("text/calendar") for each in found)
    whole = "".join(each.text for each in found)
    assert "BEGIN:VEVENT" in whole
    assert "合唱" not in whole
    assert "DESCRIPTION" not in whole
