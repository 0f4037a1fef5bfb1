"""The door map and everything staff do with one door, by touch."""

from __future__ import annotations

import pytest

from kiosk.ids import DoorId, EntryId, StaffId
from kiosk.lockers.events import (
    AlarmRaised,
    AlarmSeen,
    DoorMarked,
    GoodsCollected,
    Mark,
    MarkReason,
    OpenAsked,
    OpenReason,
)
from kiosk.lockers.plan import Size
from kiosk.lockers.records import DoorState
from kiosk.ports import Outcome, Reading
from tests.ui.harness import SMALL
from tests.ui.staff.house import PINS, House, working
from tests.ui.staff.showings import TAIL, change, clear, overdue, rent


def state(house: House, door: str) -> DoorState:
    return house.lockers.state_of(DoorId(door), house.clock.now())


def last_open(house: House) -> tuple[EntryId, OpenAsked]:
    found = [(e.id, v) for e, v in house.station.events() if isinstance(v, OpenAsked)]
    return found[-1]


def make_overdue(house: House, tail: str = "") -> DoorId:
    rent(house, Size.M, tail)
    house.clock.advance(hours=6)
    house.look()
    return overdue(house)


# -- the map -----------------------------------------------------------------------------------


def test_the_map_shows_every_door_with_its_state_and_what_is_sensed(house: House) -> None:
    door = rent(house, Size.S)
    with working(house, as_="04", page="staff.doors") as worker:
        texts = worker.texts()
    assert f"{door} Occupied" in texts
    assert sum(text.endswith(" Free") for text in texts) == 23
    assert sum(text.startswith("Sensed: shut, ") for text in texts) == 24


def test_the_map_shows_the_age_of_a_reading_as_it_grows(house: House) -> None:
    with working(house, as_="04", page="staff.doors") as worker:
        assert worker.says("Sensed: shut, just now")
        house.clock.advance(7)
        worker.advance(1.1)
        assert worker.says("Sensed: shut, 7 s ago")
        house.look()
        worker.advance(1.1)
        assert worker.says("Sensed: shut, just now")


def test_a_door_opened_by_hand_is_seen_on_the_map_without_a_touch(house: House) -> None:
    with working(house, as_="04", page="staff.doors") as worker:
        house.sense("A05", Reading.OPEN)
        worker.advance(1.1)
        tile = next(w for w in worker.widgets() if getattr(w, "text", "").startswith("A05"))
        assert tile.now.tone == "bad"
        assert tile.now.sensed.startswith("Sensed: open")


def test_the_map_says_when_a_cabinet_is_gone_and_when_it_is_back(house: House) -> None:
    with working(house, as_="04", page="staff.doors") as worker:
        house.bank.unplugged = True
        house.look()
        worker.settle()
        assert worker.says("Cabinet A does not answer.")
        assert worker.says("Sensed: unknown")
        house.bank.unplugged = False
        house.look()
        worker.settle()
        assert not worker.says("Cabinet A does not answer.")


def test_the_legend_counts_doors_and_shows_only_the_chosen_ones(house: House) -> None:
    door = rent(house, Size.S)
    with working(house, as_="04", page="staff.doors") as worker:
        worker.press("All doors")
        assert worker.says("Free · 23")
        worker.press("Occupied · 1")
        tiles = [text for text in worker.texts() if text.startswith("A")]
        assert [text for text in tiles if text != "All doors"] == [f"{door} Occupied"]


def test_what_needs_a_look_can_be_picked_out(house: House) -> None:
    house.sense("A05", Reading.OPEN)
    with working(house, as_="04", page="staff.door_filter") as worker:
        worker.navigator.replace("staff.doors")
        worker.settle()
        worker.press("All doors")
        worker.press("Needs a look")
        tiles = [text for text in worker.texts() if text.startswith("A") and text[1].isdigit()]
        assert len(tiles) == 1


def test_every_door_can_be_reached_on_the_smallest_panel(house: House) -> None:
    with working(house, SMALL, as_="04", page="staff.doors") as worker:
        for door in house.cabinet.doors:
            while not any(text.startswith(door.id) for text in worker.texts()):
                worker.press("Next")
            while worker.page.tiles.leaf:
                worker.press("Prev.")


def test_several_cabinets_have_tabs(tmp_path_factory: pytest.TempPathFactory) -> None:
    several = House(tmp_path_factory.mktemp("house"), station="pingdi")
    first, second = several.cabinet.banks
    try:
        with working(several, as_="04", page="staff.doors") as worker:
            for bank in (second, first):
                worker.press(bank)
                doors = {door.id for door in several.cabinet.of_bank(bank)}
                tiles = [w for w in worker.widgets() if hasattr(w, "now")]
                assert {tile.now.door for tile in tiles} <= doors
                assert tiles
    finally:
        several.close()


# -- one door ----------------------------------------------------------------------------------


def test_a_touched_door_opens_its_page(house: House) -> None:
    door = rent(house, Size.S)
    with working(house, as_="04", page="staff.doors") as worker:
        worker.press(f"{door} Occupied")
        assert worker.says(f"Door {door}")
        assert worker.says("Given out 10:00, until 14:00")
        assert worker.says("Overdue from 14:15")
        assert worker.says("Used 1 time")


def test_opening_asks_for_a_reason_and_tells_every_step(house: House) -> None:
    with working(house, as_="04", page="staff.door", door=DoorId("A05")) as worker:
        worker.press("Open with a reason")
        worker.press("Look inside")
        worker.press("A technician asked for it")
        worker.press("Open door A05")
        assert worker.says("Door A05 is open. Shut it when you are done.")
        assert house.bank.opened == ["A05"]
        house.sense("A05", Reading.CLOSED)
        worker.settle()
        assert worker.says("Door A05 is shut.")
    entry, event = last_open(house)
    assert event.reason is OpenReason.CHECK
    stored = house.journal.find(entry)
    private = house.journal.private(entry)
    assert stored is not None
    assert private is not None
    assert stored.actor == "staff:04"
    assert dict(private.body) == {"note": "A technician asked for it"}


def test_the_order_is_told_before_the_door_moves(house: House) -> None:
    with working(
        house, as_="04", page="staff.open", door=DoorId("A05"), reason=OpenReason.CHECK
    ) as worker:
        worker.touch("Open door A05")
        assert worker.says("Door A05 is being opened …")
        assert house.bank.opened == []


def test_a_door_that_does_not_open_is_told_and_goes_out_of_service(house: House) -> None:
    house.bank.stuck.add(DoorId("A05"))
    with working(
        house, as_="04", page="staff.open", door=DoorId("A05"), reason=OpenReason.STUCK
    ) as worker:
        worker.press("Open door A05")
        assert worker.says("Door A05 did not open. It is out of service now.")
    assert state(house, "A05") is DoorState.OUT_OF_SERVICE


def test_an_order_to_a_cabinet_that_is_gone_says_that_nothing_was_sent(house: House) -> None:
    house.bank.unplugged = True
    with working(
        house, as_="04", page="staff.open", door=DoorId("A05"), reason=OpenReason.CHECK
    ) as worker:
        worker.press("Open door A05")
        assert worker.says("The lock board does not answer. Nothing was sent.")
    assert house.bank.opened == []


def test_every_step_has_its_sentence(house: House) -> None:
    from kiosk.lockers.steps import Failed, Opened, StandsOpen, Unsure

    door, order = DoorId("A05"), EntryId("x")
    with working(house, as_="04", page="staff.open", door=door, reason=OpenReason.CHECK) as worker:
        for step, sentence in (
            (Opened(order, door, Outcome.ALREADY_OPEN), "was open already"),
            (Unsure(order, door, None), "It is not known whether door A05 opened"),
            (StandsOpen(order, door, 60), "has stood open for 60 seconds"),
            (Failed(), "Nothing was changed"),
        ):
            worker.page.told(step)
            worker.settle()
            assert worker.says(sentence)


def test_a_door_that_is_being_opened_is_refused_in_one_sentence(house: House) -> None:
    with working(
        house, as_="04", page="staff.open", door=DoorId("A05"), reason=OpenReason.CHECK
    ) as worker:
        worker.touch("Open door A05")
        worker.navigator.back()
        worker.navigator.go("staff.open", door=DoorId("A05"), reason=OpenReason.CHECK)
        worker.touch("Open door A05")
        assert worker.says("Door A05 is being opened already. Please wait a moment.")


def test_phone_digits_are_shown_only_for_a_lost_code(house: House) -> None:
    door = rent(house, Size.S, TAIL)
    with working(house, as_="04", page="staff.door", door=door) as worker:
        assert not worker.says(TAIL)
        worker.press("Open with a reason")
        worker.press("Clean it")
        assert not worker.says(TAIL)
        worker.press("Back")
        worker.press("Open with a reason")
        worker.press("Code lost")
        assert worker.says(f"Phone ends in {TAIL}")


def test_a_lost_code_without_phone_digits_says_what_to_ask(house: House) -> None:
    door = rent(house, Size.S)
    with working(
        house, as_="04", page="staff.open", door=door, reason=OpenReason.LOST_CODE
    ) as worker:
        assert worker.says("No phone digits were left.")


def test_opening_as_staff_does_not_end_the_rental(house: House) -> None:
    door = rent(house, Size.S)
    with working(
        house, as_="04", page="staff.open", door=door, reason=OpenReason.LOST_CODE
    ) as worker:
        worker.press(f"Open door {door}")
        house.sense(door, Reading.CLOSED)
    assert state(house, door) is DoorState.OCCUPIED


def test_a_door_goes_out_of_service_with_a_reason_and_comes_back(house: House) -> None:
    with working(house, as_="03", page="staff.door", door=DoorId("A05")) as worker:
        worker.press("Take out of service")
        worker.press("Broken")
        assert worker.says("Out of service")
        assert worker.says("Broken")
        worker.press("Back in service")
        assert worker.says("Noted.")
    assert [(m.mark, m.reason) for m in house.events(DoorMarked)] == [
        (Mark.OUT_OF_SERVICE, MarkReason.BROKEN),
        (Mark.IN_SERVICE, MarkReason.NONE),
    ]


@pytest.mark.parametrize(
    ("verb", "to"), [("Needs cleaning", Mark.CLEANING), ("Needs a check", Mark.TO_CHECK)]
)
def test_a_door_can_be_put_aside(house: House, verb: str, to: Mark) -> None:
    with working(house, as_="03", page="staff.door", door=DoorId("A05")) as worker:
        worker.press(verb)
    assert house.lockers.door(DoorId("A05")).mark is to


def test_an_alarm_that_was_looked_at_is_gone(house: House) -> None:
    house.sense("A05", Reading.OPEN)
    assert house.events(AlarmRaised)
    with working(house, as_="04") as worker:
        worker.press("Door A05: Opened without an order")
        worker.press("Alarm was looked at")
        assert worker.says("Noted.")
        assert not worker.says("Opened without an order")
    assert len(house.events(AlarmSeen)) == 1


# -- clearing ----------------------------------------------------------------------------------


def test_clearing_needs_a_second_person_and_puts_the_goods_on_the_list(house: House) -> None:
    door = make_overdue(house)
    with working(house, as_="04", page="staff.door", door=door) as worker:
        worker.press("Clear this overdue door")
        worker.press("Nobody came; no phone was left")
        worker.type("02" + PINS["02"])
        worker.press("Agree")
        assert worker.says("Cleared by 04 and 02")
        worker.press(f"Open door {door}")
        assert worker.says(f"Door {door} is open.")
        house.sense(door, Reading.CLOSED)
        worker.settle()
        assert worker.says("shut and cleared")
        worker.navigator.go("staff.goods")
        worker.settle()
        assert worker.says(f"Door {door}, cleared on 11 Feb")
        assert worker.says("Kept until 18 Feb")
    entry, event = last_open(house)
    private = house.journal.private(entry)
    assert event.second == "02"
    assert private is not None
    assert private.body["note"] == "Nobody came; no phone was left"


def test_the_second_person_must_be_somebody_else(house: House) -> None:
    door = make_overdue(house)
    with working(house, as_="04", page="staff.second", door=door, note="…") as worker:
        worker.type("04" + PINS["04"])
        worker.press("Agree")
        assert worker.says("The second person must be somebody else.")


def test_a_second_person_whose_role_may_not_clear_is_refused(house: House) -> None:
    door = make_overdue(house)
    with working(house, as_="04", page="staff.second", door=door, note="…") as worker:
        worker.type("03" + PINS["03"])
        worker.press("Agree")
        assert worker.says("Your role may not do this: Clear overdue doors.")
    assert not house.bank.opened[1:]


def test_a_door_that_is_not_overdue_offers_no_clearing(house: House) -> None:
    door = rent(house, Size.S)
    with working(house, as_="01", page="staff.door", door=door) as worker:
        assert not worker.offers("Clear this overdue door")


def test_goods_leave_the_list_when_the_owner_has_them(house: House) -> None:
    clear(house, make_overdue(house))
    with working(house, as_="04", page="staff.goods") as worker:
        worker.press("Door A")
        worker.press("The owner has them now")
        assert worker.says("No goods are kept here.")
    assert len(house.events(GoodsCollected)) == 1


# -- roles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "offered", "kept_back"),
    [
        ("04", ("Open with a reason", "Clear this overdue door"), ("Take out of service",)),
        ("03", ("Open with a reason", "Take out of service"), ("Clear this overdue door",)),
        ("02", ("Open with a reason", "Take out of service", "Clear this overdue door"), ()),
    ],
)
def test_a_door_offers_what_the_role_may_do_and_no_more(
    house: House, number: str, offered: tuple[str, ...], kept_back: tuple[str, ...]
) -> None:
    door = make_overdue(house)
    with working(house, as_=number, page="staff.door", door=door) as worker:
        for verb in offered:
            assert worker.offers(verb)
        for verb in kept_back:
            assert not worker.offers(verb)


def test_a_role_that_lost_a_permission_after_signing_in_is_refused_by_the_rule(
    house: House,
) -> None:
    with working(house, as_="03", page="staff.door", door=DoorId("A05")) as worker:
        change(house, "roles.technician", "view_doors", by="01")
        worker.press("Needs cleaning")
        assert worker.says("Your role may not do this: Take doors out of service.")
        worker.press("Open with a reason")
        worker.press("Look inside")
        worker.press("Open door A05")
        assert worker.says("Your role may not do this: Open doors.")
    assert not house.events(DoorMarked)
    assert house.bank.opened == []
    assert StaffId("03") in house.staff.members
