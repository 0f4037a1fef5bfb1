"""What is true of tickets, counters and appointments now. Immutable; what is over leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import immutables
import msgspec

from kiosk.clock import business_date
from kiosk.ids import (
    ActorId,
    AppointmentId,
    CounterId,
    EntryId,
    HomeVisitId,
    PersonId,
    SeriesId,
    ServiceId,
    StaffId,
    TicketId,
    TokenTag,
)
from kiosk.queueing.booked import Booking, HomeVisit
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Promise, Result
from kiosk.queueing.plan import Priority

REMEMBERED_TIMES = 50
"""Times at a counter that are remembered of each service."""
REMEMBERED_SCORES = 200
"""Promises of which the end is remembered."""


class Stage(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    TRANSFERRED = "transferred"
    """Waiting again, for another service or counter."""
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


AT_COUNTER = (Stage.CALLED, Stage.SERVING)
"""Stages in which a ticket takes a counter."""


class Spell(msgspec.Struct, frozen=True):
    """One stretch of a ticket's life, until the next one begins."""

    stage: Stage
    since: datetime
    by: ActorId
    service: ServiceId
    counter: CounterId | None = None


class Ticket(msgspec.Struct, frozen=True):
    """Somebody's place in the queue.

    Attributes:
        arrived: kept through transfers; the order goes by it.
        waits_from: since then it counts as waiting; later than ``arrived`` after a no-show.
        position: of the entry that made it; orders what arrived in the same instant.
        counter: where it is called, served, or (while waiting) the only one it waits for.
        calls: how often it was asked to come since it waited last.
        behind: how many it still lets pass after a no-show; ``None``: it was never skipped.
        passed: priority calls in a row at the one counter it waits for, while it does.
        first_called: ends the wait that was promised.
        papers: entry that holds which papers were missing; kept while they come again with them.
    """

    id: TicketId
    service: ServiceId
    series: SeriesId
    serial: int
    day: date
    token: TokenTag
    arrived: datetime
    waits_from: datetime
    position: int
    stage: Stage = Stage.WAITING
    priority: Priority = Priority.NONE
    person: PersonId | None = None
    counter: CounterId | None = None
    spells: tuple[Spell, ...] = ()
    calls: int = 0
    behind: int | None = None
    passed: int = 0
    promise: Promise | None = None
    first_called: datetime | None = None
    appointment: AppointmentId | None = None
    booked: datetime | None = None
    result: Result | None = None
    papers: EntryId | None = None
    stars: int | None = None

    @property
    def number(self) -> str:
        """The number on the slip and the display: ``A1-017``."""
        return number_of(self.series, self.serial)

    @property
    def last_day(self) -> date:
        """The day at whose end it is over."""
        return last_day_of(self.day, business_date(self.arrived))

    @property
    def waits(self) -> bool:
        """It may be called."""
        return self.stage in (Stage.WAITING, Stage.TRANSFERRED)

    @property
    def is_live(self) -> bool:
        """It waits, is at a counter, or is held."""
        return self.waits or self.stage in (Stage.CALLED, Stage.SERVING, Stage.HELD)

    @property
    def lacks_papers(self) -> bool:
        """It was served, but papers were missing."""
        return self.stage is Stage.DONE and self.result is Result.MORE_PAPERS

    @property
    def is_first(self) -> bool:
        """It goes before ordinary tickets: a priority class, or an appointment."""
        return self.priority is not Priority.NONE or self.booked is not None


class CounterStatus(StrEnum):
    """Whether a counter calls."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Counter(msgspec.Struct, frozen=True):
    """A counter as it is worked now.

    Attributes:
        ticket: who is called to it or served at it.
    """

    id: CounterId
    status: CounterStatus = CounterStatus.CLOSED
    since: datetime | None = None
    staff: StaffId | None = None
    services: tuple[ServiceId, ...] = ()
    reason: PauseReason | None = None
    until: datetime | None = None
    ticket: TicketId | None = None


class Series(msgspec.Struct, frozen=True):
    """The last number given in a series, and on which business date."""

    day: date
    last: int


class Streak(msgspec.Struct, frozen=True):
    """The latest calls at counters that can serve a service.

    Attributes:
        first: priority calls in a row.
        old: the ordinary call before them was of a ticket that had waited too long.
    """

    first: int = 0
    old: bool = False


class Taken(msgspec.Struct, frozen=True):
    """How long a counter was taken by one ticket, from its call to the end."""

    day: date
    seconds: int


class Score(msgspec.Struct, frozen=True):
    """A promise that was kept or not."""

    drawn_middle_s: int
    drawn_high_s: int
    waited_s: int


class Call(msgspec.Struct, frozen=True):
    """A number that was asked to a counter."""

    series: SeriesId
    serial: int
    counter: CounterId
    at: datetime

    @property
    def number(self) -> str:
        """The number as it is shown."""
        return number_of(self.series, self.serial)


class Queueing(msgspec.Struct, frozen=True):
    """All that is live, the tickets of today and yesterday, and what estimates look back on.

    Attributes:
        streaks: fairness between priority and ordinary tickets, by service.
        taken: the latest times at a counter, by service, oldest first.
        scores: the latest promises that ended, oldest first.
        calls: the latest calls, oldest first.
        notes: personal rows by the day from which their retention counts.
        swept: day on which what is over was let go of last.
    """

    tickets: immutables.Map[TicketId, Ticket] = immutables.Map()
    by_token: immutables.Map[TokenTag, TicketId] = immutables.Map()
    counters: immutables.Map[CounterId, Counter] = immutables.Map()
    series: immutables.Map[SeriesId, Series] = immutables.Map()
    streaks: immutables.Map[ServiceId, Streak] = immutables.Map()
    taken: immutables.Map[ServiceId, tuple[Taken, ...]] = immutables.Map()
    scores: tuple[Score, ...] = ()
    calls: tuple[Call, ...] = ()
    bookings: immutables.Map[AppointmentId, Booking] = immutables.Map()
    visits: immutables.Map[HomeVisitId, HomeVisit] = immutables.Map()
    notes: immutables.Map[EntryId, date] = immutables.Map()
    swept: date | None = None

    def counter(self, counter: CounterId) -> Counter:
        """Return a counter; one nobody worked at yet is closed."""
        return self.counters.get(counter) or Counter(counter)

    def at(self, counter: CounterId) -> Ticket | None:
        """Return who is called to ``counter`` or served there."""
        ticket = self.counter(counter).ticket
        return None if ticket is None else self.tickets.get(ticket)

    def waiting(self) -> tuple[Ticket, ...]:
        """Return everybody who waits, in the order they came."""
        return in_order(each for each in self.tickets.values() if each.waits)

    def held(self) -> tuple[Ticket, ...]:
        """Return everybody whose service rests, in the order they came."""
        return in_order(each for each in self.tickets.values() if each.stage is Stage.HELD)

    def token_taken(self, token: TokenTag) -> bool:
        """Tell whether a QR belongs to something that is known."""
        return token in self.by_token or any(each.token == token for each in self.bookings.values())

    def open_counters(self) -> tuple[Counter, ...]:
        """Return the counters that call, by number."""
        found = (each for each in self.counters.values() if each.status is CounterStatus.OPEN)
        return tuple(sorted(found, key=lambda each: each.id))


def in_order(tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """Return tickets in the order they came."""
    return tuple(sorted(tickets, key=lambda each: (each.arrived, each.position)))


def last_day_of(day: date, taken: date) -> date:
    """Return the day at whose end a ticket is over.

    Args:
        day: of its series; days ahead of the people where the clock had once been set ahead.
        taken: when it was taken. One day behind ``day`` is a clock that stepped over midnight.
    """
    return taken if day - taken > timedelta(days=1) else day


def number_of(series: SeriesId, serial: int) -> str:
    """Return the number that slips, display and voice say."""
    return f"{series}-{serial:03}"
