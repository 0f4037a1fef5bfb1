"""What a hub of its own costs a terminal: each tap, the first picture, memory.

python -m tests.bench.bench_own_hub [--quick]

The same taps at a terminal alone and at one that has started its hub, both with their files on
this disk and without a window. ``recorded`` is until the tap is durable and true here,
``positioned`` until the hub has it on its disk too and has said so. ``in_step`` is from the start
of the hub until both know the same. ``first_picture`` is of the whole program with its window.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from kiosk.config import load_station
from kiosk.following import FollowingStation
from kiosk.own_hub import own_hub
from kiosk.staff import STAFF, rules
from kiosk.sync.child import HubChild
from kiosk.tap import Tap
from kiosk.terminal import Terminal
from tests.bench.alone import alone
from tests.bench.glass import Glass
from tests.e2e.kiosk import Kiosk, display

STATION = "huaken"
HEADER = (8, 8)
PATIENCE = 60.0


def measure(*, quick: bool) -> dict[str, Any]:
    """Measure the same terminal alone and with its hub and return figures and ratios."""
    taps, starts = (20, 1) if quick else (500, 5)
    with tempfile.TemporaryDirectory(prefix="yizhan-own-hub-") as place:
        alone = _alone(Path(place) / "alone", taps)
        beside = _beside(Path(place) / "beside", taps)
        bare, whole = (_first_pictures(Path(place), starts, hub=hub) for hub in (False, True))
    return {
        "alone": {**alone, "first_picture_s": bare},
        "with_hub": {**beside, "first_picture_s": whole},
        "ratios": {
            "recorded": round(beside["recorded_ms"]["p50"] / alone["recorded_ms"]["p50"], 2),
            "positioned": round(beside["positioned_ms"]["p50"] / alone["recorded_ms"]["p50"], 2),
            "first_picture": round(whole / bare, 2),
        },
    }


# -- taps ----------------------------------------------------------------------------------


def _alone(data: Path, taps: int) -> dict[str, Any]:
    terminal = Terminal(load_station(STATION), data)
    try:
        return {"recorded_ms": _spread([_recorded(terminal) for _ in range(taps)])}
    finally:
        terminal.close()


def _beside(data: Path, taps: int) -> dict[str, Any]:
    with _with_hub(data) as (terminal, hub, seconds):
        recorded, positioned = list[float](), list[float]()
        for _ in range(taps):
            known = _Known(terminal.station)
            began = time.perf_counter()
            recorded.append(_recorded(terminal))
            known.wait()
            positioned.append(time.perf_counter() - began)
        assert hub.pid is not None
        memory = psutil.Process(hub.pid).memory_full_info()
    return {
        "in_step_s": round(seconds, 2),
        "recorded_ms": _spread(recorded),
        "positioned_ms": _spread(positioned),
        "hub_memory_mb": {"rss": round(memory.rss / 1e6), "own": round(memory.uss / 1e6)},
    }


@contextmanager
def _with_hub(data: Path) -> Iterator[tuple[Terminal, HubChild, float]]:
    terminal = Terminal(load_station(STATION), data, following=True)
    try:
        hub = own_hub(terminal, STATION)
        assert terminal.exchange is not None
        known = _Known(terminal.station)
        began = time.perf_counter()
        terminal.exchange.begin(hub)
        known.wait()
        yield terminal, hub, time.perf_counter() - began
    finally:
        terminal.close()


class _Known:
    """Waits until nothing that was made here is without its position."""

    def __init__(self, station: object) -> None:
        assert isinstance(station, FollowingStation)
        self._station = station
        self._news = threading.Event()
        self._forget = station.watch_positions(self._news.set)

    def wait(self) -> None:
        while self._station.pending:
            assert self._news.wait(PATIENCE), "the hub positions nothing"
            self._news.clear()
        self._forget()


def _recorded(terminal: Terminal) -> float:
    began = time.perf_counter()
    terminal.station.do(Tap.fresh(), STAFF, rules.call_help)
    return time.perf_counter() - began


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    found = statistics.quantiles(seconds, n=20, method="inclusive")
    return {"p50": round(1000 * found[9], 2), "p95": round(1000 * found[18], 2)}


# -- the first picture ---------------------------------------------------------------------


def _first_pictures(place: Path, starts: int, *, hub: bool) -> float:
    return round(statistics.median(_first_picture(place, hub=hub) for _ in range(starts)), 2)


def _first_picture(place: Path, *, hub: bool) -> float:
    data = Path(tempfile.mkdtemp(dir=place)) / "data"
    with display() as name:
        glass = Glass(name)
        began = time.perf_counter()
        with Kiosk(data, name, hub=hub):
            glass.wait_for_paint(*HEADER)
            seconds = time.perf_counter() - began
        glass.close()
    return seconds


if __name__ == "__main__":
    alone(measure, __doc__)
