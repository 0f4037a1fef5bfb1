"""A run of visits in which the terminal is killed again and again, and what must hold afterwards.

Killed is ``main.py run`` with its window; the board lives on and counts its own pulses. What a
resident was told is remembered here, outside of the program.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from tests.e2e.kiosk import Board, Ended, Kiosk, Reader, display, until
from tests.e2e.resident import Resident, Stored
from tests.journals import opened

SIZE = "540x960"
PERSON = "1.0"
LONGEST_START, LONGEST_LIFE, LONGEST_PULSE = 2.0, 14.0, 0.5
"""Seconds after which, at most, the power fails: from the start, into the visits, from a pulse."""
MOST_BAGS = 6
SURE, UNSURE = {"occupied"}, {"occupied", "held", "to_check"}
ORDERS = ("lockers.rented", "lockers.open_asked", "lockers.moved")


class Moment(StrEnum):
    """When the power fails."""

    STARTING = "starting"
    """Before the first page is up, or soon after."""
    ANY = "any"
    """At any time while people come and go."""
    PULSED = "pulsed"
    """Right after a coil was driven, while the outcome is not known or not written."""


OFTEN = (Moment.STARTING, Moment.ANY, Moment.ANY, Moment.ANY, Moment.PULSED, Moment.PULSED)


@dataclass
class Told:
    """What residents were told, over all lives of the terminal.

    Attributes:
        stored: bags whose page said "stored", by QR.
        promised: QR codes seen, while the power failed before the page said so.
        leaving: QR codes of bags that somebody began to give back when the power failed.
        unsure: QR codes of bags that are there, but whose door nobody saw move: ``occupied`` is
            not claimed of them.
    """

    stored: dict[str, Stored] = field(default_factory=dict)
    promised: set[str] = field(default_factory=set)
    leaving: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)


class Killed:
    """A terminal that does not live long.

    Args:
        folder: data directory, board and reader are made in it.
        seed: decides what is done, and when the power fails.
    """

    def __init__(self, folder: Path, screen: str, board: Board, reader: Reader, seed: int) -> None:
        self.data = folder / "data"
        self.told = Told()
        self.kills = 0
        self._screen = screen
        self._board = board
        self._reader = reader
        self._chance = Random(seed)

    def begin(self) -> None:
        """Let staff write their PINs down, once, and the first bag be stored; end in peace."""
        with self._start() as kiosk:
            resident = Resident(kiosk, self._reader)
            resident.pass_first_pins()
            resident.choose_store()
            self._store(resident)

    def live_and_die(self, moment: Moment | None = None) -> None:
        """Start, check what was promised, go on with visits until killed."""
        moment = moment or self._chance.choice(OFTEN)
        with self._start() as kiosk:
            if moment is Moment.STARTING:
                self._kill_when(kiosk, self._soon(LONGEST_START), lambda: None)
                return
            resident = Resident(kiosk, self._reader)
            self.check(resident)
            due = self._after_a_pulse() if moment is Moment.PULSED else self._soon(LONGEST_LIFE)
            self._kill_when(kiosk, due, lambda: self._visits(resident))

    def end(self) -> None:
        """Start once more: every promise is asked for; then end in peace and count the pulses."""
        with self._start() as kiosk:
            resident = Resident(kiosk, self._reader)
            self.check(resident)
            for bag in self.told.stored.values():
                resident.show_qr(bag)
                self._home(resident)
            assert kiosk.stop() == 0
        self._count_pulses()

    # -- one life --------------------------------------------------------------------------

    def _start(self) -> Kiosk:
        return Kiosk(
            self.data, self._screen, "--size", SIZE, board=self._board, reader=self._reader
        )

    def _soon(self, longest: float) -> Callable[[], bool]:
        at = time.monotonic() + self._chance.uniform(0, longest)
        return lambda: time.monotonic() >= at

    def _after_a_pulse(self) -> Callable[[], bool]:
        before, wait = len(self._board.pulses()), self._chance.uniform(0, LONGEST_PULSE)

        def due() -> bool:
            pulses = self._board.pulses()
            return len(pulses) > before and time.time() >= pulses[before]["wall"] + wait

        return due

    def _kill_when(
        self, kiosk: Kiosk, due: Callable[[], bool], meanwhile: Callable[[], None]
    ) -> None:
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.005):
                if due():
                    kiosk.process.kill()
                    return

        killer = threading.Thread(target=watch)
        killer.start()
        try:
            meanwhile()
            killer.join()
        except Ended:
            pass
        finally:
            over.set()
            killer.join()
            kiosk.kill()
        self.kills += 1

    def check(self, resident: Resident) -> None:
        """Everything that was told "stored" is there with its door, and the chain verifies."""
        kiosk = resident.kiosk
        kiosk.served()
        until(lambda: not self._status(kiosk)["under_way"], "every door to be seen shut")
        self._ask_for_doubtful(resident)
        status = self._status(kiosk)
        for bag in self.told.stored.values():
            allowed = UNSURE if bag.qr in self.told.unsure else SURE
            assert status["doors"][bag.door]["state"] in allowed, bag.door
        doors = {bag.door for bag in self.told.stored.values()}
        assert len(doors) == len(self.told.stored), "two bags behind one door"
        assert status["set_aside"] == 0
        audit = until(lambda: kiosk.ask("audit"), "the audit")
        assert audit["sound"], audit

    def _status(self, kiosk: Kiosk) -> dict[str, Any]:
        status: dict[str, Any] = until(lambda: kiosk.ask("status"), "the status")
        return status

    def _ask_for_doubtful(self, resident: Resident) -> None:
        """A QR that was seen opens its door; after giving back began, that or a clear sentence."""
        told = self.told
        for qr in sorted(told.promised | told.leaving):
            found = resident.scan(qr)
            if found is None:
                assert qr in told.leaving, "a promised door is gone"
                del told.stored[qr]
            else:
                assert found.door == told.stored.get(qr, found).door
                told.stored[qr] = found
                told.unsure.add(qr)
            self._home(resident)
        told.promised.clear()
        told.leaving.clear()

    def _home(self, resident: Resident) -> None:
        resident.touch("Home")
        resident.kiosk.at("home")

    # -- visits ----------------------------------------------------------------------------

    def _visits(self, resident: Resident) -> None:
        if resident.kiosk.at("attract", "home") == "home":
            resident.touch("Back")
        while True:
            resident.kiosk.at("attract")
            bags = list(self.told.stored.values())
            if len(bags) < MOST_BAGS and (not bags or self._chance.random() < 0.5):
                resident.begin()
                resident.choose_store()
                self._store(resident)
            elif self._chance.random() < 0.5:
                self._take_something(resident, self._chance.choice(bags))
            else:
                self._give_back(resident, self._chance.choice(bags))

    def _store(self, resident: Resident) -> None:
        resident.choose_size(self._chance.choice(("Small", "Medium")))
        qr = resident.kiosk.qr()
        self.told.promised.add(qr)
        bag = resident.told_stored()
        assert bag.qr == qr
        self.told.promised.discard(qr)
        self.told.stored[qr] = bag
        assert self._board.pulsed()[-1] == bag.lock
        resident.done()

    def _take_something(self, resident: Resident, bag: Stored) -> None:
        resident.take_something(bag)
        assert self._board.pulsed()[-1] == bag.lock
        resident.done()

    def _give_back(self, resident: Resident, bag: Stored) -> None:
        resident.show_qr(bag)
        self.told.leaving.add(bag.qr)
        resident.touch("Take everything, give back")
        resident.says("Given back, thank you")
        self.told.leaving.discard(bag.qr)
        del self.told.stored[bag.qr]
        assert self._board.pulsed()[-1] == bag.lock
        resident.done()

    # -- the board's own log ---------------------------------------------------------------

    def _count_pulses(self) -> None:
        """No order was pulsed twice, no open door at all; what the journal counted happened."""
        orders, outcomes = self._orders()
        given = dict.fromkeys((order for _, order, _ in orders), 0)
        for pulse in self._board.pulses():
            assert not pulse["was_open"], pulse
            door = f"A{pulse['lock']:02}"
            asked = [order for at, order, its in orders if its == door and at <= pulse["wall"]]
            assert asked, f"nobody asked for {pulse}"
            given[asked[-1]] += 1
        for order, pulses in given.items():
            # Two are allowed where the door was sensed shut 3 s after the first; cut off, one is.
            assert pulses == outcomes.get(order, min(pulses, 1)), f"{pulses} pulses for {order}"
        assert max(outcomes.values(), default=0) <= 2

    def _orders(self) -> tuple[list[tuple[float, str, str]], dict[str, int]]:
        """Return the orders in their order (time, id, door), and pulses of the watched ones."""
        orders: list[tuple[float, str, str]] = []
        outcomes: dict[str, int] = {}
        journal = opened(self.data)
        for entry in journal.read():
            event = msgspec.json.decode(entry.event)
            if event["tag"] in ORDERS:
                orders.append((entry.at.timestamp(), entry.id, event["door"]))
            elif event["tag"] == "lockers.open_ended" and not event.get("found"):
                outcomes[event["order"]] = event.get("pulses", 0)
        journal.close()
        return orders, outcomes


@contextmanager
def killed(folder: Path, seed: int) -> Iterator[Killed]:
    """Give a terminal to kill, with its display, board and reader."""
    with ExitStack() as things:
        screen = things.enter_context(display(SIZE))
        board = things.enter_context(Board(folder / "board", "--person", PERSON))
        reader = things.enter_context(Reader(folder / "reader"))
        yield Killed(folder, screen, board, reader, seed)
