"""Weeks of a hall as it really is: rules and folds are the station's, people are not.

Whoever estimates knows none of the distributions here: staff come late and take breaks, some people
do not come when called, services are mixtures with long tails, and mornings are full.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from kiosk.clock import STATION_ZONE, Moment
from kiosk.errors import Refused
from kiosk.family import Stamp
from kiosk.hours import Hours, read_spans
from kiosk.ids import RESIDENT, ActorId, CounterId, EntryId, ServiceId, StaffId, TicketId, TokenTag
from kiosk.journal.entry import Event
from kiosk.queueing import QUEUEING, calls, estimate, rules
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Called, DayClosed, Result
from kiosk.queueing.order import waiting_for
from kiosk.queueing.plan import CounterPlan, Hall, Priority, Service
from kiosk.queueing.records import Counter, CounterStatus, Queueing
from kiosk.queueing.scores import Kept
from kiosk.settings import Bilingual, Settings

MONDAY = date(2026, 3, 2)
SPANS = read_spans("08:30-12:00, 14:00-17:30")


class Scene(msgspec.Struct, frozen=True):
    """One kind of station.

    Attributes:
        minutes: mean service time by service; the norm says something else.
        skills: services of each counter; empty: all.
        per_hour: arrivals in a quiet hour.
        rush: how many times more between nine and half past ten.
        spread: sigma of the lognormal times.
        long_share: services that take three times as long.
        no_show: share of people who are not there.
        priority: share of people in a priority class.
        late_min: how late staff are at most, in the morning and after lunch.
        breaks: breaks of a counter on a day.
    """

    minutes: tuple[float, ...] = (6.0, 9.0, 14.0)
    norms: tuple[int, ...] = (5, 10, 15)
    skills: tuple[tuple[int, ...], ...] = ((), (), ())
    per_hour: float = 14.0
    rush: float = 1.8
    spread: float = 0.7
    long_share: float = 0.1
    no_show: float = 0.08
    priority: float = 0.2
    late_min: float = 15.0
    breaks: int = 1


class Week:
    """A hall that is run event by event through the family's rules and folds."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene = scene
        self.chance = random.Random(f"{scene} {seed}")
        self.hall = _hall(scene)
        self.settings = Settings(hours=Hours(mon=SPANS, tue=SPANS, wed=SPANS, thu=SPANS, fri=SPANS))
        self.queue = Queueing()
        self.at = datetime.combine(MONDAY, time(0), STATION_ZONE).astimezone(UTC)
        self.outcomes: list[Kept] = []
        self.called: list[Called] = []
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._number = itertools.count(1)
        self._leaving: set[CounterId] = set()
        self._breaks_due: dict[CounterId, list[datetime]] = {}

    def run(self, days: int) -> list[Kept]:
        """Live through so many working days; return every promise that was called."""
        day = MONDAY
        for _ in range(days):
            while day.weekday() > 4:
                day += timedelta(days=1)
            self._day(day)
            day += timedelta(days=1)
        return self.outcomes

    def _day(self, day: date) -> None:
        for span in SPANS:
            opens, closes = _at(day, span.opens), _at(day, span.closes)
            for plan in self.hall.counters:
                late = timedelta(minutes=self.chance.uniform(0, self.scene.late_min))
                self._later(opens + late, self._open, plan.number)
                self._later(closes, self._leave, plan.number)
            self._arrivals(opens, closes)
        for plan in self.hall.counters:
            hours = self.chance.sample([9.5, 10.5, 11.0, 14.75, 15.5, 16.5], self.scene.breaks)
            self._breaks_due[plan.number] = sorted(
                _at(day, time(0)) + timedelta(hours=hour) for hour in hours
            )
        while self._events:
            self.at, _, act = heapq.heappop(self._events)
            act()
        self.at = _at(day, time(19))
        self._fold(DayClosed(day=day))

    def _arrivals(self, opens: datetime, closes: datetime) -> None:
        at = opens
        most = self.scene.per_hour * self.scene.rush
        while True:
            at += timedelta(hours=self.chance.expovariate(most))
            if at >= closes - timedelta(minutes=10):
                return
            local = at.astimezone(STATION_ZONE).time()
            busy = self.scene.rush if time(9) <= local < time(10, 30) else 1.0
            if self.chance.random() < busy / self.scene.rush:
                self._later(at, self._arrive)

    def _arrive(self) -> None:
        service = self.chance.choice(self.hall.services).id
        priority = Priority.NONE
        if self.chance.random() < self.scene.priority:
            priority = Priority.AGED
        newcomer = estimate.Newcomer(service, priority)
        promise = estimate.promise(self.queue, self.moment(), hall=self.hall, newcomer=newcomer)
        number = next(self._number)
        self.do(
            rules.take_ticket,
            ticket=TicketId(f"t{number}"),
            hall=self.hall,
            service=service,
            token=TokenTag(f"{number:064x}"),
            priority=priority,
            promise=promise,
        )
        for plan in self.hall.counters:
            self._next(plan.number)

    # -- counters --------------------------------------------------------------------------

    def _open(self, counter: CounterId) -> None:
        self._leaving.discard(counter)
        if self.queue.counter(counter).status is CounterStatus.CLOSED:
            self.do(calls.open_counter, counter=counter, by=staff_of(counter), hall=self.hall)
        self._next(counter)

    def _leave(self, counter: CounterId) -> None:
        self._leaving.add(counter)
        self._next(counter)

    def _next(self, counter: CounterId) -> None:
        record = self.queue.counter(counter)
        if record.status is CounterStatus.CLOSED or record.ticket is not None:
            return
        if counter in self._leaving and self._may_leave(record):
            self._leaving.discard(counter)
            self.do(calls.close_counter, counter=counter, by=staff_of(counter))
            return
        if record.status is not CounterStatus.OPEN:
            return
        due = self._breaks_due[counter]
        if due and due[0] <= self.at:
            due.pop(0)
            self._pause(counter)
            return
        try:
            event = self.do(calls.call_next, counter=counter, by=staff_of(counter))
        except Refused:
            return
        assert isinstance(event, Called)
        self._hear(event)
        if self.chance.random() < self.scene.no_show:
            for wait in (25, 50):
                self._later(self._in(wait), self._again, calls.recall, counter)
            self._later(self._in(75), self._again, calls.skip, counter)
            self._later(self._in(80), self._next, counter)
        else:
            walk = self.chance.uniform(5, 40)
            self._later(self._in(walk), self._again, calls.begin, counter)
            self._later(self._in(walk + self._service_s(event.ticket)), self._finish, counter)

    def _may_leave(self, counter: Counter) -> bool:
        """Staff stay for who is left, though not for ever."""
        local = self.at.astimezone(STATION_ZONE).time()
        too_long = local >= time(18, 30) or time(13) <= local < time(14)
        return too_long or not waiting_for(self.queue, counter)

    def _finish(self, counter: CounterId) -> None:
        self.do(calls.finish, counter=counter, by=staff_of(counter), result=Result.SOLVED)
        self._later(self._in(self.chance.expovariate(1 / 20)), self._next, counter)

    def _pause(self, counter: CounterId) -> None:
        minutes = self.chance.lognormvariate(2.4, 0.4)
        until = self._in(60 * minutes) if self.chance.random() < 0.5 else None
        self.do(
            calls.pause_counter,
            counter=counter,
            by=staff_of(counter),
            reason=PauseReason.BREAK,
            until=until,
        )
        self._later(self._in(60 * minutes), self._resume, counter)

    def _resume(self, counter: CounterId) -> None:
        if self.queue.counter(counter).status is CounterStatus.PAUSED:
            self.do(calls.resume_counter, counter=counter, by=staff_of(counter))
            self._next(counter)

    def _hear(self, event: Called) -> None:
        self.called.append(event)
        ticket = self.queue.tickets[event.ticket]
        assert ticket.promise is not None
        if ticket.first_called == self.at:
            waited = (self.at - ticket.arrived).total_seconds()
            self.outcomes.append(Kept(ticket.day, ticket.promise, waited))

    def _service_s(self, ticket: TicketId) -> float:
        index = [each.id for each in self.hall.services].index(self.queue.tickets[ticket].service)
        longer = 3.0 if self.chance.random() < self.scene.long_share else 1.0
        # The mean of the mixture is what the scene says.
        middle = 60 * self.scene.minutes[index] / (1 + 2 * self.scene.long_share)
        spread = self.scene.spread
        return longer * middle * self.chance.lognormvariate(-spread * spread / 2, spread)

    # -- the machine -----------------------------------------------------------------------

    def moment(self) -> Moment:
        return Moment.at_time(self.at, self.settings)

    def _in(self, seconds: float) -> datetime:
        return self.at + timedelta(seconds=seconds)

    def _later(self, at: datetime, act: Callable[..., Any], *args: Any) -> None:
        heapq.heappush(self._events, (at, next(self._order), lambda: act(*args)))

    def _again(self, rule: Callable[..., Event], counter: CounterId) -> None:
        self.do(rule, counter=counter, by=staff_of(counter))

    def do(self, rule: Callable[..., Event], **facts: Any) -> Event:
        event = rule(self.queue, self.moment(), **facts)
        clash = QUEUEING.clash(self.queue, event, self.moment())
        assert clash is None, clash
        self._fold(event)
        return event

    def _fold(self, event: Event) -> None:
        number = next(self._order)
        moment = self.moment()
        stamp = Stamp(
            EntryId(f"e{number}"),
            self.at,
            moment.business_date,
            ActorId(RESIDENT),
            number,
            None,
            False,
        )
        self.queue = QUEUEING.fold(self.queue, stamp, event)


def _hall(scene: Scene) -> Hall:
    services = tuple(
        Service(
            id=ServiceId(f"s{index}"),
            letter="ABCDEFGH"[index],
            name=Bilingual(zh="业务", en="Service"),
            norm_min=norm,
        )
        for index, norm in enumerate(scene.norms)
    )
    counters = tuple(
        CounterPlan(
            number=CounterId(index + 1), serves=tuple(ServiceId(f"s{each}") for each in skills)
        )
        for index, skills in enumerate(scene.skills)
    )
    return Hall(services, counters)


def staff_of(counter: CounterId) -> StaffId:
    return StaffId(f"{counter:02}")


def when(day: date, hour: int) -> datetime:
    return _at(day, time(hour))


def _at(day: date, local: time) -> datetime:
    return datetime.combine(day, local, STATION_ZONE).astimezone(UTC)
