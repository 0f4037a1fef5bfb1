"""What reviewers decide: yes, no, or what is missing. Pure; who may is asked by the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from kiosk.clock import STATION_ZONE, Moment
from kiosk.errors import Refused
from kiosk.ids import ApplicationId, BookingId
from kiosk.venues.checks import must_not_be_closed
from kiosk.venues.events import Approved, Rejected, RejectReason, SupplementAsked
from kiosk.venues.records import UNDECIDED, Application, Booking, Status, Venues
from kiosk.venues.upkeep_events import ContactShown
from kiosk.workdays import earliest

BY_TIME = (RejectReason.NOT_SUPPLEMENTED, RejectReason.NOT_DECIDED)
"""Reasons that only time gives."""


def approve(venues: Venues, moment: Moment, *, bookings: Sequence[BookingId]) -> Approved:
    """Say yes to an application, or to some bookings of a series.

    Raises:
        Refused: ``no_subject`` if one is decided already, ``in_the_past`` (day) once its time has
            begun, ``blackout`` (day, why); by ``clash``, at the moment of approval: ``taken``.
    """
    for each in _undecided(venues, bookings):
        if each.slot.starts <= moment.at:
            raise Refused("in_the_past", day=each.slot.day)
        must_not_be_closed(venues, each.venue, each.slot)
    return Approved(bookings=tuple(bookings))


def reject(
    venues: Venues,
    moment: Moment,
    *,
    bookings: Sequence[BookingId],
    reason: RejectReason,
    explained: bool = False,
) -> Rejected:
    """Say no, with a reason that the applicant is told.

    Args:
        explained: a private note goes with it.

    Raises:
        Refused: ``no_subject`` if one is decided already, ``needs_reason`` for ``other`` without
            a note, ``not_allowed`` (why) for what only time gives.
    """
    if reason in BY_TIME:
        raise Refused("not_allowed", why=reason)
    if reason is RejectReason.OTHER and not explained:
        raise Refused("needs_reason")
    _undecided(venues, bookings)
    return Rejected(bookings=tuple(bookings), reason=reason)


def ask_supplement(
    venues: Venues, moment: Moment, *, application: ApplicationId, explained: bool
) -> SupplementAsked:
    """Ask for what is missing; what that is, is a private note for the applicant.

    They have some hours, but not beyond the beginning of the first use.

    Raises:
        Refused: ``no_subject`` if nothing waits for a decision, ``needs_reason`` without a note,
            ``in_the_past``.
    """
    pending = [each for each in venues.of(application) if each.status is Status.PENDING]
    if not pending:
        raise Refused("no_subject")
    if not explained:
        raise Refused("needs_reason")
    hours = moment.settings.bookings.supplement_hours
    until = min(moment.at + timedelta(hours=hours), pending[0].slot.starts)
    if until <= moment.at:
        raise Refused("in_the_past")
    return SupplementAsked(application=application, until=until)


def show_contact(venues: Venues, moment: Moment, *, application: ApplicationId) -> ContactShown:
    """Show staff name and phone of an application; who asked is in the record.

    Raises:
        Refused: ``no_subject``.
    """
    if application not in venues.applications:
        raise Refused("no_subject")
    return ContactShown(application=application)


class Clock(msgspec.Struct, frozen=True):
    """How long an application has waited, as staff pages show it.

    Attributes:
        remind_at: one working day (or as many as set) later, at the same time of day.
        escalate_on: the day from whose beginning it goes up; ``first`` is the day of use.
    """

    remind_at: datetime
    escalate_on: date
    first: date


def review_clock(venues: Venues, moment: Moment, application: Application) -> Clock | None:
    """Return the review clock of an application; ``None`` when it is decided.

    The day of the reminder is counted in working days. Where a year is not announced the next day
    is taken: a reminder that comes early harms nobody.
    """
    open_ones = [each for each in venues.of(application.id) if each.status in UNDECIDED]
    if not open_ones:
        return None
    limits, first = moment.settings.bookings, open_ones[0].slot.day
    applied = application.applied.astimezone(STATION_ZONE)
    try:
        remind_on = earliest(applied.date(), limits.remind_days, moment.calendar).day
    except Refused:
        remind_on = applied.date() + timedelta(days=limits.remind_days)
    return Clock(
        remind_at=application.applied + (remind_on - applied.date()),
        escalate_on=first - timedelta(days=limits.escalate_days),
        first=first,
    )


def _undecided(venues: Venues, bookings: Sequence[BookingId]) -> list[Booking]:
    found = [venues.bookings.get(each) for each in bookings]
    undecided = [each for each in found if each is not None and each.status in UNDECIDED]
    if not undecided or len(undecided) < len(bookings):
        raise Refused("no_subject")
    return undecided
