"""The technician's bench, by touch: one door, a cycle test, a walk, the contacts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kiosk.commissioning import BoardFound, LineFound, LineSays
from kiosk.config import load_station
from kiosk.ids import DoorId
from kiosk.lockers.events import OpenAsked, OpenReason
from kiosk.lockers.plan import Size
from kiosk.ports import Reading
from screens.visit import Language
from tests.ui.harness import PANELS
from tests.ui.staff.house import STAFF_SEES, House, Worker, working
from tests.ui.staff.showings import rent
from tests.ui.tree import faults

A01, A02 = DoorId("A01"), DoorId("A02")
TECHNICIAN = "03"


def shut(worker: Worker, house: House) -> None:
    """Somebody shuts every door that stands open; the watch sees it."""
    for door, reading in house.bank.readings.items():
        if reading is Reading.OPEN:
            house.sense(door, Reading.CLOSED)
    settle(worker, house)


def settle(worker: Worker, house: House) -> None:
    for _ in range(3):
        worker.settle()
        house.bank_lane.run()
    worker.advance(1.1)


def test_a_touched_door_opens_is_timed_and_leaves_an_entry_with_its_reason(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press("A01")
        settle(worker, house)
        assert worker.says("Door A01 is open. Shut it.")
        assert worker.says("A01 1/1")
        assert worker.says("300 ms")
        shut(worker, house)
        assert not worker.says("Shut it.")
    (asked,) = house.events(OpenAsked)
    assert (asked.door, asked.reason) == (A01, OpenReason.CHECK)


def test_the_cycle_test_opens_each_free_door_only_after_the_one_before_is_shut(
    house: House,
) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press("3 rounds")
        settle(worker, house)
        assert house.bank.opened == [A01]
        worker.advance(5)
        house.bank_lane.run()
        assert house.bank.opened == [A01]
        shut(worker, house)
        assert house.bank.opened == [A01, A02]
        worker.press("Stop")
        shut(worker, house)
        settle(worker, house)
        assert house.bank.opened == [A01, A02]
        assert worker.says("3 rounds")


def test_a_stuck_door_is_counted_and_the_cycle_test_goes_on(house: House) -> None:
    house.bank.stuck.add(A01)
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press("3 rounds")
        settle(worker, house)
        assert house.bank.opened == [A01, A02]
        assert worker.says("A01 0/1")


def test_a_door_somebody_has_is_never_opened_from_here(house: House) -> None:
    taken = rent(house, Size.S)
    opened = list(house.bank.opened)
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press(taken)
        settle(worker, house)
        assert worker.says(f"Door {taken} is not free.")
        assert house.bank.opened == opened


def test_leaving_the_page_ends_the_cycle_test(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press("3 rounds")
        settle(worker, house)
        worker.touch("Back")
        shut(worker, house)
        settle(worker, house)
        assert house.bank.opened == [A01]


def test_the_walk_asks_for_each_door_and_lists_those_that_were_not_as_planned(
    house: House,
) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_walk") as worker:
        worker.press("Open door A01")
        settle(worker, house)
        assert worker.says("Was it door A01 that opened?")
        worker.press("No, another")
        worker.press("None opened")
        assert worker.says("Shut the door, please.")
        shut(worker, house)
        for plan in house.cabinet.doors[1:]:
            worker.press(f"Open door {plan.id}")
            settle(worker, house)
            shut(worker, house)
            worker.press(f"Yes, door {plan.id}")
        assert worker.says("Not as in the plan: A01")
    assert len(house.bank.opened) == len(house.cabinet.doors)


def walk(worker: Worker, house: House, said: Mapping[str, str | None]) -> None:
    """Walk along every free door; ``said``: what was seen where it was not the one expected."""
    for plan in house.free():
        worker.press(f"Open door {plan.id}")
        settle(worker, house)
        if plan.id not in said:
            worker.press(f"Yes, door {plan.id}")
        else:
            worker.press("No, another")
            worker.press(said[plan.id] or "None opened")
        shut(worker, house)


def wires(house: House) -> dict[str, tuple[int, int, str | None]]:
    (bank,) = load_station(house.plan_file).device.banks
    return {door.id: (door.board, door.lock, door.contact) for door in bank.doors}


def test_a_cabinet_whose_locks_are_swapped_is_learned_and_written_at_the_screen(
    house: House,
) -> None:
    before = wires(house)
    with working(house, as_=TECHNICIAN, page="staff.bench_walk") as worker:
        walk(worker, house, {"A01": "A02", "A02": "A01"})
        assert worker.says("Not as in the plan: A01, A02")
        worker.press("Write the plan")
        assert worker.says("The doors A01, A02 get the locks that opened them.")
        assert worker.says("2 lines of the station file change.")
        assert wires(house) == before
        worker.press("Yes, write it")
        assert worker.says("The station file is written.")
        assert house.left == []
        worker.press("Start the terminal anew")
    assert house.left == [0]
    assert wires(house) == before | {"A01": before["A02"], "A02": before["A01"]}


def test_a_door_that_is_named_twice_is_asked_again(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_walk") as worker:
        walk(worker, house, {"A01": "A02"})
        assert not worker.says("Not as in the plan")
        assert worker.says("Next: door A01")
        worker.press("Open door A01")
        settle(worker, house)
        worker.press("Yes, door A01")
        shut(worker, house)
        assert worker.says("Every door is where the plan says.")
    assert len(house.bank.opened) == len(house.cabinet.doors) + 1


def test_a_lock_that_opened_nothing_is_told_and_nothing_is_written_for_it(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_walk") as worker:
        walk(worker, house, {"A05": None})
        assert worker.says("Not as in the plan: A05")
        assert not worker.offers("Write the plan")


def test_contacts_that_are_the_other_way_round_are_written_so(house: House) -> None:
    before = wires(house)
    for door in ("A05", "A06"):
        house.sense(door, Reading.OPEN)
    for contact in ("closed-is-0", None):  # there, and back again
        with working(house, as_=TECHNICIAN, page="staff.bench_contacts") as worker:
            worker.press("2 doors are shut, but")
            assert worker.says("The contacts of A05, A06 are read the other way round")
            worker.press("Yes, write it")
            assert worker.says("The station file is written.")
        turned = {door: (*before[door][:2], contact) for door in ("A05", "A06")}
        assert wires(house) == before | turned
    assert house.bank.opened == []


def test_a_file_that_cannot_be_changed_is_told_and_stays_as_it_is(house: House) -> None:
    house.sense("A05", Reading.OPEN)
    with working(house, as_=TECHNICIAN, page="staff.bench_contacts") as worker:
        worker.press("1 door is shut, but")
        edited = house.plan_file.read_text("utf-8") + "# edited meanwhile\n"
        house.plan_file.write_text(edited, "utf-8")
        worker.press("Yes, write it")
        assert worker.says("The station file could not be changed. Nothing was written.")
        assert house.left == []
    assert house.plan_file.read_text("utf-8") == edited
    house.plan_file.write_text("id = 7")
    with working(house, as_=TECHNICIAN, page="staff.bench_contacts") as worker:
        worker.press("1 door is shut, but")
        assert worker.says("The station file could not be changed. Nothing was written.")


def test_contacts_that_do_not_say_shut_are_listed_without_opening_anything(house: House) -> None:
    house.sense("A05", Reading.OPEN)
    with working(house, as_=TECHNICIAN, page="staff.bench_contacts") as worker:
        assert worker.says("23 doors say shut.")
        assert worker.says("A05 · ")
        house.sense("A05", Reading.CLOSED)
        worker.advance(1.1)
        assert worker.says("24 doors say shut.")
    assert house.bank.opened == []


def test_a_search_of_the_line_tells_who_answers_and_what_is_odd(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press("Tools")
        worker.press("Line")
        worker.press("Cabinet A")
        assert worker.says("Being searched")
        assert not worker.offers("Cabinet A")
        assert house.line.asked == ["A"]
        boards = (BoardFound("dc", 19200, 5), BoardFound("dc", 19200, 6))
        house.line.finds(LineFound(boards, (LineSays.SHARED,)))
        worker.settle()
        assert worker.says("dc, address 5, 19200 baud")
        assert worker.says("dc, address 6, 19200 baud")
        assert worker.says("Two boards share an address")
        worker.press("Cabinet A")
        assert not worker.says("dc, address 5")
        worker.touch("Back")
        house.line.finds(LineFound(says=(LineSays.SILENT,)))  # nobody is there to be told
    assert house.bank.opened == []


@pytest.mark.parametrize("says", LineSays)
def test_everything_a_search_may_say_has_its_sentence(house: House, says: LineSays) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_line") as worker:
        before = set(worker.texts())
        worker.press("Cabinet A")
        house.line.finds(LineFound(says=(says,)))
        worker.settle()
        assert len(set(worker.texts()) - before) == 1


@pytest.mark.parametrize(("number", "sees"), [("03", True), ("01", True), ("04", False)])
def test_only_who_may_test_devices_is_shown_the_way(house: House, number: str, sees: bool) -> None:
    with working(house, as_=number) as worker:
        assert worker.offers("Test the doors") is sees


@pytest.mark.parametrize(("panel", "language"), STAFF_SEES)
def test_every_step_of_a_walk_can_be_read_and_hit(
    house: House, panel: str, language: Language
) -> None:
    with working(house, PANELS[panel], as_=TECHNICIAN, page="staff.bench_walk") as worker:
        worker.navigator.visit.language = language
        worker.navigator.rebuild()
        worker.settle()
        for first, second in ((0, 1), (1, 0)):
            worker.page.open_next()
            settle(worker, house)
            assert faults(worker.stage) == []
            worker.page.which()
            worker.settle()
            assert faults(worker.stage) == [], first
            worker.page.answer(house.cabinet.doors[second].id)
            shut(worker, house)
        assert faults(worker.stage) == []
