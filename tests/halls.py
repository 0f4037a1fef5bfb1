"""A hall for tests: two services, three counters, staff who press and people who take numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from kiosk.clock import STATION_ZONE, Moment
from kiosk.ids import CounterId, ServiceId, StaffId, TicketId, staff_actor
from kiosk.journal.entry import Event, Journal, Private
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing.desk import Given, QueueDesk
from kiosk.queueing.events import Result
from kiosk.queueing.plan import CLASSES, CounterPlan, Hall, Priority, Service
from kiosk.queueing.records import Counter, Queueing, Ticket
from kiosk.secrets import token_tag
from kiosk.settings import Bilingual
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import key, station
from tests.fakes import FakeClock, MemoryJournal

ASK, PENSION = ServiceId("ask"), ServiceId("pension")
ONE, TWO, THREE = CounterId(1), CounterId(2), CounterId(3)
MONDAY_TEN = datetime(2026, 3, 2, 10, 0, tzinfo=STATION_ZONE)
AGED = Priority.AGED


def service(name: ServiceId, letter: str, **more: Any) -> Service:
    return Service(
        id=name, letter=letter, name=Bilingual(zh="业务", en=f"Service {letter}"), **more
    )


HALL = Hall(
    (service(ASK, "A", per_person=20), service(PENSION, "B", per_slot=2, home_visit=True)),
    (
        CounterPlan(number=ONE),
        CounterPlan(number=TWO, serves=(ASK,)),
        CounterPlan(number=THREE, serves=(PENSION,)),
    ),
)
"""Counter 1 serves all, 2 only questions, 3 only pensions."""


def staff_at(counter: CounterId) -> StaffId:
    return StaffId(f"{counter:02}")


class House:
    """A station with a hall; each method is what somebody presses."""

    def __init__(
        self,
        hall: Hall = HALL,
        journal: Journal | None = None,
        clock: FakeClock | None = None,
        **more: Any,
    ) -> None:
        self.hall = hall
        self.clock = clock or FakeClock(MONDAY_TEN)
        self.journal = journal if journal is not None else MemoryJournal()
        self.station: Station = station(self.journal, self.clock, **more)
        self.desk = QueueDesk(self.station, hall, key(), token_tag)
        self._visits = 0

    def again(self) -> House:
        """The process ends without warning and begins anew."""
        return House(self.hall, self.journal, self.clock)

    @property
    def queue(self) -> Queueing:
        return self.station.state(QUEUEING)

    @property
    def moment(self) -> Moment:
        return self.station.moment()

    def wait(self, **parts: float) -> None:
        self.clock.advance(**parts)

    # -- people ----------------------------------------------------------------------------

    def give(self, what: ServiceId = ASK, priority: Priority = Priority.NONE, **more: Any) -> Given:
        """A stranger takes a number."""
        self._visits += 1
        more = {"visit": f"visit {self._visits}", **more}
        return self.desk.take(Tap.fresh(), service=what, priority=priority, **more)

    def take(self, what: ServiceId = ASK, priority: Priority = Priority.NONE) -> TicketId:
        return self.give(what, priority).ticket.id

    def ticket(self, ticket: TicketId) -> Ticket:
        return self.queue.tickets[ticket]

    def stage(self, ticket: TicketId) -> str:
        return self.ticket(ticket).stage.value

    def do(self, rule: Any, **facts: Any) -> Event:
        return self.station.do(Tap.fresh(), QUEUEING, rule, **facts).event

    # -- staff -----------------------------------------------------------------------------

    def press(self, rule: Any, counter: CounterId = ONE, **facts: Any) -> Any:
        by, note = facts.pop("by", staff_at(counter)), facts.pop("note", "")
        private = Private(body={"note": note}, salt=bytes(16)) if note else None
        tap = Tap.fresh(staff_actor(by), private)
        return self.station.do(tap, QUEUEING, rule, counter=counter, by=by, **facts).event

    def open(self, *counters: CounterId) -> Self:
        for counter in counters or (ONE,):
            self.press(calls.open_counter, counter, hall=self.hall)
        return self

    def call(self, counter: CounterId = ONE) -> TicketId:
        called: TicketId = self.press(calls.call_next, counter).ticket
        return called

    def serve(self, counter: CounterId = ONE, minutes: float = 5) -> TicketId:
        """Call, serve and finish."""
        called = self.call(counter)
        self.press(calls.begin, counter)
        self.wait(minutes=minutes)
        self.press(calls.finish, counter, result=Result.SOLVED)
        return called

    def skip(self, counter: CounterId = ONE) -> TicketId:
        """Call three times in vain."""
        called = self.call(counter)
        for _ in range(2):
            self.press(calls.recall, counter)
        self.press(calls.skip, counter)
        return called

    def record(self, counter: CounterId = ONE) -> Counter:
        return self.queue.counter(counter)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


__all__ = ["AGED", "ASK", "CLASSES", "HALL", "ONE", "PENSION", "THREE", "TWO", "House"]
