"""What an append costs at different sizes, beside raw SQLite commits on the same disk.

``raw`` stores the same columns, id index and private row through plain ``sqlite3`` in one
``synchronous=FULL`` commit; ``bare`` is the least there is: one row of three columns, no index.

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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kiosk.ids import RESIDENT, PersonId, follow_id, new_id
from kiosk.journal.entry import Checkpoint, Draft, Entry, Private
from kiosk.journal.local import LocalJournal, codec
from tests.journals import NOON, ORIGIN, ROOT, STATION, opened

T = TypeVar("T")

SIZES = (1_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 10_000)
GOAL_RATIO = 1.5
GOAL_GROWTH = 1.1

_BATCH = 20_000
_WARM_UP = 50
_LOG = 6_000_000
"""Bytes; SQLite begins its log anew after 1,000 pages of 4 kB."""
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
    raw, bare = Raw(place / "raw.db"), Bare(place / "bare.db")
    journals = {size: opened(place / str(size)) for size in sizes}
    filling = {size: _timed(partial(_fill, journals[size], size))[1] for size in sizes}
    _size_logs(journals.values(), raw, bare)
    times = _in_turns(journals, raw, bare, appends)
    for journal in journals.values():
        journal.close()
    raw.connection.close()
    bare.connection.close()
    largest, opening = _timed(lambda: opened(place / str(sizes[-1])))
    _, verifying = _timed(largest.verify)
    largest.close()
    figures = {str(name): _ms(seconds) for name, seconds in times.items()}
    medians = [figures[str(size)]["median"] for size in sizes]
    return {
        "disk": _filesystem(place),
        "appends": appends,
        "ms": figures,
        "ratio": round(max(medians) / figures["raw"]["median"], 3),
        "ratio_to_bare": round(max(medians) / figures["bare"]["median"], 3),
        "growth": round(medians[-1] / medians[0], 3),
        "goal": {"ratio": GOAL_RATIO, "growth": GOAL_GROWTH},
        "fill_s": {str(size): round(seconds, 1) for size, seconds in filling.items()},
        "open_ms": round(opening * 1e3, 1),
        "verify_s": round(verifying, 1),
        "bytes": sum(file.stat().st_size for file in (place / str(sizes[-1])).iterdir()),
    }


def _size_logs(journals: Iterable[LocalJournal], raw: Raw, bare: Bare) -> None:
    """Give every log its size: one that still grows costs more than one that is written over."""
    for journal in journals:
        journal.keep([Checkpoint("bench", 1, journal.head, bytes(_LOG))])
    for other in (raw, bare):
        other.connection.execute("INSERT INTO log VALUES (zeroblob(?))", (_LOG,))


def _in_turns(
    journals: Mapping[int, LocalJournal], raw: Raw, bare: Bare, appends: int
) -> Mapping[int | str, Sequence[float]]:
    """Time all of them in the same minutes: a disk has moods, and other programs have work."""
    names: list[int | str] = [*journals, "raw", "bare"]
    times: dict[int | str, list[float]] = {name: [] for name in names}
    for number, draft in enumerate(_drafts(appends + _WARM_UP)):
        acts: list[tuple[int | str, Callable[[], object]]] = [
            *(
                (size, partial(journal.append, draft, position_time=NOON))
                for size, journal in journals.items()
            ),
            ("raw", raw.commit(draft)),
            ("bare", bare.commit(draft)),
        ]
        # Whoever goes after another finds the disk as that one left it: take turns.
        turn = number % len(acts)
        for name, act in acts[turn:] + acts[:turn]:
            _, seconds = _timed(act)
            if number >= _WARM_UP:
                times[name].append(seconds)
    return times


class Raw:
    """The same rows as an append writes, through plain ``sqlite3``."""

    def __init__(self, file: Path) -> None:
        self.connection = _connection(file)
        entries, private = (
            [column.name for column in codec.SHAPES[table].columns]
            for table in (codec.ENTRIES, codec.PRIVATE)
        )
        for sql in (
            f"CREATE TABLE entries (position INTEGER PRIMARY KEY, {','.join(entries)})",
            "CREATE UNIQUE INDEX by_id ON entries (id)",
            f"CREATE TABLE private (position INTEGER PRIMARY KEY, {','.join(private)})",
            "CREATE INDEX by_person ON private (person)",
        ):
            self.connection.execute(sql)
        self._entry = f"INSERT INTO entries VALUES (NULL{',?' * len(entries)})"
        self._private = f"INSERT INTO private VALUES (NULL{',?' * len(private)})"

    def commit(self, draft: Draft) -> Callable[[], object]:
        """Return the act; everything but the commit is done before."""
        digest = draft.private.digest() if draft.private else b""
        entry = Entry(
            *(draft.id, STATION, ORIGIN, 1, draft.at, draft.business_date, draft.actor),
            *(draft.event, digest, 1, NOON, None, bytes(32)),
        )
        values = tuple(codec.entry_document(entry).values())
        if draft.private is None:
            return partial(self.connection.execute, self._entry, values)
        row = tuple(codec.private_document(draft.id, draft.private).values())

        def both() -> None:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute(self._entry, values)
            self.connection.execute(self._private, row)
            self.connection.execute("COMMIT")

        return both


class Bare:
    """One row of three columns and nothing else."""

    def __init__(self, file: Path) -> None:
        self.connection = _connection(file)
        self.connection.execute(
            "CREATE TABLE e (position INTEGER PRIMARY KEY, id TEXT, event BLOB)"
        )

    def commit(self, draft: Draft) -> Callable[[], object]:
        """Return the act."""
        sql = "INSERT INTO e (id, event) VALUES (?, ?)"
        return partial(self.connection.execute, sql, (draft.id, draft.event))


def _connection(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for setting in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("CREATE TABLE log (content BLOB)")
    return connection


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
