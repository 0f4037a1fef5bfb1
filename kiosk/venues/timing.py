"""What the passing of time gives, marks or tells. Pure; what it only describes is computed.

While the clock is not trusted nothing is due: nobody is marked by a clock that may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from kiosk.clock import Moment
from kiosk.family import Proposal
from kiosk.ids import follow_id
from kiosk.venues.events import (
    Completed,
    Escalated,
    Lapsed,
    NoShow,
    Offered,
    Rejected,
    RejectReason,
    ReviewReminded,
)
from kiosk.venues.records import Application, Booking, Status, Venues
from kiosk.venues.review import review_clock
from kiosk.venues.using import check_in_between
from kiosk.venues.waitlist import to_be_offered

LOOKED = timedelta(minutes=10)
"""Time is looked at each minute. What is found this much later was missed because the terminal did
not run, or had no clock to trust."""


def due(venues: Venues, moment: Moment) -> Iterable[Proposal]:
    """Propose what time asks for, the oldest first."""
    if not moment.trusted:
        return
    still_open = (each for each in venues.bookings.values() if each.is_open)
    for booking in sorted(still_open, key=lambda each: (each.position, each.slot, each.id)):
        yield from _of_booking(booking, moment)
    for application in venues.undecided():
        yield from _of_application(venues, application, moment)
    yield from _offers(venues, moment)


def _of_booking(booking: Booking, moment: Moment) -> Iterator[Proposal]:
    starts, ends = booking.slot.starts, booking.slot.ends
    match booking.status:
        case Status.WAITING if starts <= moment.at:
            yield _proposal(booking, "lapsed", starts.isoformat(), Lapsed(booking=booking.id))
        case Status.OFFERED if not booking.has_slot(moment.at):
            yield _proposal(booking, "lapsed", _iso(booking), Lapsed(booking=booking.id))
        case Status.APPROVED if check_in_between(booking, moment.settings)[1] <= moment.at:
            no_show = NoShow(booking=booking.id, points=_points(booking, moment))
            yield _proposal(booking, "no_show", starts.isoformat(), no_show)
        case Status.CHECKED_IN if ends <= moment.at:
            yield _proposal(booking, "completed", ends.isoformat(), Completed(booking=booking.id))
        case Status.PENDING | Status.SUPPLEMENT if starts <= moment.at:
            undecided = Rejected(bookings=(booking.id,), reason=RejectReason.NOT_DECIDED)
            yield _proposal(booking, "not_decided", starts.isoformat(), undecided)


def _points(booking: Booking, moment: Moment) -> float:
    """Nobody is marked who had no answer yet, or stood before a dark screen, when it began."""
    _, until = check_in_between(booking, moment.settings)
    ready = max(moment.awake_since, booking.since) <= booking.slot.starts
    return moment.settings.integrity.no_show if ready and moment.at - until <= LOOKED else 0.0


def _of_application(venues: Venues, application: Application, moment: Moment) -> Iterator[Proposal]:
    missing = tuple(
        each.id for each in venues.of(application.id) if each.status is Status.SUPPLEMENT
    )
    until = application.supplement_until
    if missing and until is not None and until <= moment.at:
        reason = RejectReason.NOT_SUPPLEMENTED
        yield Proposal(
            follow_id(application.id, "not_supplemented", until.isoformat()),
            Rejected(bookings=missing, reason=reason),
        )
    clock = review_clock(venues, moment, application)
    if clock is None:
        return
    if application.reminded is None and clock.remind_at <= moment.at:
        yield Proposal(
            follow_id(application.id, "reminded", clock.remind_at.isoformat()),
            ReviewReminded(application=application.id),
        )
    if application.escalated is None and clock.escalate_on <= moment.business_date:
        yield Proposal(
            follow_id(application.id, "escalated", clock.escalate_on.isoformat()),
            Escalated(application=application.id),
        )


def _offers(venues: Venues, moment: Moment) -> Iterator[Proposal]:
    """A slot is offered while the station is open: an offer in the night would lapse unread."""
    held = moment.settings
    if not held.hours.is_open(moment.business_date, moment.local.time()):
        return
    for waiting in to_be_offered(venues, moment.at):
        same_day = waiting.slot.day == moment.business_date
        minutes = held.bookings.offer_day_min if same_day else held.bookings.offer_min
        until = min(moment.at + timedelta(minutes=minutes), waiting.slot.starts)
        # Somebody is offered a slot once: whoever lets it pass leaves the line.
        yield Proposal(follow_id(waiting.id, "offered"), Offered(booking=waiting.id, until=until))


def _proposal(
    booking: Booking,
    kind: str,
    deadline: str,
    event: Lapsed | NoShow | Completed | Rejected,
) -> Proposal:
    return Proposal(follow_id(booking.id, kind, deadline), event)


def _iso(booking: Booking) -> str:
    return booking.offered_until.isoformat() if booking.offered_until is not None else ""
