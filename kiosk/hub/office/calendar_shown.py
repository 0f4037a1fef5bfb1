"""Working days as staff see them: a month, a day, and where a year comes from."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from kiosk.calendars import load_calendar
from kiosk.clock import Moment
from kiosk.hub.office.settings_shown import who
from kiosk.journal.entry import Event
from kiosk.notice import first_use_now
from kiosk.phrases import days as words_of
from kiosk.phrases.calendar import change_words, counts, standing
from kiosk.phrases.dates import moment_words
from kiosk.staff.calendar_folds import after
from kiosk.staff.calendar_rules import FIRST_YEAR, LAST_YEAR
from kiosk.staff.records import Staff
from kiosk.words import Words
from kiosk.workdays import OWN, DayKind, is_weekend

_PAST_ONLY = "victory_70th"


class CellShown(msgspec.Struct, frozen=True):
    """One day of the month, as a cell."""

    day: date
    number: int
    word: str
    tone: str
    own: bool
    today: bool


class YearShown(msgspec.Struct, frozen=True):
    """One year: where it comes from and what it holds.

    Attributes:
        held: the station has set something of its own there.
        plain: the plain week can be confirmed for it.
    """

    year: int
    standing: str
    counts: str
    known: bool
    held: bool
    plain: bool


class ChangeShown(msgspec.Struct, frozen=True):
    """One line of the history of the calendar."""

    when: str
    who: str
    what: str


class DayShown(msgspec.Struct, frozen=True):
    """What a day is and what it can be made."""

    day: date
    title: str
    what: str
    source: str
    known: bool
    worked: bool
    weekend: bool
    own: bool
    holidays: tuple[tuple[str, str], ...]


class Working:
    """The working days of a station for one page."""

    def __init__(self, staff: Staff, moment: Moment, words: Words) -> None:
        self.staff = staff
        self.moment = moment
        self.calendar = moment.calendar
        self.held = staff.calendar
        self._words = words
        self._ = words.gettext

    def month(self, year: int, month: int) -> list[list[CellShown | None]]:
        """Return the weeks of a month; ``None`` for days of another one."""
        return [
            [self._cell(day) if day.month == month else None for day in week]
            for week in Weeks().monthdatescalendar(year, month)
        ]

    def years(self) -> list[YearShown]:
        """Return this year, the next, and every later one that is known."""
        this = self.moment.business_date.year
        known = self.calendar.years | self.calendar.confirmed
        later = {year for year in known if year > this}
        return [self._year(year) for year in sorted({this, this + 1, *later})]

    def today(self) -> tuple[str, str]:
        """Return what holds for whoever books today, and how that was counted."""
        found = first_use_now(self.moment, self.calendar)
        if found is None:
            return self._("Venues cannot be booked today: a year that counts is not known."), ""
        day = words_of.date_of(self._, found.day)
        text = self._("Booked today, a venue can be used from {day} on.").format(day=day)
        return text, words_of.because(self._, found)

    def history(self) -> list[ChangeShown]:
        """Return the latest changes, newest first."""
        return [
            ChangeShown(
                moment_words(self._, each.at),
                who(self._, each.actor),
                change_words(self._, self._words.ngettext, each),
            )
            for each in self.held.history
        ]

    def day(self, day: date) -> DayShown:
        """Return what a day is."""
        known = self.calendar.knows(day)
        found = self.calendar.day(day) if known else None
        own = day in self.held.own
        if own:
            source = self._("Set by this station")
        else:
            source = standing(self._, self.held, self.calendar, day.year)
        unknown = self._("Nobody knows yet: the year is not announced.")
        names = words_of.holidays(self._)
        return DayShown(
            day=day,
            title=words_of.date_of(self._, day),
            what=words_of.what(self._, found) if found else unknown,
            source=source,
            known=known,
            worked=found is not None and found.kind.is_worked,
            weekend=is_weekend(day),
            own=own,
            holidays=tuple((key, names[key]) for key in _offered(names)),
        )

    def means(self, event: Event) -> str:
        """Return what an event of the calendar would mean for whoever books today."""
        then = after(self.held, event).over(load_calendar())
        now, later = first_use_now(self.moment, self.calendar), first_use_now(self.moment, then)
        before, behind = (each.day if each else None for each in (now, later))
        if before == behind:
            return self._("Nothing changes for what is booked today.")
        one, other = (
            words_of.date_of(self._, day) if day else self._("not known")
            for day in (before, behind)
        )
        text = self._("Booked today, the first day is then {after} instead of {before}.")
        return text.format(after=other, before=one)

    def _year(self, year: int) -> YearShown:
        known = year in self.calendar.years or year in self.calendar.confirmed
        this = self.moment.business_date.year
        return YearShown(
            year=year,
            standing=standing(self._, self.held, self.calendar, year),
            counts=counts(self._, self._words.ngettext, self.calendar, year) if known else "",
            known=known,
            held=self.held.holds(year),
            plain=not known and year <= this + 1,
        )

    def _cell(self, day: date) -> CellShown:
        today = day == self.moment.business_date
        own = day in self.held.own
        if not self.calendar.knows(day):
            return CellShown(day, day.day, self._("unknown"), "idle", own, today)
        kind = self.calendar.day(day).kind
        words = {
            DayKind.WORKDAY: self._("work"),
            DayKind.MAKE_UP: self._("make-up"),
            DayKind.WEEKEND: self._("free"),
            DayKind.HOLIDAY: self._("holiday"),
        }
        tones = {DayKind.WEEKEND: "quiet", **words_of.TONES}
        return CellShown(day, day.day, words[kind], tones.get(kind, "plain"), own, today)


def _offered(names: Iterable[str]) -> Iterator[str]:
    """Yield the holidays a day can belong to, the station's own reason first."""
    yield OWN
    yield from (key for key in names if key not in (OWN, _PAST_ONLY))


def turned(year: int, month: int, more: int) -> tuple[int, int]:
    """Return the month so many months on, within the years there are."""
    number = min(max(12 * year + month - 1 + more, 12 * FIRST_YEAR), 12 * LAST_YEAR + 11)
    return number // 12, number % 12 + 1
