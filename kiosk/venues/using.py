"""From the decision to the end of the use: offers, cancelling, checking in, leaving. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import BookingId
from kiosk.settings import Settings
from kiosk.venues.checks import (
    must_be_in_good_standing,
    must_not_be_closed,
    must_trust_clock,
)
from kiosk.venues.events import (
    By,
    Cancelled,
    CheckedIn,
    Completed,
    OfferAccepted,
    OfferDeclined,
    Via,
)
from kiosk.venues.finding import theirs
from kiosk.venues.integrity import record
from kiosk.venues.proof import Proof
from kiosk.venues.records import UNDECIDED, Booking, Status, Venues


def accept_offer(
    venues: Venues, moment: Moment, *, booking: BookingId, proof: Proof
) -> OfferAccepted:
    """Take the slot that came free; it is reviewed like any other.

    Raises:
        Refused: ``no_subject``, ``not_yours``, ``no_offer``, ``offer_over`` (until),
            ``blackout`` (day, why), ``restricted`` (until, points); by ``clash``: ``taken``.
    """
    application, found = theirs(venues, booking, proof)
    _must_be_offered(found, moment)
    must_not_be_closed(venues, found.venue, found.slot)
    must_be_in_good_standing(record(venues, moment, applicant=application.asked.applicant))
    return OfferAccepted(booking=booking)


def decline_offer(
    venues: Venues, moment: Moment, *, booking: BookingId, proof: Proof
) -> OfferDeclined:
    """Leave the slot to the next in line.

    Raises:
        Refused: ``no_subject``, ``not_yours``, ``no_offer``, ``offer_over`` (until).
    """
    _, found = theirs(venues, booking, proof)
    _must_be_offered(found, moment)
    return OfferDeclined(booking=booking)


def cancel(venues: Venues, moment: Moment, *, booking: BookingId, proof: Proof) -> Cancelled:
    """Cancel for the applicant, who may do it to the end of the check-in.

    An approved booking that is cancelled late counts in the record; before that it does not.

    Raises:
        Refused: ``no_subject``, ``not_yours``, ``over`` (status), ``checked_in``, ``too_late``
            (until).
    """
    _, found = theirs(venues, booking, proof)
    _must_be_open(found)
    _, until = check_in_between(found, moment.settings)
    if found.status is Status.APPROVED and moment.trusted and moment.at >= until:
        raise Refused("too_late", until=until)  # time has not said yet that nobody came
    late = is_late(found, moment)
    return Cancelled(
        booking=booking,
        by=By.APPLICANT,
        minutes_before=_minutes_before(found, moment),
        points=moment.settings.integrity.late_cancel if late else 0.0,
    )


def call_off(venues: Venues, moment: Moment, *, booking: BookingId, explained: bool) -> Cancelled:
    """Cancel for the station; why, is a private note for the applicant. Nobody is marked.

    Raises:
        Refused: ``no_subject``, ``over`` (status), ``checked_in``, ``needs_reason``.
    """
    found = venues.bookings.get(booking)
    if found is None or found.status is Status.REFUSED:
        raise Refused("no_subject")
    _must_be_open(found)
    if not explained:
        raise Refused("needs_reason")
    return Cancelled(booking=booking, by=By.STATION, minutes_before=_minutes_before(found, moment))


def is_late(booking: Booking, moment: Moment) -> bool:
    """Tell whether cancelling now would count in the record."""
    free = timedelta(hours=moment.settings.bookings.cancel_free_hours)
    after = moment.trusted and moment.at > booking.slot.starts - free
    return booking.status is Status.APPROVED and after


def check_in(venues: Venues, moment: Moment, *, booking: BookingId, proof: Proof) -> CheckedIn:
    """Say that they are here.

    Raises:
        Refused: ``no_subject``, ``not_yours``, ``not_decided``, ``already``, ``over`` (status),
            ``too_early`` (opens), ``too_late`` (until), ``untrusted_clock`` unless staff do it.
    """
    _, found = theirs(venues, booking, proof)
    if found.status is Status.CHECKED_IN:
        raise Refused("already")
    if found.status in (*UNDECIDED, Status.WAITING, Status.OFFERED):
        raise Refused("not_decided")
    if found.status is not Status.APPROVED:
        raise Refused("over", status=found.status)
    if moment.trusted or proof.via is not Via.STAFF:  # else staff know what time it is
        _must_be_time(found, moment)
    return CheckedIn(booking=booking, via=proof.via)


def check_in_between(booking: Booking, settings: Settings) -> tuple[datetime, datetime]:
    """Return from when, and until when, they can check in."""
    limits = settings.bookings
    return (
        booking.slot.starts - timedelta(minutes=limits.check_in_before_min),
        min(booking.slot.starts + timedelta(minutes=limits.check_in_after_min), booking.slot.ends),
    )


def leave_early(venues: Venues, moment: Moment, *, booking: BookingId, proof: Proof) -> Completed:
    """Say that the use is over before its time; the rest is free.

    Raises:
        Refused: ``no_subject``, ``not_yours``, ``not_here`` if they have not checked in.
    """
    _, found = theirs(venues, booking, proof)
    if found.status is not Status.CHECKED_IN:
        raise Refused("not_here")
    return Completed(booking=booking, early=moment.at < found.slot.ends)


def _minutes_before(booking: Booking, moment: Moment) -> int:
    before = booking.slot.starts - moment.at
    return max(0, int(before.total_seconds() // 60))


def _must_be_time(booking: Booking, moment: Moment) -> None:
    must_trust_clock(moment)
    opens, until = check_in_between(booking, moment.settings)
    if moment.at < opens:
        raise Refused("too_early", opens=opens)
    if moment.at >= until:
        raise Refused("too_late", until=until)


def _must_be_open(booking: Booking) -> None:
    if booking.status is Status.CHECKED_IN:
        raise Refused("checked_in")
    if not booking.is_open:
        raise Refused("over", status=booking.status)


def _must_be_offered(booking: Booking, moment: Moment) -> None:
    if booking.status is not Status.OFFERED:
        raise Refused("no_offer")
    if not booking.has_slot(moment.at):
        raise Refused("offer_over", until=booking.offered_until)
