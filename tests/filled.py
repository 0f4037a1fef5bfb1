"""A hub with one station that is in full use, filled by rules alone, for tests of pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy.event import listen

from kiosk.calendars import load_calendar
from kiosk.clock import STATION_ZONE, Clock
from kiosk.condition import present_settings
from kiosk.config import StationFile, load_station, settings
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.ids import (
    TERMINAL,
    BankId,
    CounterId,
    EntryId,
    RentalId,
    ServiceId,
    StaffId,
    StationId,
    VenueId,
    staff_actor,
)
from kiosk.lockers import LOCKERS
from kiosk.lockers import rules as locker_rules
from kiosk.lockers.events import Alarm, AlarmRaised, Mark, MarkReason, OpenEnded, Shut
from kiosk.lockers.plan import Size
from kiosk.phrases.dates import local_day
from kiosk.ports import Outcome, Reading
from kiosk.positioning import PositioningStation
from kiosk.present_calendar import PresentCalendar
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing.desk import QueueDesk
from kiosk.queueing.plan import Priority
from kiosk.secrets import StationKey, draw_token, token_tag
from kiosk.setting_keys import print_all
from kiosk.settings import Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import Enrolled, NewMember
from kiosk.tap import Tap
from kiosk.terminal import FAMILIES
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import VENUES, review
from kiosk.venues.desk import VenueDesk
from kiosk.venues.form import Form
from kiosk.venues.interval import Interval
from kiosk.venues.receipt import Receipt
from kiosk.wire import PROTOCOL, Pair, Paired
from tests.fakes import FakeClock

MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=STATION_ZONE)
"""Monday; the lights are on and people wait."""
STATION = StationId("huaken")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PINS: Mapping[Role, tuple[StaffId, str]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: (StaffId("01"), "271828"),
        Role.SUPERVISOR: (StaffId("02"), "314159"),
        Role.TECHNICIAN: (StaffId("03"), "161803"),
        Role.ATTENDANT: (StaffId("04"), "141421"),
        Role.REVIEWER: (StaffId("05"), "173205"),
    }
)
"""A member of each role, with the PIN."""
ASK, PENSION = ServiceId("ask"), ServiceId("pension")
ONE, TWO = CounterId(1), CounterId(2)
ROOM, COURT = VenueId("meeting-room"), VenueId("basketball")


def open_hub(directory: Path, clock: Clock | None = None, database: Database | None = None) -> Hub:
    """Open a hub with every family of the program; a second one on the same files is another
    process as far as the database knows.
    """
    return Hub(
        database or _lightly(Database.in_directory(directory)),
        directory,
        FAMILIES,
        clock or FakeClock(MORNING),
        present_settings,
        calendar=lambda: PresentCalendar(load_calendar()),
    )


def _lightly(database: Database) -> Database:
    """No power is cut under these tests: SQLite need not wait for the disk at every entry."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    listen(database.engine, "connect", hurry)
    database.engine.dispose()
    return database


class Filled:
    """The station of a hub, with people, doors and bookings; each method is what somebody does.

    Args:
        hub: empty; its station is made, paired with a terminal and filled.
    """

    def __init__(self, hub: Hub, station: str = STATION, *, fill: bool = True) -> None:
        self.hub = hub
        self.file: StationFile = load_station(station)
        self.name = self.file.id
        hub.know(self.name, self.file)
        self.paired = self.pair("大厅", *self.file.cabinet.banks)
        self.key = StationKey(self.paired.station_key, CHEAP)
        self.doors = [plan.id for plan in self.file.cabinet.doors]
        self.queue = QueueDesk(self.station, self.file.hall, self.key, token_tag)
        self.venues = VenueDesk(self.station, self.file.site, self.key)
        self._visits = 0
        seed = print_all(settings(self.file))
        self.station.do(Tap.fresh(TERMINAL), STAFF, rules.found, seed=seed)
        self._enrol()
        if fill:
            self.fill_lockers()
            self.fill_queue()
            self.fill_venues()

    @property
    def station(self) -> PositioningStation:
        return self.hub.fresh(self.name)

    @property
    def now(self) -> datetime:
        return self.hub.clock.now()

    def pair(self, name: str, *banks: BankId) -> Paired:
        """Pair a terminal as it would itself."""
        code = self.hub.pairing.show_code(self.name)
        return self.hub.pairing.pair(Pair(PROTOCOL, self.name, code, name, "0.1.0", banks))

    def tap(self, role: Role | None = None) -> Tap:
        """A tap of a resident, or of the member with this role."""
        return Tap.fresh() if role is None else Tap.fresh(staff_actor(PINS[role][0]))

    # -- staff -----------------------------------------------------------------------------

    def _enrol(self) -> None:
        members = tuple(
            NewMember(member, role, self.key.pin_hash(pin)) for role, (member, pin) in PINS.items()
        )
        self.station.do(Tap.fresh(TERMINAL), STAFF, lambda *_: Enrolled(members))

    def set_to(self, key: str, value: str) -> None:
        """Change a setting as the administrator."""
        by, _ = PINS[Role.ADMINISTRATOR]
        tap = self.tap(Role.ADMINISTRATOR)
        change: Any = rules.change_setting
        self.station.do(tap, STAFF, change, by=by, key=key, value=value)

    # -- lockers ---------------------------------------------------------------------------

    def rent(self, size: Size = Size.S, *, hours: int | None = None, code: str = "") -> RentalId:
        """Store something: the door opened and was shut."""
        tap, station = self.tap(), self.station
        rental = RentalId(tap.id)
        lockers = station.state(LOCKERS)
        station.do(
            tap,
            LOCKERS,
            locker_rules.rent,
            rental=rental,
            cabinet=self.file.cabinet,
            usable=self.doors,
            size=size,
            easy=False,
            code=self.key.code_tag(code or self.key.draw_code(lockers.code_taken)),
            token=token_tag(draw_token()),
            hours=hours,
        )
        door = self.station.state(LOCKERS).rentals[rental].door
        self.opened(tap.id, door)
        return rental

    def opened(self, order: EntryId, door: Any) -> None:
        """The terminal records that the door of an order opened and was shut."""
        ended = OpenEnded(order, door, Outcome.OPENED, elapsed_ms=420, pulses=1)
        for event in (ended, Shut(order, door)):
            self.record(event)

    def record(self, event: Any) -> None:
        """The terminal records what it sensed."""
        self.station.do(Tap.fresh(TERMINAL), LOCKERS, lambda *_: event)

    def mark(self, door: Any, mark: Mark, reason: MarkReason) -> None:
        tap = self.tap(Role.TECHNICIAN)
        given = {"cabinet": self.file.cabinet, "door": door, "mark": mark, "reason": reason}
        rule: Any = locker_rules.mark
        self.station.do(tap, LOCKERS, rule, **given)

    def fill_lockers(self) -> None:
        """Some doors are used, one is to be cleaned, one is broken, one stands open too long."""
        for size in (Size.S, Size.M, Size.M, Size.L):
            self.rent(size)
        free = [each for each in self.doors if self.station.state(LOCKERS).rental_of(each) is None]
        self.mark(free[-1], Mark.OUT_OF_SERVICE, MarkReason.BROKEN)
        self.mark(free[-2], Mark.CLEANING, MarkReason.DIRTY)
        self.record(AlarmRaised(free[-3], Alarm.AJAR, Reading.OPEN, Reading.OPEN))

    # -- the queue -------------------------------------------------------------------------

    def ticket(self, service: ServiceId = ASK, priority: Priority = Priority.NONE) -> Any:
        """A stranger takes a number."""
        self._visits += 1
        desk = QueueDesk(self.station, self.file.hall, self.key, token_tag)
        return desk.take(
            self.tap(), service=service, priority=priority, visit=f"visit {self._visits}"
        )

    def press(self, rule: Any, counter: CounterId, role: Role, **facts: Any) -> Any:
        """Somebody at a counter presses a button."""
        by, _ = PINS[role]
        tap = self.tap(role)
        return self.station.do(tap, QUEUEING, rule, counter=counter, by=by, **facts).event

    def fill_queue(self) -> None:
        """Counter 2 serves somebody, six people wait, one of them old."""
        for service in (ASK, PENSION, PENSION, ASK, ASK, PENSION):
            self.ticket(service)
        self.ticket(ASK, Priority.AGED)
        self.press(calls.open_counter, TWO, Role.REVIEWER, hall=self.file.hall)
        self.press(calls.call_next, TWO, Role.REVIEWER)
        self.press(calls.begin, TWO, Role.REVIEWER)

    # -- venues ----------------------------------------------------------------------------

    def slot(self, days: int, hour: int = 9, hours: float = 2, minute: int = 30) -> Interval:
        """A stretch of a day so many days from now; indoors slots begin at half past."""
        day = local_day(self.now) + timedelta(days=days)
        starts = datetime.combine(day, time(hour, minute), STATION_ZONE)
        return Interval(starts, starts + timedelta(hours=hours))

    def apply(self, venue: VenueId, *slots: Interval, number: int = 1, **more: Any) -> Receipt:
        """A club applies; ``number`` tells one from another."""
        desk = VenueDesk(self.station, self.file.site, self.key)
        form = self.form(number, **more)
        return desk.apply(self.tap(), venue=venue, slots=slots, form=form)

    def form(self, number: int = 1, **more: Any) -> Form:
        """What club ``number`` fills in."""
        given: dict[str, Any] = {
            "kind": ApplicantKind.SOCIAL,
            "contact": "林小满",
            "phone": f"138{number:08}",
            "purpose": "排练合唱",
            "head_count": 10,
            "organisation_name": f"第{number}合唱社",
            "agreed": self.file.site.rules,
        }
        return Form(**{**given, **more})

    def approve(self, receipt: Receipt) -> None:
        bookings = tuple(each.id for each in receipt.bookings)
        self.station.do(self.tap(Role.REVIEWER), VENUES, review.approve, bookings=bookings)

    def fill_venues(self) -> None:
        """Two applications wait, one is approved."""
        self.apply(ROOM, self.slot(4), number=1)
        self.apply(COURT, self.slot(5, 16, minute=0), number=2)
        self.approve(self.apply(ROOM, self.slot(7, 14), number=3))
