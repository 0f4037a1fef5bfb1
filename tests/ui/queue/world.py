"""The hall of the station ``huaken`` behind the screen; counters work when the test says so."""

from __future__ import annotations

from typing import Any

from kiosk.config import load_station
from kiosk.ids import CounterId, ServiceId, TicketId
from kiosk.printing import PrintDesk
from kiosk.queueing.plan import Priority
from screens.services import Services
from tests.fakes import FakePrinter
from tests.halls import House
from tests.ui.harness import HandLane
from tests.ui.lanes import OnPaper
from tests.ui.people import services

PENSION, MEDICAL, ASK = ServiceId("pension"), ServiceId("medical-insurance"), ServiceId("ask")
ALLOWANCE, MEMBERSHIP = ServiceId("old-age-allowance"), ServiceId("membership")
TWO = CounterId(2)


class Hall(House):
    """Tickets, counters and appointments of ``huaken``, and a printer for its slips."""

    def __init__(self, station: str = "huaken", *, printer: FakePrinter | None = None) -> None:
        from screens.app import post

        self.file = load_station(station)
        super().__init__(self.file.hall)
        self.lane = HandLane()
        self.printer = printer or FakePrinter()
        self.paper = HandLane()
        self.printing = PrintDesk(post)
        self.printing.serve(self.printer, OnPaper(self.paper), OnPaper(HandLane()))

    def services(self, **changed: Any) -> Services:
        """What pages are given."""
        given = {
            "station": self.station,
            "queue": self.desk,
            "lane": self.lane,
            "clock": self.clock,
            "config": self.file,
            "printing": self.printing,
        }
        return services(**{**given, **changed})

    def taken(self, what: ServiceId = PENSION, priority: Priority = Priority.NONE) -> TicketId:
        """A stranger takes a number."""
        return self.take(what, priority)

    def busy(self, people: int = 7) -> Hall:
        """So many were served before, so that a wait can be told, and as many wait."""
        self.open()
        for service in (PENSION, MEDICAL):
            for _ in range(6):
                self.take(service)
                self.serve(minutes=9)
        for number in range(people):
            self.take((PENSION, MEDICAL, ALLOWANCE)[number % 3])
        return self
