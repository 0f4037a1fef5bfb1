"""Random days at a bank with every fault at once: no bag is given away, no door pulsed unasked.

People are honest but impatient; the cabinet, the disk and the process fail at any moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from kiosk.ids import DoorId, RentalId
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.events import OpenReason, Purpose, Via
from kiosk.lockers.plan import Size
from kiosk.lockers.records import DoorState
from kiosk.lockers.steps import NotOpened, Promised, Step
from kiosk.ports import Reading
from kiosk.tap import Tap
from tests.builders import SMALL, Site
from tests.fakes import FakeBank, MemoryJournal

STEPS = 250


class Person:
    """Somebody with a bag. Believes what the screen says, and what can be seen at the door."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.rental: RentalId | None = None
        self.door: DoorId | None = None
        self.purpose = Purpose.STORE
        world.desk.rent(Tap.fresh(), self.hears, size=world.chance.choice(list(Size)))

    def hears(self, step: Step) -> None:
        if isinstance(step, Promised):
            self.rental, self.door = step.rental, step.door
        elif isinstance(step, NotOpened) and step.another is not None:
            self.door = step.another
        elif isinstance(step, NotOpened) and step.ended:
            self.rental = None

    def at_the_door(self) -> None:
        """Put the bag in or take it out, and shut the door."""
        doors, bags = self._world.bank.open_doors, self._world.bags
        if self.door not in doors or bags.get(self.door, self) is not self:
            return
        if self.purpose is Purpose.GIVE_BACK:
            bags.pop(self.door, None)
        elif self.rental is not None:
            bags[self.door] = self
        if self._world.chance.random() < 0.9:
            doors.discard(self.door)

    def comes_back(self) -> None:
        """Order the door again; whoever said "done" once does not change their mind."""
        if self.rental is None:
            return
        if self.purpose is not Purpose.GIVE_BACK:
            self.purpose = self._world.chance.choice(list(Purpose)[:3])
        self._world.desk.open_rental(
            Tap.fresh(), self.hears, rental=self.rental, purpose=self.purpose, via=Via.CODE
        )

    def says_it_stayed_shut(self) -> None:
        inside = self._world.bags.get(self.door) is self if self.door is not None else False
        if self.rental is None or inside or self.door in self._world.bank.open_doors:
            return
        self._world.desk.give_up(Tap.fresh(), self.hears, rental=self.rental)


class World:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.site = Site().serve()
        self.people: list[Person] = []
        self.bags: dict[DoorId, Person] = {}

    @property
    def desk(self) -> LockerDesk:
        return self.site.desk

    @property
    def bank(self) -> FakeBank:
        return self.site.bank

    def journal(self) -> MemoryJournal:
        assert isinstance(self.site.journal, MemoryJournal)
        return self.site.journal

    def step(self) -> None:
        match self.chance.randrange(14):
            case 0 | 1:
                self.people.append(Person(self))
            case 2 | 3 | 4:
                self._somebody(Person.at_the_door)
            case 5 | 6:
                self._somebody(Person.comes_back)
            case 7:
                self._somebody(Person.says_it_stayed_shut)
            case 8:
                self._fault()
            case 9:
                self.mended()
            case 10:
                self._restart()
            case 11:
                self.desk.staff_open(
                    Tap.fresh(),
                    lambda step: None,
                    door=self.chance.choice(SMALL.doors).id,
                    reason=OpenReason.CHECK,
                )
            case 12:
                self._passer_by()
            case _:
                self.site.wait(self.chance.choice([0.25, 1, 5, 30]))
        self._some_lanes()

    def _somebody(self, does: Callable[[Person], None]) -> None:
        if self.people:
            does(self.chance.choice(self.people))

    def _passer_by(self) -> None:
        """Shuts doors that stand open; never on things somebody has come to take out."""
        for door in sorted(self.bank.open_doors):
            owner = self.bags.get(door)
            if owner is None or owner.purpose is not Purpose.GIVE_BACK:
                self.bank.open_doors.discard(door)

    def _some_lanes(self) -> None:
        if self.chance.random() < 0.7:
            self.site.lane.run()
        if self.chance.random() < 0.7:
            self.site.bank_lane.run()

    def _fault(self) -> None:
        match self.chance.randrange(4):
            case 0:
                self.bank.jammed.add(self.chance.choice(SMALL.doors).id)
            case 1:
                self.bank.gone = True
            case 2:
                self.bank.mute = True
            case _:
                self.journal().refuses = True

    def mended(self) -> None:
        self.bank.jammed.clear()
        self.bank.gone = self.bank.mute = self.journal().refuses = False

    def _restart(self) -> None:
        pulses = list(self.bank.pulses)
        for person in self.people:
            if person.purpose is Purpose.GIVE_BACK:
                person.at_the_door()
        self.site = self.site.again()
        assert self.bank.pulses == pulses

    def everybody_goes_home(self) -> None:
        for person in self.people:
            person.at_the_door()
        self.bank.open_doors.clear()

    def check(self) -> None:
        for door in self.bags:
            assert self.site.state_of(door) is not DoorState.FREE, door
        owners = [rental.door for rental in self.site.lockers.rentals.values()]
        assert len(owners) == len(set(owners))
        assert self.site.station.set_aside == ()


@pytest.mark.parametrize("seed", range(40))
def test_no_bag_is_given_away_and_no_restart_pulses(seed: int) -> None:
    world = World(seed)
    for _ in range(STEPS):
        world.step()
        world.check()
    world.mended()
    world.site.wait(10)
    world.everybody_goes_home()
    world.site.wait(10)
    world.check()
    assert world.desk.state.online
    assert all(seen.reading is Reading.CLOSED for seen in world.desk.state.seen.values())
    assert not world.site.lockers.orders
