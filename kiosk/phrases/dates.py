"""Days and times as people say them, in the language of the visit. Pure: ``_`` is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby

from kiosk.clock import STATION_ZONE
from kiosk.phrases.days import holidays, months, weekdays
from kiosk.workdays import Day, DayKind, Earliest

Says = Callable[[str], str]


def day_words(_: Says, day: date) -> str:
    """Return a day with its weekday: "Sat 14 Feb"."""
    return _("{weekday} {day} {month}").format(
        weekday=weekdays(_)[day.weekday()], day=day.day, month=months(_)[day.month - 1]
    )


def short_day(_: Says, day: date) -> str:
    """Return a day without its weekday: "14 Feb"."""
    return _("{day} {month}").format(day=day.day, month=months(_)[day.month - 1])


def month_words(_: Says, day: date) -> str:
    """Return the month of a day with its year."""
    return _("{month} {year}").format(month=months(_)[day.month - 1], year=day.year)


def local_day(at: datetime) -> date:
    """Return the day that an instant lies in on the station's wall clock."""
    return at.astimezone(STATION_ZONE).date()


def clock_words(at: datetime) -> str:
    """Return a time of day."""
    return f"{at.astimezone(STATION_ZONE):%H:%M}"


def span_words(starts: datetime, ends: datetime) -> str:
    """Return from when to when, within a day."""
    return f"{clock_words(starts)}–{clock_words(ends)}"


def moment_words(_: Says, at: datetime) -> str:
    """Return day and time."""
    local = at.astimezone(STATION_ZONE)
    return _("{day}, {hour}").format(day=day_words(_, local.date()), hour=clock_words(at))


def holiday_words(_: Says, holiday: str | None) -> str:
    """Return what a holiday is called; any other one is a public holiday."""
    return holidays(_).get(holiday or "", _("Public holiday"))


def why_earliest(_: Says, earliest: Earliest) -> str:
    """Return why a day is the first one that can be booked: what was counted, what was not."""
    counted = [each for each in earliest.because if each.counted is not None]
    if not counted:
        return ""
    days = _(", ").join(_counted_words(_, each) for each in counted)
    lead = _("{count} working days must be counted first: {days}.").format(
        count=len(counted), days=days
    )
    skipped = [each for each in earliest.because if each.kind is DayKind.HOLIDAY]
    return " ".join([lead, *_holidays_skipped(_, skipped)])


def _counted_words(_: Says, day: Day) -> str:
    words = day_words(_, day.day)
    return _("{day} (worked)").format(day=words) if day.kind is DayKind.MAKE_UP else words


def _holidays_skipped(_: Says, days: Sequence[Day]) -> list[str]:
    found = []
    for holiday, group in groupby(days, key=lambda each: each.holiday):
        run = [each.day for each in group]
        found.append(
            _("{holiday}: off from {first} to {last}.").format(
                holiday=holiday_words(_, holiday),
                first=short_day(_, run[0]),
                last=short_day(_, run[-1]),
            )
        )
    return found
