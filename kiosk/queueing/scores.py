"""How well promises were kept, beside two things anybody could have said instead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from statistics import fmean

import msgspec

from kiosk.ids import TicketId
from kiosk.journal.entry import Entry, Event
from kiosk.queueing.events import Called, Promise, TicketTaken

THREE_MIN = 180
"""What people say at counters: three minutes for everybody before you."""


class Kept(msgspec.Struct, frozen=True):
    """A promise and the wait that came."""

    day: date
    promise: Promise
    waited_s: float


class Waits(msgspec.Struct, frozen=True):
    """Promises with a time whose tickets were called. Minutes; errors are mean absolute ones.

    Attributes:
        untold: called tickets that were shown no time, because too little was known.
        within: share called within the upper end that was shown.
        error_three: had everybody been told three minutes for each person ahead.
        error_average: had everybody been told the mean wait of their day, known only afterwards.
    """

    count: int = 0
    untold: int = 0
    days: int = 0
    within: float | None = None
    mean_high: float | None = None
    mean_wait: float | None = None
    error: float | None = None
    error_three: float | None = None
    error_average: float | None = None


def waits(entries: Iterable[tuple[Entry, Event | None]]) -> Waits:
    """Return how well the promises in a journal were kept."""
    return score(list(_kept(entries)))


def score(kept: Sequence[Kept]) -> Waits:
    """Return how well these promises were kept."""
    told = [each for each in kept if each.promise.high_min is not None]
    untold = len(kept) - len(told)
    if not told:
        return Waits(untold=untold)
    by_day: dict[date, list[float]] = {}
    for each in told:
        by_day.setdefault(each.day, []).append(each.waited_s)
    average = {day: fmean(waited) for day, waited in by_day.items()}
    return Waits(
        count=len(told),
        untold=untold,
        days=len(by_day),
        within=fmean([each.waited_s <= 60 * (each.promise.high_min or 0) for each in told]),
        mean_high=fmean([each.promise.high_min or 0 for each in told]),
        mean_wait=fmean([each.waited_s for each in told]) / 60,
        error=_error([(each.waited_s, each.promise.middle_s or 0) for each in told]),
        error_three=_error([(each.waited_s, THREE_MIN * each.promise.ahead) for each in told]),
        error_average=_error([(each.waited_s, average[each.day]) for each in told]),
    )


def _kept(entries: Iterable[tuple[Entry, Event | None]]) -> Iterator[Kept]:
    open_promises: dict[TicketId, tuple[date, datetime, Promise]] = {}
    for entry, event in entries:
        if entry.refused is not None:
            continue
        match event:
            case TicketTaken(ticket=ticket, day=day, promise=promise) if promise is not None:
                open_promises[ticket] = (day, entry.at, promise)
            case Called(ticket=ticket) if ticket in open_promises:
                day, at, promise = open_promises.pop(ticket)
                yield Kept(day, promise, max(0.0, (entry.at - at).total_seconds()))


def _error(pairs: Sequence[tuple[float, float]]) -> float:
    return fmean([abs(came - told) for came, told in pairs]) / 60
