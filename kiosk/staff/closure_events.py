"""When the whole station closes beside its weekly hours, and that it opens again."""

from __future__ import annotations

from datetime import date

from kiosk.hours import DAY_MINUTES
from kiosk.ids import ClosureId
from kiosk.journal.entry import Event


class StationClosed(Event, frozen=True, tag="staff.station_closed"):
    """Nothing is given at the counters on these days, or in these hours of them.

    Attributes:
        begin_min: minutes after midnight.
        end_min: minutes after midnight; not in it.
    """

    closure: ClosureId
    first: date
    last: date
    begin_min: int = 0
    end_min: int = DAY_MINUTES


class StationOpened(Event, frozen=True, tag="staff.station_opened"):
    """The hours of the week hold again."""

    closure: ClosureId


CLOSURE_EVENTS: tuple[type[Event], ...] = (StationClosed, StationOpened)
