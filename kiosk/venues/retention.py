"""How long personal rows of bookings are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.clock import Moment
from kiosk.ids import EntryId
from kiosk.venues.changes import last_day
from kiosk.venues.records import Venues


def expired(venues: Venues, moment: Moment) -> Iterable[EntryId]:
    """Return entries whose personal rows have been kept long enough after the last day of use."""
    days = moment.settings.retention.booking_days
    for application in venues.applications.values():
        over = last_day(venues, application)
        if over is not None and (moment.business_date - over).days >= days:
            yield from application.notes
    for entry, ended in venues.ended_notes.items():
        if (moment.business_date - ended).days >= days:
            yield entry
