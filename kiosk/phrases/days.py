"""Words for days: what a day is, which holiday it belongs to, how a date is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from kiosk.workdays import Day, DayKind, Earliest

Says = Callable[[str], str]


def holidays(_: Says) -> Mapping[str, str]:
    """Return what the holidays are called, in the order of the year."""
    return {
        "new_year": _("New Year"),
        "spring_festival": _("Spring Festival"),
        "tomb_sweeping": _("Tomb-sweeping Day"),
        "labour_day": _("Labour Day"),
        "dragon_boat": _("Dragon Boat Festival"),
        "mid_autumn": _("Mid-autumn Festival"),
        "national_day": _("National Day"),
        "victory_70th": _("Victory Day, 70 years"),
        "own": _("Own reason of the station"),
    }


def holiday(_: Says, key: str) -> str:
    """Return what a holiday is called; its official name where it has no key."""
    return holidays(_).get(key, key)


def kinds(_: Says) -> Mapping[DayKind, str]:
    """Return what a day may be."""
    return {
        DayKind.WORKDAY: _("working day"),
        DayKind.WEEKEND: _("weekend"),
        DayKind.HOLIDAY: _("day off"),
        DayKind.MAKE_UP: _("make-up working day"),
    }


def letters(_: Says) -> Mapping[DayKind, str]:
    """Return the letter of a day that is not of the plain week."""
    return {DayKind.HOLIDAY: _("H"), DayKind.MAKE_UP: _("W")}


TONES: Mapping[DayKind, str] = {DayKind.HOLIDAY: "good", DayKind.MAKE_UP: "care"}


def weekdays(_: Says) -> tuple[str, ...]:
    """Return the short names of the weekdays, Monday first."""
    return _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")


def months(_: Says) -> tuple[str, ...]:
    """Return the short names of the months."""
    return (
        *(_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun")),
        *(_("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec")),
    )


def date_of(_: Says, day: date) -> str:
    """Return a day with its weekday and its year: "Sat 14 Feb 2026"."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekdays(_)[day.weekday()],
        day=day.day,
        month=months(_)[day.month - 1],
        year=day.year,
    )


def short(_: Says, day: date) -> str:
    """Return a day of this year with its weekday: "Sat 14 Feb"."""
    return _("{weekday} {day} {month}").format(
        weekday=weekdays(_)[day.weekday()], day=day.day, month=months(_)[day.month - 1]
    )


def in_year(_: Says, day: date, year: int) -> str:
    """Return a day, short where it lies in the year that is spoken of."""
    return short(_, day) if day.year == year else date_of(_, day)


def span_of(_: Says, first: date, last: date, year: int) -> str:
    """Return the first and the last of some days of a year."""
    if first == last:
        return in_year(_, first, year)
    words = _("{first} to {last}")
    return words.format(first=in_year(_, first, year), last=in_year(_, last, year))


def listed(_: Says, words: Iterable[str]) -> str:
    """Return words one after another."""
    return _(", ").join(words)


def what(_: Says, day: Day) -> str:
    """Return what a day is, with its holiday."""
    kind = kinds(_)[day.kind]
    kind = kind[:1].upper() + kind[1:]
    if not day.holiday:
        return kind
    return _("{kind}, {holiday}").format(kind=kind, holiday=holiday(_, day.holiday))


def because(_: Says, found: Earliest) -> str:
    """Return the days that were counted, and what lay between, in one sentence."""
    names = [short(_, day.day) for day in found.because if day.counted]
    skipped = {day.holiday for day in found.because if day.kind is DayKind.HOLIDAY and day.holiday}
    sentence = _("Counted: {days}").format(days=listed(_, names)) if names else ""
    if not skipped:
        return sentence
    named = [name for key, name in holidays(_).items() if key in skipped]
    named += sorted(key for key in skipped if key not in holidays(_))
    between = _("not counted: {holidays}").format(holidays=listed(_, named))
    return _("{one}; {other}").format(one=sentence, other=between) if sentence else between
