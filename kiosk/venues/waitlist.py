"""Who is next when a slot comes free. Pure.

Until the first in line has been asked, a freed slot is as good as taken for everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.ids import VenueId
from kiosk.venues.interval import Interval
from kiosk.venues.records import Booking, Venues


def is_kept_for_the_line(venues: Venues, venue: VenueId, kept: Interval, at: datetime) -> bool:
    """Tell whether something of ``kept`` is free only for somebody in line."""
    return any(
        waiting.kept.overlaps(kept) and is_free_for(venues, waiting, at)
        for waiting in venues.in_line(venue)
    )


def to_be_offered(venues: Venues, at: datetime) -> Iterator[Booking]:
    """Yield who can be offered a slot now, each venue's line from its head, no slot twice."""
    for venue in sorted(venues.waiting):
        given: list[Interval] = []
        for waiting in venues.in_line(venue):
            if any(waiting.kept.overlaps(each) for each in given):
                continue
            if is_free_for(venues, waiting, at):
                given.append(waiting.kept)
                yield waiting


def is_free_for(venues: Venues, waiting: Booking, at: datetime) -> bool:
    """Tell whether all that somebody waits for is free and still to come."""
    venue, kept = waiting.venue, waiting.kept
    return (
        at < waiting.slot.starts
        and not any(venues.holders(venue, kept, at))
        and not any(venues.holds_on(venue, kept, at))
        and venues.blackout_of(venue, waiting.slot) is None
    )
