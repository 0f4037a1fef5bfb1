"""Doors in the browser: the map goes on by itself, and opening one from afar is told as it is."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from kiosk.ids import TERMINAL, follow_id
from kiosk.lockers import LOCKERS, remote
from kiosk.lockers.events import OpenEnded
from kiosk.lockers.plan import Size
from kiosk.lockers.remote_events import OrderedRemotely
from kiosk.ports import Outcome
from kiosk.settings import Role
from kiosk.tap import Tap
from kiosk.wire import PROTOCOL, Report
from tests.fakes import FakeClock
from tests.filled import Filled
from tests.web.browsing import Site

DOORS = "/console/doors"
DOOR = f"{DOORS}/A05"


def ordered(filled: Filled) -> list[str]:
    """The ids of the orders that were made."""
    return [
        entry.id for entry, event in filled.station.events() if isinstance(event, OrderedRemotely)
    ]


def order(page: Page, reason: str = "stuck", note: str = "") -> None:
    page.check(f"input[value={reason}]")
    page.fill("textarea[name=note]", note)
    page.get_by_role("button", name="下达开门指令").click()


def answer(filled: Filled, outcome: Outcome | None) -> None:
    """What the terminal writes when it has the order: that it opens, and what came of it."""
    (made,) = ordered(filled)
    tap = Tap(follow_id(made, "answered"), TERMINAL)
    rule = remote.take_up
    done = filled.station.do(tap, LOCKERS, rule, order=made)  # type: ignore[arg-type]
    if outcome is not None:
        filled.record(OpenEnded(done.entry.id, "A05", outcome))  # type: ignore[arg-type]


def test_the_map_goes_on_by_itself(site: Site, context: BrowserContext) -> None:
    page = site.open(context, DOORS, Role.ATTENDANT)
    tile = page.locator("a.door", has_text="A05")
    expect(tile).to_contain_text("空闲")
    site.filled.rent(Size.S)
    expect(tile).to_contain_text("使用中")


def test_a_door_that_is_held_leaves_the_others_where_they_are(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, DOORS, Role.ATTENDANT)
    below = page.locator("a.door", has_text="A06")
    before = below.bounding_box()
    page.goto(site.address + DOOR)
    order(page)
    answer(site.filled, None)
    page.goto(site.address + DOORS)
    expect(page.locator("a.door", has_text="A05")).to_contain_text("已预留")
    assert below.bounding_box() == before


def test_an_order_is_followed_from_the_press_to_what_was_sensed(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, DOOR, Role.ATTENDANT)
    order(page)
    said = page.locator("#order")
    expect(said).to_contain_text("终端还没有应答")
    answer(site.filled, None)
    expect(said).to_contain_text("终端正在开门")
    expect(page.locator("#live")).not_to_contain_text("柜门已打开")
    (made,) = ordered(site.filled)
    taken = follow_id(made, "answered")
    site.filled.record(OpenEnded(taken, "A05", Outcome.OPENED))  # type: ignore[arg-type]
    expect(said).to_contain_text("柜门已打开")


def test_a_terminal_that_is_away_is_told_before_anybody_orders(
    site: Site, clock: FakeClock
) -> None:
    site.sign_in(Role.ATTENDANT)
    away = "The terminal of this cabinet is away."
    assert away in site.client.get(DOOR).text
    said = Report(protocol=PROTOCOL, program="1", at=clock.now(), trusted=True)
    site.filled.hub.terminals.note(site.filled.name, "t1", said, at=clock.now())
    assert away not in site.client.get(DOOR).text
    clock.advance(minutes=4)
    assert away in site.client.get(DOOR).text


def test_a_pulse_that_nobody_saw_work_is_not_called_opened(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, DOOR, Role.ATTENDANT)
    order(page)
    answer(site.filled, Outcome.UNCONFIRMED)
    expect(page.locator("#order")).to_contain_text("不知道柜门有没有打开")
    assert "柜门已打开" not in page.locator("#live").inner_text()


def test_an_order_that_nobody_answers_is_said_to_open_nothing_any_more(
    site: Site, context: BrowserContext, clock: FakeClock
) -> None:
    page = site.open(context, DOOR, Role.ATTENDANT)
    order(page)
    clock.advance(61)
    site.filled.ticket()
    expect(page.locator("#order")).to_contain_text("不会再开门")


def test_the_reason_is_in_the_record_and_the_note_beside_it(
    site: Site, context: BrowserContext
) -> None:
    page = site.open(context, DOOR, Role.ATTENDANT)
    order(page, note="电话里的老人站在柜前")
    expect(page.locator("#order")).to_be_visible()
    (made,) = ordered(site.filled)
    private = site.filled.station.journal.private(made)  # type: ignore[arg-type]
    assert private is not None
    assert private.body == {"note": "电话里的老人站在柜前"}
    entry = site.filled.station.journal.find(made)  # type: ignore[arg-type]
    assert entry is not None
    assert entry.actor == "staff:04"
    assert "老人".encode() not in entry.event


def test_a_note_that_is_too_long_is_told_and_stays_typed(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    note = "字" * 201
    said = site.post(f"{DOOR}/open", {"reason": "check", "note": note})
    assert said.status_code == 409
    assert "at most 200 letters" in said.text
    assert note in said.text
    assert 'value="check" required checked' in said.text
    assert ordered(site.filled) == []


def test_what_may_not_be_ordered_is_told_in_one_sentence(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    for path, fields, sentence in (
        (DOOR, {"reason": "overdue"}, "Two people clear an overdue door"),
        (DOOR, {"reason": "because"}, "Something was not filled in"),
        (f"{DOORS}/Z99", {"reason": "check"}, "There is no door Z99 here"),
    ):
        said = site.post(f"{path}/open", fields)
        assert said.status_code == 409
        assert sentence in said.text
    assert ordered(site.filled) == []


def test_two_people_cannot_order_the_same_door_at_once(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    assert site.post(f"{DOOR}/open", {"reason": "check"}).status_code == 303
    said = site.post(f"{DOOR}/open", {"reason": "stuck"})
    assert "is being opened already" in said.text
    assert len(ordered(site.filled)) == 1


def test_somebody_who_may_not_open_doors_is_offered_no_form_and_taken_none(site: Site) -> None:
    site.filled.set_to("roles.attendant", "view_doors")
    site.sign_in(Role.ATTENDANT)
    assert 'name="reason"' not in site.client.get(DOOR).text
    assert site.post(f"{DOOR}/open", {"reason": "check"}).status_code == 403
    assert ordered(site.filled) == []
