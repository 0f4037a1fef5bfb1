"""A door is reserved by touch, held, opened with its code; every face can be read."""

from __future__ import annotations

import pytest

from kiosk.lockers.booked import Booked
from kiosk.lockers.records import DoorState
from screens.visit import Language
from tests.ui.harness import PANELS, Stage
from tests.ui.lockers.reservation_states import FACES, REFUSALS, refused
from tests.ui.lockers.states import to
from tests.ui.lockers.test_faces import CASES, MOODS
from tests.ui.lockers.world import Resident, World, visiting
from tests.ui.tree import faults


def reserve(person: Resident, size: str = "Medium") -> tuple[str, str]:
    """Reserve the next hours; return the code and the QR as they stood on the screen."""
    person.press("Reserve for later")
    person.press(size)
    person.press("Reserve this door")
    return person.shown_code(), person.shown_qr()


def booked(world: World) -> Booked:
    (reservation,) = world.lockers.reservations.values()
    return reservation.booked


def pass_hours(person: Resident, hours: float) -> None:
    """Let time pass; the terminal looks at the time as it does each minute."""
    person.world.clock.advance(hours * 3600)
    person.world.station.tend()
    person.world.look()
    person.world.desk.reservations.hold_doors()


def test_a_door_is_reserved_in_four_touches_from_home(world: World) -> None:
    with visiting(world, page="") as person:
        person.press("Lockers")
        person.press("Reserve for later")
        person.press("Small")
        person.press("Reserve this door")
        code = person.shown_code()
        (reservation,) = world.lockers.reservations.values()
        assert world.key.code_tag(code) == reservation.code
        assert person.says("10:30 today to 14:30") or person.says("10:00 today to 14:00")


def test_whoever_comes_in_time_opens_stores_and_gives_back(world: World) -> None:
    with visiting(world) as person:
        code, _ = reserve(person)
        pass_hours(person, 0.1)
        assert booked(world) is Booked.HELD
        person.stage.navigator.home()
        person.press("Lockers")
        person.press("I have reserved")
        person.type(code)
        person.press("Open my door")
        door = world.rental.door
        assert person.says(f"Door {door} is open")
        assert world.pulses(door) == 1
        person.shut(door)
        assert person.says(f"Stored in door {door}")
        person.stage.navigator.home()
        person.press("Lockers")
        person.press("Pick up")
        person.press(door)
        person.type(code)
        person.press("Take everything, give back")
        person.shut(door)
        assert person.says("Given back")
        assert world.lockers.state_of(world.cabinet.door(door).id, world.clock.now()) is (
            DoorState.FREE
        )


def test_the_qr_of_a_reservation_leads_to_it_from_any_page(world: World) -> None:
    with visiting(world) as person:
        _, qr = reserve(person)
        for page in ("lockers", "lockers.pick_up", "lockers.arrive", "lockers.reserve"):
            person.stage.navigator.home()
            person.stage.navigator.go(page)
            person.scan(qr)
            assert person.says("Open my door")


def test_whoever_comes_too_late_is_told_in_one_sentence(world: World) -> None:
    with visiting(world) as person:
        code, _ = reserve(person)
        pass_hours(person, 1)
        assert booked(world) is Booked.RELEASED
        person.stage.navigator.home()
        person.stage.navigator.go("lockers.arrive")
        person.stage.settle()
        person.type(code)
        assert person.says("is free for others now")


def test_a_reservation_is_cancelled_by_touch(world: World) -> None:
    with visiting(world) as person:
        code, _ = reserve(person)
        person.stage.navigator.home()
        person.stage.navigator.go("lockers.arrive")
        person.stage.settle()
        person.type(code)
        person.press("I do not need it")
        assert person.says("Your reservation is cancelled")
        assert booked(world) is Booked.CANCELLED


def test_the_time_moves_by_half_hours_and_not_into_the_past(world: World) -> None:
    with visiting(world) as person:
        person.press("Reserve for later")
        person.press("Large")
        first = person.stage.page.window
        person.press("Earlier")
        assert person.stage.page.window == first
        person.press("Later")
        person.press("Shorter")
        assert person.says("10:30 today to 13:30")
        person.press("14:00 today")
        assert person.says("14:00 today to 17:00")
        for _ in range(60):
            person.stage.page.move(1)
        starts = person.stage.page.window.starts
        assert (starts - world.clock.now()).total_seconds() <= 24 * 3600


def test_a_time_for_which_all_is_promised_cannot_be_chosen(world: World) -> None:
    with visiting(world) as person:
        larges = len(world.cabinet.of_size(world.cabinet.sizes()[-1]))
        for _ in range(larges):
            person.stage.navigator.home()
            person.stage.navigator.go("lockers")
            person.stage.settle()
            person.stage.navigator.visit.given.clear()
            person.press("Reserve for later")
            person.press("Large")
            if person.stage.button("Reserve this door").disabled:
                break
            person.press("Reserve this door")
        person.stage.navigator.home()
        person.stage.navigator.go("lockers.reserve")
        person.stage.settle()
        person.press("Large")
        if not person.stage.button("Reserve this door").disabled:
            person.press("Reserve this door")
        assert person.says("promised then") or person.says("within easy reach")


@pytest.mark.parametrize(("panel", "language", "mood"), CASES)
def test_every_face_of_reservations_can_be_read_and_hit(
    world: World, panel: str, language: Language, mood: str
) -> None:
    found: list[str] = []
    with Stage(PANELS[panel], services=world.services()) as stage:
        for name, face in FACES.items():
            visit = stage.navigator.visit
            visit.wipe(language)
            visit.care, visit.low = MOODS[mood]
            face(stage)
            stage.settle()
            found += [f"{name}: {fault}" for fault in faults(stage)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("reason", REFUSALS)
def test_each_refusal_of_a_reservation_has_its_sentence(
    world: World, reason: str, language: Language
) -> None:
    with Stage(PANELS["portrait"], services=world.services()) as stage:
        stage.navigator.visit.wipe(language)
        refused(to("lockers.arrive"), reason)(stage)
        general = {"zh": "请找工作人员", "en": "That is not possible now."}[language]
        assert stage.page.notice
        assert "{" not in stage.page.notice
        assert not stage.page.notice.startswith(general)
