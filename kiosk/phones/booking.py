"""The page of an application for a venue: every occurrence, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import VenueId
from kiosk.masking import mask_numbers
from kiosk.phones.page import Act, Card, Page
from kiosk.phrases import dates, venues
from kiosk.phrases.bookings import CAN_BE_CANCELLED, cancelling_costs, next_step
from kiosk.phrases.venues import STATUS_TONES
from kiosk.slips import Speech
from kiosk.venues import using
from kiosk.venues.checks import earliest_use
from kiosk.venues.desk import VenueDesk
from kiosk.venues.finder import Found
from kiosk.venues.records import HOLDING, Booking, Status

CANCEL, ACCEPT, DECLINE = "cancel", "accept", "decline"


def application_page(words: Speech, moment: Moment, desk: VenueDesk, found: Found) -> Page:
    """Return the page of an application."""
    _ = words.gettext
    many = len(found.bookings) > 1
    return Page(
        station=moment.settings.labels.name,
        heading=_("Your bookings") if many else _("Your booking"),
        cards=tuple(_card(words, moment, desk, found, each) for each in found.bookings),
        moves=any(each.is_open for each in found.bookings),
    )


def _card(words: Speech, moment: Moment, desk: VenueDesk, found: Found, booking: Booking) -> Card:
    _ = words.gettext
    slot = booking.slot
    when = f"{dates.day_words(_, slot.day)}\n{dates.span_words(slot.starts, slot.ends)}"
    return Card(
        tone=STATUS_TONES.get(booking.status, "quiet"),
        headline=venues.statuses(_)[booking.status],
        sentences=tuple(_next(words, moment, desk, found, booking).splitlines()),
        title=f"{_place(words, desk, booking.venue)}\n{when}".strip(),
        acts=tuple(_acts(words, moment, booking)),
        calendar=booking.id if booking.status in HOLDING else "",
    )


def _place(words: Speech, desk: VenueDesk, venue: VenueId) -> str:
    plan = desk.site.venue(venue)
    return "" if plan is None else plan.name.in_language(words.language)


def _next(words: Speech, moment: Moment, desk: VenueDesk, found: Found, booking: Booking) -> str:
    """Return what comes next; what somebody can only do at the station, says so."""
    _ = words.gettext
    notes = desk.notes(found.application.id)
    last = mask_numbers(notes[-1]) if notes else ""
    if booking.status is Status.PENDING:
        return _("The staff look at it. This page shows their answer.")
    if booking.status is Status.APPROVED:
        opens, until = using.check_in_between(booking, moment.settings)
        return _("Please check in at the station between {opens} and {until}.").format(
            opens=dates.clock_words(opens), until=dates.clock_words(until)
        )
    said = next_step(
        _, booking, held=desk.venues, application=found.application, moment=moment, last=last
    )
    if booking.status is Status.SUPPLEMENT:
        return f"{said}\n{_('You can answer at the screen of the station, or tell the staff.')}"
    return said


def _acts(words: Speech, moment: Moment, booking: Booking) -> Iterator[Act]:
    _, seen = words.gettext, str(booking.revision)
    if booking.status is Status.OFFERED and booking.has_slot(moment.at):
        yield Act(ACCEPT, _("Yes, I take it"), of=booking.id, seen=seen, at_once=True, primary=True)
        yield Act(
            DECLINE,
            _("No, thank you"),
            of=booking.id,
            seen=seen,
            yes=_("Yes, leave it to others"),
            no=_("No, keep it"),
            asks=(_("Leave it to the next in line?"),),
            warns=True,
        )
    if booking.status in CAN_BE_CANCELLED:
        yield Act(
            CANCEL,
            _("Cancel it"),
            of=booking.id,
            seen=seen,
            yes=_("Yes, cancel it"),
            no=_("No, keep it"),
            asks=(_("Cancel it?"), *_consequences(words, moment, booking)),
            warns=True,
        )


def _consequences(words: Speech, moment: Moment, booking: Booking) -> Iterator[str]:
    """Yield what it means: for the record, and by the rule of notice for another try."""
    _ = words.gettext
    if booking.status is not Status.WAITING:
        yield cancelling_costs(_, booking, moment)
    try:
        earliest = earliest_use(moment)
    except Refused:
        return
    if booking.slot.day < earliest.day:
        yield (
            _("This day cannot be booked again: the first day from now is {day}. {why}")
            .format(day=dates.day_words(_, earliest.day), why=dates.why_earliest(_, earliest))
            .strip()
        )
    else:
        yield _("You can book this day again if it is still free then.")
