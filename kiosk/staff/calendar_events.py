"""What staff say about working days; one event takes over a whole notice."""

from __future__ import annotations

from datetime import date

import msgspec

from kiosk.ids import PublicText
from kiosk.journal.entry import Event


class DaySaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """One day that is worked, or not.

    Attributes:
        holiday: key of the holiday it belongs to, or its official name; empty if to none.
    """

    day: date
    worked: bool
    holiday: PublicText = PublicText("")


class DaySet(Event, frozen=True, tag="staff.day_set"):
    """The station itself says what a day is; this goes over every announcement."""

    said: DaySaid


class DayCleared(Event, frozen=True, tag="staff.day_cleared"):
    """A day is again what was announced."""

    day: date


class CalendarTaken(Event, frozen=True, tag="staff.calendar_taken"):
    """A notice or a table was taken over.

    Attributes:
        years: announced by it as a whole; what was announced for them before is gone.
        days: every day it names; those of other years are days of the station's own.
        confirmed: years for which it says that the plain week may be used.
    """

    years: tuple[int, ...]
    days: tuple[DaySaid, ...]
    confirmed: tuple[int, ...] = ()


class PlainWeekConfirmed(Event, frozen=True, tag="staff.plain_week_confirmed"):
    """Until its announcement, the plain week may be used for a year."""

    year: int


class YearCleared(Event, frozen=True, tag="staff.year_cleared"):
    """What this station held of a year is gone; the table of the program holds again."""

    year: int


CALENDAR_EVENTS: tuple[type[Event], ...] = (
    DaySet,
    DayCleared,
    CalendarTaken,
    PlainWeekConfirmed,
    YearCleared,
)
