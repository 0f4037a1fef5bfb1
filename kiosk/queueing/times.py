"""How long a ticket takes a counter: lately, and by the norm while few are known. Pure.

A time is counted from the call to the end, so that the way to the counter and a number nobody came
for are in it. What somebody forgot to end is cut to a few times the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean, median

import msgspec

from kiosk.clock import Moment
from kiosk.ids import ServiceId
from kiosk.queueing.plan import Hall
from kiosk.queueing.records import REMEMBERED_TIMES, Queueing
from kiosk.workdays import Calendar

WORKING_DAYS = 20
"""Older times say nothing about today."""
NORM_WEIGHT = 10
"""A norm counts as much as so many times while none is known, and nothing once fifty are."""
CUT_AT = 5
"""A time longer than so many middles was forgotten rather than worked."""
NORM_SHAPE = (0.25, 0.45, 0.6, 0.75, 0.85, 0.95, 1.1, 1.3, 1.65, 2.1)
"""Times around a norm of 1, as services at counters are spread: mean 1, skewed to the right."""

_SATURDAY = 5


class Times(msgspec.Struct, frozen=True):
    """What a service may take, in seconds, every value equally likely.

    Attributes:
        known: how many of them were measured.
    """

    seconds: tuple[float, ...]
    known: int

    @property
    def mean(self) -> float:
        """The middle that waits add up from."""
        return fmean(self.seconds)


def times_of(queueing: Queueing, moment: Moment, hall: Hall, service: ServiceId) -> Times:
    """Return what ``service`` may take at a counter."""
    since = _working_days_ago(moment.business_date, moment.calendar)
    known = [each.seconds for each in queueing.taken.get(service, ()) if each.day >= since]
    norm = _norm(hall, service)
    pulls = round(NORM_WEIGHT * (1 - len(known) / REMEMBERED_TIMES))
    around = [norm * each for each in _shape(pulls)]
    return Times((*_cut(known), *around), len(known))


def _norm(hall: Hall, service: ServiceId) -> float:
    found = [each.norm_min for each in hall.services if each.id == service]
    return 60.0 * found[0] if found else 600.0


def _shape(count: int) -> Sequence[float]:
    """Return ``count`` values spread over the shape, the middle ones first."""
    if count >= len(NORM_SHAPE):
        return NORM_SHAPE
    step = len(NORM_SHAPE) / max(1, count)
    return [NORM_SHAPE[int((number + 0.5) * step)] for number in range(count)]


def _cut(known: Sequence[int]) -> list[float]:
    if not known:
        return []
    most = CUT_AT * median(known)
    return [min(float(each), most) for each in known]


def _working_days_ago(today: date, calendar: Calendar) -> date:
    day, left = today, WORKING_DAYS
    while left > 0:
        day -= timedelta(days=1)
        # An unknown year is counted by its plain week: an estimate promises no date.
        left -= (
            calendar.day(day).kind.is_worked if calendar.knows(day) else day.weekday() < _SATURDAY
        )
    return day
