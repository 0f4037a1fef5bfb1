"""Whom an event of the lockers concerns, by what they come back with. Pure."""

from __future__ import annotations

from kiosk.family import Concern
from kiosk.ids import SubjectId
from kiosk.journal.entry import Event
from kiosk.lockers.events import Rented
from kiosk.lockers.reservation_events import Reserved
from kiosk.lockers.service_events import HandoverBegun


def about(event: Event) -> Concern | None:
    """Return the rental or the reservation a promise is about; the rest is told at the door."""
    match event:
        case Rented() | HandoverBegun():
            return Concern(SubjectId(event.rental), event.token, event.code)
        case Reserved():
            return Concern(SubjectId(event.reservation), event.token, event.code)
        case _:
            return None
