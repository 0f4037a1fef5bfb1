"""How long a month of a venue takes to show with thousands of bookings behind it.

python -m tests.bench.bench_venues [--quick]

The peer is the same view over a plain scan of every booking. All bookings hold their slot, which is
the worst case: in a station what is over leaves the index at once.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.calendars import load_calendar
from kiosk.clock import Moment
from kiosk.family import Stamp
from kiosk.ids import (
    RESIDENT,
    ApplicationId,
    BookingId,
    CodeTag,
    PersonId,
    TokenTag,
    VenueId,
    new_id,
)
from kiosk.settings import Bilingual, Settings
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.applicant import Applicant
from kiosk.venues.availability import month
from kiosk.venues.events import Applied, Asked, Occurrence
from kiosk.venues.folds import fold
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan, Where
from kiosk.venues.records import Booking, Venues
from kiosk.venues.timing import due
from tests.bench.alone import alone

GOAL_MS = 5.0
_NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_HOURS = (0, 1, 3, 4, 6, 7, 9, 10)
"""Of the eleven slots of a day eight are booked."""
_AHEAD_DAYS = 45
_PLAN = VenuePlan(
    id=VenueId("room"),
    name=Bilingual(zh="会议室", en="Meeting room"),
    where=Where.INDOOR,
    capacity=20,
)


class Scanned(Venues, frozen=True):
    """The same bookings without the index."""

    def holders(self, venue: VenueId, kept: Interval, at: datetime) -> Iterator[Booking]:
        """Yield the bookings that have something of ``kept``, by looking at every one."""
        for each in self.bookings.values():
            if each.venue == venue and each.has_slot(at) and each.kept.overlaps(kept):
                yield each


def measure(*, quick: bool) -> dict[str, Any]:
    """Fill a venue and time its month, a booking being taken, and one look at the time."""
    count = 500 if quick else 10_000
    venues, folding_s = _filled(count)
    scanned = Scanned(**{name: getattr(venues, name) for name in Venues.__struct_fields__})
    moment = Moment.at_time(_NOW, Settings(), calendar=load_calendar())
    year_month: dict[str, Any] = {"plan": _PLAN, "year": 2026, "month": 3}
    indexed_ms = _median_ms(lambda: month(venues, moment, **year_month), 15)
    scanned_ms = _median_ms(lambda: month(scanned, moment, **year_month), 3)
    assert month(venues, moment, **year_month) == month(scanned, moment, **year_month)
    return {
        "bookings": count,
        "month_ms": round(indexed_ms, 3),
        "month_by_scan_ms": round(scanned_ms, 2),
        "share_of_scan": round(indexed_ms / scanned_ms, 4),
        "goal_ms": GOAL_MS,
        "share_of_goal": round(indexed_ms / GOAL_MS, 3),
        "fold_of_one_ms": round(folding_s / count * 1000, 4),
        "look_at_the_time_ms": round(_median_ms(lambda: len(list(due(venues, moment))), 3), 2),
    }


def _median_ms(call: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def _filled(count: int) -> tuple[Venues, float]:
    """Return a venue booked out from some days ahead backwards, and how long folding took."""
    last = datetime(2026, 3, 2, 11, 30, tzinfo=UTC) + timedelta(days=_AHEAD_DAYS)
    venues, began = Venues(), time.perf_counter()
    for number in range(count):
        day, hour = divmod(number, len(_HOURS))
        ends = last - timedelta(days=day, hours=_HOURS[hour])
        venues = _applied(venues, number, Interval(ends - timedelta(hours=1), ends))
    return venues, time.perf_counter() - began


def _applied(venues: Venues, number: int, slot: Interval) -> Venues:
    entry = new_id()
    asked = Asked(
        venue=_PLAN.id,
        kind=ApplicantKind.SOCIAL,
        applicant=Applicant(PersonId(f"{number % 300:064x}")),
        code=CodeTag(f"{number:064x}"),
        token=TokenTag(f"{number:064x}"),
        head_count=10,
    )
    event = Applied(
        application=ApplicationId(entry),
        asked=asked,
        occurrences=(Occurrence(BookingId(entry), slot, slot),),
    )
    stamp = Stamp(entry, _NOW, _NOW.date(), RESIDENT, number + 1, None, False)
    return fold(venues, stamp, event)


if __name__ == "__main__":
    alone(measure, __doc__)
