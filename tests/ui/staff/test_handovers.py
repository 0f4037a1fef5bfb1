"""Hand-overs, extensions, failed reservations and worn locks, on the staff pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kiosk.ids import DoorId, ReservationId, SettingKey
from kiosk.journal.entry import Event
from kiosk.lockers.plan import Size
from kiosk.lockers.records import DoorState
from kiosk.lockers.reservation_events import ReservationFailed
from kiosk.lockers.service_events import DoorServiced, HandoverBegun, RentalsExtended
from kiosk.ports import Reading
from kiosk.tap import Tap
from screens.visit import Language
from tests.ui.harness import PANELS
from tests.ui.staff.house import STAFF_SEES, House, Worker, working
from tests.ui.staff.showings import change, rent
from tests.ui.tree import faults


def put_in(worker: Worker, size: str = "Medium") -> tuple[DoorId, str]:
    """Put something in; return its door and the code that stood on the screen."""
    worker.press("Hand-overs")
    worker.press("Put something in")
    worker.press(size)
    (begun,) = worker.house.events(HandoverBegun)[-1:]
    (code,) = [text for text in worker.texts() if re.fullmatch(r"\d{3} \d{3}", text)]
    worker.house.look()
    worker.house.sense(begun.door, Reading.CLOSED)
    worker.settle()
    return begun.door, code.replace(" ", "")


def test_a_handover_is_put_in_fetched_once_by_the_resident_and_seen_by_the_giver(
    house: House,
) -> None:
    with working(house, as_="04") as worker:
        door, code = put_in(worker)
        assert worker.says(f"It lies in door {door}")
        worker.press("The code is passed on")
        assert worker.says(f"Door {door}: waits since")

        worker.navigator.finish()
        worker.navigator.wake(language=Language.EN)
        worker.navigator.go("lockers.pick_up")
        worker.advance(1)
        worker.page.choose_door(door)
        for digit in code:
            worker.page.type_code(digit)
        worker.settle()
        house.bank_lane.run()
        worker.settle()
        assert worker.says(f"Door {door} is open")  # nobody is asked anything
        house.look()
        house.sense(door, Reading.CLOSED)
        worker.settle()
        assert worker.says(f"Fetched from door {door}")
        assert house.lockers.state_of(door, house.clock.now()) is DoorState.FREE

        worker.navigator.home()
        worker.navigator.go("lockers.pick_up")
        worker.advance(1)
        worker.page.choose_door(door)
        for digit in code:
            worker.page.type_code(digit)
        worker.settle()
        assert worker.says("This was fetched already")
    with working(house, as_="04", page="staff.handovers") as worker:
        assert worker.says(f"Door {door}: fetched at")
        assert worker.says("Put in by 04")


def test_the_code_of_a_handover_is_gone_with_its_page(house: House) -> None:
    with working(house, as_="04") as worker:
        _, code = put_in(worker)
        worker.press("The code is passed on")
        assert not any(code in text.replace(" ", "") for text in worker.texts())


def test_when_every_door_is_taken_it_is_said(house: House) -> None:
    with working(house, as_="04", page="staff.hand_over") as worker:
        for _ in house.cabinet.doors:
            free = [each for each in house.desk.free() if each.doors or each.easy]
            if free:
                tap, easy = Tap.fresh(), not free[-1].doors
                house.desk.rent(tap, lambda _: None, size=free[-1].size, easy=easy)
                house.bank_lane.run()
        worker.press("Large")
        assert worker.says("All doors of this size are taken")


def test_a_supervisor_extends_all_rentals_by_one_entry(house: House) -> None:
    door = rent(house, Size.S)
    before = next(each.until for each in house.lockers.rentals.values() if each.door == door)
    with working(house, as_="02", page="staff.extend") as worker:
        worker.press("2 hours")
        assert worker.says("every rental ends 2 h later")
    assert [each.hours for each in house.events(RentalsExtended)] == [2]
    after = next(each.until for each in house.lockers.rentals.values() if each.door == door)
    assert after - before == timedelta(hours=2)


def test_with_nobody_there_nothing_is_extended_and_it_is_said(house: House) -> None:
    with working(house, as_="02", page="staff.extend") as worker:
        worker.press("2 hours")
        assert worker.says("Nobody has a door now.")


def test_an_attendant_is_not_offered_to_extend(house: House) -> None:
    with working(house, as_="04") as worker:
        assert not worker.offers("Extend all rentals")


def test_a_reservation_that_failed_is_told_to_the_staff(house: House) -> None:
    starts = house.clock.now() + timedelta(hours=1)
    tap = Tap.fresh()
    house.desk.reservations.reserve(
        tap, lambda _: None, size=Size.M, starts=starts, ends=starts + timedelta(hours=2)
    )
    house.clock.advance(hours=1)
    house.happened(ReservationFailed(reservation=ReservationId(tap.id)))
    with working(house, as_="04") as worker:
        worker.press("No door was free for a reservation")
        assert worker.says("No door was free")
    house.clock.advance(hours=3)
    with working(house, as_="04") as worker:
        assert not worker.offers("No door was free for a reservation")


def test_a_worn_lock_is_told_until_somebody_looked_after_it(house: House) -> None:
    door = rent(house, Size.S)
    for _ in range(100):
        house.happened(_opened(door))
    change(house, SettingKey("lockers.service_cycles"), "100")
    with working(house, as_="02") as worker:
        worker.press(f"Door {door}: the lock needs service")
        assert worker.says("Opened 101, not opened 0, late 0")
        worker.press("Lock was serviced")
        assert not worker.offers("Lock was serviced")
    assert [each.door for each in house.events(DoorServiced)] == [door]
    with working(house, as_="02") as worker:
        assert not worker.offers(f"Door {door}: the lock needs service")


def _opened(door: DoorId) -> Event:
    from kiosk.lockers.events import OpenEnded
    from kiosk.ports import Outcome

    return OpenEnded(
        order=Tap.fresh().id, door=door, outcome=Outcome.OPENED, elapsed_ms=240, pulses=1
    )


@pytest.mark.parametrize(("panel", "language"), STAFF_SEES)
def test_the_code_page_of_a_handover_can_be_read_and_hit(
    house: House, panel: str, language: Language
) -> None:
    with working(house, PANELS[panel], as_="04", page="staff.hand_over") as worker:
        worker.navigator.visit.language = language
        worker.navigator.rebuild()
        worker.settle()
        worker.page.hand_over(Size.M)
        worker.settle()
        assert faults(worker.stage) == []
        house.bank_lane.run()
        house.look()
        worker.settle()
        assert faults(worker.stage) == []
