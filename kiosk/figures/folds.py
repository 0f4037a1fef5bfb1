"""What each entry adds to the figures. Total; a refused entry counts nothing."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import immutables
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE
from kiosk.family import Stamp
from kiosk.figures.door_folds import COUNTED_DOORS, fold_doors
from kiosk.figures.records import (
    WAIT_STEP_MIN,
    WAIT_STEPS,
    Figures,
    LineDay,
    Waiting,
)
from kiosk.figures.venue_folds import COUNTED_VENUES, fold_venues
from kiosk.ids import TicketId
from kiosk.journal.entry import Event
from kiosk.queueing import events as q

_K = TypeVar("_K")

COUNTED: tuple[type[Event], ...] = (
    q.TicketTaken,
    q.Called,
    q.Finished,
    q.Skipped,
    q.Cancelled,
    q.DayClosed,
    *COUNTED_DOORS,
    *COUNTED_VENUES,
)


def fold(figures: Figures, stamp: Stamp, event: Event) -> Figures:
    """Return the figures with ``event`` counted."""
    if stamp.refused is not None:
        return figures
    if isinstance(event, COUNTED_DOORS):
        return fold_doors(figures, stamp, event)
    if isinstance(event, COUNTED_VENUES):
        return fold_venues(figures, stamp, event)
    return _fold_line(figures, stamp, event)


def _fold_line(figures: Figures, stamp: Stamp, event: Event) -> Figures:
    day = stamp.business_date
    line = figures.day(day).line
    match event:
        case q.TicketTaken():
            return _taken(figures, stamp, event)
        case q.Called(ticket=ticket):
            return _called(figures, stamp, ticket)
        case q.Finished():
            return _with_line(figures, day, replace(line, finished=line.finished + 1))
        case q.Skipped():
            return _with_line(figures, day, replace(line, skipped=line.skipped + 1))
        case q.Cancelled(ticket=ticket):
            figures = replace(figures, tickets=_without(figures.tickets, ticket))
            return _with_line(figures, day, replace(line, cancelled=line.cancelled + 1))
        case q.DayClosed(day=over):
            left = {key: each for key, each in figures.tickets.items() if each.day > over}
            return replace(figures, tickets=immutables.Map(left))
        case _:
            return figures


def _taken(figures: Figures, stamp: Stamp, event: q.TicketTaken) -> Figures:
    line = figures.day(event.day).line
    hour = stamp.at.astimezone(STATION_ZONE).hour
    promise = event.promise
    waiting = Waiting(event.day, stamp.at, None if promise is None else promise.high_min)
    figures = replace(figures, tickets=figures.tickets.set(event.ticket, waiting))
    services = line.services.set(event.service, line.services.get(event.service, 0) + 1)
    return _with_line(
        figures, event.day, replace(line, taken=_more(line.taken, hour), services=services)
    )


def _called(figures: Figures, stamp: Stamp, ticket: TicketId) -> Figures:
    """Count a first call: it alone ends the wait that was promised."""
    waiting = figures.tickets.get(ticket)
    if waiting is None:
        return figures
    figures = replace(figures, tickets=figures.tickets.delete(ticket))
    line = figures.day(waiting.day).line
    line = replace(line, called=line.called + 1)
    if waiting.high_min is None:
        return _with_line(figures, waiting.day, replace(line, untold=line.untold + 1))
    waited = max(0.0, (stamp.at - waiting.since).total_seconds())
    return _with_line(figures, waiting.day, _scored(line, waited, waiting.high_min))


def _scored(line: LineDay, waited_s: float, high_min: int) -> LineDay:
    return replace(
        line,
        told=line.told + 1,
        within=line.within + (waited_s <= 60 * high_min),
        wait_s=line.wait_s + waited_s,
        promised_min=line.promised_min + high_min,
        waits=_more(line.waits, _step(waited_s / 60)),
        promises=_more(line.promises, _step(high_min)),
    )


def _step(minutes: float) -> int:
    return min(WAIT_STEPS - 1, int(minutes // WAIT_STEP_MIN))


def _more(counts: tuple[int, ...], at: int) -> tuple[int, ...]:
    return (*counts[:at], counts[at] + 1, *counts[at + 1 :])


def _with_line(figures: Figures, day: date, line: LineDay) -> Figures:
    return replace(figures, days=figures.days.set(day, replace(figures.day(day), line=line)))


def _without(known: immutables.Map[_K, Waiting], key: _K) -> immutables.Map[_K, Waiting]:
    return known.delete(key) if key in known else known
