"""What each event of a counter makes true. Total: a ticket at a counter stays until it leaves."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from kiosk.clock import business_date
from kiosk.family import Stamp
from kiosk.ids import CounterId
from kiosk.journal.entry import Event
from kiosk.queueing import counter_events as e
from kiosk.queueing.changes import with_counter, with_ticket
from kiosk.queueing.records import Counter, CounterStatus, Queueing


def fold_counter(queueing: Queueing, stamp: Stamp, event: Event) -> Queueing:
    """Return the queue after an event of a counter; any other changes nothing."""
    match event:
        case e.CounterOpened():
            return _opened(queueing, stamp, event)
        case e.CounterPaused():
            counter = replace(
                queueing.counter(event.counter),
                status=CounterStatus.PAUSED,
                since=stamp.at,
                reason=event.reason,
                until=event.until,
            )
            return with_counter(queueing, counter)
        case e.CounterResumed(counter=number):
            counter = replace(
                queueing.counter(number),
                status=CounterStatus.OPEN,
                since=stamp.at,
                reason=None,
                until=None,
            )
            return with_counter(queueing, counter)
        case e.CounterClosed(counter=number):
            return _without_work(queueing, number)
        case _:
            return queueing


def closed_for_the_day(queueing: Queueing, day: date) -> Queueing:
    """Close every counter that was opened on ``day`` or before."""
    for counter in sorted(queueing.counters.values(), key=lambda each: each.id):
        if counter.since is not None and business_date(counter.since) <= day:
            queueing = _without_work(queueing, counter.id)
    return queueing


def _opened(queueing: Queueing, stamp: Stamp, event: e.CounterOpened) -> Queueing:
    before = queueing.counter(event.counter)
    return with_counter(
        queueing,
        Counter(
            id=event.counter,
            status=CounterStatus.OPEN,
            since=stamp.at,
            staff=event.staff,
            services=event.services,
            ticket=before.ticket,
        ),
    )


def _without_work(queueing: Queueing, number: CounterId) -> Queueing:
    """Close a counter; who waits for it alone may be called to any that can."""
    for ticket in queueing.tickets.values():
        if ticket.waits and ticket.counter == number:
            queueing = with_ticket(queueing, replace(ticket, counter=None, passed=0))
    return with_counter(queueing, Counter(id=number, ticket=queueing.counter(number).ticket))
