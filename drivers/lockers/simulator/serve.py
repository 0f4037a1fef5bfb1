"""Runs a simulated cabinet as a process: what ``bank sim`` does."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet, Pulse
from drivers.lockers.simulator.control import load_script, obey, run_script
from drivers.lockers.simulator.sharing import on_one_line
from drivers.serving.process import serve as serve_until_ended
from drivers.serving.server import Server


class SimOptions(msgspec.Struct, frozen=True):
    """What to simulate and where to serve it.

    Attributes:
        plans: the boards on the line.
        baud: paces the bytes; ``None`` does not.
        person: seconds after which an opened door is shut; ``None`` leaves it open.
        pulse_log: file that gets one JSON line per drive of a coil, at once.
        faults: a fault file, see ``control.py``.
        also: more boards on the same line, each with its family; an address may be taken twice.
        strict_baud: on the pty, bytes sent at another speed than ``baud`` are not understood.
    """

    family: str
    plans: tuple[BoardPlan, ...]
    baud: int | None = 9600
    pty: Path | None = None
    tcp: tuple[str, int] | None = None
    control: Path | None = None
    person: float | None = None
    pulse_log: Path | None = None
    faults: Path | None = None
    seed: int = 0
    also: tuple[tuple[str, BoardPlan], ...] = ()
    strict_baud: bool = False


def serve(options: SimOptions, *, started: Callable[[Server], None]) -> None:
    """Serve until SIGTERM or SIGINT; links and sockets are taken away at the end.

    Raises:
        BadOrder: a fault file with mistakes.
        OSError: a path or port that cannot be used.
    """
    log = (
        os.open(options.pulse_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        if options.pulse_log
        else None
    )

    def note(pulse: Pulse) -> None:
        if log is not None:
            line = msgspec.to_builtins(pulse) | {"wall": time.time()}
            os.write(log, msgspec.json.encode(line) + b"\n")

    plans = (*((options.family, plan) for plan in options.plans), *options.also)
    boards = on_one_line(BUILDERS[family](plan) for family, plan in plans)
    cabinet = Cabinet(
        boards, baud=options.baud, person=options.person, seed=options.seed, on_pulse=note
    )
    if options.faults:
        run_script(cabinet, load_script(options.faults), time.monotonic())
    server = Server(
        cabinet,
        partial(obey, cabinet),
        link=options.pty,
        tcp=options.tcp,
        control=options.control,
        baud=options.baud if options.strict_baud else None,
    )

    try:
        serve_until_ended(server, started)
    finally:
        if log is not None:
            os.close(log)
