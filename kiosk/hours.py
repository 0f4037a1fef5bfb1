"""Opening hours: spans of a day per weekday, and how they are written in a station file. Pure."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import msgspec

from kiosk.ids import ClosureId

MIDNIGHT = time.max
"""The end of a day, written ``24:00``."""


DAY_MINUTES = 24 * 60


def minute_of(at: time) -> int:
    """Return the minutes from midnight to ``at``."""
    return DAY_MINUTES if at == MIDNIGHT else at.hour * 60 + at.minute


def time_at(minutes: int) -> time:
    """Return the time so many minutes after midnight; never before it, nor after the day."""
    if minutes >= DAY_MINUTES:
        return MIDNIGHT
    return time(max(0, minutes) // 60, max(0, minutes) % 60)


class Span(msgspec.Struct, frozen=True):
    """A stretch of one day, half-open: ``opens`` is in it, ``closes`` is not."""

    opens: time
    closes: time

    def within(self, other: Span) -> Span | None:
        """Return the part of this span that lies in ``other``, if there is one."""
        opens, closes = max(self.opens, other.opens), min(self.closes, other.closes)
        return Span(opens, closes) if opens < closes else None

    def without(self, other: Span) -> Spans:
        """Return what is left of this span when ``other`` is taken out of it."""
        before = Span(self.opens, min(self.closes, other.opens))
        after = Span(max(self.opens, other.closes), self.closes)
        return tuple(each for each in (before, after) if each.opens < each.closes)


Spans = tuple[Span, ...]


class Closure(msgspec.Struct, frozen=True):
    """Days on which the station is closed, or hours of them, whatever the weekday says.

    Attributes:
        first, last: both are in it.
    """

    id: ClosureId
    first: date
    last: date
    during: Span

    def opened(self, day: date, spans: Spans) -> Spans:
        """Return what is left of the ``spans`` of ``day``."""
        if not self.first <= day <= self.last:
            return spans
        return tuple(left for span in spans for left in span.without(self.during))


def read_spans(text: str) -> Spans:
    """Read ``08:30-12:00, 14:30-18:00``; ``closed`` is no span at all.

    Raises:
        ValueError: the text is not of that form, is reversed or overlaps; says which.
    """
    if text.strip() == "closed":
        return ()
    spans = tuple(_read_span(part.strip()) for part in text.split(","))
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise ValueError(f"{print_spans((later,))} begins before {earlier.closes:%H:%M}")
    return spans


def print_spans(spans: Spans) -> str:
    """Print spans as ``read_spans`` reads them."""
    if not spans:
        return "closed"
    return ", ".join(f"{span.opens:%H:%M}-{_print_close(span.closes)}" for span in spans)


def _print_close(closes: time) -> str:
    return "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"


def _read_span(text: str) -> Span:
    opens, dash, closes = text.partition("-")
    if not dash:
        raise ValueError(f'"{text}" is not of the form 08:30-19:30 (or "closed")')
    end = closes.strip()
    span = Span(read_time(opens.strip()), MIDNIGHT if end == "24:00" else read_time(end))
    if span.closes <= span.opens:
        raise ValueError(f"{text} closes before it opens")
    return span


def read_time(text: str) -> time:
    """Read ``HH:MM``.

    Raises:
        ValueError: it is not a time of day.
    """
    hour, colon, minute = text.partition(":")
    digits = len(hour) == 2 == len(minute) and (hour + minute).isascii()
    if not (colon and digits and (hour + minute).isdigit()):
        raise ValueError(f'"{text}" is not a time of day like 08:30')
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError(f'"{text}" is not a time of day like 08:30') from None


_DAILY: Spans = (Span(time(8, 30), time(19, 30)),)


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """When the station is open, per weekday."""

    mon: Spans = _DAILY
    tue: Spans = _DAILY
    wed: Spans = _DAILY
    thu: Spans = _DAILY
    fri: Spans = _DAILY
    sat: Spans = _DAILY
    sun: Spans = _DAILY

    def on(self, day: date) -> Spans:
        """Return when it is open on ``day``."""
        week = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return week[day.weekday()]

    def is_open(self, day: date, at: time) -> bool:
        """Say whether the station is open at this local time."""
        return any(span.opens <= at < span.closes for span in self.on(day))

    def closing(self, day: date) -> time | None:
        """Return when the station closes for the day, ``None`` on a closed day."""
        spans = self.on(day)
        return spans[-1].closes if spans else None


class Hours(Week, frozen=True, kw_only=True):
    """When the station is open: a week, without what is closed for a while.

    Attributes:
        closures: no setting; events of their own change them (``kiosk.staff.closures``).
    """

    closures: tuple[Closure, ...] = ()

    @classmethod
    def every(cls, week: Week) -> Hours:
        """Return the hours of a station that keeps to ``week``."""
        return cls(**msgspec.structs.asdict(week))

    def on(self, day: date) -> Spans:
        """Return when it is open on ``day``."""
        spans = super().on(day)
        for closure in self.closures:
            spans = closure.opened(day, spans)
        return spans
