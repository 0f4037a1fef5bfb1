"""A thousand terminals come back at once; and how soon who waits hears of another process.

python -m tests.bench.bench_crowd [--quick]

``reconnecting``: terminals of many stations connect at the same moment, each with a socket of its
own, signed, and each is some entries behind; it is done when it has its page. One hub process on
SQLite; the client is one process too, on the same cores.
``woken``: two hub processes on PostgreSQL; a terminal waits at one, another pushes at the other.
``told``: the same database's LISTEN/NOTIFY instead, and what a NOTIFY in each commit costs when
many stations write. docs/decisions/0029 draws the conclusion.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psutil
import psycopg
from sqlalchemy.engine import make_url

from kiosk.clock import SystemClock
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.watching import LOOK_EVERY, Watch
from kiosk.ids import RESIDENT, StationId, new_id
from kiosk.journal.entry import GENESIS, Draft
from kiosk.packing import unpacked
from kiosk.signatures import NONCE_BYTES, sign
from kiosk.wire import JOURNAL, PROTOCOL, Page, Pair, Paired, Pushed, decode_answer
from tests.bench.alone import alone
from tests.bench.hub_beside import sqlite_hub
from tests.hubs import Desk, hub_in
from tests.places import PlaceId, Taken
from tests.postgres import new_database, postgres
from tests.racing import two_hubs

BEHIND = 20
"""Entries that each terminal has missed."""
EACH = 4
"""Terminals of a station."""


def measure(*, quick: bool) -> dict[str, Any]:
    """Measure the crowd, and both ways of being woken."""
    place = Path(tempfile.mkdtemp(prefix="yizhan-crowd-"))
    try:
        figures = {"reconnecting": _crowd(place / "crowd", 100 if quick else 1_000)}
        with postgres(place / "postgres") as url:
            woken = _woken(new_database(url), place / "woken", 10 if quick else 100)
            return {**figures, "woken": woken, "told": _told(url, 1 if quick else 5)}
    finally:
        shutil.rmtree(place, ignore_errors=True)


# -- a crowd -------------------------------------------------------------------------------


def _crowd(directory: Path, terminals: int) -> dict[str, Any]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with sqlite_hub(directory) as (hub, process):
        paired = [pair for number in range(terminals // EACH) for pair in _station(hub, number)]
        memory = psutil.Process(process.pid).memory_info
        idle = memory().rss
        first = asyncio.run(_all_at_once(process.port, paired))
        again = asyncio.run(_all_at_once(process.port, paired))
        return {
            "terminals": terminals,
            "stations": terminals // EACH,
            "just_started": first,
            "running": again,
            "hub_memory_mb": {"idle": round(idle / 1e6), "after": round(memory().rss / 1e6)},
        }


def _station(hub: Hub, number: int) -> list[Paired]:
    station = StationId(f"s{number}")
    paired = []
    for _ in range(EACH):
        code = hub.pairing.show_code(station)
        paired.append(hub.pairing.pair(Pair(PROTOCOL, station, code, "bench")))
    hub.fresh(station).place([_draft() for _ in range(BEHIND)])
    return paired


async def _all_at_once(port: int, paired: Sequence[Paired]) -> dict[str, float]:
    began = time.perf_counter()
    took = sorted(await asyncio.gather(*(_has_its_page(port, each, began) for each in paired)))
    return {
        "p50_ms": round(1e3 * took[len(took) // 2]),
        "p99_ms": round(1e3 * took[len(took) * 99 // 100]),
        "pages_per_s": round(len(took) / took[-1]),
    }


async def _has_its_page(port: int, paired: Paired, began: float) -> float:
    path = f"{JOURNAL}?after=0&digest={GENESIS.hex()}"
    signed = sign(
        paired.key,
        "GET",
        path,
        b"",
        station=paired.station,
        terminal=paired.terminal,
        at=datetime.now(UTC),
        nonce=os.urandom(NONCE_BYTES),
    )
    said = {"Host": "hub", "Connection": "close", **signed.headers()}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    took = time.perf_counter() - began
    page = decode_answer(unpacked(body, "gzip" if b"gzip" in head.lower() else None))
    assert isinstance(page, Page), page
    assert len(page.page) == BEHIND
    return took


# -- being woken ---------------------------------------------------------------------------


def _woken(url: str, directory: Path, times: int) -> dict[str, Any]:
    with ExitStack() as ending:
        hub = hub_in(directory, Database(url), clock=SystemClock())
        ending.callback(hub.close)
        hubs = ending.enter_context(two_hubs(url, directory))
        clients = [
            ending.enter_context(httpx.Client(base_url=each.address, timeout=30)) for each in hubs
        ]
        there, here = (Desk.pair(hub, client) for client in clients)
        thread = ending.enter_context(ThreadPoolExecutor(1))
        took = [_until_woken(there, here, thread) for _ in range(times)]
        looks = _looks(hub)
    return {
        "look_every_ms": LOOK_EVERY * 1e3,
        "median_ms": round(1e3 * statistics.median(took), 1),
        "most_ms": round(1e3 * max(took), 1),
        "one_look_at_1000_stations_ms": looks,
    }


def _until_woken(there: Desk, here: Desk, thread: ThreadPoolExecutor) -> float:
    there.at = here.at = datetime.now(UTC)
    waiting = thread.submit(lambda: (there.pull(here.head, 20), time.perf_counter())[1])
    pushed = here.push(here.draft(Taken(place=PlaceId(new_id()))), head=here.head)
    began = time.perf_counter()
    assert isinstance(pushed, Pushed)
    here.head = pushed.head
    return waiting.result(20) - began


def _looks(hub: Hub) -> float:
    stations = [StationId(f"city{number}") for number in range(1_000)]
    for station in stations:
        hub.know(station)
    watch = Watch(hub.database)
    began = time.perf_counter()
    for _ in range(20):
        assert len(watch._heads(stations)) == len(stations)
    return round(1e3 * (time.perf_counter() - began) / 20, 2)


def _told(url: str, seconds: float) -> dict[str, Any]:
    """Return what LISTEN/NOTIFY does on the same server: its delay, and its price in a commit."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_heads (station INT PRIMARY KEY, position INT)")
        connection.execute("INSERT INTO bench_heads SELECT n, 0 FROM generate_series(0, 7) AS n")
    quiet = _commits(plain, seconds, notify=False)
    telling = _commits(plain, seconds, notify=True)
    return {
        "median_ms": _delay(plain),
        "commits_per_s": {"without": quiet, "with_notify": telling},
        "ratio": round(telling / quiet, 2),
    }


def _commits(url: str, seconds: float, *, notify: bool) -> int:
    """Commit for eight stations at once; each only waits for the disk and, if so, to tell."""

    def run(station: int) -> int:
        count, until = 0, time.perf_counter() + seconds
        with psycopg.connect(url) as connection:
            while time.perf_counter() < until:
                connection.execute(
                    "UPDATE bench_heads SET position = position + 1 WHERE station = %s", (station,)
                )
                if notify:
                    connection.execute("SELECT pg_notify('heads', %s)", (f"{station} {count}",))
                connection.commit()
                count += 1
        return count

    with ThreadPoolExecutor(8) as pool:
        return round(sum(pool.map(run, range(8))) / seconds)


def _delay(url: str) -> float:
    took = []
    with (
        psycopg.connect(url, autocommit=True) as hears,
        psycopg.connect(url, autocommit=True) as says,
    ):
        hears.execute("LISTEN bench")
        for _ in range(30):
            began = time.perf_counter()
            says.execute("NOTIFY bench")
            assert next(hears.notifies(timeout=5, stop_after=1)).channel == "bench"
            took.append(time.perf_counter() - began)
    return round(1e3 * statistics.median(took), 2)


def _draft() -> Draft:
    now = datetime.now(UTC)
    event = msgspec.json.encode(Taken(place=PlaceId(new_id())))
    return Draft(id=new_id(), at=now, business_date=now.date(), actor=RESIDENT, event=event)


if __name__ == "__main__":
    alone(measure, __doc__)
