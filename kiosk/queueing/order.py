"""Whose turn it is at a counter. Pure.

Two classes take turns: who goes first (priority classes, appointments whose time has come) and
everybody else. While ordinary tickets wait, never more than ``first_in_row`` go first in a row,
counted over all counters that can serve them, and also at the one counter that a ticket was passed
to. An ordinary ticket that has waited for ``old_after_min`` takes the next call, and after it at
most one goes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from kiosk.clock import Moment
from kiosk.queue_settings import QueueLimits
from kiosk.queueing.records import Counter, Queueing, Streak, Ticket, in_order


class Turn(msgspec.Struct, frozen=True):
    """Whose turn it is; ``old`` if an ordinary ticket takes it for having waited so long."""

    ticket: Ticket
    old: bool = False


def next_turn(queueing: Queueing, moment: Moment, counter: Counter) -> Turn | None:
    """Return whose turn it is at ``counter``, or ``None`` if nobody waits for it."""
    limits, at = moment.settings.queueing, moment.at
    able = [each for each in queueing.waiting() if can_call(counter, each)]
    ready = [each for each in able if not is_early(each, at) and not each.behind]
    first = sorted((each for each in ready if each.is_first), key=_among_first)
    ordinary = sorted((each for each in ready if not each.is_first), key=_among_ordinary)
    if not ready:
        return Turn(min(able, key=_among_later)) if able else None
    if not first or (ordinary and ordinary_next(queueing, ordinary, at, limits)):
        return Turn(ordinary[0], is_old(ordinary[0], at, limits))
    return Turn(first[0])


def can_call(counter: Counter, ticket: Ticket) -> bool:
    """Tell whether a waiting ticket can be called to ``counter``."""
    return ticket.service in counter.services and ticket.counter in (None, counter.id)


def is_old(ticket: Ticket, at: datetime, limits: QueueLimits) -> bool:
    """Tell whether an ordinary ticket has waited so long that it takes the next call."""
    waited = at - ticket.waits_from
    return not ticket.is_first and waited >= timedelta(minutes=limits.old_after_min)


def is_early(ticket: Ticket, at: datetime) -> bool:
    """Tell whether it was booked for later."""
    return ticket.booked is not None and at < ticket.booked


def ordinary_next(
    queueing: Queueing, ordinary: Sequence[Ticket], at: datetime, limits: QueueLimits
) -> bool:
    """Tell whether the next call belongs to an ordinary ticket although others go first."""
    return ordinary[0].behind == 0 or any(
        _has_let_pass(each, limits, old=old)
        or _is_bound(streak_of(queueing, each), limits, old=old)
        for each in ordinary
        for old in (is_old(each, at, limits),)
    )


def streak_of(queueing: Queueing, ticket: Ticket) -> Streak:
    """Return the latest calls at counters that can serve ``ticket``."""
    return queueing.streaks.get(ticket.service, Streak())


def waiting_for(queueing: Queueing, counter: Counter) -> tuple[Ticket, ...]:
    """Return who could be called to ``counter``, in the order they came."""
    return in_order(each for each in queueing.waiting() if can_call(counter, each))


def _is_bound(streak: Streak, limits: QueueLimits, *, old: bool) -> bool:
    if streak.old:
        return streak.first >= 1
    return old or streak.first >= limits.first_in_row


def _has_let_pass(ticket: Ticket, limits: QueueLimits, *, old: bool) -> bool:
    return ticket.passed >= (1 if old else limits.first_in_row)


def _among_first(ticket: Ticket) -> tuple[bool, bool, datetime, int]:
    return (
        ticket.behind is None,
        ticket.booked is None,
        ticket.booked or ticket.arrived,
        ticket.position,
    )


def _among_ordinary(ticket: Ticket) -> tuple[bool, datetime, int]:
    return ticket.behind is None, ticket.arrived, ticket.position


def _among_later(ticket: Ticket) -> tuple[bool, int, datetime, int]:
    """Nobody else is there: who was skipped, then who came before the time booked."""
    return (
        ticket.behind is None,
        ticket.behind or 0,
        ticket.booked or ticket.arrived,
        ticket.position,
    )
