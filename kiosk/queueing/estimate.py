"""How long somebody waits: the queue as it is, simulated forward many times. Pure.

The order of calls is the rule's own, walked through once with mean times. Then the waits are drawn
many times over the counters that are open, and the drawn waits are mixed with how earlier promises
ended, so that a station that is slower than it looks promises more.
"""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from statistics import fmean

import msgspec
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE, Moment
from kiosk.errors import Refused
from kiosk.ids import SeriesId, ServiceId, TicketId, TokenTag
from kiosk.queueing.changes import at_counter_s, turn_counted
from kiosk.queueing.correction import corrected, quantile, slower
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Called, Promise
from kiosk.queueing.order import can_call, next_turn
from kiosk.queueing.plan import Hall, Priority
from kiosk.queueing.records import Counter, CounterStatus, Queueing, Ticket
from kiosk.queueing.simulate import Desk, Draws, Person, draw_waits
from kiosk.queueing.times import Times, times_of

RUNS = 400
STEP_MIN = 5
MIDDLE, HIGH = 0.5, 0.8
USUAL_PAUSE_MIN = {
    PauseReason.BREAK: 15,
    PauseReason.MEAL: 45,
    PauseReason.MEETING: 60,
    PauseReason.ERRAND: 30,
    PauseReason.TROUBLE: 30,
}
LEAST_PAUSE = 300.0
"""Seconds a pause is expected to go on when its usual time is over."""
_NOBODY = TicketId("")


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody who would take a ticket now."""

    service: ServiceId
    priority: Priority = Priority.NONE
    booked: datetime | None = None


def promise(queueing: Queueing, moment: Moment, *, hall: Hall, newcomer: Newcomer) -> Promise:
    """Return what a newcomer is told: people ahead, and the range of minutes if it is known."""
    last = max((each.position for each in queueing.tickets.values()), default=0)
    ticket = Ticket(
        id=_NOBODY,
        service=newcomer.service,
        series=SeriesId(""),
        serial=0,
        day=moment.business_date,
        token=TokenTag(""),
        arrived=moment.at,
        waits_from=moment.at,
        position=last + 1,
        priority=newcomer.priority,
        booked=newcomer.booked,
    )
    with_them = replace(queueing, tickets=queueing.tickets.set(_NOBODY, ticket))
    return _Forecast(with_them, moment, hall).of(ticket)


def wait_of(queueing: Queueing, moment: Moment, *, hall: Hall, ticket: TicketId) -> Promise:
    """Return what is to be expected now for a ticket that waits.

    Raises:
        Refused: ``no_subject``, ``not_waiting`` (stage).
    """
    known = queueing.tickets.get(ticket)
    if known is None:
        raise Refused("no_subject")
    if not known.waits:
        raise Refused("not_waiting", stage=known.stage)
    return _Forecast(queueing, moment, hall).of(known)


class _Forecast:
    """One look ahead from one moment."""

    def __init__(self, queueing: Queueing, moment: Moment, hall: Hall) -> None:
        self._now = queueing
        self._moment = moment
        self._times: dict[ServiceId, Times] = {}
        self._hall = hall
        self._counters = _working(queueing)

    def of(self, ticket: Ticket) -> Promise:
        own = tuple(index for index, each in enumerate(self._counters) if can_call(each, ticket))
        if not own:
            return Promise(ahead=self._before(ticket))
        free_in = [self._free_in(each) for each in self._counters]
        order = self._order(ticket, [fmean(each) for each in free_in])
        ahead = [self._person(each) for each in order]
        meeting = sum(not set(each.desks).isdisjoint(own) for each in ahead)
        if not self._knows_enough():
            return Promise(ahead=meeting)
        desks = [Desk(each) for each in free_in]
        seed = f"{ticket.service} {self._moment.at.isoformat()}"
        waits = draw_waits(desks, ahead, own, runs=RUNS, seed=seed)
        return self._shown(meeting, waits)

    def _shown(self, ahead: int, waits: list[float]) -> Promise:
        drawn_middle, drawn_high = quantile(waits, MIDDLE), max(1.0, quantile(waits, HIGH))
        likely_high = corrected(waits, drawn_high, self._now.scores, HIGH)
        likely_middle = min(drawn_middle * slower(self._now.scores), likely_high)
        drawn_middle, drawn_high, middle, high = map(
            self._through_breaks, (drawn_middle, drawn_high, likely_middle, likely_high)
        )
        step = 60 * STEP_MIN
        return Promise(
            ahead=ahead,
            middle_s=round(middle),
            high_s=round(high),
            drawn_middle_s=round(drawn_middle),
            drawn_high_s=round(drawn_high),
            low_min=int(middle // step) * STEP_MIN,
            high_min=max(1, -int(-high // step)) * STEP_MIN,
        )

    def _order(self, target: Ticket, free: list[float]) -> list[Ticket]:
        """Return who is called before ``target``, by the rule, with mean times."""
        tickets = {each.id: each for each in self._now.waiting()}
        queue = replace(self._now, tickets=type(self._now.tickets)(tickets))
        times = [(seconds, index) for index, seconds in enumerate(free)]
        heapq.heapify(times)
        order: list[Ticket] = []
        while times:
            seconds, index = heapq.heappop(times)
            counter = self._counters[index]
            then = self._moment.at + timedelta(seconds=seconds)
            turn = next_turn(queue, replace(self._moment, at=then), counter)
            if turn is None:
                continue
            if turn.ticket.id == target.id:
                return order
            order.append(turn.ticket)
            queue = replace(queue, tickets=queue.tickets.delete(turn.ticket.id))
            called = Called(ticket=turn.ticket.id, counter=counter.id, old=turn.old)
            queue = turn_counted(queue, turn.ticket, called)
            heapq.heappush(times, (seconds + self._time(turn.ticket.service).mean, index))
        return order

    def _person(self, ticket: Ticket) -> Person:
        desks = tuple(index for index, each in enumerate(self._counters) if can_call(each, ticket))
        return Person(self._time(ticket.service).seconds, desks)

    def _before(self, ticket: Ticket) -> int:
        return sum(
            each.service == ticket.service and each.position < ticket.position
            for each in self._now.waiting()
        )

    def _time(self, service: ServiceId) -> Times:
        if service not in self._times:
            self._times[service] = times_of(self._now, self._moment, self._hall, service)
        return self._times[service]

    def _knows_enough(self) -> bool:
        services = {service for each in self._counters for service in each.services}
        known = sum(self._time(each).known for each in services)
        return known >= self._moment.settings.queueing.least_times

    def _free_in(self, counter: Counter) -> Draws:
        pause = _pause_left(counter, self._moment.at)
        ticket = self._now.at(counter.id)
        if ticket is None:
            return (pause,)
        gone = at_counter_s(ticket, self._moment.at) or 0
        return [max(pause, each) for each in _left(self._time(ticket.service).seconds, gone)]

    def _through_breaks(self, seconds: float) -> float:
        """Add the breaks of the station that lie between now and then."""
        now, grace = self._moment.at, self._moment.settings.queueing.close_grace_min
        for span in self._moment.settings.hours.on(self._moment.business_date)[1:]:
            begins = datetime.combine(self._moment.business_date, span.opens, STATION_ZONE)
            ends = self._break_before(begins)
            if ends is not None and now < ends <= now + timedelta(seconds=seconds - 60 * grace):
                seconds += (begins - ends).total_seconds()
        return seconds

    def _break_before(self, begins: datetime) -> datetime | None:
        spans = self._moment.settings.hours.on(self._moment.business_date)
        closes = [span.closes for span in spans if span.closes < begins.time()]
        day = self._moment.business_date
        return datetime.combine(day, closes[-1], STATION_ZONE) if closes else None


def _working(queueing: Queueing) -> list[Counter]:
    closed = CounterStatus.CLOSED
    found = (each for each in queueing.counters.values() if each.status is not closed)
    return sorted(found, key=lambda each: each.id)


def _pause_left(counter: Counter, at: datetime) -> float:
    if counter.status is not CounterStatus.PAUSED or counter.reason is None:
        return 0.0
    if counter.until is not None:
        return max(0.0, (counter.until - at).total_seconds())
    gone = 0.0 if counter.since is None else (at - counter.since).total_seconds()
    return max(LEAST_PAUSE, 60.0 * USUAL_PAUSE_MIN[counter.reason] - gone)


def _left(takes: Draws, gone: float) -> list[float]:
    """Return what may be left of a time that has lasted ``gone`` seconds already."""
    longer = [each - gone for each in takes if each > gone]
    return longer or [each / 2 for each in takes]
