"""What the events of the calendar make true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.journal.entry import Event
from kiosk.staff import calendar_events as e
from kiosk.staff.calendar_records import Act, CalendarChange, DayHeld, Days, StationDays
from kiosk.workdays import announced_in

_HISTORY = 100


def fold_calendar(days: StationDays, stamp: Stamp, event: Event) -> StationDays:
    """Return what the station holds after ``event``."""
    match event:
        case e.DaySet(said=said):
            days = replace(days, own=_with(days.own, (said,)))
            line = _line(stamp, Act.DAY_SET, said.day.year)
            line = replace(line, day=said.day, worked=said.worked, holiday=said.holiday)
        case e.DayCleared(day=day):
            days = replace(days, own=_but(days.own, (day,)))
            line = replace(_line(stamp, Act.DAY_CLEARED, day.year), day=day)
        case e.CalendarTaken():
            days = taken_over(days, event)
            line = _line(stamp, Act.TAKEN, *event.years, *event.confirmed)
            line = replace(line, count=len(event.days))
        case e.PlainWeekConfirmed(year=year):
            days = replace(days, confirmed=_sorted((*days.confirmed, year)))
            line = _line(stamp, Act.CONFIRMED, year)
        case e.YearCleared(year=year):
            days = _without_year(days, year)
            line = _line(stamp, Act.YEAR_CLEARED, year)
        case _:
            return days
    return replace(days, history=(line, *days.history)[:_HISTORY])


def taken_over(days: StationDays, event: e.CalendarTaken) -> StationDays:
    """Return what the station would hold; the history stays as it is."""
    announced = [each for each in event.days if announced_in(each.day, each.holiday) in event.years]
    other = [each for each in event.days if announced_in(each.day, each.holiday) not in event.years]
    confirmed = {*days.confirmed, *event.confirmed} - {*event.years}
    return replace(
        days,
        taken=_with(days.without_notice(event.years), announced),
        years=_sorted((*days.years, *event.years)),
        own=_with(days.own, other),
        confirmed=_sorted(confirmed),
    )


def as_events(days: StationDays) -> tuple[e.CalendarTaken, e.CalendarTaken]:
    """Return what is held as the two events that would bring it about; the history is left out."""
    taken = e.CalendarTaken(days.years, _said(days.taken))
    return taken, e.CalendarTaken((), _said(days.own), days.confirmed)


def from_events(events: Iterable[e.CalendarTaken]) -> StationDays:
    """Return what these events bring about, one after another."""
    return reduce(taken_over, events, StationDays())


def _said(days: Days) -> tuple[e.DaySaid, ...]:
    return tuple(e.DaySaid(day, held.worked, held.holiday) for day, held in sorted(days.items()))


def _line(stamp: Stamp, act: Act, *years: int) -> CalendarChange:
    return CalendarChange(stamp.at, stamp.actor, act, _sorted(years))


def _without_year(days: StationDays, year: int) -> StationDays:
    return replace(
        days,
        taken=days.without_notice((year,)),
        years=tuple(each for each in days.years if each != year),
        own=_but(days.own, [day for day in days.own if day.year == year]),
        confirmed=tuple(each for each in days.confirmed if each != year),
    )


def _with(days: Days, said: Iterable[e.DaySaid]) -> Days:
    changed = days.mutate()
    for each in said:
        changed[each.day] = DayHeld(each.worked, each.holiday)
    return changed.finish()


def _but(days: Days, gone: Iterable[date]) -> Days:
    changed = days.mutate()
    for day in gone:
        changed.pop(day, None)
    return changed.finish()


def _sorted(years: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(years)))
