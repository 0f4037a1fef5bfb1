"""What everybody may see of the queue: who is called where, and how many wait. Pure.

Numbers and counters only; the hall display and the voice know nothing else.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from kiosk.clock import Moment, business_date
from kiosk.ids import CounterId, ServiceId
from kiosk.journal.entry import Event
from kiosk.queueing.events import Called, Recalled
from kiosk.queueing.records import Call, CounterStatus, Queueing, Stage

SHOWN_CALLS = 4


class Calling(msgspec.Struct, frozen=True):
    """A number and the counter it is asked to."""

    number: str
    counter: CounterId
    at: datetime


class CounterNow(msgspec.Struct, frozen=True):
    """A counter that is worked.

    Attributes:
        number: who is there, if anybody.
        calling: the number was called and nobody has come yet.
    """

    counter: CounterId
    open: bool
    number: str | None = None
    calling: bool = False


class Waiting(msgspec.Struct, frozen=True):
    """How many wait for a service."""

    service: ServiceId
    count: int


class Board(msgspec.Struct, frozen=True):
    """The hall in one look.

    Attributes:
        counters: those that are worked, by number.
        last: the latest calls of today, the newest first, each number once.
        waiting: services somebody waits for, by name.
        total: everybody who waits.
    """

    counters: tuple[CounterNow, ...] = ()
    last: tuple[Calling, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    total: int = 0


def board(queueing: Queueing, moment: Moment) -> Board:
    """Return what the display shows."""
    counts: dict[ServiceId, int] = {}
    waiting = queueing.waiting()
    for ticket in waiting:
        counts[ticket.service] = counts.get(ticket.service, 0) + 1
    return Board(
        counters=tuple(_now(queueing, each) for each in _worked(queueing)),
        last=_last(queueing, moment),
        waiting=tuple(Waiting(service, counts[service]) for service in sorted(counts)),
        total=len(waiting),
    )


def announcement(queueing: Queueing, event: Event, at: datetime) -> Calling | None:
    """Return what is to be spoken after ``event``; ``None`` if it is no call.

    Args:
        queueing: the state after the event.
        at: time of its entry; who is late does not say a call of minutes ago.
    """
    if not isinstance(event, Called | Recalled):
        return None
    ticket = queueing.tickets.get(event.ticket)
    return None if ticket is None else Calling(ticket.number, event.counter, at)


def _worked(queueing: Queueing) -> list[CounterId]:
    closed = CounterStatus.CLOSED
    return sorted(each.id for each in queueing.counters.values() if each.status is not closed)


def _now(queueing: Queueing, counter: CounterId) -> CounterNow:
    record, ticket = queueing.counter(counter), queueing.at(counter)
    return CounterNow(
        counter=counter,
        open=record.status is CounterStatus.OPEN,
        number=None if ticket is None else ticket.number,
        calling=ticket is not None and ticket.stage is Stage.CALLED,
    )


def _last(queueing: Queueing, moment: Moment) -> tuple[Calling, ...]:
    newest: dict[str, Call] = {}
    for call in reversed(queueing.calls):
        if business_date(call.at) == moment.business_date:
            newest.setdefault(call.number, call)
    shown = list(newest.values())[:SHOWN_CALLS]
    return tuple(Calling(each.number, each.counter, each.at) for each in shown)
