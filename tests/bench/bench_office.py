"""What the console's figures, search and chain check cost with a year of entries behind them.

python -m tests.bench.bench_office [--quick]

The peer of a view is folding the whole journal, which a page would do that keeps nothing.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from kiosk.clock import STATION_ZONE
from kiosk.figures.sums import stretch
from kiosk.hub.database import Database
from kiosk.hub.figures import FigureBooks
from kiosk.hub.searching import Wanted, check, search
from kiosk.hub.store import HubJournal
from kiosk.ids import (
    RESIDENT,
    ActorId,
    CounterId,
    SeriesId,
    ServiceId,
    TicketId,
    TokenTag,
    new_id,
)
from kiosk.journal.entry import Draft, Event
from kiosk.queueing.events import Called, Finished, Promise, Result, TicketTaken
from tests.bench.alone import alone
from tests.journals import STATION

BEGIN = datetime(2025, 3, 3, 9, 0, tzinfo=STATION_ZONE)
A_DAY = 100
"""Tickets; three entries each."""
STAFF = ActorId("staff:01")


def measure(*, quick: bool) -> dict[str, Any]:
    """Write a year of tickets and measure what pages ask of it."""
    days = 10 if quick else 365
    place = Path(tempfile.mkdtemp(prefix="yizhan-office-"))
    database = Database.in_directory(place / "hub")
    try:
        journal = HubJournal(database, station=STATION)
        _fill(journal, days)
        return {"entries": journal.head.position, **_figures(journal, days), **_record(journal)}
    finally:
        database.close()
        shutil.rmtree(place, ignore_errors=True)


def _figures(journal: HubJournal, days: int) -> dict[str, Any]:
    books = FigureBooks(lambda _: journal)
    slices = list[float]()
    while True:
        took, counted = _timed(lambda: books.counted(STATION))
        slices.append(took)
        if counted.whole:
            break
    last = BEGIN.date() + timedelta(days=days)
    views = [_timed(lambda: stretch(books.counted(STATION).figures, BEGIN.date(), last))[0]]
    views += [_timed(lambda: books.counted(STATION))[0] for _ in range(19)]
    whole = sum(slices)
    cold, _ = _timed(lambda: FigureBooks(lambda _: journal).counted(STATION))
    view = statistics.median(views)
    return {
        "counting_all_once_ms": round(whole),
        "longest_slice_ms": round(max(slices)),
        "a_view_ms": round(view, 2),
        "views_for_one_fold_of_all": round(whole / view),
        "first_view_of_a_process_ms": round(cold, 1),
    }


def _record(journal: HubJournal) -> dict[str, Any]:
    database = journal._database
    day = BEGIN.date() + timedelta(days=3)
    asked = {
        "newest_page_ms": Wanted(),
        "page_of_a_day_ms": Wanted(day=day),
        "page_of_a_tag_ms": Wanted(tag="queueing.called"),
        "page_of_a_tag_that_never_was_ms": Wanted(tag="venues.applied"),
    }
    found: dict[str, Any] = {
        name: round(_median(partial(search, database, STATION, wanted)), 1)
        for name, wanted in asked.items()
    }
    checked, result = _timed(lambda: check(journal, 0))
    return {**found, "chain_entries_per_s": round(1000 * result.position / checked)}


def _fill(journal: HubJournal, days: int) -> None:
    numbers = count()
    for day in range(days):
        with journal.turn():
            for number in range(A_DAY):
                at = BEGIN + timedelta(days=day, minutes=4 * number)
                ticket = TicketId(new_id())
                promise = Promise(ahead=2, middle_s=500, high_s=800, low_min=5, high_min=15)
                token = TokenTag(f"{next(numbers):064x}")
                taken = TicketTaken(
                    ticket,
                    ServiceId("ask"),
                    SeriesId("A1"),
                    number,
                    at.date(),
                    token,
                    promise=promise,
                )
                counter = CounterId(1)
                called = Called(ticket, counter)
                finished = Finished(ticket, counter, Result.SOLVED)
                _write(journal, taken, at, RESIDENT)
                _write(journal, called, at + timedelta(minutes=number % 20), STAFF)
                _write(journal, finished, at + timedelta(minutes=30), STAFF)


def _write(journal: HubJournal, event: Event, at: datetime, actor: ActorId) -> None:
    written = msgspec.json.encode(event)
    journal.append(Draft(new_id(), at, at.date(), actor, written), position_time=at)


def _median(ask: Callable[[], object]) -> float:
    return statistics.median(_timed(ask)[0] for _ in range(9))


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Return milliseconds and what was answered."""
    begun = time.perf_counter()
    found = ask()
    return 1000 * (time.perf_counter() - begun), found


if __name__ == "__main__":
    alone(measure, __doc__)
