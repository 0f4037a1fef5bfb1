"""Small steps that folds are made of: moving a ticket, freeing a counter. Pure and total."""

from __future__ import annotations

from datetime import datetime

import immutables
from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import CounterId, ServiceId, TicketId
from kiosk.queueing.events import Called
from kiosk.queueing.order import can_call
from kiosk.queueing.records import (
    AT_COUNTER,
    REMEMBERED_SCORES,
    REMEMBERED_TIMES,
    Counter,
    Queueing,
    Score,
    Spell,
    Stage,
    Streak,
    Taken,
    Ticket,
)


def with_ticket(queueing: Queueing, ticket: Ticket) -> Queueing:
    """Return the queue with ``ticket`` as it is now."""
    return replace(queueing, tickets=queueing.tickets.set(ticket.id, ticket))


def with_counter(queueing: Queueing, counter: Counter) -> Queueing:
    """Return the queue with ``counter`` as it is now."""
    return replace(queueing, counters=queueing.counters.set(counter.id, counter))


def entered(ticket: Ticket, stamp: Stamp, stage: Stage, counter: CounterId | None = None) -> Ticket:
    """Return ``ticket`` in a new stage, with the spell that begins."""
    spell = Spell(stage, stamp.at, stamp.actor, ticket.service, counter)
    return replace(ticket, stage=stage, counter=counter, spells=(*ticket.spells, spell))


def moved(
    queueing: Queueing,
    stamp: Stamp,
    ticket: TicketId,
    stage: Stage,
    counter: CounterId | None = None,
    **changed: object,
) -> Queueing:
    """Move a known ticket to a stage, leaving the counter it was at."""
    known = queueing.tickets.get(ticket)
    if known is None:
        return queueing
    queueing = freed(queueing, ticket)
    known = replace(entered(known, stamp, stage, counter), **changed)
    queueing = with_ticket(queueing, known)
    if stage in AT_COUNTER and counter is not None:
        return with_counter(queueing, replace(queueing.counter(counter), ticket=ticket))
    return queueing


def freed(queueing: Queueing, ticket: TicketId) -> Queueing:
    """Leave the counter at which ``ticket`` is, if it is at one."""
    known = queueing.tickets.get(ticket)
    if known is None or known.counter is None or known.stage not in AT_COUNTER:
        return queueing
    counter = queueing.counter(known.counter)
    if counter.ticket != ticket:
        return queueing
    return with_counter(queueing, replace(counter, ticket=None))


def turn_counted(queueing: Queueing, called: Ticket, event: Called) -> Queueing:
    """Count a call for fairness and let those who came back after a no-show move up."""
    counter = queueing.counter(event.counter)
    others = [each for each in queueing.tickets.values() if each.waits and can_call(counter, each)]
    behind_ordinary = {each.service for each in others if not each.is_first}
    streaks, tickets = queueing.streaks, queueing.tickets
    for service in counter.services:
        streak = Streak(old=event.old)
        if called.is_first:
            before = streaks.get(service, Streak())
            waits = service in behind_ordinary
            streak = Streak(before.first + 1, before.old) if waits else Streak()
        streaks = streaks.set(service, streak)
    for each in others:
        seen = _having_seen(each, called)
        if seen is not each:
            tickets = tickets.set(each.id, seen)
    return replace(queueing, streaks=streaks, tickets=tickets)


def _having_seen(waiting: Ticket, called: Ticket) -> Ticket:
    """Return a ticket that waits, after a call that could have been its own."""
    if waiting.behind:
        waiting = replace(waiting, behind=waiting.behind - 1)
    # A streak goes over all counters of a service; who waits for one of them has its own.
    if waiting.counter is not None and (waiting.passed or called.is_first):
        waiting = replace(waiting, passed=waiting.passed + 1 if called.is_first else 0)
    return waiting


def time_counted(queueing: Queueing, stamp: Stamp, ticket: TicketId) -> Queueing:
    """Remember how long a counter was taken by ``ticket``, from its call until now."""
    known = queueing.tickets.get(ticket)
    if known is None:
        return queueing
    seconds = at_counter_s(known, stamp.at)
    if seconds is None:
        return queueing
    times = queueing.taken.get(known.service, ())
    times = (*times, Taken(stamp.business_date, seconds))[-REMEMBERED_TIMES:]
    return replace(queueing, taken=queueing.taken.set(known.service, times))


def at_counter_s(ticket: Ticket, until: datetime) -> int | None:
    """Return the seconds a ticket has been at counters since it waited last, if it has been."""
    seconds, end, seen = 0.0, until, False
    for spell in reversed(ticket.spells):
        if spell.stage in (Stage.WAITING, Stage.TRANSFERRED):
            break
        if spell.stage in AT_COUNTER:
            seconds += max(0.0, (end - spell.since).total_seconds())
            seen = True
        end = spell.since
    return round(seconds) if seen else None


def promise_scored(queueing: Queueing, called: Ticket, at: datetime) -> Queueing:
    """Remember how a promise ended, at the first call of its ticket."""
    promise = called.promise
    if called.first_called is not None or promise is None or promise.drawn_high_s is None:
        return queueing
    waited = max(0, round((at - called.arrived).total_seconds()))
    score = Score(promise.drawn_middle_s or 0, promise.drawn_high_s, waited)
    scores = (*queueing.scores, score)
    return replace(queueing, scores=scores[-REMEMBERED_SCORES:])


def without_streaks(queueing: Queueing) -> Queueing:
    """Begin a day: what was called yesterday weighs nothing."""
    nothing: immutables.Map[ServiceId, Streak] = immutables.Map()
    return replace(queueing, streaks=nothing, calls=())
