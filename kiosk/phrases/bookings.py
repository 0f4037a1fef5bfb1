"""How a booking of a venue stands and what comes next, for whoever made it. Pure."""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.phrases import dates, venues
from kiosk.phrases.dates import Says
from kiosk.venues import using
from kiosk.venues.records import Application, Booking, Status, Venues

CAN_BE_CANCELLED = (Status.WAITING, Status.PENDING, Status.SUPPLEMENT, Status.APPROVED)


def next_step(
    _: Says,
    booking: Booking,
    *,
    held: Venues,
    application: Application,
    moment: Moment,
    last: str = "",
) -> str:
    """Return what comes next, as it is said at the station.

    Args:
        last: what the staff wrote last.
    """
    match booking.status:
        case Status.PENDING:
            return _("The staff look at it. Please come again with your code.")
        case Status.SUPPLEMENT:
            until = application.supplement_until
            by = "" if until is None else dates.moment_words(_, until)
            return _("{what}\nPlease answer by {until}.").format(what=last, until=by)
        case Status.APPROVED:
            opens, ends = using.check_in_between(booking, moment.settings)
            return _("Please check in here between {opens} and {until}.").format(
                opens=dates.clock_words(opens), until=dates.clock_words(ends)
            )
        case Status.OFFERED if booking.offered_until is not None:
            return _("It is kept for you until {until}. Do you still want it?").format(
                until=dates.moment_words(_, booking.offered_until)
            )
        case Status.WAITING:
            line = held.in_line(booking.venue, booking.slot)
            place = [each.id for each in line].index(booking.id) + 1
            return _("You are number {place} in line.").format(place=place)
        case _:
            return how_it_ended(_, booking, last)


def how_it_ended(_: Says, booking: Booking, last: str) -> str:
    """Return what is left to say of a booking that is used or over."""
    match booking.status:
        case Status.CHECKED_IN:
            return _("It is yours until {until}. Please leave it tidy.").format(
                until=dates.clock_words(booking.slot.ends)
            )
        case Status.REJECTED if booking.rejected is not None:
            reason = venues.reject_reasons(_)[booking.rejected]
            return f"{reason}\n{last}".strip()
        case Status.NO_SHOW:
            return _("Nobody checked in, so the place was given to others.")
        case Status.CANCELLED:
            return last or _("The place is free for others now. Thank you.")
        case Status.REFUSED:
            return _("Another application was recorded first. We are sorry.")
        case _:
            return _("Thank you, and see you again.")


def cancelling_costs(_: Says, booking: Booking, moment: Moment) -> str:
    """Return what cancelling now means for the record."""
    limits = moment.settings
    if not using.is_late(booking, moment):
        return _("In good time: nothing goes into your record.")
    return _("It is less than {hours} hours before: {points} points go into your record.").format(
        hours=limits.bookings.cancel_free_hours,
        points=venues.points_words(limits.integrity.late_cancel),
    )
