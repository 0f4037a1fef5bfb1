"""The station's own calendar in words: where a year comes from, what was changed."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.phrases import days
from kiosk.phrases.days import Says
from kiosk.staff.calendar_records import Act, CalendarChange, StationDays
from kiosk.workdays import Calendar

Plural = Callable[[str, str, int], str]


def standing(_: Says, held: StationDays, calendar: Calendar, year: int) -> str:
    """Return where the days of a year come from."""
    if year in held.years:
        return _("From the notice that was taken over")
    if year in calendar.years:
        return _("As announced")
    if year in held.confirmed:
        return _("Plain week, confirmed by staff")
    return _("Not announced yet")


def counts(_: Says, plural: Plural, calendar: Calendar, year: int) -> str:
    """Return how many days of a year are off and how many made up for."""
    off = sum(day.year == year for day in calendar.off)
    worked = sum(day.year == year for day in calendar.worked)
    return _("{off}, {worked}").format(
        off=plural("{count} day off", "{count} days off", off).format(count=off),
        worked=plural("{count} make-up working day", "{count} make-up working days", worked).format(
            count=worked
        ),
    )


def change_words(_: Says, plural: Plural, change: CalendarChange) -> str:
    """Return what was changed."""
    years = ", ".join(map(str, change.years))
    day = days.date_of(_, change.day) if change.day else ""
    match change.act:
        case Act.DAY_SET if change.worked:
            text = _("{day}: worked")
        case Act.DAY_SET:
            text = _("{day}: off, {holiday}")
        case Act.DAY_CLEARED:
            text = _("{day}: again as announced")
        case Act.TAKEN:
            text = plural(
                "Calendar taken over: {years}, {count} day",
                "Calendar taken over: {years}, {count} days",
                change.count,
            )
        case Act.CONFIRMED:
            text = _("Plain week confirmed: {years}")
        case Act.YEAR_CLEARED:
            text = _("What was set is dropped: {years}")
    holiday = days.holiday(_, change.holiday)
    return text.format(day=day, holiday=holiday, years=years, count=change.count)
