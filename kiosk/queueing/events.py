"""What can happen to tickets: taken, called, served, skipped, passed on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from kiosk.ids import (
    AppointmentId,
    CounterId,
    PersonId,
    SeriesId,
    ServiceId,
    TicketId,
    TokenTag,
)
from kiosk.journal.entry import Event
from kiosk.queueing.plan import Priority


class How(StrEnum):
    """How a ticket came to be called."""

    NEXT = "next"
    CHOSEN = "chosen"
    """Staff chose this number, past the order."""


class Result(StrEnum):
    """How service at a counter ended."""

    SOLVED = "solved"
    MORE_PAPERS = "more_papers"
    PASSED_ON = "passed_on"


class Promise(msgspec.Struct, frozen=True):
    """What somebody was told when they took a ticket; scored when they are called.

    Attributes:
        ahead: people before them.
        middle_s: half are called within so many seconds; ``None``: too little was known.
        high_s: four of five are.
        drawn_middle_s: ``middle_s`` before it was corrected by how earlier promises ended.
        drawn_high_s: ``high_s`` before it was.
        low_min: lower end of the range that was shown, in steps of five minutes.
        high_min: upper end of the range that was shown.
    """

    ahead: int
    middle_s: int | None = None
    high_s: int | None = None
    drawn_middle_s: int | None = None
    drawn_high_s: int | None = None
    low_min: int | None = None
    high_min: int | None = None


class TicketTaken(Event, frozen=True, tag="queueing.ticket_taken"):
    """Somebody waits. ``series`` and ``serial`` are the number on the slip.

    Attributes:
        day: business date of the series, which never goes back.
        person: one person's tickets of a day; a phone's tag, or the visit's own.
        booked: when an appointment was booked for.
    """

    ticket: TicketId
    service: ServiceId
    series: SeriesId
    serial: int
    day: date
    token: TokenTag
    priority: Priority = Priority.NONE
    person: PersonId | None = None
    promise: Promise | None = None
    appointment: AppointmentId | None = None
    booked: datetime | None = None


class Called(Event, frozen=True, tag="queueing.called"):
    """A ticket is asked to come to a counter.

    Attributes:
        old: it was an ordinary ticket that had waited too long to let anybody pass.
    """

    ticket: TicketId
    counter: CounterId
    how: How = How.NEXT
    old: bool = False


class Recalled(Event, frozen=True, tag="queueing.recalled"):
    """It is asked once more."""

    ticket: TicketId
    counter: CounterId


class Begun(Event, frozen=True, tag="queueing.begun"):
    """The person has come to the counter."""

    ticket: TicketId
    counter: CounterId


class Finished(Event, frozen=True, tag="queueing.finished"):
    """Service at the counter ended."""

    ticket: TicketId
    counter: CounterId
    result: Result


class Skipped(Event, frozen=True, tag="queueing.skipped"):
    """Nobody came, however often it was called."""

    ticket: TicketId
    counter: CounterId


class CameBack(Event, frozen=True, tag="queueing.came_back"):
    """Somebody who was skipped is here again and waits behind so many others."""

    ticket: TicketId
    behind: int


class Returned(Event, frozen=True, tag="queueing.returned"):
    """Somebody whose papers were missing is here with them and waits behind so many others."""

    ticket: TicketId
    behind: int


class HeldUp(Event, frozen=True, tag="queueing.held"):
    """The person has something to fetch or fill in; the counter is free meanwhile."""

    ticket: TicketId
    counter: CounterId


class Resumed(Event, frozen=True, tag="queueing.resumed"):
    """Service of a held ticket goes on."""

    ticket: TicketId
    counter: CounterId


class Transferred(Event, frozen=True, tag="queueing.transferred"):
    """It waits for another service, or a certain counter, with its number and its arrival."""

    ticket: TicketId
    service: ServiceId
    to: CounterId | None = None


class Cancelled(Event, frozen=True, tag="queueing.cancelled"):
    """Whoever took it does not need it."""

    ticket: TicketId


class Rated(Event, frozen=True, tag="queueing.rated"):
    """How service was found, 1 to 5."""

    ticket: TicketId
    stars: int


class DayClosed(Event, frozen=True, tag="queueing.day_closed"):
    """The day is over: who still waits is not called any more."""

    day: date


EVENTS: tuple[type[Event], ...] = (
    TicketTaken,
    Called,
    Recalled,
    Begun,
    Finished,
    Skipped,
    CameBack,
    Returned,
    HeldUp,
    Resumed,
    Transferred,
    Cancelled,
    Rated,
    DayClosed,
)
