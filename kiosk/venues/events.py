"""What can happen to an application and to each booking of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.ids import (
    ApplicationId,
    BookingId,
    CodeTag,
    EquipmentId,
    HoldId,
    TextVersion,
    TokenTag,
    VenueId,
)
from kiosk.journal.entry import Event
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.applicant import Applicant
from kiosk.venues.interval import Interval


class Via(StrEnum):
    """How somebody showed that a booking is theirs."""

    CODE = "code"
    QR = "qr"
    STAFF = "staff"
    """A member of staff knows them, or sees to it."""


class By(StrEnum):
    """Who cancelled."""

    APPLICANT = "applicant"
    STATION = "station"


class RejectReason(StrEnum):
    """Why an application is rejected; the words beside it are private."""

    NOT_SUITABLE = "not_suitable"
    """The venue is not made for it."""
    NOT_ALLOWED = "not_allowed"
    """The rules of use do not allow it."""
    INCOMPLETE = "incomplete"
    NEEDED_ELSEWHERE = "needed_elsewhere"
    """The station needs the venue itself."""
    OTHER = "other"
    NOT_SUPPLEMENTED = "not_supplemented"
    """What was asked for did not come in time. Given by time alone."""
    NOT_DECIDED = "not_decided"
    """Nobody decided before its time began. Given by time alone."""


class Occurrence(msgspec.Struct, frozen=True):
    """One slot that is asked for.

    Attributes:
        kept: the slot and what is kept free before and after it.
    """

    booking: BookingId
    slot: Interval
    kept: Interval


class Asked(msgspec.Struct, frozen=True):
    """What is asked for and by whom, without a name.

    Attributes:
        rules: the wording the applicant agreed to; ``None`` where the station has no rules.
    """

    venue: VenueId
    kind: ApplicantKind
    applicant: Applicant
    code: CodeTag
    token: TokenTag
    head_count: int
    equipment: tuple[EquipmentId, ...] = ()
    rules: TextVersion | None = None


class Held(Event, frozen=True, tag="venues.held"):
    """Slots are kept for somebody who is filling in the form.

    Attributes:
        instead_of: what the same visitor held before.
    """

    hold: HoldId
    venue: VenueId
    kept: tuple[Interval, ...]
    until: datetime
    instead_of: HoldId | None = None


class HoldDropped(Event, frozen=True, tag="venues.hold_dropped"):
    """They went away."""

    hold: HoldId


class Applied(Event, frozen=True, tag="venues.applied"):
    """Somebody applied; every occurrence holds its slot until it is decided.

    Attributes:
        hold: used up by it.
    """

    application: ApplicationId
    asked: Asked
    occurrences: tuple[Occurrence, ...]
    hold: HoldId | None = None


class WaitlistJoined(Event, frozen=True, tag="venues.waitlist_joined"):
    """Somebody stands in line for a slot that another has."""

    application: ApplicationId
    asked: Asked
    occurrence: Occurrence


class Offered(Event, frozen=True, tag="venues.offered"):
    """A freed slot is kept for the first in line until then."""

    booking: BookingId
    until: datetime


class OfferAccepted(Event, frozen=True, tag="venues.offer_accepted"):
    """They want it; it is reviewed like any other."""

    booking: BookingId


class OfferDeclined(Event, frozen=True, tag="venues.offer_declined"):
    """They do not want it any more."""

    booking: BookingId


class Lapsed(Event, frozen=True, tag="venues.lapsed"):
    """They did not say in time, or the slot's time came while they stood in line."""

    booking: BookingId


class Approved(Event, frozen=True, tag="venues.approved"):
    """Staff said yes."""

    bookings: tuple[BookingId, ...]


class Rejected(Event, frozen=True, tag="venues.rejected"):
    """Staff, or time, said no. The slots are free."""

    bookings: tuple[BookingId, ...]
    reason: RejectReason


class SupplementAsked(Event, frozen=True, tag="venues.supplement_asked"):
    """Something is missing; what, is in the private part."""

    application: ApplicationId
    until: datetime


class Supplemented(Event, frozen=True, tag="venues.supplemented"):
    """It was brought or told; the application is to be reviewed again."""

    application: ApplicationId


class ReviewReminded(Event, frozen=True, tag="venues.review_reminded"):
    """Staff are reminded that an application waits."""

    application: ApplicationId


class Escalated(Event, frozen=True, tag="venues.escalated"):
    """The use is near and nobody has decided: it goes up."""

    application: ApplicationId


class CheckedIn(Event, frozen=True, tag="venues.checked_in"):
    """They are here."""

    booking: BookingId
    via: Via


class Completed(Event, frozen=True, tag="venues.completed"):
    """The use is over.

    Attributes:
        early: they left before the end and the rest is free.
    """

    booking: BookingId
    early: bool = False


class NoShow(Event, frozen=True, tag="venues.no_show"):
    """Nobody came; the rest of the slot is free.

    Attributes:
        points: what it counts in the applicant's record.
    """

    booking: BookingId
    points: float


class Cancelled(Event, frozen=True, tag="venues.cancelled"):
    """It will not take place.

    Attributes:
        minutes_before: how long before its time.
        points: what it counts in the applicant's record; 0 if it came in time.
    """

    booking: BookingId
    by: By
    minutes_before: int
    points: float = 0.0


APPLICATION_EVENTS: tuple[type[Event], ...] = (
    Held,
    HoldDropped,
    Applied,
    WaitlistJoined,
    Offered,
    OfferAccepted,
    OfferDeclined,
    Lapsed,
    Approved,
    Rejected,
    SupplementAsked,
    Supplemented,
    ReviewReminded,
    Escalated,
    CheckedIn,
    Completed,
    NoShow,
    Cancelled,
)
