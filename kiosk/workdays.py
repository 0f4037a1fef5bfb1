"""Working days in China: weekends, public holidays and make-up working days (调休). Pure.

The State Council announces each November which weekdays of the next year are off and which
weekend days are worked instead. So a year nobody has announced yet is *unknown*, and an answer
that needs it is refused rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import immutables
import msgspec

from kiosk.errors import Refused
from kiosk.settings import Counting

LOOK_AHEAD = timedelta(days=60)
"""How far the working days must be known, or staff are warned (docs/staff.md)."""
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """Why people work on a day or do not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"

    @property
    def is_worked(self) -> bool:
        """True for ordinary and make-up working days."""
        return self in (DayKind.WORKDAY, DayKind.MAKE_UP)


class Day(msgspec.Struct, frozen=True, omit_defaults=True):
    """One day and the reason for what it is.

    Attributes:
        holiday: key of the holiday it belongs to, e.g. ``spring_festival``.
        counted: which of the counted working days it is (1, 2, …).
    """

    day: date
    kind: DayKind
    holiday: str | None = None
    counted: int | None = None


class Calendar(msgspec.Struct, frozen=True):
    """What was announced.

    Attributes:
        off: holidays by day, weekend days of a holiday included.
        worked: make-up working days by day, with the holiday they make up for.
        years: years that were announced.
        confirmed: further years for which staff confirmed that the plain week may be used.
    """

    off: immutables.Map[date, str] = immutables.Map()
    worked: immutables.Map[date, str] = immutables.Map()
    years: frozenset[int] = frozenset()
    confirmed: frozenset[int] = frozenset()

    def day(self, day: date) -> Day:
        """Return what ``day`` is.

        Raises:
            Refused: ``calendar_unknown`` (year).
        """
        if not self.knows(day):
            raise Refused("calendar_unknown", year=day.year)
        is_weekend = day.weekday() >= _SATURDAY
        if day in self.off:
            return Day(day, DayKind.HOLIDAY, self.off[day])
        if is_weekend and day in self.worked:
            return Day(day, DayKind.MAKE_UP, self.worked[day])
        return Day(day, DayKind.WEEKEND if is_weekend else DayKind.WORKDAY)

    def knows(self, day: date) -> bool:
        """Say whether ``day`` can be judged."""
        return (
            day.year in self.years
            or day.year in self.confirmed
            or day in self.off
            or day in self.worked
        )

    def overridden_by(self, own: Calendar) -> Calendar:
        """Return this calendar with the days of ``own`` put over it, day by day."""
        off, worked = self.off.mutate(), self.worked.mutate()
        for day, name in own.off.items():
            off[day] = name
            worked.pop(day, None)
        for day, name in own.worked.items():
            worked[day] = name
            off.pop(day, None)
        return Calendar(
            off=off.finish(),
            worked=worked.finish(),
            years=self.years | own.years,
            confirmed=self.confirmed | own.confirmed,
        )


NOTHING_KNOWN = Calendar()
"""The calendar of whoever was given none: every day is refused, none is guessed."""


class Earliest(msgspec.Struct, frozen=True):
    """The first day that may be used, and every day from the day after applying up to it."""

    day: date
    because: tuple[Day, ...] = ()


def earliest(
    applied: date, days: int, calendar: Calendar, counting: Counting = Counting.THIRD_DAY
) -> Earliest:
    """Return the first day of use for an application made on ``applied``.

    The day of applying never counts. The first day of use itself need not be a working day
    under ``clear_days``; under ``third_day`` it is the last counted one.

    Args:
        applied: local day the application counts as made on (see ``applied_on``).
        days: working days of notice; 0 means the same day.

    Raises:
        Refused: ``calendar_unknown`` (year).
    """
    if days == 0:
        return Earliest(applied)
    counted = tuple(_count(applied, days, calendar))
    last = counted[-1].day
    return Earliest(last + _ONE_DAY if counting is Counting.CLEAR_DAYS else last, counted)


def _count(applied: date, days: int, calendar: Calendar) -> Iterator[Day]:
    number, day = 0, applied
    while number < days:
        day += _ONE_DAY
        found = calendar.day(day)
        if found.kind.is_worked:
            number += 1
            found = msgspec.structs.replace(found, counted=number)
        yield found


def applied_on(local: datetime, cut_off: time | None) -> date:
    """Return the day an application counts as made on.

    Args:
        local: when it is made, by the station's wall clock.
        cut_off: from then on it counts as made on the next day; ``None``: never.
    """
    late = cut_off is not None and local.time() >= cut_off
    return local.date() + _ONE_DAY if late else local.date()


def first_unknown(calendar: Calendar, start: date, until: date) -> date | None:
    """Return the first day in ``start`` … ``until`` (both included) that cannot be judged."""
    span = (until - start).days
    days = (start + timedelta(days=number) for number in range(span + 1))
    return next((day for day in days if not calendar.knows(day)), None)


def unknown_soon(calendar: Calendar, today: date) -> date | None:
    """Return the first day from ``today`` on, within ``LOOK_AHEAD``, that cannot be judged."""
    return first_unknown(calendar, today, today + LOOK_AHEAD)
