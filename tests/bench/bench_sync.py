"""What it costs a terminal to be one of several: pushing, pulling, catching up, over real HTTP.

python -m tests.bench.bench_sync [--quick]

A hub process on SQLite, a terminal with a real journal on this disk, and the terminal's own
conversation. ``durable_rows_per_s`` is beside it: how many rows the same disk takes when each is a
commit, and in pages of 500. ``offline`` is a terminal that was alone for a week: it has made so
many entries, and the station as many without it. The same entries go through PouchDB and
pouchdb-server in ``bench_pouch``.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.clock import SystemClock
from kiosk.following import FollowingStation
from kiosk.hub.core import Hub
from kiosk.ids import RESIDENT, OriginId, PersonId, new_id
from kiosk.journal.entry import Draft, Placed, Private
from kiosk.journal.local.following import FollowingJournal
from kiosk.packing import packed
from kiosk.settings import Settings
from kiosk.sync.conversation import Conversation
from kiosk.sync.http import HttpLine
from kiosk.wire import MOST_ENTRIES, PROTOCOL, Page, Pair, Push, encode
from tests.bench.alone import alone
from tests.bench.hub_beside import sqlite_hub
from tests.journals import STATION
from tests.places import PLACES, PlaceId, Taken


def measure(*, quick: bool) -> dict[str, Any]:
    """Measure one terminal beside one hub process and return the figures."""
    waiting, history = (500, 2_000) if quick else (5_000, 100_000)
    place = Path(tempfile.mkdtemp(prefix="yizhan-sync-"))
    try:
        with sqlite_hub(place / "hub") as (hub, process):
            figures = {
                "durable_rows_per_s": _rows(place),
                **_both_ways(hub, process.port, place, waiting),
            }
            _history(hub, history)
            newcomer = _Terminal(hub, process.port, place / "newcomer")
            seconds = _timed(newcomer.talk.round)
            length = newcomer.close()
        return {**figures, "new_terminal": {"entries": length, **_rate(length, seconds)}}
    finally:
        shutil.rmtree(place, ignore_errors=True)


def both_ways(waiting: int) -> dict[str, Any]:
    """Measure pushing and pulling alone."""
    place = Path(tempfile.mkdtemp(prefix="yizhan-sync-"))
    try:
        with sqlite_hub(place / "hub") as (hub, process):
            return _both_ways(hub, process.port, place, waiting)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def drafts(count: int) -> Iterator[Draft]:
    """Yield what people do, one in three with a personal row."""
    for number in range(count):
        now = datetime.now(UTC)
        person = Private(
            body={"phone": "13800001111"}, salt=new_id().encode()[:16], person=PersonId(new_id())
        )
        yield Draft(
            id=new_id(),
            at=now,
            business_date=now.date(),
            actor=RESIDENT,
            event=msgspec.json.encode(Taken(place=PlaceId(new_id()))),
            private=person if number % 3 == 0 else None,
        )


class _Terminal:
    """A terminal of its own, paired, with its files on this disk."""

    def __init__(self, hub: Hub, port: int, directory: Path) -> None:
        code = hub.pairing.show_code(STATION)
        self.paired = hub.pairing.pair(Pair(PROTOCOL, STATION, code, "bench"))
        self.journal = FollowingJournal.open(
            directory, station=STATION, origin=OriginId(self.paired.origin)
        )
        self.station = FollowingStation(
            self.journal, (PLACES,), SystemClock(), lambda _: Settings(), positioner=self
        )
        self._line = HttpLine(
            lambda: f"http://127.0.0.1:{port}",
            station=STATION,
            terminal=self.paired.terminal,
            key=self.paired.key,
            certificate=hub.certificate,
            now=lambda: datetime.now(UTC),
        )
        self.talk = Conversation(self.station, self._line)

    def decide(self, draft: Draft, after: Any) -> Any:
        return self.talk.decide(draft, after)

    def make(self, count: int) -> None:
        for draft in drafts(count):
            self.journal.append(draft, position_time=draft.at)
        self.station.show_again()

    def close(self) -> int:
        self._line.close()
        self.station.close()
        return self.journal.head.position


def _both_ways(hub: Hub, port: int, place: Path, waiting: int) -> dict[str, Any]:
    one, two = (_Terminal(hub, port, place / name) for name in ("one", "two"))
    one.make(waiting)
    two.make(waiting)
    pushing = one.journal.pending(MOST_ENTRIES)
    pushed = _timed(one.talk.round)
    offline = _timed(two.talk.round)
    pulled = _timed(one.talk.round)
    assert one.journal.head == two.journal.head
    page = hub.fresh(STATION).journal.read(0, MOST_ENTRIES)
    travels = tuple(Placed(each, one.journal.private(each.id)) for each in page)
    figures = {
        "pushed": {"entries": waiting, **_rate(waiting, pushed)},
        "pulled": {"entries": waiting, **_rate(waiting, pulled)},
        "offline": {"made": waiting, "missed": waiting, "seconds": round(offline, 2)},
        "bytes_an_entry": {
            "pushed": _bytes(Push(PROTOCOL, one.paired.origin, tuple(map(_draft, pushing)))),
            "pulled": _bytes(Page(travels, one.journal.head)),
        },
    }
    one.close()
    two.close()
    return figures


def _bytes(body: Push | Page) -> dict[str, float]:
    count = len(body.entries if isinstance(body, Push) else body.page)
    plain = encode(body)
    return {"gzip": round(len(packed(plain)[0]) / count), "plain": round(len(plain) / count)}


def _history(hub: Hub, length: int) -> None:
    station = hub.fresh(STATION)
    while (missing := length - station.journal.head.position) > 0:
        station.place(list(drafts(min(missing, 5_000))))


def _draft(placed: Placed) -> Draft:
    entry = placed.entry
    names = ("id", "at", "business_date", "actor", "event", "origin", "seq")
    return Draft(**{name: getattr(entry, name) for name in names}, private=placed.private)


def _rows(place: Path) -> dict[str, int]:
    """Return how many small rows a second this disk keeps, one by one and 500 at a time."""
    with closing(sqlite3.connect(place / "rows.db", isolation_level=None)) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("PRAGMA synchronous=FULL")
        rows.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, event BLOB)")
        return {"singly": _kept(rows, 1), "in_pages": _kept(rows, MOST_ENTRIES)}


def _kept(rows: sqlite3.Connection, at_once: int) -> int:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 1:
        rows.execute("BEGIN")
        rows.executemany(
            "INSERT INTO rows VALUES (?, ?)", [(new_id(), bytes(150)) for _ in range(at_once)]
        )
        rows.execute("COMMIT")
        count += at_once
    return round(count / (time.perf_counter() - began))


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _rate(count: int, seconds: float) -> dict[str, float]:
    return {"seconds": round(seconds, 2), "per_s": round(count / seconds)}


if __name__ == "__main__":
    alone(measure, __doc__)
