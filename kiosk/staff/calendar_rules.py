"""What staff may say about working days. A rule without ``by`` is for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import PublicText, StaffId
from kiosk.settings import Permission
from kiosk.staff import calendar_events as e
from kiosk.staff.calendar_folds import after
from kiosk.staff.records import Staff
from kiosk.staff.rules import allowed
from kiosk.workdays import OWN, is_weekend

FIRST_YEAR, LAST_YEAR = 2004, 2199
LONGEST_NAME = 40
MOST_DAYS = 2_000
YEARS_AHEAD = 2
"""How far ahead the plain week of a year may be confirmed."""


def set_day(
    staff: Staff, moment: Moment, *, by: StaffId, day: date, worked: bool, holiday: str = ""
) -> e.DaySet:
    """Say that the station works on ``day``, or does not.

    Raises:
        Refused: ``not_allowed`` (permission), ``no_such_day``, ``unchanged``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    said = _said(e.DaySaid(day, worked, PublicText(holiday)))
    if moment.calendar.knows(day):
        now = moment.calendar.day(day)
        if (now.kind.is_worked, now.holiday or "") == (said.worked, said.holiday):
            raise Refused("unchanged")
    return e.DaySet(said)


def clear_day(staff: Staff, moment: Moment, *, by: StaffId, day: date) -> e.DayCleared:
    """Let ``day`` be again what was announced.

    Raises:
        Refused: ``not_allowed`` (permission), ``unchanged``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    if day not in staff.calendar.own:
        raise Refused("unchanged")
    return e.DayCleared(day)


def take_calendar(
    staff: Staff, moment: Moment, *, by: StaffId, coming: e.CalendarTaken
) -> e.CalendarTaken:
    """Take over a notice or a table that somebody has looked at.

    Raises:
        Refused: ``not_allowed`` (permission), ``no_such_day``, ``twice`` (day), ``unchanged``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    return apply_calendar(staff, moment, coming=coming)


def apply_calendar(staff: Staff, moment: Moment, *, coming: e.CalendarTaken) -> e.CalendarTaken:
    """Take over a notice or a table from the command line of the machine itself.

    Raises:
        Refused: ``no_such_day``, ``twice`` (day), ``unchanged``.
    """
    for year in (*coming.years, *coming.confirmed):
        _year(year)
    days = tuple(sorted(map(_said, coming.days), key=lambda each: each.day))
    if len(days) > MOST_DAYS:
        raise Refused("no_such_day")
    for one, other in pairwise(days):
        if one.day == other.day:
            raise Refused("twice", day=one.day)
    taken = e.CalendarTaken(_sorted(coming.years), days, _sorted(coming.confirmed))
    if after(staff.calendar, taken) == staff.calendar:
        raise Refused("unchanged")
    return taken


def confirm_plain_week(
    staff: Staff, moment: Moment, *, by: StaffId, year: int
) -> e.PlainWeekConfirmed:
    """Say that the plain week may be used for a year nobody has announced yet.

    Raises:
        Refused: ``not_allowed`` (permission), ``announced`` (year), ``too_far`` (last),
            ``unchanged``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    if year in moment.calendar.years:
        raise Refused("announced", year=year)
    this = moment.business_date.year
    if not this <= year <= this + YEARS_AHEAD:
        raise Refused("too_far", last=this + YEARS_AHEAD)
    if year in staff.calendar.confirmed:
        raise Refused("unchanged")
    return e.PlainWeekConfirmed(year)


def clear_year(staff: Staff, moment: Moment, *, by: StaffId, year: int) -> e.YearCleared:
    """Forget what this station holds of a year.

    Raises:
        Refused: ``not_allowed`` (permission), ``unchanged``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    if not staff.calendar.holds(year):
        raise Refused("unchanged")
    return e.YearCleared(year)


def _said(said: e.DaySaid) -> e.DaySaid:
    _year(said.day.year)
    name = said.holiday.strip()
    if len(name) > LONGEST_NAME or not (name.isprintable() or not name):
        raise Refused("no_such_day")
    # A weekday that is worked is nothing special: it makes up for no holiday.
    plain = said.worked and not is_weekend(said.day)
    return e.DaySaid(said.day, said.worked, PublicText("" if plain else name or OWN))


def _year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("no_such_day")


def _sorted(years: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(set(years)))
