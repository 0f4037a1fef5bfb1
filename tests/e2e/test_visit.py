"""The whole visit, as a person makes it: fingers on glass, bytes on a wire, a QR before a reader.

Pictures of every step go to ``build/shots`` (``YIZHAN_SHOTS=docs/screenshots`` puts them there).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.kiosk import Board, Kiosk, Reader, command, display, until
from tests.e2e.pictures import keep
from tests.e2e.resident import PERSON, Resident, Stored

pytestmark = pytest.mark.e2e


class Station(NamedTuple):
    """A terminal with everything on its wires."""

    kiosk: Kiosk
    board: Board
    resident: Resident
    data: Path

    def shot(self, name: str) -> None:
        """Keep a picture of what is on the screen."""
        keep(self.kiosk.picture(), name)

    def has_pulsed(self, *locks: int) -> None:
        """Exactly these coils were driven so far, in this order, each with its door shut."""
        assert self.board.pulsed() == list(locks)
        assert not any(pulse["was_open"] for pulse in self.board.pulses())


@contextmanager
def station(folder: Path, size: str = "1080x1920", language: str = "zh") -> Iterator[Station]:
    data = folder / "data"
    with ExitStack() as things:
        screen = things.enter_context(display(size))
        board = things.enter_context(Board(folder / "board", "--person", PERSON))
        reader = things.enter_context(Reader(folder / "reader"))
        kiosk = Kiosk(data, screen, "--size", size, board=board, reader=reader)
        things.enter_context(kiosk)
        yield Station(kiosk, board, Resident(kiosk, reader, language), data)


def said_by(kiosk: Kiosk, data: Path) -> list[str]:
    """Return all a terminal has written for people to read: its log, and what it printed."""
    logs = [file for file in (data / "log").rglob("*") if file.is_file()]
    lines = [line for file in logs for line in file.read_text("utf-8").splitlines()]
    assert lines, "there is no log"
    messages = [json.loads(line)["message"] for line in lines]
    return messages + kiosk.out.read_text("utf-8").splitlines()


def test_a_bag_is_stored_fetched_from_and_given_back(tmp_path: Path) -> None:
    with station(tmp_path) as at:
        resident, kiosk = at.resident, at.kiosk
        kiosk.served()
        kiosk.at("staff.first_pins")
        kiosk.target(resident.words("Written down"))
        at.shot("first-pins")
        resident.pass_first_pins()
        at.shot("home")
        stored = store_with_pictures(at)
        fetch_with_pictures(at, stored)
        wrong_code(at, stored)
        give_back_with_pictures(at, stored)
        used_up(at, stored)
        verdict = command("audit", "--data", str(at.data), "--json")
        assert verdict.returncode == 0, verdict.stderr
        audit = json.loads(verdict.stdout)
        assert (audit["sound"], audit["tags"]["lockers.open_ended"]) == (True, 3)
        assert kiosk.stop() == 0
        token = stored.qr.partition(":")[2]
        for line in said_by(kiosk, at.data):
            assert token not in line
            assert not re.search(r"(?<!\d)\d{3} ?\d{3}(?!\d)", line), "a code or a PIN"
    assert not list(tmp_path.rglob("*.sock")), "the socket is left behind"
    assert not any(token.encode() in f.read_bytes() for f in at.data.rglob("*") if f.is_file())


def store_with_pictures(at: Station) -> Stored:
    resident = at.resident
    resident.touch("Lockers")
    at.kiosk.at("lockers")
    at.shot("lockers")
    resident.touch("Store things")
    at.kiosk.at("lockers.size")
    at.shot("size")
    resident.choose_size("Medium")
    resident.says("Door {door} is open")
    at.shot("door-open")
    stored = resident.told_stored()
    at.shot("stored")
    at.has_pulsed(stored.lock)
    assert state_of(at, stored) == "occupied"
    resident.done()
    at.shot("attract")
    return stored


def fetch_with_pictures(at: Station, stored: Stored) -> None:
    at.resident.show_qr(stored)
    at.shot("ask")
    at.resident.touch("Take something, keep the door")
    at.kiosk.at("lockers.door")
    at.resident.says("Your things are still in door {door}")
    at.shot("kept")
    at.has_pulsed(stored.lock, stored.lock)
    assert state_of(at, stored) == "occupied"
    at.resident.done()


def wrong_code(at: Station, stored: Stored) -> None:
    """Door number and a code that is not right: one clear sentence, nothing moves."""
    at.resident.begin()
    at.resident.touch("Lockers")
    at.kiosk.at("lockers")
    at.resident.touch("Pick up")
    at.kiosk.at("lockers.pick_up")
    at.resident.touch(stored.door)
    at.kiosk.type("111111")  # never a code: no code is six equal digits
    at.resident.says("This code is not right. Please check the six digits.")
    at.shot("wrong-code")
    at.has_pulsed(stored.lock, stored.lock)
    at.resident.touch("Home")
    at.kiosk.at("home")


def give_back_with_pictures(at: Station, stored: Stored) -> None:
    at.resident.give_back(stored)
    at.shot("given-back")
    at.has_pulsed(*[stored.lock] * 3)
    assert state_of(at, stored) == "free"
    at.resident.done()


def used_up(at: Station, stored: Stored) -> None:
    """The same QR once more gets one clear sentence, and moves nothing."""
    at.resident.reader.read(stored.qr)
    at.kiosk.at("lockers.pick_up")
    at.resident.says("This QR code is used up: its door was given back.")
    at.shot("qr-used-up")
    at.has_pulsed(*[stored.lock] * 3)


def state_of(at: Station, stored: Stored) -> str:
    status = until(lambda: at.kiosk.ask("status"), "the status")
    state: str = status["doors"][stored.door]["state"]
    return state


def test_the_visit_in_english_on_a_lying_panel(tmp_path: Path) -> None:
    with station(tmp_path, "1920x1080", "en") as at:
        resident = at.resident
        Resident(at.kiosk, resident.reader).pass_first_pins()
        at.kiosk.served()
        at.kiosk.touch("English")
        at.shot("home-en-lying")
        stored = resident.store("Small")
        at.shot("stored-en-lying")
        resident.done()
        resident.begin()
        resident.take_something(stored)
        at.shot("kept-en-lying")
        resident.done()
        at.has_pulsed(stored.lock, stored.lock)
        assert at.kiosk.stop() == 0
