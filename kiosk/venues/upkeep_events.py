"""What can happen to a venue and to an applicant's record beside the bookings themselves."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from kiosk.ids import ApplicationId, BlackoutId, BookingId, MarkId, VenueId
from kiosk.journal.entry import Event
from kiosk.venues.applicant import Applicant
from kiosk.venues.interval import Interval


class BlackoutReason(StrEnum):
    """Why a venue cannot be used; more goes into the private note."""

    REPAIR = "repair"
    CLEANING = "cleaning"
    OWN_USE = "own_use"
    """The station uses it itself."""
    WEATHER = "weather"
    OTHER = "other"


class Fault(StrEnum):
    """What a mark is for."""

    NO_SHOW = "no_show"
    LATE_CANCEL = "late_cancel"
    DAMAGE = "damage"
    MISUSE = "misuse"


class ExcuseReason(StrEnum):
    """Why a mark, or all of them, shall not count; more goes into the private note."""

    NOT_THEIR_FAULT = "not_their_fault"
    EMERGENCY = "emergency"
    MISTAKE = "mistake"
    """The station marked the wrong booking."""
    APPEAL = "appeal"
    PUBLIC_INTEREST = "public_interest"
    OTHER = "other"


class BlackedOut(Event, frozen=True, tag="venues.blacked_out"):
    """A venue cannot be used then.

    Attributes:
        cancels: bookings that cannot take place because of it; nobody is marked for them.
    """

    blackout: BlackoutId
    venue: VenueId
    during: Interval
    reason: BlackoutReason
    cancels: tuple[BookingId, ...] = ()


class BlackoutLifted(Event, frozen=True, tag="venues.blackout_lifted"):
    """It can be used again."""

    blackout: BlackoutId


class MarkGiven(Event, frozen=True, tag="venues.mark_given"):
    """Staff marked what happened at a booking; how it was is in the private part."""

    booking: BookingId
    fault: Fault
    points: float


class MarkAppealed(Event, frozen=True, tag="venues.mark_appealed"):
    """The applicant says it was otherwise; how, is in the private part."""

    mark: MarkId


class MarkExcused(Event, frozen=True, tag="venues.mark_excused"):
    """The mark stays and counts no more."""

    mark: MarkId
    reason: ExcuseReason


class MarkUpheld(Event, frozen=True, tag="venues.mark_upheld"):
    """The appeal was heard; the mark stays as it is."""

    mark: MarkId


class Exempted(Event, frozen=True, tag="venues.exempted"):
    """An applicant may apply in spite of the record, until that day."""

    applicant: Applicant
    until: date
    reason: ExcuseReason


class ContactShown(Event, frozen=True, tag="venues.contact_shown"):
    """Staff asked for name and phone of an application, and saw them."""

    application: ApplicationId


class CodesRested(Event, frozen=True, tag="venues.codes_rested"):
    """Five wrong codes in a row: code entry alone rests until then."""

    until: datetime
    times: int


class CodeAccepted(Event, frozen=True, tag="venues.code_accepted"):
    """A right code after a rest: the next rest begins short again."""


UPKEEP_EVENTS: tuple[type[Event], ...] = (
    BlackedOut,
    BlackoutLifted,
    MarkGiven,
    MarkAppealed,
    MarkExcused,
    MarkUpheld,
    Exempted,
    ContactShown,
    CodesRested,
    CodeAccepted,
)
