"""Pulses that the host must end, for boards that do not: on … off, and off whatever happens.

Before an output is switched on, a process of its own (``guard.py``) holds the port as well; it
switches the output off when this program lets go, is killed or hangs.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from drivers.connection import Connection
from drivers.line import Time
from drivers.lockers.bench.dialogue import REPLAY
from drivers.lockers.bench.lines import line_of
from drivers.lockers.bench.telling import complain, told
from drivers.lockers.bench.verdicts import OUTCOME_CODES, PORT_CODES, WRONG_OPTION
from drivers.lockers.frames import HostTimed
from drivers.registry import BENCH_ONLY
from kiosk.errors import NotAllowed, WhyUnavailable
from kiosk.ports import Outcome

_GUARD = Path(__file__).with_name("guard.py")
_LONGEST_PULSES = 3.0
"""Pulses after which the guard takes this program for hung."""


def pulse(
    connection: Connection,
    family: HostTimed,
    time: Time,
    *,
    address: int,
    lock: int,
    replayed: bool = False,
) -> None:
    """Switch one output on and, after the pulse of the family, off.

    Args:
        replayed: the line is a recording, which needs no guard.

    Raises:
        NotAllowed: no such output, or no guard could hold the line; nothing was sent.
        PortUnavailable: the port was lost; the guard tries to switch off.
    """
    on, off = family.open_one(address, lock), family.off(address, lock)
    limit = _LONGEST_PULSES * family.pulse_seconds
    guarded = contextlib.nullcontext() if replayed else _guarded(connection, off.wire, limit)
    with guarded:
        try:
            connection.write(on.wire)
            time.wait(family.pulse_seconds)
        finally:
            connection.write(off.wire)


def open_one(args: argparse.Namespace) -> int:
    """``bank open`` for such a family: nothing tells of the door, so it ends as unconfirmed."""
    family = BENCH_ONLY[args.family]
    try:
        family.open_one(args.board, args.lock)
    except NotAllowed as error:
        complain(f"{args.family}: {error}")
        return WRONG_OPTION
    return told(args.port, lambda: _open(args, family))


def _open(args: argparse.Namespace, family: HostTimed) -> int:
    with line_of(args.port, args.record) as (ports, time):
        connection = Connection(ports(args.baud or family.bauds[0]), time)
        connection.connect()
        began = time.now()
        try:
            replayed = args.port.startswith(REPLAY)
            place = {"address": args.board, "lock": args.lock}
            pulse(connection, family, time, **place, replayed=replayed)
        except NotAllowed as error:
            complain(f"{args.port}: {error}")
            return PORT_CODES[WhyUnavailable.REFUSED]
        finally:
            connection.close()
        elapsed_ms = round(1000 * (time.now() - began))
    facts = {
        "outcome": str(Outcome.UNCONFIRMED),
        "elapsed_ms": elapsed_ms,
        "door": "unknown",
        "pulses": 1,
        "board": args.board,
        "lock": args.lock,
    }
    text = f"relay {args.lock}: on and off again; nothing tells what the door did"
    print(msgspec.json.encode(facts).decode() if args.json else text)
    return OUTCOME_CODES[Outcome.UNCONFIRMED]


@contextlib.contextmanager
def _guarded(connection: Connection, off: bytes, seconds: float) -> Iterator[None]:
    """Let the guard hold the port as well.

    Raises:
        NotAllowed: it cannot be held by two.
    """
    descriptor = connection.descriptor
    if descriptor is None:
        raise NotAllowed("nothing could switch the relay off on this line if the program ended")
    guard = subprocess.Popen(
        [sys.executable, "-I", str(_GUARD), str(descriptor), off.hex(), str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[descriptor],
        start_new_session=True,  # what ends this program's group does not end its guard
    )
    with guard:
        assert guard.stdin is not None
        assert guard.stdout is not None
        guard.stdout.readline()
        try:
            yield
        finally:
            guard.stdin.close()
