"""A cleaning round by touch: one door after another, each ticked; gone on with after a pause."""

from __future__ import annotations

import pytest

from kiosk.ids import DoorId
from kiosk.lockers import rounds
from kiosk.lockers.records import DoorState
from kiosk.lockers.round_events import RoundEnded, RoundTicked, Tick
from kiosk.ports import Reading
from screens.visit import Language
from tests.ui.harness import PANELS
from tests.ui.staff.house import STAFF_SEES, House, Worker, working
from tests.ui.tree import faults


def look_into(worker: Worker, door: DoorId) -> None:
    worker.press(f"Open door {door}")
    worker.house.look()
    worker.settle()
    assert worker.says(f"Door {door} is open. Clean it and shut it.")
    assert not worker.offers("Empty and clean")
    worker.house.sense(door, Reading.CLOSED)
    worker.settle()


def test_a_column_is_gone_round_and_every_door_is_ticked(house: House) -> None:
    with working(house, as_="04") as worker:
        worker.press("Cleaning round")
        worker.press("Cabinet A, column 1")
        whole = doors = rounds.left(house.lockers, cabinet=house.cabinet)
        assert len(doors) > 2
        ticks = {doors[0]: "Something was left", doors[1]: "Broken"}
        while doors:
            look_into(worker, doors[0])
            worker.press(ticks.get(doors[0], "Empty and clean"))
            doors = rounds.left(house.lockers, cabinet=house.cabinet)
        worker.press("End the round")
        assert worker.says("Cabinet A, column 1")
    assert [each.door for each in house.events(RoundTicked)] == list(whole)
    assert [each.tick for each in house.events(RoundTicked)][:2] == [Tick.GOODS, Tick.BROKEN]
    assert len(house.events(RoundEnded)) == 1
    assert house.lockers.state_of(whole[1], house.clock.now()) is DoorState.OUT_OF_SERVICE
    assert [each.door for each in house.lockers.goods.values()] == [whole[0]]


def test_another_member_goes_on_where_the_first_one_stopped(house: House) -> None:
    with working(house, as_="04", page="staff.cleaning") as worker:
        worker.press("Cabinet A, column 1")
        first, second, *_ = rounds.left(house.lockers, cabinet=house.cabinet)
        look_into(worker, first)
        worker.press("Empty and clean")
    with working(house, as_="02", page="staff.cleaning") as worker:
        assert worker.offers(f"Open door {second}")


@pytest.mark.parametrize(("panel", "language"), STAFF_SEES)
def test_the_page_of_a_round_can_be_read_and_hit(
    house: House, panel: str, language: Language
) -> None:
    with working(house, PANELS[panel], as_="04", page="staff.cleaning") as worker:
        worker.navigator.visit.language = language
        worker.page.begin_round(house.cabinet.banks[0], 1)
        worker.settle()
        worker.navigator.rebuild()
        worker.settle()
        assert faults(worker.stage) == []
        first, *_ = rounds.left(house.lockers, cabinet=house.cabinet)
        worker.page.open(first)
        worker.settle()
        house.bank_lane.run()
        house.look()
        worker.settle()
        assert faults(worker.stage) == []
