"""Closing the whole station for days or hours, and opening it again: rules and folds. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from kiosk.clock import STATION_ZONE, Moment
from kiosk.errors import Refused
from kiosk.family import Stamp
from kiosk.hours import DAY_MINUTES, Closure, Hours, Span, minute_of, time_at
from kiosk.ids import ClosureId, StaffId
from kiosk.journal.entry import Event
from kiosk.settings import Permission
from kiosk.staff.closure_events import StationClosed, StationOpened
from kiosk.staff.records import Staff
from kiosk.staff.rules import allowed


def close_station(
    staff: Staff,
    moment: Moment,
    *,
    by: StaffId,
    closure: ClosureId,
    first: date,
    last: date,
    begin_min: int = 0,
    end_min: int = DAY_MINUTES,
) -> StationClosed:
    """Close the station from ``first`` to ``last``, or certain hours of these days.

    Raises:
        Refused: ``not_allowed`` (permission), ``no_such_hours``, ``in_the_past``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    if last < first or not 0 <= begin_min < end_min <= DAY_MINUTES:
        raise Refused("no_such_hours")
    if _instant(last, end_min) <= moment.at:
        raise Refused("in_the_past")
    return StationClosed(closure, first, last, begin_min, end_min)


def open_station(staff: Staff, moment: Moment, *, by: StaffId, closure: ClosureId) -> StationOpened:
    """Let the hours of the week hold again.

    Raises:
        Refused: ``not_allowed`` (permission), ``no_subject``.
    """
    allowed(staff, by, Permission.EDIT_CALENDAR)
    if closure not in (each.id for each in staff.settings.hours.closures):
        raise Refused("no_subject")
    return StationOpened(closure)


def closures(hours: Hours, moment: Moment) -> tuple[Closure, ...]:
    """Return the closures that are not over, the earliest first."""
    coming = (each for each in hours.closures if _ends(each) > moment.at)
    return tuple(sorted(coming, key=lambda each: (each.first, each.during.opens, each.id)))


def fold_closure(hours: Hours, stamp: Stamp, event: Event) -> Hours:
    """Return the hours after an event about closing; those of long ago are let go of."""
    match event:
        case StationClosed() if event.begin_min < event.end_min:
            kept = [each for each in hours.closures if each.last >= _yesterday(stamp)]
            others = [each for each in kept if each.id != event.closure]
            return replace(hours, closures=(*others, closure_of(event)))
        case StationOpened(closure=closure):
            left = tuple(each for each in hours.closures if each.id != closure)
            return replace(hours, closures=left)
        case _:
            return hours


def closure_of(event: StationClosed) -> Closure:
    """Return what an event closes."""
    during = Span(time_at(event.begin_min), time_at(event.end_min))
    return Closure(event.closure, event.first, event.last, during)


def _yesterday(stamp: Stamp) -> date:
    return stamp.business_date - timedelta(days=1)


def _ends(closure: Closure) -> datetime:
    return _instant(closure.last, minute_of(closure.during.closes))


def _instant(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), STATION_ZONE) + timedelta(minutes=minutes)
