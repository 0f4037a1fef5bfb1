"""A stretch of time of a venue. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from kiosk.clock import business_date

_ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


class Interval(msgspec.Struct, frozen=True, order=True):
    """Half-open: ``starts`` is in it, ``ends`` is not. Both are aware UTC."""

    starts: datetime
    ends: datetime

    @property
    def day(self) -> date:
        """The station's local day on which it begins."""
        return business_date(self.starts)

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends - self.starts

    def overlaps(self, other: Interval) -> bool:
        """Tell whether any instant is in both."""
        return self.starts < other.ends and other.starts < self.ends

    def holds(self, at: datetime) -> bool:
        """Tell whether ``at`` is in it."""
        return self.starts <= at < self.ends

    def widened(self, before_min: int, after_min: int) -> Interval:
        """Return it with that many minutes before and after."""
        return Interval(
            self.starts - timedelta(minutes=before_min), self.ends + timedelta(minutes=after_min)
        )

    def days(self) -> Iterator[date]:
        """Yield every local day it touches."""
        day, last = self.day, business_date(max(self.starts, self.ends - _INSTANT))
        while day <= last:
            yield day
            day += _ONE_DAY
