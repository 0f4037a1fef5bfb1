"""Two terminals and their hub, as people meet them: three processes, two panels, one order.

Each terminal has a cabinet and a reader on its wires. The console is in a real browser.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from kiosk.config.load import STATIONS
from kiosk.typing.engine import Engine
from kiosk.typing.lexicon import Lexicon
from tests.e2e.applicant import Applicant, begins, with_studio
from tests.e2e.console import browser, sign_in
from tests.e2e.kiosk import Kiosk, display, until
from tests.e2e.pictures import keep
from tests.e2e.resident import Stored
from tests.e2e.terminals import Terminal, Town, at_once, town
from tests.e2e.typist import Typist
from tests.e2e.wires import PATIENCE

pytestmark = pytest.mark.e2e

MEMBER = "01"
AGE_S = 14
"""Seconds after which an order from afar comes too late, at this station."""
AWAY = (
    "The hub does not answer, so this cannot be done now: another counter might do the "
    "same. Try again when it is back."
)
MARK = "Recorded, will be confirmed"
STANDS = "Applied: now waiting for review"
PENDING = "Waiting for review"
NOT_KEPT = "Your application could not be kept"


class Staff(NamedTuple):
    """Somebody at a desk with the console before them."""

    page: Page
    pin: str

    def order_open(self, door: str) -> None:
        """Order a door open, with a reason."""
        self.page.goto(f"/console/doors/{door}")
        self.page.check("input[value=stuck]")
        self.page.get_by_role("button", name="下达开门指令").click()
        expect(self.page.locator("#order")).to_be_visible(timeout=PATIENCE * 1000)

    def keep(self, name: str) -> None:
        """Keep a picture of the page."""
        with Image.open(io.BytesIO(self.page.screenshot())) as picture:
            keep(picture.convert("RGB"), name)

    def to_tell(self) -> int:
        """Return how many stand on the list of those who are to be told."""
        self.page.goto("/console/to-tell")
        return self.page.locator("main section.card").count()

    def reads(self, words: str) -> None:
        """Wait until the page says so of the latest order; nobody touches it."""
        expect(self.page.locator("#order")).to_contain_text(words, timeout=PATIENCE * 1000)


class Wish(NamedTuple):
    """What both want: when the studio is wanted; and what their letters mean."""

    start: datetime
    engine: Engine


@pytest.fixture(scope="module")
def wish() -> Wish:
    start = begins(datetime.now(UTC) + timedelta(minutes=30))
    return Wish(start, Engine(Lexicon()))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, wish: Wish) -> Iterator[Town]:
    """The station of these tests."""
    text = (STATIONS / "huaken.toml").read_text("utf-8").replace("clips", "silent")
    text = text.replace("[integrity]", f"[lockers]\nremote_age_s = {AGE_S}\n\n[integrity]", 1)
    with town(tmp_path_factory.mktemp("town"), with_studio(text, wish.start)) as found:
        yield found
        for each in (found.one, found.two):
            assert each.stop() == 0


@pytest.fixture(scope="module")
def staff(both: Town) -> Iterator[Staff]:
    with browser(both.hub.address) as page:
        pin = both.one.new_pin(MEMBER)
        both.agree()
        sign_in(page, MEMBER, pin)
        yield Staff(page, pin)


def test_a_door_is_opened_from_the_console_once_and_never_when_it_is_too_late(
    both: Town, staff: Staff
) -> None:
    one, two = both.one, both.two
    two.kiosk.served()
    before = two.board.pulsed()
    staff.order_open("B05")
    staff.reads("柜门已打开")
    staff.keep("console-e2e-opened")
    assert two.board.pulsed() == [*before, 5]
    both.agree()
    assert two.stop() == 0
    staff.order_open("B06")
    staff.reads("不会再开门")
    two.start()
    staff.reads("已拒绝")
    staff.keep("console-e2e-refused")
    both.agree()
    two.kiosk.served()
    assert two.board.pulsed() == [*before, 5]
    assert not one.board.pulsed()


def test_two_terminals_go_on_without_their_hub_and_agree_when_it_is_back(
    both: Town, staff: Staff, wish: Wish
) -> None:
    hub, one, two = both
    at_once(one.come, two.come)
    at_once(partial(one.take, "C1-001"), partial(two.take, "C2-001"))
    assert both.agree()["waiting"] == 2
    pulsed = one.board.pulsed()

    hub.kill()
    (stored, reserved), second = at_once(partial(with_bags, one), partial(with_a_wish, two, wish))
    first, _ = at_once(partial(apply, one, wish), partial(fail_to_call, two, staff.pin))
    assert one.status()["waiting"] == two.status()["waiting"] == 3
    keep(one.kiosk.picture(), "hub-away-applied")

    hub.start()
    first_won = stands(one)
    keep(one.kiosk.picture(), "hub-back-applied")
    assert both.agree()["waiting"] == 4
    assert staff.to_tell() == 1
    read(one, first_won)
    two.resident.touch("Call next")
    two.kiosk.says("C[12]-001")
    two.home()
    two.reader.read(second)
    assert stands(two) is not first_won
    keep(two.kiosk.picture(), "hub-back-scanned")
    read(two, not first_won)
    at_once(one.come, two.come)
    for at in (one, two):  # the winner's code, at either
        at.reader.read(first if first_won else second)
        at.kiosk.at("venues.booking")
        at.resident.says(PENDING)
        at.home()
    two.reader.read(reserved)
    two.kiosk.at("lockers.reservation")
    assert both.agree()["waiting"] == 3
    assert staff.to_tell() == 0
    assert one.board.pulsed() == [*pulsed, stored.lock]
    audits = [at.audit() for at in (one, two)]
    assert audits[0]["head"] == audits[1]["head"]
    tags = audits[0]["tags"]
    made = ("venues.applied", "lockers.reserved", "telling.told", "queueing.called")
    assert [tags[each] for each in made] == [2, 1, 1, 1]


def stands(at: Terminal) -> bool:
    """Wait until a page says what became of an application: it stands, or another was first."""
    words = at.resident.words
    said = at.kiosk.says(words(STANDS), words(PENDING), words(NOT_KEPT))
    assert words(MARK) not in at.kiosk.screen()["says"]
    return said != words(NOT_KEPT)


def read(at: Terminal, won: bool) -> None:
    """Who lost says that they know it."""
    if not won:
        at.resident.touch("I know now")
        at.kiosk.at("home", "venues.booking")


def with_bags(at: Terminal) -> tuple[Stored, str]:
    """A number, a bag in a door, a door for later; what the bag's and the reservation's QR say."""
    at.take("C1-002")
    stored = at.resident.store("Small")
    at.resident.done()
    at.come()
    reserved = at.reserve()
    keep(at.kiosk.picture(), "hub-away-reserved")
    at.resident.done()
    return stored, reserved


def with_a_wish(at: Terminal, wish: Wish) -> str:
    """A number, and an application for the studio; what its QR says."""
    at.take("C2-002")
    applied = apply(at, wish)
    at.resident.done()
    return applied


def apply(at: Terminal, wish: Wish) -> str:
    """Apply for the studio and leave the receipt where it is; what its QR says."""
    at.come()
    applicant = Applicant(at.kiosk, Typist(at.kiosk, wish.engine), wish.start)
    applicant.fill_in(lambda: at.kiosk.touch("门球队"), "fulankui", "符兰葵")
    applied = applicant.send()
    at.resident.says(MARK)
    return applied


def fail_to_call(at: Terminal, pin: str) -> None:
    """At a counter: another one might call the same number."""
    at.come()
    at.sign_in(MEMBER, pin)
    at.to_counter(1)
    at.resident.touch("Call next")
    at.resident.says(AWAY)
    keep(at.kiosk.picture(), "queue-hub-away")


def test_a_terminal_starts_its_own_hub_again_and_leaves_none_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"

    def in_step(kiosk: Kiosk) -> bool:
        hub = (kiosk.ask("status") or {}).get("hub") or {}
        return bool(hub.get("connected")) and not hub["pending"]

    with display() as panel, Kiosk(data, panel, "--printer", "none", hub=True) as kiosk:
        until(lambda: in_step(kiosk), "its own hub")
        (hub,) = _hubs(kiosk)
        hub.kill()
        until(lambda: not hub.is_running() and _hubs(kiosk), "another hub")
        until(lambda: in_step(kiosk), "its own hub again")
        (hub,) = _hubs(kiosk)
        kiosk.kill()
        hub.wait(20)


def _hubs(kiosk: Kiosk) -> list[psutil.Process]:
    children = psutil.Process(kiosk.process.pid).children()
    return [each for each in children if "hub" in each.cmdline()[2:3]]
