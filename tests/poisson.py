"""A hall that never closes, arrivals and services drawn at random, run by the family's rules."""

from __future__ import annotations

import heapq
import itertools
import math
import random
import statistics
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from msgspec.structs import replace

from kiosk.clock import STATION_ZONE, Moment
from kiosk.errors import Refused
from kiosk.family import Stamp
from kiosk.hours import MIDNIGHT, Hours, Span
from kiosk.ids import RESIDENT, CounterId, EntryId, ServiceId, StaffId, TicketId, TokenTag
from kiosk.queueing import QUEUEING, calls, rules
from kiosk.queueing.events import Result
from kiosk.queueing.plan import CounterPlan, Hall, Service
from kiosk.queueing.records import Queueing
from kiosk.settings import Bilingual, Settings

ALWAYS = (Span(time(0), MIDNIGHT),)
ALL_WEEK = Hours(mon=ALWAYS, tue=ALWAYS, wed=ALWAYS, thu=ALWAYS, fri=ALWAYS, sat=ALWAYS, sun=ALWAYS)
START = datetime(2026, 3, 2, tzinfo=STATION_ZONE)
ASK = ServiceId("ask")


class Poisson:
    """Customers arrive at random; every counter calls the next as soon as it is free."""

    def __init__(
        self, *, per_hour: float, minutes: Callable[[random.Random], float], counters: int
    ):
        self._per_minute, self._minutes = per_hour / 60, minutes
        numbers = tuple(CounterPlan(number=CounterId(each + 1)) for each in range(counters))
        name = Bilingual(zh="业务", en="Service")
        self._hall = Hall((Service(id=ASK, letter="A", name=name),), numbers)
        self._settings = Settings(hours=ALL_WEEK)
        self._entries = itertools.count(1)
        self._at = START
        self._queue = Queueing()

    def waits(self, customers: int, seed: int) -> list[float]:
        """Return the minutes each of them waited, in the order they came."""
        chance = random.Random(seed)
        waited: list[float] = []
        arrived: dict[TicketId, tuple[int, float]] = {}
        events: list[tuple[float, int, int]] = [(chance.expovariate(self._per_minute), 0, 0)]
        for plan in self._hall.counters:
            by = _staff(plan.number)
            self._do(calls.open_counter, counter=plan.number, by=by, hall=self._hall)
        come = 0
        while events:
            now, kind, number = heapq.heappop(events)
            self._at = START + timedelta(minutes=now)
            if kind == 0:
                ticket = TicketId(f"t{come}")
                arrived[ticket] = (come, now)
                waited.append(0.0)
                come += 1
                self._take(ticket)
                if come < customers:
                    later = now + chance.expovariate(self._per_minute)
                    heapq.heappush(events, (later, 0, 0))
            else:
                self._finish(CounterId(number))
            for counter, called in self._call():
                index, since = arrived.pop(called)
                waited[index] = now - since
                heapq.heappush(events, (now + self._minutes(chance), 1, counter))
        return waited

    def _take(self, ticket: TicketId) -> None:
        token = TokenTag(ticket)
        self._do(rules.take_ticket, ticket=ticket, hall=self._hall, service=ASK, token=token)

    def _call(self) -> list[tuple[CounterId, TicketId]]:
        found = []
        for plan in self._hall.counters:
            if self._queue.counter(plan.number).ticket is not None:
                continue
            try:
                event: Any = self._do(calls.call_next, counter=plan.number, by=_staff(plan.number))
            except Refused:
                break  # every counter serves everything: nobody waits
            found.append((plan.number, event.ticket))
        return found

    def _finish(self, counter: CounterId) -> None:
        ticket = self._queue.counter(counter).ticket
        assert ticket is not None
        by = _staff(counter)
        self._do(calls.finish, counter=counter, by=by, result=Result.SOLVED)
        # What is over has no say in the order; without it a long run stays quick.
        self._queue = replace(self._queue, tickets=self._queue.tickets.delete(ticket))

    def _do(self, rule: Callable[..., Any], **facts: Any) -> Any:
        moment = Moment.at_time(self._at, self._settings)
        event = rule(self._queue, moment, **facts)
        number = next(self._entries)
        entry = EntryId(str(number))
        stamp = Stamp(entry, moment.at, moment.business_date, RESIDENT, number, None, False)
        self._queue = QUEUEING.fold(self._queue, stamp, event)
        return event


def batch_error(values: Sequence[float], batches: int = 20) -> float:
    """Return the standard error of the mean of values that depend on their neighbours."""
    size = len(values) // batches
    means = [
        statistics.fmean(values[start : start + size]) for start in range(0, size * batches, size)
    ]
    return statistics.stdev(means) / math.sqrt(batches)


def _staff(counter: CounterId) -> StaffId:
    return StaffId(f"{counter:02}")
