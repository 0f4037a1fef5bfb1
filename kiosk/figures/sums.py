"""Figures of a stretch of days: one day after another, and all of them together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce

import immutables
import msgspec

from kiosk.figures.records import DayFigures, DoorsDay, Figures, LineDay, VenueDay
from kiosk.ids import ServiceId, VenueId

LONGEST = 731
"""Most days that are added up at once: two years."""
_ONE_DAY = timedelta(days=1)


class Stretch(msgspec.Struct, frozen=True):
    """Days from ``first`` to ``last``, both with it, and what was counted on each."""

    days: tuple[tuple[date, DayFigures], ...]

    @property
    def line(self) -> LineDay:
        """The queue, all days together."""
        return reduce(_add_line, (each.line for _, each in self.days), LineDay())

    @property
    def doors(self) -> DoorsDay:
        """The lockers, all days together; ``most`` is the busiest moment of all."""
        return reduce(_add_doors, (each.doors for _, each in self.days), DoorsDay())

    @property
    def venues(self) -> Mapping[VenueId, VenueDay]:
        """Every venue, all days together."""
        found: dict[VenueId, VenueDay] = {}
        for _, each in self.days:
            for venue, counted in each.venues.items():
                found[venue] = _add_venue(found.get(venue, VenueDay()), counted)
        return found


def stretch(figures: Figures, first: date, last: date) -> Stretch:
    """Return the days from ``first`` to ``last``, at most ``LONGEST`` of them."""
    last = min(last, first + (LONGEST - 1) * _ONE_DAY)
    return Stretch(tuple((day, figures.day(day)) for day in _between(first, last)))


CSV_HEAD = (
    *("date", "tickets", "called", "finished", "skipped", "tickets_cancelled"),
    *("promised_a_time", "within_it", "mean_wait_min", "mean_promise_min"),
    *("doors_begun", "doors_opened", "doors_stayed_shut", "doors_most_in_use"),
    *("bookings_applied", "approved", "rejected", "cancelled", "used", "no_show"),
)
"""Columns of the download; like keys of settings they are the same in every language."""


def csv_rows(found: Stretch) -> Iterator[Sequence[object]]:
    """Yield a row of the download for each day."""
    for day, counted in found.days:
        line, doors = counted.line, counted.doors
        places = reduce(_add_venue, counted.venues.values(), VenueDay())
        yield (
            *(day.isoformat(), sum(line.taken), line.called, line.finished, line.skipped),
            *(line.cancelled, line.told, line.within, *_means(line)),
            *(doors.begun, doors.opened, doors.stayed_shut, doors.most),
            *(places.applied, places.approved, places.rejected),
            *(places.cancelled, places.used, places.no_show),
        )


def mean_wait(line: LineDay) -> float | None:
    """Return the mean wait in minutes of those who were promised a time."""
    return line.wait_s / 60 / line.told if line.told else None


def mean_promise(line: LineDay) -> float | None:
    """Return the mean upper end they were shown, in minutes."""
    return line.promised_min / line.told if line.told else None


def _means(line: LineDay) -> tuple[object, object]:
    wait, promise = mean_wait(line), mean_promise(line)
    if wait is None or promise is None:
        return "", ""
    return round(wait, 1), round(promise, 1)


def _between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _ONE_DAY


def _add_line(one: LineDay, other: LineDay) -> LineDay:
    return LineDay(
        taken=_sums(one.taken, other.taken),
        services=_both(one.services, other.services),
        called=one.called + other.called,
        finished=one.finished + other.finished,
        skipped=one.skipped + other.skipped,
        cancelled=one.cancelled + other.cancelled,
        told=one.told + other.told,
        within=one.within + other.within,
        wait_s=one.wait_s + other.wait_s,
        promised_min=one.promised_min + other.promised_min,
        waits=_sums(one.waits, other.waits),
        promises=_sums(one.promises, other.promises),
        untold=one.untold + other.untold,
    )


def _add_doors(one: DoorsDay, other: DoorsDay) -> DoorsDay:
    return DoorsDay(
        begun=one.begun + other.begun,
        opened=one.opened + other.opened,
        stayed_shut=one.stayed_shut + other.stayed_shut,
        most=max(one.most, other.most),
    )


def _add_venue(one: VenueDay, other: VenueDay) -> VenueDay:
    return VenueDay(
        applied=one.applied + other.applied,
        approved=one.approved + other.approved,
        rejected=one.rejected + other.rejected,
        cancelled=one.cancelled + other.cancelled,
        used=one.used + other.used,
        no_show=one.no_show + other.no_show,
    )


def _sums(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _both(
    one: immutables.Map[ServiceId, int], other: immutables.Map[ServiceId, int]
) -> immutables.Map[ServiceId, int]:
    for service, count in other.items():
        one = one.set(service, one.get(service, 0) + count)
    return one
