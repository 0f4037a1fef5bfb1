"""How long a station takes to open on a long journal, from checkpoints and without them.

python -m tests.bench.bench_station [--quick]

The journal is filled in large transactions with real visits (rented, opened, shut, asked, opened,
shut), so that the folds have the work they have in a station.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from kiosk.clock import SystemClock
from kiosk.condition import present_settings
from kiosk.ids import RESIDENT, CodeTag, DoorId, RentalId, TokenTag, new_id
from kiosk.journal.entry import Draft, Event
from kiosk.journal.local import LocalJournal
from kiosk.lockers.events import OpenAsked, OpenEnded, Purpose, Rented, Shut, Via
from kiosk.lockers.plan import Size
from kiosk.ports import Outcome
from kiosk.station import Station
from kiosk.terminal import FAMILIES
from tests.bench.alone import alone
from tests.journals import NOON, ROOT, opened

GOAL_SECONDS = 0.5
_BATCH = 20_000
_DOORS = 24


def measure(*, quick: bool, directory: Path = ROOT / "build" / "bench") -> dict[str, Any]:
    """Fill a journal with visits and time the opening of the station on it."""
    entries = 6_000 if quick else 1_000_000
    place = directory / f"station-{os.getpid()}"
    place.mkdir(parents=True)
    try:
        return _measured(place, entries)
    finally:
        shutil.rmtree(place)


def _measured(place: Path, entries: int) -> dict[str, Any]:
    journal = opened(place)
    events = _visits()
    for start in range(0, entries, _BATCH):
        drafts = [next(events) for _ in range(min(_BATCH, entries - start))]
        journal.append_all(drafts, position_time=NOON)
    cold, station = _open(journal)
    station.checkpoint()
    station.close()
    from_checkpoint = []
    for _ in range(5):
        began = time.perf_counter()
        station = Station(opened(place), FAMILIES, SystemClock(), present_settings)
        from_checkpoint.append(time.perf_counter() - began)
        station.close()
    seconds = statistics.median(from_checkpoint)
    return {
        "entries": entries,
        "open_without_checkpoint_s": round(cold, 2),
        "open_from_checkpoint_s": round(seconds, 4),
        "goal_s": GOAL_SECONDS,
        "share_of_goal": round(seconds / GOAL_SECONDS, 4),
        "share_of_refolding": round(seconds / cold, 6),
    }


def _open(journal: LocalJournal) -> tuple[float, Station]:
    began = time.perf_counter()
    station = Station(journal, FAMILIES, SystemClock(), present_settings)
    return time.perf_counter() - began, station


def _visits() -> Iterator[Draft]:
    number = 0
    while True:
        number += 1
        door = DoorId(f"A{number % _DOORS + 1:02}")
        rent, back = new_id(), new_id()
        rental = RentalId(rent)
        yield _draft(
            Rented(
                rental=rental,
                door=door,
                size=Size.M,
                code=CodeTag(f"{number:064x}"),
                token=TokenTag(f"{number:064x}"),
                until=NOON + timedelta(hours=4),
                overdue_from=NOON + timedelta(hours=5),
            ),
            rent,
        )
        yield _draft(OpenEnded(order=rent, door=door, outcome=Outcome.OPENED, pulses=1))
        yield _draft(Shut(order=rent, door=door))
        purpose = Purpose.GIVE_BACK
        yield _draft(OpenAsked(door=door, purpose=purpose, rental=rental, via=Via.CODE), back)
        yield _draft(OpenEnded(order=back, door=door, outcome=Outcome.OPENED, pulses=1))
        yield _draft(Shut(order=back, door=door))


def _draft(event: Event, entry: Any = None) -> Draft:
    return Draft(
        id=entry or new_id(),
        at=NOON,
        business_date=NOON.date(),
        actor=RESIDENT,
        event=msgspec.json.encode(event),
    )


if __name__ == "__main__":
    alone(measure, __doc__)
