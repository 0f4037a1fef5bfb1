"""The technician's bench, by touch: one door, a cycle test, a walk, the contacts."""

from __future__ import annotations

import pytest

from kiosk.ids import DoorId
from kiosk.lockers.events import OpenAsked, OpenReason
from kiosk.lockers.plan import Size
from kiosk.ports import Reading
from tests.ui.staff.house import House, Worker, working
from tests.ui.staff.showings import rent

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
        assert worker.says("Shut the door, please.")
        shut(worker, house)
        for plan in house.cabinet.doors[1:]:
            worker.press(f"Open door {plan.id}")
            settle(worker, house)
            shut(worker, house)
            worker.press(f"Yes, door {plan.id}")
        assert worker.says("Not as in the plan: A01")
    assert len(house.bank.opened) == len(house.cabinet.doors)


def test_contacts_that_do_not_say_shut_are_listed_without_opening_anything(house: House) -> None:
    house.sense("A05", Reading.OPEN)
    with working(house, as_=TECHNICIAN, page="staff.bench_contacts") as worker:
        assert worker.says("23 doors say shut.")
        assert worker.says("A05 · ")
        house.sense("A05", Reading.CLOSED)
        worker.advance(1.1)
        assert worker.says("24 doors say shut.")
    assert house.bank.opened == []


@pytest.mark.parametrize(("number", "sees"), [("03", True), ("01", True), ("04", False)])
def test_only_who_may_test_devices_is_shown_the_way(house: House, number: str, sees: bool) -> None:
    with working(house, as_=number) as worker:
        assert worker.offers("Test the doors") is sees
