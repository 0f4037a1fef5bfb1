"""What an append costs at different sizes, beside one raw SQLite commit on the same disk.

python -m tests.bench.bench_journal [--quick] [--directory build/bench]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from kiosk.ids import RESIDENT, PersonId, follow_id, new_id
from kiosk.journal.entry import Draft, Private
from kiosk.journal.local import LocalJournal
from tests.journals import NOON, ROOT, opened

T = TypeVar("T")

SIZES = (1_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 10_000)
GOAL_RATIO = 1.5
GOAL_GROWTH = 1.1

_BATCH = 20_000
_WARM_UP = 50
_EVENT = b'{"tag":"lockers.rented","rental":"%s","door":"A03","code":"%s","size":"M"}'


def measure(*, quick: bool, directory: Path = ROOT / "build" / "bench") -> dict[str, Any]:
    """Fill a journal to each size and time single appends there, turn by turn with raw commits.

    Args:
        quick: small sizes and fewer appends, to see that it works.
        directory: where the files are made; a disk, because on a tmpfs nothing is waited for.
    """
    place = directory / f"journal-{os.getpid()}"
    place.mkdir(parents=True)
    try:
        return _measured(place, QUICK_SIZES if quick else SIZES, appends=200 if quick else 1_000)
    finally:
        shutil.rmtree(place)


def _measured(place: Path, sizes: Sequence[int], appends: int) -> dict[str, Any]:
    journal, raw = opened(place / "journal"), _raw(place / "raw.db")
    rows = [_at_size(journal, raw, size, appends) for size in sizes]
    journal.close()
    raw.close()
    reopened, opening = _timed(lambda: opened(place / "journal"))
    _, verifying = _timed(reopened.verify)
    reopened.close()
    first, last = rows[0], rows[-1]
    return {
        "disk": _filesystem(place),
        "sizes": rows,
        "growth": round(last["append_ms"] / first["append_ms"], 3),
        "growth_of_ratio": round(last["ratio"] / first["ratio"], 3),
        "ratio": max(row["ratio"] for row in rows),
        "goal": {"ratio": GOAL_RATIO, "growth": GOAL_GROWTH},
        "open_ms": round(opening * 1e3, 1),
        "verify_s": round(verifying, 1),
        "bytes": sum(file.stat().st_size for file in (place / "journal").iterdir()),
    }


def _at_size(
    journal: LocalJournal, raw: sqlite3.Connection, size: int, appends: int
) -> dict[str, Any]:
    _, filling = _timed(lambda: _fill(journal, size))
    append_times, raw_times = [], []
    for number, draft in enumerate(_drafts(appends + _WARM_UP)):
        append, raw_commit = _one_append(journal, draft), _one_commit(raw, draft)
        # Whoever goes second may find the disk busy or warm: take turns.
        order = (append, raw_commit) if number % 2 else (raw_commit, append)
        times = {act: _timed(act)[1] for act in order}
        if number >= _WARM_UP:
            append_times.append(times[append])
            raw_times.append(times[raw_commit])
    append_ms, raw_ms = _ms(append_times), _ms(raw_times)
    return {
        "entries": size,
        "appends": appends,
        "append_ms": append_ms["median"],
        "raw_ms": raw_ms["median"],
        "ratio": round(append_ms["median"] / raw_ms["median"], 3),
        "ratio_of_means": round(append_ms["mean"] / raw_ms["mean"], 3),
        "append": append_ms,
        "raw": raw_ms,
        "fill_s": round(filling, 1),
    }


def _fill(journal: LocalJournal, size: int) -> None:
    while (missing := size - journal.head.position) > 0:
        journal.append_all(_drafts(min(missing, _BATCH)), position_time=NOON)


def _drafts(count: int) -> Iterator[Draft]:
    """Yield what a terminal writes: every other id random (uuid5), one in three with a person."""
    for number in range(count):
        order = new_id()
        private = None
        if number % 3 == 0:
            person = PersonId(os.urandom(32).hex())
            private = Private(body={"phone": "13800001111"}, salt=os.urandom(16), person=person)
        yield Draft(
            id=follow_id(order, "opened") if number % 2 else order,
            at=NOON,
            business_date=NOON.date(),
            actor=RESIDENT,
            event=_EVENT % (order.encode(), os.urandom(32).hex().encode()),
            private=private,
        )


def _one_append(journal: LocalJournal, draft: Draft) -> Callable[[], object]:
    return lambda: journal.append(draft, position_time=NOON)


def _raw(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for setting in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("CREATE TABLE entries (position INTEGER PRIMARY KEY, id TEXT, event BLOB)")
    return connection


def _one_commit(raw: sqlite3.Connection, draft: Draft) -> Callable[[], object]:
    sql = "INSERT INTO entries (id, event) VALUES (?, ?)"
    return lambda: raw.execute(sql, (draft.id, draft.event))


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    result = act()
    return result, time.perf_counter() - begin


def _ms(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    figures = {
        "median": statistics.median(ordered),
        "mean": statistics.fmean(ordered),
        "p99": ordered[len(ordered) * 99 // 100],
        "max": ordered[-1],
    }
    return {name: round(value * 1e3, 4) for name, value in figures.items()}


def _filesystem(place: Path) -> str:
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    return max((point, kind) for point, kind in mounts if place.is_relative_to(point))[1]


def main() -> None:
    parser = argparse.ArgumentParser(description="What an append to the journal costs.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--directory", type=Path, default=ROOT / "build" / "bench")
    args = parser.parse_args()
    print(json.dumps(measure(quick=args.quick, directory=args.directory), indent=2))


if __name__ == "__main__":
    main()
