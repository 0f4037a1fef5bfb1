"""What can happen to counters."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kiosk.ids import CounterId, ServiceId, StaffId
from kiosk.journal.entry import Event


class PauseReason(StrEnum):
    """Why a counter calls nobody for a while."""

    BREAK = "break"
    MEAL = "meal"
    MEETING = "meeting"
    ERRAND = "errand"
    TROUBLE = "trouble"


class CounterOpened(Event, frozen=True, tag="queueing.counter_opened"):
    """Somebody works at a counter; whoever worked there before does no more."""

    counter: CounterId
    staff: StaffId
    services: tuple[ServiceId, ...]


class CounterPaused(Event, frozen=True, tag="queueing.counter_paused"):
    """It calls nobody for a while; ``until`` if that is known."""

    counter: CounterId
    reason: PauseReason
    until: datetime | None = None


class CounterResumed(Event, frozen=True, tag="queueing.counter_resumed"):
    """It calls again."""

    counter: CounterId


class CounterClosed(Event, frozen=True, tag="queueing.counter_closed"):
    """Nobody works there any more."""

    counter: CounterId


COUNTER_EVENTS: tuple[type[Event], ...] = (
    CounterOpened,
    CounterPaused,
    CounterResumed,
    CounterClosed,
)
