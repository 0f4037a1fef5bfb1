"""Every family of lock boards beside the time its bytes take on the wire.

The boards are a process of their own that paces its bytes at the family's usual speed, over a pty.
Orders and questions alone, whole openings of doors, and a cabinet of 3 x 48 doors read again and
again. ``ratio`` is the time beyond the boards' own delay by the time of the bytes, ``share`` the
part of the wire's limit that polling reaches.

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers.line import SerialPort, SystemTime
from drivers.lockers.bank import SerialBank
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family, Request
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.wiring import BankWiring, Board, DoorWire
from drivers.registry import FAMILIES, serial_bank
from kiosk.ids import DoorId

ROOT = Path(__file__).parents[2]
GOAL_RATIO = 1.2
BOARD_SECONDS = 0.010
DOORS = 3 * 48

_BITS_A_BYTE = 10
_GAP_SECONDS = 0.005
"""Silence that the bus keeps before each question."""


def measure(*, quick: bool) -> dict[str, Any]:
    """Time every family."""
    return {
        "families": {name: _family(FAMILIES[name], quick=quick) for name in FAMILIES},
        "doors_polled": DOORS,
        "goal": {"ratio": GOAL_RATIO},
    }


def _family(family: Family, *, quick: bool) -> dict[str, Any]:
    rounds = 20 if quick else 200
    address, locks = family.addresses[:2][-1], family.locks[-1]
    board = Board(address, min(24, locks))
    figures: dict[str, Any] = {"baud": family.bauds[0]}
    with _cabinet(family, (board,)) as port, _bus(family, board, port) as bus:
        order = family.open_one(address, 3)
        if family.acknowledge_seconds:
            tell = _timed(rounds, bus, lambda: bus.tell(order, within=0.5))
            figures["order"] = _beside_wire(family, board, order, tell)
        question = family.query_all(address) or family.probes(address)[0]
        ask = _timed(rounds, bus, lambda: bus.ask(question))
        figures["question"] = _beside_wire(family, board, question, ask)
    with _cabinet(family, (board,)) as port:
        figures["opening_ms"] = _openings(family, board, port, doors=3 if quick else 8)
    figures["poll"] = _polled(family, rounds=3 if quick else 20)
    return figures


def _timed(rounds: int, bus: Bus, exchange: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(rounds):
        bus.rest(0.02)
        before = time.perf_counter()
        assert exchange()
        seconds.append(time.perf_counter() - before)
    return seconds


def _limits(family: Family, board: Board, request: Request) -> tuple[float, float]:
    """Return how long the bytes of a request and its answer take, and the board's own delay."""
    plan = BoardPlan(address=board.address, locks=board.locks, reply_seconds=BOARD_SECONDS)
    _, said = BUILDERS[family.name](plan).hear(request.wire, 0.0)
    size = len(request.wire) + sum(len(each.wire) for each in said)
    own = max((each.after for each in said), default=0.0)
    return size * _BITS_A_BYTE / family.bauds[0], own


def _beside_wire(
    family: Family, board: Board, request: Request, seconds: list[float]
) -> dict[str, float]:
    wire, own = _limits(family, board, request)
    median = statistics.median(seconds)
    return {
        "wire_ms": round(1e3 * wire, 2),
        "board_ms": round(1e3 * own, 1),
        "p50_ms": round(1e3 * median, 2),
        "p99_ms": round(1e3 * sorted(seconds)[int(0.99 * len(seconds))], 2),
        "ratio": round((median - own) / wire, 3),
    }


def _openings(family: Family, board: Board, port: str, *, doors: int) -> dict[str, float]:
    wires = _wires((board,), doors)
    bank = serial_bank(BankWiring(port, family.name, (board,), wires))
    bank.read()
    taken = []
    for door in bank.doors:
        bank._bus.rest(family.pulse_seconds + 0.4)
        taken.append(bank.open(door).elapsed_ms)
    bank.close()
    return {"p50": statistics.median(taken), "max": max(taken)}


def _polled(family: Family, *, rounds: int) -> dict[str, float]:
    """Read a cabinet of 144 doors on as many boards as that takes."""
    locks = min(48, family.locks[-1])
    addresses = family.addresses[: -(-DOORS // locks)]
    boards = tuple(Board(address, locks) for address in addresses)
    limit = sum(_poll_seconds(family, board) for board in boards)
    with _cabinet(family, boards) as port:
        wiring = BankWiring(port, family.name, boards, _wires(boards, DOORS))
        bank = serial_bank(wiring)
        bank.read()
        seconds = [_read(bank) for _ in range(rounds)]
        assert bank.health().timeouts == 0
        bank.close()
    median = statistics.median(seconds)
    return {
        "boards": len(boards),
        "limit_ms": round(1e3 * limit, 1),
        "p50_ms": round(1e3 * median, 1),
        "share": round(limit / median, 3),
    }


def _poll_seconds(family: Family, board: Board) -> float:
    question = family.query_all(board.address) or family.probes(board.address)[0]
    return sum(_limits(family, board, question)) + _GAP_SECONDS


def _read(bank: SerialBank) -> float:
    before = time.perf_counter()
    bank.read()
    return time.perf_counter() - before


def _wires(boards: Sequence[Board], most: int) -> tuple[DoorWire, ...]:
    places = [(board.address, lock) for board in boards for lock in range(1, board.locks + 1)]
    return tuple(
        DoorWire(DoorId(f"{address}-{lock}"), address, lock) for address, lock in places[:most]
    )


@contextmanager
def _bus(family: Family, board: Board, port: str) -> Iterator[Bus]:
    baud = family.bauds[0]
    bus = Bus(family, (board,), port=SerialPort(port, baud), baud=baud, time=SystemTime())
    yield bus
    bus.close()


@contextmanager
def _cabinet(family: Family, boards: Sequence[Board]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        port = str(Path(folder) / "bank")
        first = boards[0]
        command = [sys.executable, "-m", "drivers.cli", "bank", "sim", "--pty", port]
        command += ["--family", family.name, "--board", str(first.address)]
        command += ["--boards", str(len(boards)), "--locks", str(first.locks)]
        command += ["--reply-delay", str(BOARD_SECONDS)]
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
