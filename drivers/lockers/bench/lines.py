"""The line a command of the bench works on: a real port, one that is recorded, or a recording."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from drivers.connection import Port
from drivers.line import SerialPort, SystemTime, Time
from drivers.lockers.bench.dialogue import REPLAY, Replay, Tape

Ports = Callable[[int], Port]
"""Gives the port at a baud rate."""


@contextlib.contextmanager
def line_of(url: str, record: Path | None) -> Iterator[tuple[Ports, Time]]:
    """Give the ports of ``url`` and the time they live in; record what goes over them.

    Raises:
        PortUnavailable: a recording that cannot be read.
        OSError: ``record`` cannot be written.
    """
    if url.startswith(REPLAY):
        replay = Replay.of(url)
        yield lambda _: replay, replay
        return
    time = SystemTime()
    if record is None:
        yield lambda baud: SerialPort(url, baud), time
        return
    tape = Tape(record, time)
    try:
        yield lambda baud: tape.port(SerialPort(url, baud), baud), time
    finally:
        tape.close()
