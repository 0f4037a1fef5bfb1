"""What tests stand on: a small cabinet, a station on a journal, a whole site run by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from argon2 import PasswordHasher

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.family import Family
from kiosk.ids import BankId, DoorId, RentalId
from kiosk.journal.entry import Journal, Private
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.plan import Cabinet, DoorPlan, Size
from kiosk.lockers.records import DoorState, Lockers, Rental
from kiosk.lockers.steps import IsShut, Promised, Said, Step
from kiosk.lockers.watch import BankWatch
from kiosk.queueing import QUEUEING
from kiosk.secrets import StationKey, draw_token, token_tag
from kiosk.settings import LockerLimits, Retention, Settings
from kiosk.staff import STAFF
from kiosk.staff import rules as staff_rules
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.telling import TELLING
from kiosk.venues import VENUES
from tests.fakes import FakeBank, FakeClock, HandLane, MemoryJournal

FAMILIES: tuple[Family[Any], ...] = (LOCKERS, VENUES, QUEUEING, STAFF, TELLING)
BANK = BankId("A")
LOW_MM, EASY_MM, HIGH_MM = 200, 900, 1700


def key() -> StationKey:
    """A station key whose PIN hashes cost little."""
    return StationKey(bytes(32), PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def door(number: int) -> DoorId:
    return DoorId(f"A{number:02}")


def cabinet(*sizes: Size, heights: Mapping[int, int] | None = None) -> Cabinet:
    """Doors ``A01`` … of these sizes; every third one is easy to reach, unless told otherwise."""
    doors = []
    for index, size in enumerate(sizes):
        height = EASY_MM if index % 3 == 0 else HIGH_MM
        height = (heights or {}).get(index + 1, height)
        doors.append(DoorPlan(door(index + 1), BANK, 1, index + 1, size, height, 1, index + 1))
    return Cabinet(tuple(doors))


SMALL = cabinet(*[Size.S] * 3, *[Size.M] * 3, *[Size.L] * 3)
"""Nine doors, three of each size, the first of each size easy to reach."""


def present(station: Station) -> Settings:
    return station.state(STAFF).settings


def moment(clock: FakeClock | None = None, **lockers: Any) -> Moment:
    """A moment with these limits of the lockers."""
    settings = Settings(lockers=LockerLimits(**lockers), retention=Retention())
    return Moment.of(clock or FakeClock(), settings)


def station(journal: Journal | None = None, clock: FakeClock | None = None, **more: Any) -> Station:
    return Station(
        journal if journal is not None else MemoryJournal(),
        FAMILIES,
        clock or FakeClock(),
        present,
        **more,
    )


def note(text: str) -> Private:
    return Private(body={"note": text}, salt=os.urandom(16))


def rented(
    where: Station,
    *,
    tap: Tap | None = None,
    size: Size = Size.S,
    code: str = "135790",
    doors: Cabinet = SMALL,
    easy: bool = False,
    hours: int | None = None,
) -> Rental:
    """Rent without a desk; all doors are sensed closed."""
    tap = tap or Tap.fresh()
    where.do(
        tap,
        LOCKERS,
        rules.rent,
        rental=RentalId(tap.id),
        cabinet=doors,
        usable=[plan.id for plan in doors.doors],
        size=size,
        easy=easy,
        code=key().code_tag(code),
        token=token_tag(draw_token()),
        hours=hours,
    )
    return where.state(LOCKERS).rentals[RentalId(tap.id)]


def set_to(where: Station, name: str, value: str) -> None:
    where.do(Tap.fresh(), STAFF, staff_rules.apply_setting, key=name, value=value)  # type: ignore[arg-type]


def refusal(call: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    """Return the reason for which ``call`` is refused; empty if it is not."""
    try:
        call(*args, **kwargs)
    except Refused as refused:
        return refused.reason
    return ""


class Site:
    """A station, its desk and one bank, run by hand; what everybody was told is kept."""

    def __init__(
        self,
        doors: Cabinet = SMALL,
        journal: Journal | None = None,
        bank: FakeBank | None = None,
        clock: FakeClock | None = None,
    ) -> None:
        self.cabinet = doors
        self.clock = clock or FakeClock()
        self.journal = journal if journal is not None else MemoryJournal()
        self.bank = bank or FakeBank([plan.id for plan in doors.doors])
        self.station = station(self.journal, self.clock)
        self.lane, self.bank_lane = HandLane(self.clock), HandLane(self.clock)
        self.desk = LockerDesk(self.station, doors, key(), self.lane, lambda call: call())
        self.watch = BankWatch(
            BANK, self.bank, self.bank_lane, self.station, self.clock, self.desk.heard
        )
        self.told: list[Step] = []

    def serve(self) -> Site:
        """Begin; readings are steady after two looks."""
        self.desk.serve([self.watch])
        self.wait(2.5)
        return self

    def settle(self) -> None:
        """Run both lanes until nothing is due."""
        while self.lane.run() | self.bank_lane.run():
            pass

    def wait(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass, with the lanes running."""
        self.settle()
        for _ in range(round(seconds / step)):
            self.clock.advance(step)
            self.settle()

    def again(self) -> Site:
        """The process ends without warning and begins anew; doors stay as they are."""
        self.lane.drop()
        self.bank_lane.drop()
        return Site(self.cabinet, self.journal, self.bank, self.clock).serve()

    # -- people ----------------------------------------------------------------------------

    def hears(self, step: Step) -> None:
        self.told.append(step)

    def heard(self, *kinds: type[Step]) -> list[str]:
        """Return the kinds of steps told since last asked, by name; only ``kinds`` if given."""
        told, self.told = self.told, []
        return [type(step).__name__ for step in told if not kinds or isinstance(step, kinds)]

    def last(self, kind: type[Any]) -> Any:
        return next(step for step in reversed(self.told) if isinstance(step, kind))

    def refused(self) -> str:
        """Return why the latest question was refused; what was said before is forgotten."""
        self.settle()
        step: Said = self.last(Said)
        self.told = [each for each in self.told if not isinstance(each, Said)]
        return step.refused.reason

    def rent(self, size: Size = Size.S, tap: Tap | None = None, **more: Any) -> Promised:
        self.desk.rent(tap or Tap.fresh(), self.hears, size=size, **more)
        self.settle()
        promised: Promised = self.last(Promised)
        return promised

    def store(self, size: Size = Size.S, **more: Any) -> Promised:
        """A whole visit: rent, put in, shut."""
        promised = self.rent(size, **more)
        rental = self.rental(promised.rental)
        self.shut(rental.door)
        assert isinstance(self.told[-1], IsShut)
        return promised

    def shut(self, which: DoorId) -> None:
        self.bank.open_doors.discard(which)
        self.wait(2.5)

    def fetch(
        self, rental: RentalId, purpose: Purpose = Purpose.FETCH, via: Via = Via.CODE
    ) -> None:
        self.desk.open_rental(Tap.fresh(), self.hears, rental=rental, purpose=purpose, via=via)
        self.settle()

    def give_back(self, rental: RentalId) -> None:
        where = self.rental(rental).door
        self.fetch(rental, Purpose.GIVE_BACK)
        self.shut(where)

    # -- what is true ----------------------------------------------------------------------

    @property
    def lockers(self) -> Lockers:
        return self.station.state(LOCKERS)

    def rental(self, rental: RentalId) -> Rental:
        return self.lockers.rentals[rental]

    def state_of(self, which: DoorId) -> DoorState:
        return self.lockers.state_of(which, self.clock.now())

    def tags(self) -> list[str]:
        """Return the names of all locker events written so far."""
        return [type(event).__name__ for _, event in self.station.events()]
