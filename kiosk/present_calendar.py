"""The calendar that holds now: the announced table with what this station knows better over it."""

from __future__ import annotations

from kiosk.staff import STAFF
from kiosk.staff.calendar_records import StationDays
from kiosk.station import Station
from kiosk.workdays import Calendar


class PresentCalendar:
    """Reads the present working days out of a station. Safe to ask from any thread.

    The two are put together once, and again when staff have changed something.

    Args:
        announced: the table that comes with the program.
    """

    def __init__(self, announced: Calendar) -> None:
        self.announced = announced
        self._last = (StationDays(), announced)

    def __call__(self, station: Station) -> Calendar:
        """Return the working days as they stand."""
        own = station.state(STAFF).calendar
        seen, calendar = self._last  # one read: another thread may put a newer pair there
        if seen is not own:
            calendar = own.over(self.announced)
            self._last = (own, calendar)
        return calendar
