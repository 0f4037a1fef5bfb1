"""What the events of the calendar make true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial, reduce

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.journal.entry import Event
from kiosk.staff import calendar_events as e
from kiosk.staff.calendar_records import Act, CalendarChange, DayHeld, Days, StationDays
from kiosk.workdays import announced_in

_HISTORY = 100


def fold_calendar(days: StationDays, stamp: Stamp, event: Event) -> StationDays:
    """Return what the station holds after ``event``, and one more line of history."""
    line = _line(stamp, event)
    if line is None:
        return days
    return replace(after(days, event), history=(line, *days.history)[:_HISTORY])


def after(days: StationDays, event: Event) -> StationDays:
    """Return what the station would hold after ``event``; the history stays as it is."""
    match event:
        case e.DaySet(said=said):
            return replace(days, own=_with(days.own, (said,)))
        case e.DayCleared(day=day):
            return replace(days, own=_but(days.own, (day,)))
        case e.CalendarTaken():
            return _taken_over(days, event)
        case e.PlainWeekConfirmed(year=year):
            return replace(days, confirmed=_sorted((*days.confirmed, year)))
        case e.YearCleared(year=year):
            return _without_year(days, year)
        case _:
            return days


def as_events(days: StationDays) -> tuple[e.CalendarTaken, e.CalendarTaken]:
    """Return what is held as the two events that would bring it about; the history is left out."""
    taken = e.CalendarTaken(days.years, _said(days.taken))
    return taken, e.CalendarTaken((), _said(days.own), days.confirmed)


def from_events(events: Iterable[e.CalendarTaken]) -> StationDays:
    """Return what these events bring about, one after another."""
    return reduce(after, events, StationDays())


def _taken_over(days: StationDays, event: e.CalendarTaken) -> StationDays:
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


def _said(days: Days) -> tuple[e.DaySaid, ...]:
    return tuple(e.DaySaid(day, held.worked, held.holiday) for day, held in sorted(days.items()))


def _line(stamp: Stamp, event: Event) -> CalendarChange | None:
    line = partial(CalendarChange, stamp.at, stamp.actor)
    match event:
        case e.DaySet(said=said):
            return line(Act.DAY_SET, (said.day.year,), said.day, said.worked, said.holiday)
        case e.DayCleared(day=day):
            return line(Act.DAY_CLEARED, (day.year,), day)
        case e.CalendarTaken(years=years, confirmed=confirmed, days=days):
            return line(Act.TAKEN, _sorted((*years, *confirmed)), count=len(days))
        case e.PlainWeekConfirmed(year=year):
            return line(Act.CONFIRMED, (year,))
        case e.YearCleared(year=year):
            return line(Act.YEAR_CLEARED, (year,))
        case _:
            return None


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
