"""What is true of venues now: applications, bookings, who is in line, marks. Immutable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

import immutables
import msgspec

from kiosk.ids import (
    ApplicationId,
    BlackoutId,
    BookingId,
    CodeTag,
    EntryId,
    HoldId,
    MarkId,
    TokenTag,
    VenueId,
)
from kiosk.resting import CodeRest
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import Asked, By, RejectReason
from kiosk.venues.interval import Interval
from kiosk.venues.upkeep_events import BlackoutReason, ExcuseReason, Fault


class Status(StrEnum):
    """A booking in one word."""

    WAITING = "waiting"
    """In line for a slot that another has."""
    OFFERED = "offered"
    """The slot is free and kept for them for a while."""
    PENDING = "pending"
    SUPPLEMENT = "supplement"
    APPROVED = "approved"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    REJECTED = "rejected"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    """Stood in line and did not take what was offered, or the slot's time came."""
    REFUSED = "refused"
    """Lost the slot to an earlier one when it got its position."""


HOLDING = (Status.PENDING, Status.SUPPLEMENT, Status.APPROVED, Status.CHECKED_IN)
"""Bookings that have their slot. One that is offered has it too, until the offer ends."""
UNDECIDED = (Status.PENDING, Status.SUPPLEMENT)
OPEN = (Status.WAITING, Status.OFFERED, *HOLDING)
"""Bookings that may still take place."""


class Hold(msgspec.Struct, frozen=True):
    """Slots kept for somebody who is filling in the form; over by itself at ``until``."""

    id: HoldId
    venue: VenueId
    kept: tuple[Interval, ...]
    until: datetime


class Booking(msgspec.Struct, frozen=True):
    """One occurrence of an application.

    Attributes:
        kept: the slot and what is kept free before and after it.
        position: order of the entry that asked for it; decides who is first in line.
        since: when it came into its present state.
        offered_until: end of the offer, once one was made.
        left: when they left before the end.
        minutes_before: how long before its time it was cancelled.
        revision: how often it changed; the sequence number of its calendar entry.
    """

    id: BookingId
    application: ApplicationId
    venue: VenueId
    slot: Interval
    kept: Interval
    position: int
    since: datetime
    status: Status = Status.PENDING
    offered_until: datetime | None = None
    left: datetime | None = None
    cancelled_by: By | None = None
    minutes_before: int | None = None
    rejected: RejectReason | None = None
    revision: int = 0

    def has_slot(self, at: datetime) -> bool:
        """Tell whether nobody else can have its slot at ``at``."""
        if self.status is Status.OFFERED:
            return self.offered_until is not None and at < self.offered_until
        return self.status in HOLDING

    @property
    def is_open(self) -> bool:
        """True while it may still take place."""
        return self.status in OPEN


class Application(msgspec.Struct, frozen=True):
    """What somebody asked for in one go; several bookings are a series.

    Attributes:
        applied: when it was made.
        business_date: the local day it was made on.
        supplement_until: until then something is to be brought or told.
        reminded: staff were reminded of it; ``escalated``: it went up.
        notes: entries with personal rows that live as long as it and its retention.
    """

    id: ApplicationId
    asked: Asked
    applied: datetime
    business_date: date
    bookings: tuple[BookingId, ...]
    supplement_until: datetime | None = None
    reminded: datetime | None = None
    escalated: datetime | None = None
    notes: tuple[EntryId, ...] = ()


class Appeal(StrEnum):
    """How far an appeal against a mark has come."""

    NONE = "none"
    HEARD_SOON = "heard_soon"
    UPHELD = "upheld"
    """The mark stands."""


class Mark(msgspec.Struct, frozen=True):
    """A mark in the record of whoever asked and of whom they asked for. It is never deleted."""

    id: MarkId
    fault: Fault
    points: float
    on: date
    venue: VenueId
    applicant: Applicant
    booking: BookingId
    excused: ExcuseReason | None = None
    appeal: Appeal = Appeal.NONE


class Exemption(msgspec.Struct, frozen=True):
    """An applicant who may apply in spite of the record."""

    until: date
    reason: ExcuseReason
    applicant: Applicant


class Blackout(msgspec.Struct, frozen=True):
    """A venue that cannot be used then."""

    id: BlackoutId
    venue: VenueId
    during: Interval
    reason: BlackoutReason


Days = immutables.Map[date, tuple[BookingId, ...]]


class Venues(msgspec.Struct, frozen=True):
    """All that is live; what is over leaves some weeks after its day.

    Attributes:
        by_day: bookings that have or had offered their slot, by venue and every local day they
            keep something of. So asking for a month touches that month only.
        waiting: bookings in line, by venue; ``by_day`` does not hold them.
        ended_notes: personal rows by the last day of what they belonged to.
        swept: the last day on which what is over was let go.
    """

    applications: immutables.Map[ApplicationId, Application] = immutables.Map()
    bookings: immutables.Map[BookingId, Booking] = immutables.Map()
    by_day: immutables.Map[VenueId, Days] = immutables.Map()
    waiting: immutables.Map[VenueId, tuple[BookingId, ...]] = immutables.Map()
    by_code: immutables.Map[CodeTag, ApplicationId] = immutables.Map()
    by_token: immutables.Map[TokenTag, ApplicationId] = immutables.Map()
    holds: immutables.Map[HoldId, Hold] = immutables.Map()
    blackouts: immutables.Map[BlackoutId, Blackout] = immutables.Map()
    marks: immutables.Map[MarkId, Mark] = immutables.Map()
    exemptions: tuple[Exemption, ...] = ()
    ended_notes: immutables.Map[EntryId, date] = immutables.Map()
    rest: CodeRest | None = None
    swept: date | None = None

    def of(self, application: ApplicationId) -> tuple[Booking, ...]:
        """Return the bookings of an application, in order of their time."""
        known = self.applications.get(application)
        found = [self.bookings[each] for each in known.bookings] if known is not None else []
        return tuple(sorted(found, key=lambda each: (each.slot, each.id)))

    def application_of(self, booking: BookingId) -> Application | None:
        """Return what ``booking`` belongs to."""
        found = self.bookings.get(booking)
        return None if found is None else self.applications.get(found.application)

    def on(self, venue: VenueId, day: date) -> Iterator[Booking]:
        """Yield bookings that may keep something of ``day``, in order of their time."""
        found = [self.bookings[each] for each in self.by_day.get(venue, _NO_DAY).get(day, ())]
        yield from sorted(found, key=lambda each: (each.kept, each.id))

    def holders(self, venue: VenueId, kept: Interval, at: datetime) -> Iterator[Booking]:
        """Yield the bookings that have something of ``kept`` at ``at``."""
        seen: set[BookingId] = set()
        for day in kept.days():
            for each in self.on(venue, day):
                if each.id not in seen and each.has_slot(at) and each.kept.overlaps(kept):
                    seen.add(each.id)
                    yield each

    def holds_on(self, venue: VenueId, kept: Interval, at: datetime) -> Iterator[Hold]:
        """Yield the holds of people filling in the form that keep something of ``kept``."""
        for each in sorted(self.holds.values(), key=lambda hold: hold.id):
            mine = each.venue == venue and at < each.until
            if mine and any(kept.overlaps(one) for one in each.kept):
                yield each

    def blackouts_in(self, venue: VenueId, within: Interval) -> tuple[Blackout, ...]:
        """Return why ``venue`` cannot be used at times of ``within``, the earliest first."""
        over = [
            each
            for each in self.blackouts.values()
            if each.venue == venue and each.during.overlaps(within)
        ]
        return tuple(sorted(over, key=lambda each: (each.during, each.id)))

    def blackout_of(self, venue: VenueId, slot: Interval) -> Blackout | None:
        """Return why ``venue`` cannot be used in ``slot``."""
        return next(iter(self.blackouts_in(venue, slot)), None)

    def in_line(self, venue: VenueId, slot: Interval | None = None) -> tuple[Booking, ...]:
        """Return who stands in line, the first first; only for what overlaps ``slot`` if given."""
        line = [self.bookings[each] for each in self.waiting.get(venue, ())]
        return tuple(
            sorted(
                (each for each in line if slot is None or each.slot.overlaps(slot)),
                key=lambda each: each.position,
            )
        )

    def undecided(self) -> tuple[Application, ...]:
        """Return applications with something to decide, the oldest first."""
        found = {each.application for each in self.bookings.values() if each.status in UNDECIDED}
        return tuple(
            sorted(
                (self.applications[each] for each in found),
                key=lambda each: (each.applied, each.id),
            )
        )

    def code_taken(self, code: CodeTag) -> bool:
        """Tell whether a code belongs to something that is known."""
        return code in self.by_code

    def token_taken(self, token: TokenTag) -> bool:
        """Tell whether a QR belongs to something that is known."""
        return token in self.by_token


_NO_DAY: Days = immutables.Map()
