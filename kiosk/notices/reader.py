"""Reads a notice: every sentence about days is understood or reported, never passed over. Pure.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

What is written twice (dates, weekdays, counts) must agree. A notice that is cut off misses a
holiday, and that is trouble too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kiosk.notices.dates import read_days
from kiosk.notices.records import Doubt, HolidayRead, Notice, Remark, Trouble
from kiosk.notices.wording import NAMES, Section, clauses, keys_of, own_years, plain, sections
from kiosk.workdays import is_weekend

_OFF = re.compile(r"(?:放假|休息|补休)(?:调休)?(?:,?共?(\d{1,2})天)?")
_WORKED = re.compile(r"(?:照常|正常|调休|均)?(?:上班|补班)")
_COUNT = re.compile(r"共(?:计)?(\d{1,2})天")
_NOTE = re.compile(r"不调休|不放假调休|(?:并)?与(?:前后)?周末(?:公休日)?(?:连休|相连)")
_ABOUT_DAYS = re.compile(r"\d日")
_SIGNED = re.compile(r"\D{1,40}\d{4}年\d{1,2}月\d{1,2}日(?!.*(?:假|班|休))")
"""The end of a notice: an office and the day it signed."""
_ADVICE = re.compile(r"鼓励|倡导|建议")
_NEAR = timedelta(days=14)
"""Make-up days stand around their holiday: at most eleven days away in 2004 to 2026."""
_STATUTORY = ((2025, 13), (2008, 11))
"""Public holidays of a year on weekdays, from that year on: State Council orders 513 and 795."""


def read_notice(text: str) -> Notice:
    """Read the text of a notice, as it was copied."""
    text = plain(text)
    years = own_years(text)
    if not years:
        return Notice(troubles=(Trouble(Doubt.NO_YEAR),))
    reader = _Reader(years[0])
    for section in sections(text):
        reader.section(section)
    return reader.notice(years)


class _Reader:
    def __init__(self, year: int) -> None:
        self._year = year
        self._holidays: list[HolidayRead] = []
        self._named: set[str] = set()
        self._troubles: list[Trouble] = []
        self._left: list[str] = []

    def notice(self, years: tuple[int, ...]) -> Notice:
        """Return what was read, once every section was."""
        others = tuple(Trouble(Doubt.OTHER_YEAR, said=str(year)) for year in years[1:])
        missing = (
            Trouble(Doubt.MISSING, name) for name, key in NAMES.items() if key not in self._named
        )
        troubles = (*others, *missing, *self._troubles, *self._twice(), *self._out_of_year())
        balanced = troubles or _balance(self._holidays) == _given(self._year)
        return Notice(
            self._year,
            tuple(self._holidays),
            troubles,
            () if balanced else (Remark.UNBALANCED,),
            tuple(self._left),
        )

    def section(self, section: Section) -> None:
        """Read the sentences of one holiday."""
        off: list[date] = []
        worked: list[date] = []
        for sentence in section.sentences:
            self._sentence(sentence, off, worked)
        if not off:
            self._troubles.append(Trouble(Doubt.NO_DAYS, section.name))
        for day in worked:
            if not is_weekend(day):
                self._troubles.append(Trouble(Doubt.NOT_A_WEEKEND, section.name, str(day)))
            if off and min(abs(day - each) for each in off) > _NEAR:
                self._troubles.append(Trouble(Doubt.FAR, section.name, str(day)))
        keys = keys_of(section.name)
        self._named.update(keys)
        self._holidays.append(
            HolidayRead(keys[0], section.name, tuple(sorted(off)), tuple(sorted(worked)))
        )

    # -- sentences -------------------------------------------------------------------------

    def _sentence(self, sentence: str, off: list[date], worked: list[date]) -> None:
        about_days = _ABOUT_DAYS.search(sentence) and not _SIGNED.match(sentence)
        if _ADVICE.match(sentence) or not about_days:
            self._left.append(sentence)
            return
        waiting = ""
        lately: list[date] = []
        for clause in clauses(sentence):
            read = self._clause(f"{waiting},{clause}" if waiting else clause, lately)
            if read is None:  # days whose verb stands behind the next comma
                waiting = f"{waiting},{clause}" if waiting else clause
                continue
            waiting = ""
            days, is_worked = read
            (worked if is_worked else off).extend(days)
            lately = lately if is_worked else [*lately, *days]
        if waiting:
            self._not_understood(waiting)

    def _clause(self, clause: str, lately: list[date]) -> tuple[tuple[date, ...], bool] | None:
        """Return the days a clause names and whether they are worked; ``None``: no verb yet."""
        if _NOTE.fullmatch(clause):
            return (), False
        if count := _COUNT.fullmatch(clause):
            self._check_count(clause, int(count[1]), len(lately))
            return (), False
        read = read_days(clause, self._year)
        self._troubles += read.troubles
        if not read.days and read.troubles:
            return (), False
        if read.days and not read.rest:
            self._forget(len(read.troubles))
            return None
        if read.days and _WORKED.fullmatch(read.rest):
            return read.days, True
        if read.days and (verb := _OFF.fullmatch(read.rest)):
            if verb[1]:
                self._check_count(clause, int(verb[1]), len(read.days))
            return read.days, False
        self._not_understood(clause)
        return (), False

    def _forget(self, count: int) -> None:
        """Drop the latest troubles: the same days are read again with their verb."""
        del self._troubles[len(self._troubles) - count :]

    def _check_count(self, text: str, said: int, found: int) -> None:
        if said != found:
            self._troubles.append(Trouble(Doubt.COUNT, text, str(said), str(found)))

    def _not_understood(self, text: str) -> None:
        self._troubles.append(Trouble(Doubt.NOT_UNDERSTOOD, text))

    # -- the whole -------------------------------------------------------------------------

    def _twice(self) -> Iterator[Trouble]:
        days = Counter(day for each in self._holidays for day in (*each.off, *each.worked))
        for day in sorted(day for day, times in days.items() if times > 1):
            yield Trouble(Doubt.TWICE, said=str(day))

    def _out_of_year(self) -> Iterator[Trouble]:
        for each in self._holidays:
            for day in (*each.off, *each.worked):
                before = day.year == self._year - 1 and day.month == 12 and each.key == "new_year"
                if day.year != self._year and not before:
                    yield Trouble(Doubt.OUT_OF_YEAR, each.name, str(day))


def _balance(holidays: Iterable[HolidayRead]) -> int:
    return sum(sum(not is_weekend(day) for day in each.off) - len(each.worked) for each in holidays)


def _given(year: int) -> int:
    return next((days for since, days in _STATUTORY if year >= since), 0)
