"""Links as slips carry them, for tests of what a phone shows."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from kiosk.ids import RentalId, TicketId
from kiosk.links import Kind, qr_texts
from kiosk.lockers import LOCKERS
from kiosk.lockers import rules as locker_rules
from kiosk.lockers.plan import Size
from kiosk.queueing import QUEUEING
from kiosk.queueing.desk import QueueDesk
from kiosk.queueing.records import Ticket
from kiosk.secrets import draw_token, token_tag
from kiosk.tap import Tap
from kiosk.venues.receipt import Receipt
from tests.filled import ASK, Filled

HUB = "https://hub.example.cn"


class Slips:
    """What people of a filled station have in their hands."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self._text = qr_texts(HUB, filled.name, filled.key)

    def link(self, kind: Kind, token: str, hours: float = 24) -> str:
        """The path of a link."""
        until = self.filled.now + timedelta(hours=hours)
        return urlsplit(self._text(kind, token, until)).path

    def ticket(self) -> tuple[Ticket, str]:
        """A fresh ticket, and the path on its slip."""
        return self.of(self.filled.ticket(ASK).ticket.id)

    def of(self, ticket: TicketId) -> tuple[Ticket, str]:
        """A ticket as it stands now, and the path on its slip."""
        station, filled = self.filled.station, self.filled
        desk = QueueDesk(station, filled.file.hall, filled.key, token_tag, self._text)
        given = desk.given(ticket)
        return given.ticket, urlsplit(given.qr).path

    def waiting(self) -> Ticket:
        """Who waits longest."""
        return self.filled.station.state(QUEUEING).waiting()[0]

    def booking(self, receipt: Receipt) -> str:
        """The path on the slip of an application."""
        return self.link(Kind.VENUE, receipt.qr.partition(":")[2])

    def door(self) -> str:
        """The path of a door that somebody rents."""
        token, tap, station = draw_token(), Tap.fresh(), self.filled.station
        station.do(
            tap,
            LOCKERS,
            locker_rules.rent,
            rental=RentalId(tap.id),
            cabinet=self.filled.file.cabinet,
            usable=self.filled.doors,
            size=Size.M,
            easy=False,
            code=self.filled.key.code_tag(token),
            token=token_tag(token),
            hours=None,
        )
        return self.link(Kind.LOCKER, token)
