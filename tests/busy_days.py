"""Days of a station before today, by rules alone: numbers taken and called, doors, bookings."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.ids import RentalId
from kiosk.lockers import LOCKERS
from kiosk.lockers import rules as locker_rules
from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.plan import Size
from kiosk.phrases.dates import local_day
from kiosk.queueing import calls
from kiosk.queueing.events import Result
from kiosk.settings import Role
from kiosk.venues import VENUES, using
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.records import Status
from tests.fakes import FakeClock
from tests.filled import ASK, COURT, ONE, PENSION, ROOM, Filled

ROUNDS = 9


def live(filled: Filled, clock: FakeClock, days: int) -> None:
    """Let so many days pass, each with people, and stop on the morning after."""
    chance = random.Random(11)
    for number in range(days):
        _day(filled, clock, chance, number)
        tomorrow = local_day(clock.now()) + timedelta(days=1)
        clock.jump_to(datetime.combine(tomorrow, time(10, 0), STATION_ZONE))
        filled.station.tend()


def _day(filled: Filled, clock: FakeClock, chance: random.Random, number: int) -> None:
    kept = [filled.rent(chance.choice((Size.S, Size.M))) for _ in range(1 + number % 4)]
    filled.press(calls.open_counter, ONE, Role.ATTENDANT, hall=filled.file.hall)
    for step in range(ROUNDS):
        for _ in range(chance.randint(1, 2)):
            filled.ticket(chance.choice((ASK, ASK, PENSION)))
        clock.advance(minutes=chance.randint(1, 6))
        _serve(filled, clock, chance, come=step % 7 != 6)
    for rental in kept:
        _give_back(filled, rental)
    _places(filled, clock, number)


def _serve(filled: Filled, clock: FakeClock, chance: random.Random, *, come: bool) -> None:
    filled.press(calls.call_next, ONE, Role.ATTENDANT)
    if not come:
        for _ in range(2):
            filled.press(calls.recall, ONE, Role.ATTENDANT)
        filled.press(calls.skip, ONE, Role.ATTENDANT)
        return
    filled.press(calls.begin, ONE, Role.ATTENDANT)
    clock.advance(minutes=chance.randint(3, 9))
    filled.press(calls.finish, ONE, Role.ATTENDANT, result=Result.SOLVED)


def _give_back(filled: Filled, rental: RentalId) -> None:
    tap = filled.tap()
    filled.station.do(
        tap,
        LOCKERS,
        locker_rules.open_rental,
        rental=rental,
        purpose=Purpose.GIVE_BACK,
        via=Via.VISIT,
    )
    door = filled.station.state(LOCKERS).rentals[rental].door
    filled.opened(tap.id, door)


def _places(filled: Filled, clock: FakeClock, number: int) -> None:
    """Apply for a week from now; of what is on today some come and some do not."""
    for venue, hour, minute in ((ROOM, 14, 30), (COURT, 14, 0)):
        try:
            slot = filled.slot(7, hour, minute=minute)
            receipt = filled.apply(venue, slot, number=50 + 2 * number)
        except Refused:  # a holiday, or one too many
            continue
        if number % 3:
            filled.approve(receipt)
    today = local_day(clock.now())
    clock.jump_to(datetime.combine(today, time(14, 0), STATION_ZONE))
    known = filled.station.state(VENUES).bookings.values()
    for booking in sorted(known, key=lambda each: each.slot):
        if booking.slot.day == today and booking.status is Status.APPROVED and number % 4:
            clock.jump_to(max(clock.now(), booking.slot.starts))
            tap = filled.tap(Role.ATTENDANT)
            filled.station.do(tap, VENUES, using.check_in, booking=booking.id, proof=BY_STAFF)
    for at in (time(14, 50), time(17, 0)):
        clock.jump_to(datetime.combine(today, at, STATION_ZONE))
        filled.station.tend()
