"""An order and its answer beside the time their bytes take on the wire at 9600 baud.

The board is a process of its own that paces its bytes, over a pty.

python -m tests.bench.bench_drivers [--quick]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers.line import SerialPort, SystemTime
from drivers.lockers.bus import Bus
from drivers.lockers.wiring import BankWiring, Board, DoorWire
from drivers.lockers.xor8a import Xor8a
from drivers.registry import serial_bank
from kiosk.ids import DoorId

ROOT = Path(__file__).parents[2]
GOAL_RATIO = 1.2
BAUD = 9600
BOARD_SECONDS = 0.010
LOCKS = 24

_BITS_A_BYTE = 10
_SHORT_BYTES = 10
"""Five for the request, five for the answer."""
_LONG_BYTES = 12
"""Five for the question for all, seven for the answer of 24 locks."""


def measure(*, quick: bool) -> dict[str, Any]:
    """Time orders and questions against their bytes, and whole openings of doors.

    ``ratio`` is the time beyond the board's own delay by the time of the bytes.
    """
    rounds = 30 if quick else 300
    with _cabinet() as port, _bus(port) as bus:
        family = Xor8a()
        bus.ask(family.query_all(1))
        order = _timed(rounds, bus, lambda: bus.tell(family.open_one(1, 3), within=0.5))
        whole = _timed(rounds, bus, lambda: bus.ask(family.query_all(1)))
    with _cabinet() as port:
        opening_ms = _openings(port, doors=6 if quick else LOCKS)
    return {
        "open_round_trip": _beside_wire(order, _SHORT_BYTES),
        "query_all": _beside_wire(whole, _LONG_BYTES),
        "opening_ms": {"p50": statistics.median(opening_ms), "max": max(opening_ms)},
        "board_ms": 1e3 * BOARD_SECONDS,
        "baud": BAUD,
        "rounds": rounds,
        "goal": {"ratio": GOAL_RATIO},
    }


def _timed(rounds: int, bus: Bus, exchange: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(rounds):
        bus.rest(0.02)
        before = time.perf_counter()
        assert exchange()
        seconds.append(time.perf_counter() - before)
    return seconds


def _beside_wire(seconds: list[float], wire_bytes: int) -> dict[str, float]:
    wire = wire_bytes * _BITS_A_BYTE / BAUD
    median = statistics.median(seconds)
    return {
        "wire_ms": round(1e3 * wire, 2),
        "p50_ms": round(1e3 * median, 2),
        "p99_ms": round(1e3 * sorted(seconds)[int(0.99 * len(seconds))], 2),
        "ratio": round((median - BOARD_SECONDS) / wire, 3),
    }


def _openings(port: str, *, doors: int) -> list[int]:
    wires = tuple(DoorWire(DoorId(str(lock)), 1, lock) for lock in range(1, doors + 1))
    bank = serial_bank(BankWiring(port, "xor8a", (Board(1, LOCKS),), wires))
    bank.read()
    taken = []
    for door in bank.doors:
        bank._bus.rest(0.7)
        taken.append(bank.open(door).elapsed_ms)
    bank.close()
    return taken


@contextmanager
def _bus(port: str) -> Iterator[Bus]:
    bus = Bus(
        Xor8a(),
        (Board(1, LOCKS),),
        port=SerialPort(port, BAUD),
        baud=BAUD,
        time=SystemTime(),
    )
    yield bus
    bus.close()


@contextmanager
def _cabinet() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        port = str(Path(folder) / "bank")
        command = [sys.executable, "-m", "drivers.cli", "bank", "sim", "--pty", port]
        command += ["--baud", str(BAUD), "--reply-delay", str(BOARD_SECONDS)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            yield port
            process.terminate()


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds")
    print(json.dumps(measure(quick=parser.parse_args().quick), indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
