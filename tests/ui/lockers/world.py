"""A whole station behind the screen: journal on a disk, desk, watch, driver, simulated cabinet.

Only time is ours: lanes run when a test says so, the cabinet has seconds of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.simulator.control import obey
from drivers.lockers.wiring import BankWiring, Board, DoorWire
from drivers.registry import serial_bank
from kiosk.config import load_station
from kiosk.ids import DoorId, OriginId, StationId
from kiosk.journal.local import LocalJournal
from kiosk.links import qr_texts
from kiosk.lockers import LOCKERS
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.plan import Cabinet
from kiosk.lockers.records import Lockers, Rental
from kiosk.lockers.watch import BankWatch
from kiosk.secrets import StationKey
from kiosk.settings import Settings
from kiosk.station import Station
from kiosk.telling import TELLING
from screens.services import Services
from screens.theme import Screen
from screens.visit import Language
from tests.contract.lockers.lines import cabinet_of
from tests.fakes import FakeClock
from tests.memory_line import MemoryPort, VirtualTime
from tests.ui.harness import PORTRAIT, HandLane, Stage
from tests.ui.lanes import BankLane
from tests.ui.people import services


class World:
    """The station ``huaken`` with all its 24 doors."""

    def __init__(
        self, folder: Path, *, settings: Settings | None = None, address: str = ""
    ) -> None:
        from screens.app import post

        self.settings = settings or Settings()
        self.clock = FakeClock()
        self.cabinet: Cabinet = load_station("huaken").cabinet
        self.journal = LocalJournal.open(
            folder, station=StationId("huaken"), origin=OriginId("t1.0")
        )
        self.station = Station(
            self.journal, (LOCKERS, TELLING), self.clock, lambda _: self.settings
        )
        self.key = StationKey(bytes(32))
        self.lane = HandLane()
        self.bank_lane = BankLane()
        self.seconds = VirtualTime()
        self.locks = cabinet_of((BoardPlan(locks=24),), seed=1)
        self.locks.person = None
        self.bank = serial_bank(
            self._wiring(), port=MemoryPort(self.locks, self.seconds), time=self.seconds
        )
        self.desk = LockerDesk(
            *(self.station, self.cabinet, self.key, self.lane, post),
            qr_texts(address, StationId("huaken"), self.key),
        )
        self.watch = BankWatch(
            self.cabinet.banks[0],
            self.bank,
            self.bank_lane,
            self.station,
            self.clock,
            self.desk.heard,
        )
        self.desk.serve([self.watch])
        self.bank_lane.run()
        self.look()

    def _wiring(self) -> BankWiring:
        doors = tuple(DoorWire(door.id, door.board, door.lock) for door in self.cabinet.doors)
        return BankWiring("memory", "xor8a", (Board(address=1, locks=24),), doors)

    def services(self, **changed: Any) -> Services:
        """What pages are given."""
        given = {
            "station": self.station,
            "desk": self.desk,
            "lane": self.lane,
            "clock": self.clock,
        }
        return services(**{**given, **changed})

    def close(self) -> None:
        """End everything."""
        self.bank.close()
        self.station.close()

    # -- what happens at the cabinet -------------------------------------------------------

    def look(self, times: int = 3) -> None:
        """Let the watch read all doors; a door is believed when two readings agree."""
        for _ in range(times):
            self.watch.look()
        self.bank_lane.run()

    def step(self) -> None:
        """Let the bank do the first thing that was ordered, and no more."""
        self.bank_lane.jobs.pop(0)()

    def work(self) -> None:
        """Let the bank do what was ordered."""
        self.bank_lane.run()

    def order(self, do: str, **rest: Any) -> dict[str, Any]:
        """Tell the simulator."""
        self.locks.due(self.seconds.now())
        return obey(self.locks, {"do": do, **rest}, self.seconds.now())

    def faults(self, **changed: Any) -> None:
        """Change the faults of the line."""
        self.order("fault", set=changed)

    def lock(self, door: str) -> int:
        """Return the lock number of a door."""
        return self.cabinet.door(DoorId(door)).lock

    def shut(self, door: str) -> None:
        """The person shuts a door, and it is sensed."""
        self.order("shut", lock=self.lock(door))
        self.seconds.wait(1.0)
        self.look()

    def pulses(self, door: str) -> int:
        """How often the lock of a door was driven."""
        return self.locks.boards[1].locks[self.lock(door) - 1].pulses

    # -- what is true ----------------------------------------------------------------------

    @property
    def lockers(self) -> Lockers:
        return self.station.state(LOCKERS)

    @property
    def rental(self) -> Rental:
        """The one rental there is."""
        (rental,) = self.lockers.rentals.values()
        return rental


class Resident:
    """Somebody at the screen, who reads what it says."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage = stage
        self.world = world

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stage, name)

    def says(self, sentence: str) -> bool:
        """Whether the screen says so (anywhere in a text)."""
        return any(sentence in text for text in self.stage.texts())

    def press(self, text: str) -> None:
        """Touch a button, and let the bank do its work."""
        self.stage.touch(text)
        self.world.work()
        self.stage.settle()

    def shut(self, door: str) -> None:
        """Shut a door and wait until the screen knows."""
        self.world.shut(door)
        self.stage.settle()

    def type(self, digits: str) -> None:
        """Type on the keys, as fast as a person."""
        for digit in digits:
            self.stage.touch(digit, wait=0.3)
        self.stage.settle()

    def shown_code(self) -> str:
        """The code that is on the screen."""
        (code,) = [text for text in self.stage.texts() if re.fullmatch(r"\d{3} \d{3}", text)]
        return code.replace(" ", "")

    def shown_qr(self) -> str:
        """What the QR code on the screen holds."""
        from screens.widgets.qr import QrCode

        (code,) = [w for w in self.stage.widgets() if isinstance(w, QrCode)]
        return str(code.data)

    def scan(self, code: str) -> None:
        """Hold a code to the scanner."""
        self.stage.navigator.scanned(code)
        self.stage.settle()

    def wait(self, seconds: float) -> None:
        """Let time pass at the station, with the watch looking."""
        self.world.clock.advance(seconds)
        self.world.look()
        self.stage.settle()


@contextmanager
def visiting(
    world: World,
    screen: Screen = PORTRAIT,
    *,
    language: str = "en",
    care: bool = False,
    low: bool = False,
    page: str = "lockers",
    **changed: Any,
) -> Iterator[Resident]:
    """A visit that has come to a page of the lockers."""
    with Stage(screen, services=world.services(**changed)) as stage:
        stage.navigator.wake(care=care, language=Language(language))
        stage.navigator.visit.low = low
        if page:
            stage.navigator.go(page)
        stage.advance(0.6)
        stage.settle()
        yield Resident(stage, world)
