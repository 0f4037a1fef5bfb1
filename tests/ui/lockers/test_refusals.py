"""Whatever is refused gets one clear sentence, in both languages, and what was right is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.words import Words
from tests.ui.harness import Stage
from tests.ui.lockers.states import DOOR, REFUSALS, refused, to
from tests.ui.lockers.test_visit import pick_up, store
from tests.ui.lockers.world import World, visiting

SOMETHING_WRONG = "That is not possible now. Please ask the staff."


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_has_a_sentence_of_its_own(world: World, language: str) -> None:
    said = {}
    with visiting(world, language=language) as person:
        for reason in REFUSALS:
            said[reason] = person.page.words(refused(person.stage, reason))
    general = Words(language).gettext(SOMETHING_WRONG)
    assert general not in said.values()
    assert not [sentence for sentence in said.values() if "{" in sentence]
    assert said["family_read_only"] == said.pop("read_only")
    assert len(set(said.values())) == len(said)
    if language == "zh":
        assert not [each for each in said.values() if not any("一" <= c <= "鿿" for c in each)]


def test_a_wrong_code_keeps_the_door_that_was_typed(world: World) -> None:
    with visiting(world) as person:
        door, code, _ = store(person)
        person.press("Back")
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        pick_up(person, door, wrong)
        assert person.says("This code is not right.")
        assert person.page.door == door
        person.type(code)
        assert person.place == "lockers.ask"


def test_a_code_of_another_door_is_told_apart(world: World) -> None:
    with visiting(world) as person:
        door, code, _ = store(person)
        person.press("Back")
        other = "A03" if door != "A03" else "A04"
        pick_up(person, other, code)
        assert person.says(f"This code does not belong to door {other}.")


def test_a_free_door_is_said_to_be_free(world: World) -> None:
    with visiting(world) as person:
        pick_up(person, "A24", "135792")
        assert person.says("Door A24 is not in use.")


def test_five_wrong_codes_rest_code_entry_but_not_the_qr(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        pick_up(person, door, "135792")
        for _ in range(4):
            person.type("135792")
        until = (world.clock.now() + timedelta(minutes=1)).astimezone()
        assert person.says("Too many wrong codes.")
        assert person.says("10:01")
        assert until > world.clock.now()
        person.scan(qr)
        assert person.place == "lockers.ask"


def test_a_used_qr_and_a_strange_one_are_told_apart(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        person.press("Take everything, give back")
        person.shut(door)
        person.press("Back")
        person.scan(qr)
        assert person.says("This QR code is used up")
        person.scan("https://example.invalid/")
        assert person.says("This is not a QR code of these lockers.")


def test_a_door_number_that_is_not_there_is_asked_again(world: World) -> None:
    from tests.ui.harness import SMALL

    with visiting(world, SMALL, page="lockers.pick_up") as person:
        person.type("99")
        assert person.says("There is no door A99 here.")
        person.press("Go on")
        person.type("03")
        assert person.page.door == "A03"


def test_a_size_that_is_full_is_told_and_nothing_is_written(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        for plan in world.cabinet.doors:
            world.order("pull", lock=plan.lock)
        world.look()
        before = world.journal.head.position
        person.press("Large")
        assert person.says("All doors of this size are taken")
        assert world.journal.head.position == before


def test_two_touches_order_one_door(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        world.lane.at_once = False
        person.stage.touch("Medium")
        person.stage.touch("Medium")
        person.stage.touch("Large")
        world.lane.run()
        person.stage.settle()
        assert len(world.lockers.rentals) == 1


def test_a_page_waits_in_words_and_cannot_be_left_before_the_answer(world: World) -> None:
    with visiting(world, page="lockers.size") as person:
        world.lane.at_once = False
        person.stage.touch("Medium")
        person.stage.advance(0.7)
        assert person.says("One moment, please")
        assert person.stage.button("Home").disabled
        world.lane.run()
        person.stage.settle()
        assert person.place == "lockers.door"


def test_a_full_disk_promises_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.errors import NotDurable

    def no_disk(*_: object, **__: object) -> None:
        raise NotDurable

    with visiting(world, page="lockers.size") as person:
        monkeypatch.setattr(world.journal, "append", no_disk)
        person.press("Medium")
        assert person.says("That did not work. Nothing was changed.")
        assert not world.lockers.rentals
        assert not person.navigator.visit.given


def test_the_question_is_not_asked_of_a_door_that_is_busy(world: World) -> None:
    with visiting(world) as person:
        door, _, qr = store(person)
        person.press("Back")
        person.scan(qr)
        found = person.page.found
        person.stage.touch("Take something, keep the door")  # ordered, not yet carried out
        person.navigator.home()
        person.navigator.go("lockers.ask", found=found)
        person.stage.touch("Take everything, give back")
        assert person.says(f"Door {door} is being opened already.")


def test_every_face_of_a_refusal_stays_on_its_page(world: World) -> None:
    with Stage(services=world.services()) as stage:
        for reason in REFUSALS:
            to("lockers.pick_up")(stage)
            stage.page.choose_door(DOOR)
            stage.page.refuse(refused(stage, reason))
            stage.settle()
            assert stage.place == "lockers.pick_up"
            assert stage.page.door == DOOR
