"""Runs a simulated printer as a process: what ``printer sim`` does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from drivers.printer.simulator.control import obey
from drivers.printer.simulator.machine import Machine
from drivers.printer.simulator.paper import Paper, save_in
from drivers.serving.process import serve as serve_until_ended
from drivers.serving.server import Server


class SimOptions(msgspec.Struct, frozen=True):
    """What to simulate and where to serve it.

    Attributes:
        out: directory that gets a picture of every slip; ``None``: none is kept.
    """

    width: int = 384
    rows_a_second: float = 400.0
    pty: Path | None = None
    tcp: tuple[str, int] | None = None
    control: Path | None = None
    out: Path | None = None


def serve(options: SimOptions, *, started: Callable[[Server], None]) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        OSError: a path or port that cannot be used.
    """
    if options.out:
        options.out.mkdir(mode=0o700, parents=True, exist_ok=True)
    paper = Paper(options.width, save_in(options.out) if options.out else lambda _: None)
    machine = Machine(paper, rows_a_second=options.rows_a_second)
    server = Server(
        machine,
        partial(obey, machine),
        link=options.pty,
        tcp=options.tcp,
        control=options.control,
    )
    serve_until_ended(server, started)
