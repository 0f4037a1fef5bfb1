"""The lock board goes and comes back: said in words, nothing pulsed twice, nothing else stops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.kiosk import Board, Kiosk, Reader, display, until
from tests.e2e.resident import Resident

SIZE = "540x960"

pytestmark = [pytest.mark.e2e, pytest.mark.alone]


class Place:
    """A display, a board nobody shuts doors of, a reader; the terminal is started when told."""

    def __init__(self, folder: Path, things: ExitStack) -> None:
        self._folder = folder
        self._things = things
        self._screen = things.enter_context(display(SIZE))
        self.board = things.enter_context(Board(folder / "board"))
        self._reader = things.enter_context(Reader(folder / "reader"))

    def resident(self) -> Resident:
        """Start the terminal; somebody stands at its home page."""
        kiosk = Kiosk(
            self._folder / "data",
            self._screen,
            "--size",
            SIZE,
            board=self.board,
            reader=self._reader,
        )
        self._things.enter_context(kiosk)
        resident = Resident(kiosk, self._reader)
        kiosk.at("staff.first_pins")
        resident.touch("Later")
        kiosk.at("home")
        return resident


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as things:
        yield Place(tmp_path, things)


def bank_of(kiosk: Kiosk) -> str:
    status: dict[str, Any] = until(lambda: kiosk.ask("status"), "the status")
    why: str = status["banks"]["A"]
    return why


def wait_until_away(kiosk: Kiosk) -> None:
    until(lambda: bank_of(kiosk) != "online", "the bank to be missed")


def shut_doors(board: Board) -> None:
    """Somebody shuts every door that stands open."""
    for lock in board.doors_open():
        board.do("shut", lock=lock)


def other_services_go_on(resident: Resident) -> None:
    """From home to the help page and back."""
    resident.kiosk.at("home")
    resident.touch("Help")
    resident.kiosk.at("help")
    resident.touch("Back")
    resident.kiosk.at("home")


def test_a_board_unplugged_in_the_middle_of_an_opening_loses_nothing(place: Place) -> None:
    resident, board = place.resident(), place.board
    kiosk = resident.kiosk.served()
    resident.choose_store()
    board.do("unplug_at_pulse", seconds=8)
    resident.choose_size("Medium")
    resident.says("Did door {door} open?")
    (lock,) = board.pulsed()
    assert kiosk.qr().startswith("YZL1:")
    resident.says("Door {door} is open")  # the board is back, and nobody has touched anything
    shut_doors(board)
    stored = resident.told_stored()
    assert stored.lock == lock
    assert board.pulsed() == [lock]
    resident.done()
    resident.show_qr(stored)
    resident.touch("Take everything, give back")
    resident.says("Door {door} is open")
    shut_doors(board)
    resident.says("Given back, thank you")
    assert board.pulsed() == [lock, lock]
    assert kiosk.ask("audit")["sound"]


def test_a_door_that_was_shut_while_the_board_was_away_is_asked_about(place: Place) -> None:
    resident, board = place.resident(), place.board
    kiosk = resident.kiosk.served()
    resident.choose_store()
    board.do("person", seconds=1)
    board.do("unplug_at_pulse", seconds=5)
    resident.choose_size("Medium")
    resident.says("Did door {door} open?")
    kiosk.served()
    resident.touch("It opened")
    stored = resident.told_stored("Door {door} is kept for you")
    assert board.pulsed() == [stored.lock]
    resident.done()
    resident.take_something(stored)
    assert board.pulsed() == [stored.lock] * 2


def test_while_the_board_is_away_the_page_says_so_and_everything_else_goes_on(
    place: Place,
) -> None:
    resident, board = place.resident(), place.board
    kiosk = resident.kiosk.served()
    board.do("unplug", seconds=600)
    wait_until_away(kiosk)
    other_services_go_on(resident)
    resident.touch("Lockers")
    resident.says("The doors do not answer now. What is stored is safe; please ask the staff.")
    words = [target["text"] for target in kiosk.screen()["targets"]]
    assert resident.words("Store things") not in words
    board.do("unplug", seconds=0)
    until(lambda: not kiosk.screen()["says"], "the sentence to go by itself")
    assert kiosk.screen()["page"] == "lockers"
    assert board.pulsed() == []


def test_a_board_that_is_away_at_the_start_is_found_when_it_comes(place: Place) -> None:
    board = place.board
    board.kill()
    resident = place.resident()
    kiosk = resident.kiosk
    wait_until_away(kiosk)
    other_services_go_on(resident)
    resident.touch("Lockers")
    resident.says("The doors do not answer now. What is stored is safe; please ask the staff.")
    board.start_again()
    kiosk.served()
    board.do("person", seconds=1)
    until(lambda: not kiosk.screen()["says"], "the sentence to go by itself")
    resident.touch("Store things")
    kiosk.at("lockers.size")
    resident.choose_size("Large")
    stored = resident.told_stored()
    assert board.pulsed() == [stored.lock]


def test_a_board_process_that_dies_is_found_again_on_the_same_path(place: Place) -> None:
    resident, board = place.resident(), place.board
    kiosk = resident.kiosk.served()
    board.do("person", seconds=1)
    stored = resident.store("Small")
    resident.done()
    board.kill()
    wait_until_away(kiosk)
    resident.show_qr(stored)
    resident.touch("Take something, keep the door")
    resident.says("Door {door} was not opened")
    assert board.pulsed() == [stored.lock]
    board.start_again()
    board.do("person", seconds=1)
    kiosk.served()
    resident.touch("Try once more")
    resident.says("Your things are still in door {door}")
    assert board.pulsed() == [stored.lock] * 2
