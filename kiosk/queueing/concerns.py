"""Whom an event of the queue concerns, by what they come back with. Pure."""

from __future__ import annotations

from kiosk.family import Concern
from kiosk.ids import SubjectId
from kiosk.journal.entry import Event
from kiosk.queueing import booking_events as b
from kiosk.queueing import events as e


def about(event: Event) -> Concern | None:
    """Return the ticket, appointment or visit an event is about.

    Nobody misses a second call, the beginning of a service or a rating that was refused.
    """
    match event:
        case e.TicketTaken(ticket=ticket, token=token, person=person):
            return Concern(SubjectId(ticket), token, person=person)
        case (
            e.Called()
            | e.Resumed()
            | e.Finished()
            | e.Skipped()
            | e.CameBack()
            | e.HeldUp()
            | e.Transferred()
            | e.Cancelled()
        ):
            return Concern(SubjectId(event.ticket))
        case b.Booked(appointment=appointment, token=token, person=person):
            return Concern(SubjectId(appointment), token, person=person)
        case b.BookingCancelled(appointment=appointment):
            return Concern(SubjectId(appointment))
        case b.HomeVisitAsked() | b.HomeVisitTaken() | b.HomeVisitEnded():
            return Concern(SubjectId(event.visit))
        case _:
            return None
