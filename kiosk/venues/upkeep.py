"""Closing a venue for a while, and opening it again. Pure; who may is asked by the page."""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import BlackoutId, VenueId
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site
from kiosk.venues.records import Blackout, Booking, Venues
from kiosk.venues.upkeep_events import BlackedOut, BlackoutLifted, BlackoutReason


def black_out(
    venues: Venues,
    moment: Moment,
    *,
    blackout: BlackoutId,
    site: Site,
    venue: VenueId,
    during: Interval,
    reason: BlackoutReason,
    cancelling: bool = False,
    explained: bool = False,
) -> BlackedOut:
    """Close a venue for some time.

    Args:
        cancelling: bookings within it are called off; nobody is marked for them.

    Raises:
        Refused: ``no_such_venue``, ``in_the_past``, ``needs_reason`` for ``other`` without a note,
            ``booked`` (bookings: how many) unless ``cancelling``.
    """
    if site.venue(venue) is None:
        raise Refused("no_such_venue")
    if during.ends <= during.starts or during.ends <= moment.at:
        raise Refused("in_the_past")
    if reason is BlackoutReason.OTHER and not explained:
        raise Refused("needs_reason")
    within = bookings_within(venues, moment, venue=venue, during=during)
    if within and not cancelling:
        raise Refused("booked", bookings=len(within))
    return BlackedOut(
        blackout=blackout,
        venue=venue,
        during=during,
        reason=reason,
        cancels=tuple(each.id for each in within),
    )


def lift(venues: Venues, moment: Moment, *, blackout: BlackoutId) -> BlackoutLifted:
    """Open a venue again.

    Raises:
        Refused: ``no_subject``.
    """
    if blackout not in venues.blackouts:
        raise Refused("no_subject")
    return BlackoutLifted(blackout=blackout)


def bookings_within(
    venues: Venues, moment: Moment, *, venue: VenueId, during: Interval
) -> tuple[Booking, ...]:
    """Return the bookings a blackout would call off, those in line among them."""
    holding = [
        each
        for each in venues.holders(venue, during, moment.at)
        if each.slot.overlaps(during) and each.slot.ends > moment.at
    ]
    found = {each.id: each for each in (*holding, *venues.in_line(venue, during))}
    return tuple(sorted(found.values(), key=lambda each: (each.slot, each.position, each.id)))


def blackouts(venues: Venues, moment: Moment) -> tuple[Blackout, ...]:
    """Return the blackouts that are not over, the earliest first."""
    coming = [each for each in venues.blackouts.values() if each.during.ends > moment.at]
    return tuple(sorted(coming, key=lambda each: (each.during, each.id)))
