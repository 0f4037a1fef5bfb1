"""Lists of days as a notice writes them: ``2月15日(农历腊月二十八、周日)至23日(周一)``. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from kiosk.notices.records import Doubt, Trouble

WEEKDAYS = "一二三四五六日"
_ONE = re.compile(
    r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
    r"(?:\(([^()]{0,40})\)|((?:星期|周)[一二三四五六日天]))?"
)
_TO = re.compile(r"(?:至|到|-|--|—|——|~)")
_AND = re.compile(r"[、和与及,]")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
_LONGEST = 31


class DaysRead(msgspec.Struct, frozen=True):
    """Days of a list, with what does not agree in it.

    Attributes:
        rest: what follows the list.
    """

    days: tuple[date, ...]
    rest: str
    troubles: tuple[Trouble, ...] = ()


def read_days(text: str, year: int) -> DaysRead:
    """Read the list of days that ``text`` begins with; no days if it begins with none."""
    return _Reader(text, year).read()


class _Reader:
    """Goes through the text once; a day without year or month takes those before it."""

    def __init__(self, text: str, year: int) -> None:
        self._text = text
        self._at = 0
        self._year = year
        self._month = 0
        self._days: list[date] = []
        self._troubles: list[Trouble] = []

    def read(self) -> DaysRead:
        ends = self._at
        while (first := self._day()) is not None:
            last = self._last(first)
            self._add(first, last)
            ends = self._at
            if not self._skip(_AND):
                break
        return DaysRead(tuple(self._days), self._text[ends:], tuple(self._troubles))

    def _last(self, first: date) -> date:
        before = self._at
        if not self._skip(_TO):
            return first
        last = self._day()
        if last is None:
            self._at = before
        return last or first

    def _add(self, first: date, last: date) -> None:
        span = (last - first).days
        if not 0 <= span < _LONGEST:
            self._trouble(Doubt.BACKWARDS, str(first), str(last))
            return
        self._days += [first + timedelta(days=number) for number in range(span + 1)]

    def _day(self) -> date | None:
        found = _ONE.match(self._text, self._at)
        if found is None:
            return None
        year, month, day, inside, beside = found.groups()
        self._at = found.end()
        self._year = int(year) if year else self._year
        self._month = int(month) if month else self._month
        try:
            read = date(self._year, self._month, int(day))
        except ValueError:
            self._trouble(Doubt.NO_SUCH_DAY, found[0], "")
            return None
        self._check_weekday(read, found[0], inside or beside or "")
        return read

    def _check_weekday(self, day: date, text: str, words: str) -> None:
        for sign in _WEEKDAY.findall(words):
            said = WEEKDAYS.index("日" if sign == "天" else sign)
            if said != day.weekday():
                found = f"周{WEEKDAYS[day.weekday()]}"
                self._troubles.append(Trouble(Doubt.WEEKDAY, text, f"周{WEEKDAYS[said]}", found))

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found is not None

    def _trouble(self, doubt: Doubt, said: str, found: str) -> None:
        self._troubles.append(Trouble(doubt, self._text, said, found))
