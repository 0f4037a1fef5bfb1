"""How long personal rows of the lockers are kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.clock import Moment
from kiosk.ids import EntryId
from kiosk.lockers.records import Lockers


def expired(lockers: Lockers, moment: Moment) -> Iterable[EntryId]:
    """Return entries whose personal rows have been kept long enough."""
    days = moment.settings.retention.locker_days
    for entry, ended in lockers.ended_notes.items():
        if (moment.business_date - ended).days >= days:
            yield entry
