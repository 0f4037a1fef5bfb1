"""A morning at the counters of the house: who took which number, who works where."""

from __future__ import annotations

from typing import Any

from kiosk.ids import CounterId, HomeVisitId, ServiceId, StaffId, TicketId, staff_actor
from kiosk.journal.entry import Private
from kiosk.queueing import QUEUEING, calls, home_visits
from kiosk.queueing.plan import Priority
from kiosk.queueing.records import Queueing, Ticket
from kiosk.tap import Tap
from tests.ui.staff.house import House

PENSION, MEDICAL, MEMBERSHIP = (
    ServiceId("pension"),
    ServiceId("medical-insurance"),
    ServiceId("membership"),
)
ONE, TWO = CounterId(1), CounterId(2)


class Morning:
    """The queue of a house, as residents and staff press it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = 0

    @property
    def queue(self) -> Queueing:
        return self.house.station.state(QUEUEING)

    def take(self, service: ServiceId = PENSION, priority: Priority = Priority.NONE) -> Ticket:
        """A stranger takes a number."""
        self.people += 1
        visit = f"person {self.people}"
        return self.house.queue_desk.take(
            Tap.fresh(), service=service, visit=visit, priority=priority
        ).ticket

    def press(self, rule: Any, by: str = "01", counter: CounterId = ONE, **facts: Any) -> Any:
        """A member presses something at a counter."""
        who = StaffId(by)
        tap = Tap.fresh(staff_actor(who))
        return self.house.station.do(tap, QUEUEING, rule, counter=counter, by=who, **facts).event

    def open(self, by: str = "01", counter: CounterId = ONE) -> None:
        """Begin to work at a counter."""
        self.press(calls.open_counter, by, counter, hall=self.house.file.hall)

    def close(self, by: str = "01", counter: CounterId = ONE) -> None:
        """Work there no more."""
        self.press(calls.close_counter, by, counter)

    def ask_home_visit(self) -> HomeVisitId:
        """Somebody who cannot come asks for a visit."""
        body = {"address": "垦家大院 3栋 2单元301", "phone": "13812345678"}
        tap = Tap.fresh(private=Private(body=body, salt=bytes(16)))
        visit = HomeVisitId(tap.id)
        self.house.station.do(
            tap,
            QUEUEING,
            home_visits.ask_home_visit,
            visit=visit,
            hall=self.house.file.hall,
            service=PENSION,
        )
        return visit

    def stage(self, ticket: TicketId) -> str:
        """Return where a ticket stands."""
        return self.queue.tickets[ticket].stage.value


def busy_counters(house: House) -> Morning:
    """Counter 1 is worked by 01, somebody is called; others wait, one is held."""
    morning = Morning(house)
    morning.open()
    morning.take(MEDICAL)
    morning.press(calls.call_next)
    morning.press(calls.hold)
    house.clock.advance(minutes=25)
    for service, priority in (
        (PENSION, Priority.NONE),
        (MEMBERSHIP, Priority.AGED),
        (MEDICAL, Priority.NONE),
        (PENSION, Priority.WITH_INFANT),
    ):
        morning.take(service, priority)
        house.clock.advance(minutes=9)
    morning.press(calls.call_next)
    morning.press(calls.recall)
    morning.ask_home_visit()
    return morning
