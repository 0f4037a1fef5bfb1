"""A bag goes into a door and comes out again, by touch, over real serial bytes."""

from __future__ import annotations

import gc
import weakref

import pytest

from kiosk.ids import DoorId
from kiosk.lockers.records import DoorState, Holding
from kiosk.settings import LockerLimits, Settings
from kiosk.voice.spoken import spoken_door
from screens.lockers.at_door import AT_DOOR
from screens.theme import Screen
from tests.ui.harness import LANDSCAPE, SMALL
from tests.ui.lockers.world import Resident, World, visiting


def store(person: Resident, size: str = "Medium") -> tuple[str, str, str]:
    """Store something; return door, code and QR as they stood on the screen."""
    person.press("Store things")
    person.press(size)
    door, code, qr = person.world.rental.door, person.shown_code(), person.shown_qr()
    person.shut(door)
    return door, code, qr


def pick_up(person: Resident, door: str, code: str) -> None:
    """Type door and code, from the first page of the lockers."""
    person.press("Pick up")
    person.press(door)
    person.type(code)


def test_a_bag_is_stored_in_three_touches_and_the_door_is_sensed(world: World) -> None:
    with visiting(world, page="") as person:
        person.press("Lockers")
        person.press("Store things")
        person.press("Medium")
        rental = world.rental
        assert person.says(f"Door {rental.door} is open")
        assert world.pulses(rental.door) == 1
        assert rental.holding is Holding.HELD
        person.shut(rental.door)
        assert person.says(f"Stored in door {rental.door}")
        assert world.rental.holding is Holding.OCCUPIED


def test_code_and_qr_are_on_the_screen_before_the_door_is_pulsed(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.stage.touch("Medium")  # the bank has not begun
        door = world.rental.door
        assert world.pulses(door) == 0
        assert person.says(f"Door {door} is opening")
        assert world.key.code_tag(person.shown_code()) == world.rental.code
        assert person.shown_qr().startswith("YZL1:")


def test_the_qr_on_the_screen_can_be_read_by_another_program(world: World) -> None:
    import zxingcpp

    with visiting(world, page="lockers.size") as person:
        person.press("Small")
        found = [each.text for each in zxingcpp.read_barcodes(person.stage.picture())]
        assert found == [person.shown_qr()]


def test_a_door_is_picked_up_by_code_and_given_back(world: World) -> None:
    with visiting(world) as person:
        door, code, _ = store(person)
        person.press("Back")
        pick_up(person, door, code)
        assert person.place == "lockers.ask"
        assert world.pulses(door) == 1
        person.press("Take everything, give back")
        assert person.says("Take everything out")
        assert world.pulses(door) == 2
        person.shut(door)
        assert person.says("Given back, thank you")
        assert not world.lockers.rentals
        assert world.lockers.state_of(DoorId(door), world.clock.now()) is DoorState.FREE


def test_a_door_is_kept_when_only_something_is_taken(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        person.press("Take something, keep the door")
        person.shut(door)
        assert person.says(f"Your things are still in door {door}")
        assert world.rental.holding is Holding.OCCUPIED
        person.press("Back")
        person.scan(qr)
        assert person.place == "lockers.ask"


@pytest.mark.parametrize("begin", ["home", "lockers", "lockers.size", "lockers.pick_up"])
def test_a_qr_leads_from_every_page_to_its_door(world: World, begin: str) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.navigator.home()
        if begin != "home":
            person.navigator.go(begin)
        person.scan(qr)
        assert person.place == "lockers.ask"
        assert person.says(f"Your door {door}")


def test_a_qr_wakes_the_waiting_screen(world: World) -> None:
    with visiting(world) as person:
        _, _, qr = store(person)
        person.press("Done")
        assert person.place == "attract"
        person.scan(qr)
        assert person.place == "lockers.ask"


def test_a_scan_alone_opens_nothing_and_releases_nothing(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        person.scan(qr)
        assert world.pulses(door) == 1
        assert world.rental.door == door


def test_back_from_the_question_does_not_ask_again(world: World) -> None:
    with visiting(world) as person:
        _, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        person.press("Back")
        assert person.place == "lockers"


@pytest.mark.parametrize("panel", [SMALL, LANDSCAPE], ids=["small", "landscape"])
def test_doors_are_typed_where_the_picture_is_too_small_to_touch(
    world: World, panel: Screen
) -> None:
    with visiting(world, panel) as person:
        door, code, _ = store(person, "Large")
        person.press("Back")
        person.press("Pick up")
        person.type(door[1:])
        assert person.says(f"Door {door}")
        person.type(code)
        assert person.place == "lockers.ask"


def test_done_wipes_code_and_qr(world: World) -> None:
    with visiting(world) as person:
        store(person)
        person.press("Done")
        assert person.place == "attract"
        assert not person.navigator.visit.given
        assert not person.navigator.visit.holds


# -- the door does otherwise ---------------------------------------------------------------


def test_a_door_that_does_not_open_is_replaced_and_said(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        world.order("jam", lock=world.lock("A02"))
        person.stage.touch("Medium")
        world.step()
        person.stage.settle()
        assert world.rental.door != "A02"
        assert person.says(f"Door A02 did not open. You have door {world.rental.door} instead.")
        world.work()
        person.stage.settle()
        assert person.says(f"Door {world.rental.door} is open")
        assert world.lockers.state_of(DoorId("A02"), world.clock.now()) is DoorState.OUT_OF_SERVICE
        person.shut(world.rental.door)
        assert person.says(f"Stored in door {world.rental.door}")


def test_when_no_door_opens_nothing_is_kept_and_one_may_choose_again(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        for door in world.cabinet.doors:
            world.order("jam", lock=door.lock)
        person.press("Large")
        assert person.says("No door opened. We are sorry.")
        assert not world.lockers.rentals
        assert not person.says("Code of door")
        person.press("Choose again")
        assert person.place == "lockers.size"


def test_a_line_that_dies_mid_open_is_asked_about(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        world.order("unplug_at_pulse", seconds=3600)
        person.press("Medium")
        door = world.rental.door
        assert person.says(f"Did door {door} open?")
        code = person.shown_code()
        person.press("It opened")
        assert person.says(f"Door {door} is kept for you")
        assert not person.says("Stored in")
        assert person.shown_code() == code
        assert world.rental.holding is Holding.HELD


def test_who_saw_the_door_stay_shut_has_no_rental_left(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        world.order("unplug_at_pulse", seconds=3600)
        person.press("Medium")
        person.press("It did not open")
        assert person.says("Nothing was stored")
        assert not world.lockers.rentals


def test_a_door_given_back_unseen_is_left_to_the_staff(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        world.order("unplug_at_pulse", seconds=5)
        person.press("Take everything, give back")
        assert person.says(f"Did door {door} open?")
        world.order("shut", lock=world.lock(door))
        world.seconds.wait(60)
        world.look(4)
        person.stage.settle()
        assert person.says("The staff will look at it")
        assert world.lockers.state_of(DoorId(door), world.clock.now()) is DoorState.TO_CHECK
        assert world.rental.door == door


def test_a_bank_that_is_away_gives_no_door_and_keeps_what_is_stored(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        world.order("unplug", seconds=3600)
        world.look()
        person.stage.advance(2)
        assert person.says("The doors do not answer now")
        assert person.stage.button("Store things").disabled
        person.scan(qr)
        person.press("Take everything, give back")
        assert person.says(f"Door {door} was not opened")
        assert person.says("Your things are safe inside")
        assert world.rental.door == door


def test_the_door_can_be_tried_once_more(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        world.order("jam", lock=world.lock(door))
        person.press("Take something, keep the door")
        assert person.says(f"Door {door} did not open")
        world.order("unjam", lock=world.lock(door))
        person.press("Try once more")
        assert person.says(f"Door {door} is open")
        person.shut(door)
        assert person.says(f"Your things are still in door {door}")


def test_a_door_left_open_is_spoken_of_and_the_staff_are_told(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        door = world.rental.door
        person.wait(1)
        person.wait(30)
        assert person.says(f"Door {door} is still open")
        spoken = person.services.voice.said
        assert spoken[:4] == [*spoken_door(door, "en"), "door_opens"][:4]
        assert "shut_the_door" in spoken
        assert "shut_the_door_now" not in spoken
        person.wait(60)
        assert spoken[-1] == "shut_the_door_now"
        person.wait(60)
        assert person.says("The staff have been told")
        assert world.lockers.door(DoorId(door)).alarm is not None
        person.shut(door)
        assert person.says(f"Stored in door {door}")


# -- leaving -------------------------------------------------------------------------------


def test_the_idle_clock_stands_still_while_the_door_is_open(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        person.stage.advance(600, step=5)
        assert person.shown() == "DoorScreen"
        person.shut(world.rental.door)
        person.stage.advance(52, step=1)
        assert person.shown() == "StillHereScreen"
        person.stage.advance(32, step=1)
        assert person.place == "attract"


def test_back_is_closed_while_the_door_is_open(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        assert person.stage.button("Back").disabled
        assert person.says("The page goes on by itself when the door is shut.")
        person.shut(world.rental.door)
        assert not person.stage.button("Back").disabled


def test_home_wipes_the_visit_but_never_the_rental(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        door = world.rental.door
        person.press("Home")
        assert person.place == "home"
        assert not person.navigator.visit.given
        assert not person.navigator.visit.holds
        person.shut(door)
        assert person.place == "home"
        assert world.rental.holding is Holding.OCCUPIED


def test_help_may_be_looked_at_while_the_door_is_open(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        code = person.shown_code()
        person.press("Help")
        assert person.navigator.visit.holds
        person.press("Back")
        assert person.shown_code() == code
        person.press("Help")
        person.shut(world.rental.door)
        assert not person.navigator.visit.holds
        person.press("Back")
        assert person.says("Stored in door")


def test_a_call_for_staff_wipes_the_code_and_says_so(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        code = person.shown_code()
        person.press("Help")
        person.press("Call the staff")
        person.press("Back")
        assert person.says("The staff help you with your door")
        assert not person.says(f"{code[:3]} {code[3:]}")
        assert AT_DOOR not in person.navigator.visit.given


def test_nothing_of_a_visit_is_kept_once_it_is_left(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Medium")
        at_door = weakref.ref(person.navigator.visit.given[AT_DOOR])
        person.press("Home")
        gc.collect()
        assert at_door() is None


# -- wishes --------------------------------------------------------------------------------


def test_hours_and_phone_tail_go_with_the_rental(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.stage.touch("4 hours")
        person.press("Longer")
        person.press("Longer")
        person.type("5678")
        person.press("Done")
        assert person.place == "lockers.size"
        person.press("Medium")
        rental = world.rental
        assert (rental.until - rental.began).total_seconds() == 6 * 3600
        (note,) = rental.notes
        private = world.journal.private(note)
        assert private is not None
        assert private.body == {"phone_tail": "5678"}


def test_half_a_phone_tail_is_not_taken(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.stage.touch("4 hours")
        person.type("56")
        person.press("Done")
        assert person.says("Please type all four digits, or clear them.")
        person.press("Back")
        person.press("Medium")
        assert not world.rental.notes


def test_no_more_hours_are_offered_than_the_station_allows(tmp_path_factory: object) -> None:
    folder = tmp_path_factory.mktemp("short")  # type: ignore[attr-defined]
    world = World(folder, settings=Settings(lockers=LockerLimits(default_hours=2, max_hours=3)))
    with visiting(world, page="lockers.more") as person:
        person.press("Longer")
        assert person.stage.button("Longer").disabled
        assert person.says("3 hours")
    world.close()


def test_easy_reach_gives_a_door_within_reach(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        person.press("Easy to reach")
        person.press("Small")
        assert world.cabinet.door(world.rental.door).easy_reach


def test_another_door_is_offered_when_none_is_within_reach(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        for door in world.cabinet.easy_reach():
            world.order("pull", lock=door.lock)
        world.look()
        person.press("Easy to reach")
        person.press("Medium")
        assert person.says("No door within easy reach is free")
        assert not world.lockers.rentals
        person.press("Take a higher or lower door")
        assert not world.cabinet.door(world.rental.door).easy_reach


def test_the_free_doors_are_counted_live(world: World) -> None:
    with visiting(world) as person:
        count = int(person.page.free)
        world.order("pull", lock=world.lock("A02"))
        world.look()
        person.stage.advance(2)
        assert person.page.free == count - 1
        assert person.says(f"{count - 1} doors are free")


def test_late_doors_are_shown_as_numbers(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        assert not person.says("Time is")
        world.clock.advance(hours=3, minutes=30)
        person.stage.advance(2)
        assert person.says("Time is nearly over")
        world.clock.advance(hours=1)
        person.stage.advance(2)
        assert person.says("Time is over")
        assert person.says(door)
        person.scan(qr)
        assert person.says("Your things are safe.")
