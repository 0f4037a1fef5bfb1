"""What was understood of a notice, and what was not."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import immutables
import msgspec

from kiosk.workdays import Calendar


class Doubt(StrEnum):
    """Why a notice cannot be taken over as it was read."""

    NO_YEAR = "no_year"
    """It does not say which year it is about."""
    OTHER_YEAR = "other_year"
    """It speaks of more than one year as its own."""
    MISSING = "missing"
    """A public holiday is not in it: the text may have been cut off."""
    NO_DAYS = "no_days"
    """A holiday without a day off."""
    NOT_UNDERSTOOD = "not_understood"
    """A sentence about days that nobody taught this reader."""
    NO_SUCH_DAY = "no_such_day"
    WEEKDAY = "weekday"
    """The weekday written beside a day is not that day's."""
    COUNT = "count"
    """The number of days is not what the dates say."""
    BACKWARDS = "backwards"
    """The last day comes before the first."""
    OUT_OF_YEAR = "out_of_year"
    TWICE = "twice"
    """A day is in two holidays, or off and worked."""
    FAR = "far"
    """A make-up working day weeks away from its holiday."""
    NOT_A_WEEKEND = "not_a_weekend"
    """A make-up working day that would be worked anyway."""


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that does not agree. Nothing with trouble in it is taken over.

    Attributes:
        text: the words of the notice it is about; the name, for a missing holiday.
        said: what the notice says.
        found: what the calendar says.
    """

    doubt: Doubt
    text: str = ""
    said: str = ""
    found: str = ""


class Remark(StrEnum):
    """What somebody should look at; it may be right."""

    UNBALANCED = "unbalanced"
    """More or fewer weekdays are off, after make-up days, than the law gives in that year."""


class HolidayRead(msgspec.Struct, frozen=True):
    """One holiday as the notice tells it.

    Attributes:
        key: ``spring_festival`` …, or its official name where it has no key.
        name: as it is written, ``国庆节、中秋节``.
        off: days off, in order.
        worked: make-up working days, in order.
    """

    key: str
    name: str
    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()


class Notice(msgspec.Struct, frozen=True):
    """What was read.

    Attributes:
        troubles: what does not agree; empty in a notice that may be taken over.
        left: sentences that say nothing about single days, as they stand.
    """

    year: int | None = None
    holidays: tuple[HolidayRead, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    remarks: tuple[Remark, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """The days of the year; of use only where there is no trouble."""
        off = {day: each.key for each in self.holidays for day in each.off}
        worked = {day: each.key for each in self.holidays for day in each.worked}
        years = () if self.year is None else (self.year,)
        return Calendar(immutables.Map(off), immutables.Map(worked), frozenset(years))
