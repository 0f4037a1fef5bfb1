"""How long somebody waits: the queue as it is, simulated forward many times. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.clock import Moment
from kiosk.ids import ServiceId, TicketId
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Hall, Priority
from kiosk.queueing.records import Queueing


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody who would take a ticket now."""

    service: ServiceId
    priority: Priority = Priority.NONE
    booked: datetime | None = None


def promise(queueing: Queueing, moment: Moment, *, hall: Hall, newcomer: Newcomer) -> Promise:
    """Return what a newcomer is told: people ahead, and the range of minutes if it is known."""
    return Promise(ahead=len(queueing.waiting()))


def wait_of(queueing: Queueing, moment: Moment, *, hall: Hall, ticket: TicketId) -> Promise:
    """Return what is to be expected now for a ticket that waits.

    Raises:
        Refused: ``no_subject``, ``not_waiting`` (stage).
    """
    return Promise(ahead=len(queueing.waiting()))
