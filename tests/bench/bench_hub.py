"""How many conflicting reservations a hub positions in a second, durably.

python -m tests.bench.bench_hub [--quick]

Four client processes push 1,000 reservations of ten places over HTTP to one hub process, in batches
of 100 and one by one; every answer was given after the database had it on the disk. The same is
done on SQLite and on PostgreSQL. ``disk_syncs_per_s`` is what the disk of this machine gives to a
program that writes a block and waits, one after another.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil

from kiosk.clock import SystemClock
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from kiosk.ids import StationId
from kiosk.wire import PROTOCOL, Pair, encode
from tests.bench.alone import alone
from tests.hubs import hub_in
from tests.journals import ROOT, command
from tests.postgres import postgres
from tests.racing import hub_processes

CLIENTS = 4
ENTRIES = 1_000
BATCH = 100
GOAL = 3_000
"""Entries a second in batches."""


def measure(*, quick: bool) -> dict[str, Any]:
    """Measure both databases and return the figures."""
    place = Path(tempfile.mkdtemp(prefix="yizhan-hub-"))
    runs = 2 if quick else 7
    try:
        figures: dict[str, Any] = {
            "disk_syncs_per_s": _syncs(place),
            "goal_per_s": GOAL,
            "sqlite": _measured(f"sqlite:///{place / 'hub.db'}", place / "sqlite", runs),
        }
        with postgres(place / "postgres") as url:
            figures["postgresql"] = _measured(url, place / "pg", runs)
        return figures
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _measured(url: str, directory: Path, runs: int) -> dict[str, Any]:
    directory.mkdir()
    with ExitStack() as ending:
        hub = hub_in(directory, Database(url), clock=SystemClock())
        ending.callback(hub.close)
        (process,) = ending.enter_context(hub_processes(url, directory, count=1))
        in_batches = [_run(hub, process.port, f"b{number}", BATCH) for number in range(runs)]
        singly = [_run(hub, process.port, f"s{number}", 1) for number in range(max(1, runs // 2))]
        memory = psutil.Process(process.pid).memory_info().rss
    batches = statistics.median(in_batches)
    return {
        "in_batches_per_s": round(batches),
        "in_batches_best_per_s": round(max(in_batches)),
        "share_of_goal": round(batches / GOAL, 2),
        "singly_per_s": round(statistics.median(singly)),
        "hub_memory_mb": round(memory / 1e6),
    }


def _run(hub: Hub, port: int, name: str, batch: int) -> float:
    station = StationId(name)
    with ExitStack() as ending:
        clients = [ending.enter_context(_client(hub, port, station, batch)) for _ in range(CLIENTS)]
        for client in clients:
            assert _line(client) == "ready"
        began = time.perf_counter()
        for client in clients:
            assert client.stdin is not None
            client.stdin.write("go\n")
            client.stdin.flush()
        stand = sum(int(_line(client)) for client in clients)
        seconds = time.perf_counter() - began
    journal = HubJournal(hub.database, station=station)
    assert stand == 10, "one winner for each place"
    assert journal.head.position == ENTRIES
    return ENTRIES / seconds


@contextmanager
def _client(hub: Hub, port: int, station: StationId, batch: int) -> Iterator[subprocess.Popen[str]]:
    code = hub.pairing.show_code(station)
    paired = hub.pairing.pair(Pair(PROTOCOL, station, code, "bench"))
    asked = (port, encode(paired).hex(), ENTRIES // CLIENTS, batch)
    with subprocess.Popen(
        command("hub_pusher", *asked),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _syncs(place: Path) -> int:
    handle = os.open(place / "syncs", os.O_CREAT | os.O_WRONLY)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 1:
        os.pwrite(handle, bytes(4096), 4096 * (count % 64))
        os.fdatasync(handle)
        count += 1
    os.close(handle)
    return count


if __name__ == "__main__":
    alone(measure, __doc__)
