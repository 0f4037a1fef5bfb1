"""A real station behind the staff pages: journal on a disk, sign-in, desk and watch; the cabinet is
one in memory that opens when told. Time goes on by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from drivers.lockers.bench.plan_file import StationPlanFile
from kiosk.calendars import load_calendar
from kiosk.commissioning import LineFound
from kiosk.config import load_station
from kiosk.config.load import station_path
from kiosk.config.schema import settings as file_settings
from kiosk.errors import PortUnavailable, WhyUnavailable
from kiosk.family import Family
from kiosk.ids import BankId, DoorId, OriginId, StaffId, StationId
from kiosk.journal.entry import Event
from kiosk.journal.local import LocalJournal
from kiosk.links import qr_texts
from kiosk.lockers import LOCKERS
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.plan import Cabinet, DoorPlan
from kiosk.lockers.records import DoorState, Lockers
from kiosk.lockers.watch import BankWatch
from kiosk.ports import BankHealth, Opening, Outcome, Reading
from kiosk.present_calendar import PresentCalendar
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import StationKey, token_tag
from kiosk.setting_keys import print_all
from kiosk.settings import Role
from kiosk.staff import STAFF, rules
from kiosk.staff.login import StaffLogin
from kiosk.staff.records import Staff
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.venues import VENUES
from kiosk.venues.desk import VenueDesk
from screens.services import Services
from screens.theme import Screen
from screens.visit import Language
from tests.builders import FAMILIES, present
from tests.fakes import FakeClock
from tests.ui.harness import PORTRAIT, HandLane, Stage
from tests.ui.lanes import BankLane
from tests.ui.people import services
from tests.ui.staff.wires import PortsInMemory, Wires

PINS: Mapping[str, str] = {"01": "314159", "02": "271828", "03": "161803", "04": "141421"}
"""Administrator, supervisor, technician, attendant."""

STAFF_SEES = (
    *((panel, language) for panel in ("portrait", "small") for language in Language),
    ("landscape", Language.EN),
)
"""How what staff do is looked at: plainly, nobody signs in in care mode."""


class CabinetInMemory:
    """A bank whose doors open when told, unless they are stuck."""

    def __init__(self, doors: Sequence[DoorId]) -> None:
        self._doors = tuple(doors)
        self.readings = dict.fromkeys(self._doors, Reading.CLOSED)
        self.stuck: set[DoorId] = set()
        self.unplugged = False
        self.strangers = 0
        self.opened: list[DoorId] = []

    @property
    def doors(self) -> Sequence[DoorId]:
        return self._doors

    @property
    def answering(self) -> bool:
        return not self.unplugged

    def open(self, door: DoorId) -> Opening:
        if self.unplugged:
            return Opening(Outcome.NOT_SENT, elapsed_ms=0, pulses=0)
        self.opened.append(door)
        if door in self.stuck:
            return Opening(Outcome.NOT_OPENED, elapsed_ms=3000, pulses=2)
        self.readings[door] = Reading.OPEN
        return Opening(Outcome.OPENED, elapsed_ms=300, pulses=1)

    def read(self) -> Mapping[DoorId, Reading]:
        if self.unplugged:
            raise PortUnavailable("memory", WhyUnavailable.UNPLUGGED)
        return dict(self.readings)

    def outputs_off(self) -> None:
        pass

    def health(self) -> BankHealth:
        strangers = self.strangers
        return BankHealth(not self.unplugged, requests=12, answers=12, wrong_address=strangers)

    def close(self) -> None:
        pass


class LineInMemory:
    """Searches that end when the test says so."""

    def __init__(self) -> None:
        self.asked: list[BankId] = []
        self._told: Callable[[LineFound], None] = print

    def search(self, bank: BankId, told: Callable[[LineFound], None]) -> None:
        self.asked.append(bank)
        self._told = told

    def finds(self, found: LineFound) -> None:
        self._told(found)


class House:
    """The station ``huaken`` and who works there."""

    def __init__(
        self, folder: Path, *, enrolled: bool = True, station: str = "huaken", address: str = ""
    ) -> None:
        from screens.app import post

        self.plan_file = folder / "station.toml"
        self.left: list[int] = []
        self.more: dict[str, Any] = {}
        self.line = LineInMemory()
        self.ports = PortsInMemory()
        self.data = folder
        file = load_station(station)
        self.file = file
        self.wires = Wires(file)
        self.clock = FakeClock()
        self.cabinet: Cabinet = file.cabinet
        self.plan_file.write_bytes(station_path(station).read_bytes())
        self.station = self._open(folder, StationId(station))
        self.journal = self.station.journal
        cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self.key = StationKey(bytes(range(32)), cheap)
        self.login = StaffLogin(self.station, self.key)
        self.queue_desk = QueueDesk(self.station, file.hall, self.key, token_tag)
        self.file = file
        self.venue_desk = VenueDesk(
            self.station, file.site, self.key, qr_texts(address, file.id, self.key)
        )
        self.lane = HandLane()
        self.bank_lane = BankLane()
        self.desk = LockerDesk(self.station, self.cabinet, self.key, self.lane, post)
        self.banks: dict[BankId, CabinetInMemory] = {}
        self.watches: list[BankWatch] = []
        for name in self.cabinet.banks:
            bank = CabinetInMemory([door.id for door in self.cabinet.of_bank(name)])
            self.banks[name] = bank
            self.watches.append(
                BankWatch(name, bank, self.bank_lane, self.station, self.clock, self.desk.heard)
            )
        self.station.do(Tap.fresh(), STAFF, rules.found, seed=print_all(file_settings(file)))
        if enrolled:
            self._enrol()
        self.desk.serve(self.watches)
        self.bank_lane.run()
        self.look()

    def _open(self, folder: Path, station: StationId) -> Station:
        journal = LocalJournal.open(folder, station=station, origin=OriginId("t1.0"))
        calendar = PresentCalendar(load_calendar())
        return Station(journal, FAMILIES, self.clock, present, calendar=calendar)

    def _enrol(self) -> None:
        hashes = {StaffId(number): self.key.pin_hash(pin) for number, pin in PINS.items()}
        self.station.do(Tap.fresh(), STAFF, rules.enrol_first, pins=hashes)
        self.station.do(
            Tap.fresh(),
            STAFF,
            rules.enrol,
            by=StaffId("01"),
            role=Role.ATTENDANT,
            pin=hashes[StaffId("04")],
        )

    @property
    def bank(self) -> CabinetInMemory:
        return self.banks[self.cabinet.banks[0]]

    @property
    def lockers(self) -> Lockers:
        return self.station.state(LOCKERS)

    @property
    def staff(self) -> Staff:
        return self.station.state(STAFF)

    def free(self) -> list[DoorPlan]:
        """Return the doors nobody has."""
        at = self.clock.now()
        return [
            door
            for door in self.cabinet.doors
            if self.lockers.state_of(door.id, at) is DoorState.FREE
        ]

    def services(self, **changed: Any) -> Services:
        given = {
            "station": self.station,
            "desk": self.desk,
            "venues": self.venue_desk,
            "login": self.login,
            "queue": self.queue_desk,
            "lane": self.lane,
            "clock": self.clock,
            "config": self.file,
            "plan_file": StationPlanFile(str(self.plan_file)),
            "leave": self.left.append,
            "line_search": self.line,
            "line_talk": self.wires.talk,
            "ports": self.ports,
            "data": self.data,
        }
        return services(**{**given, **self.more, **changed})

    def look(self, times: int = 3) -> None:
        """Let the watches read all doors; a door is believed when two readings agree."""
        for _ in range(times):
            for watch in self.watches:
                watch.look()
        self.bank_lane.run()

    def sense(self, door: str, reading: Reading) -> None:
        """Move a door by hand, and let it be sensed."""
        name = self.cabinet.door(DoorId(door)).bank
        self.banks[name].readings[DoorId(door)] = reading
        self.look()

    def happened(self, event: Event) -> None:
        """Write something down as it comes from elsewhere."""
        families: tuple[Family[Any], ...] = (STAFF, VENUES, LOCKERS)
        family = next(each for each in families if isinstance(event, each.events))
        self.station.do(Tap.fresh(), family, lambda state, moment: event)

    def events(self, kind: type[Event]) -> list[Any]:
        """Return what was written down of one kind, oldest first."""
        return [event for _, event in self.station.events() if isinstance(event, kind)]

    def close(self) -> None:
        self.station.close()


class Worker:
    """A member of staff at the screen, who reads what it says."""

    def __init__(self, stage: Stage, house: House) -> None:
        self.stage = stage
        self.house = house

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stage, name)

    def says(self, sentence: str) -> bool:
        """Tell whether the screen says so, anywhere in a text."""
        return any(sentence in text for text in self.stage.texts())

    def press(self, text: str) -> None:
        """Touch what begins with ``text``, turning leaves until it is there."""
        self.find(text)
        self.stage.tap(*self._one(text).center)
        self.house.bank_lane.run()
        self.stage.settle()

    def find(self, text: str) -> None:
        """Turn leaves until a button begins with ``text``."""
        while not self._all(text):
            after = self._all("Next")
            assert after, f"no button says {text!r}; there are {self.stage.texts()}"
            assert not after[0].disabled, f"no leaf says {text!r}; there are {self.stage.texts()}"
            self.stage.tap(*after[0].center)

    def offers(self, text: str) -> bool:
        """Tell whether a button begins with ``text`` on any leaf."""
        try:
            self.find(text)
        except AssertionError:
            return False
        return True

    def type(self, digits: str) -> None:
        """Type on the keys, as fast as a person."""
        for digit in digits:
            self.stage.touch(digit, wait=0.3)
        self.stage.settle()

    def sign_in(self, number: str, pin: str | None = None) -> None:
        """Walk over the corners, type number and PIN."""
        self.walk_corners()
        self.type(number + (PINS[number] if pin is None else pin))
        self.press("Sign in")

    def walk_corners(self) -> None:
        """Touch the four corners and hold the last."""
        wide, high = self.stage.screen.width_px - 5, self.stage.screen.height_px - 5
        for x, y in ((5, high), (wide, high), (wide, 5)):
            self.stage.tap(x, y, wait=0.5)
        self.stage.advance(0.5)
        finger = self.stage.down(5, 5)
        self.stage.advance(2.1)
        self.stage.up(finger)

    def _all(self, text: str) -> list[Any]:
        from screens.widgets.dress import Pressable

        return [
            widget
            for widget in self.stage.widgets()
            if isinstance(widget, Pressable) and getattr(widget, "text", "").startswith(text)
        ]

    def _one(self, text: str) -> Any:
        found = self._all(text)
        exact = [widget for widget in found if widget.text == text]
        assert found, f"no button says {text!r}; there are {self.stage.texts()}"
        return (exact or found)[0]


@contextmanager
def working(
    house: House,
    screen: Screen = PORTRAIT,
    *,
    language: str = "en",
    as_: str = "",
    page: str = "",
    low: bool = False,
    **given: Any,
) -> Iterator[Worker]:
    """Somebody of the staff, signed in as ``as_``, at a page."""
    with Stage(screen, services=house.services()) as stage:
        worker = Worker(stage, house)
        stage.navigator.wake(language=Language(language))
        stage.navigator.visit.low = low
        if as_:
            stage.navigator.go("staff.pin")
            stage.page.begin(house.login.sign_in(StaffId(as_), PINS[as_]))
            stage.navigator.replace("staff.home")
        if page:
            stage.navigator.go(page, **given)
        stage.advance(0.6)
        stage.settle()
        yield worker
