"""``bank scan``: which ports there are, why one cannot be opened, and who answers on it.

Only questions are sent, never an order.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from serial.tools import list_ports

from drivers.line import SerialPort, Time
from drivers.lockers.bench.lines import Ports, line_of
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bench.search_plan import plan
from drivers.lockers.bench.searching import Search, Searcher, mixed, twins
from drivers.lockers.bench.telling import told
from drivers.lockers.bench.verdicts import (
    GARBLED,
    GARBLED_SENTENCE,
    PORT_SENTENCES,
    SHARED_ADDRESS,
    SILENT,
    SILENT_SENTENCE,
)
from drivers.registry import FAMILIES
from kiosk.errors import PortUnavailable

_USUAL_BAUD = 9600
_ONE_SPEED = ("socket://", "rfc2217://")
"""Lines whose speed is set at the gateway, or need not be found."""


def run(args: argparse.Namespace) -> int:
    """List the ports, or search one of them; return the exit code."""
    if not args.port:
        return _list(args)
    return told(args.port, lambda: _search(args))


def _search(args: argparse.Namespace) -> int:
    found = search(args)
    code = verdict(found)
    sentences = list(explained(found))
    if args.json:
        says = "; ".join(sentences) or "found"
        facts: dict[str, Any] = {"port": args.port, "says": says}
        print(msgspec.json.encode(facts | msgspec.to_builtins(found)).decode())
    else:
        for line in _rows(found):
            print(line)
    for sentence in sentences:
        print(f"{args.port}: {sentence}", file=sys.stderr)
    return code


def search(args: argparse.Namespace) -> Search:
    """Search the line that the options name.

    Raises:
        PortUnavailable: it cannot be opened, or was lost.
    """
    names = args.family or list(FAMILIES)
    with line_of(args.port, args.record) as (ports, time):
        return search_on(
            ports, time, url=args.port, families=names, baud=args.baud, seconds=args.seconds
        )


def search_on(
    ports: Ports, time: Time, *, url: str, families: Sequence[str], baud: int | None, seconds: float
) -> Search:
    """Search a line that is at hand.

    Raises:
        PortUnavailable: it cannot be opened, or was lost.
    """
    dialects = [FAMILIES[name] for name in families]
    steps = plan(dialects, baud, one_speed=url.startswith(_ONE_SPEED))
    searcher = Searcher(ports, time, seconds=seconds, progress=Progress("scan"))
    return searcher.run(dialects, steps)


def verdict(found: Search) -> int:
    """Return the exit code for what was found."""
    if found.boards:
        return SHARED_ADDRESS if list(twins(found.boards)) else 0
    heard = found.bytes_without_frame or found.unasked or found.refused_at
    return GARBLED if heard else SILENT


def explained(found: Search) -> Iterator[str]:
    """Yield what is to be said about it, besides the boards themselves."""
    yield from twins(found.boards)
    if mixed(found.boards):
        yield mixed(found.boards)
    if not found.boards:
        yield from _why_nothing(found)
    elif found.garbled_at:
        where = ", ".join(found.garbled_at[:3])
        yield f"noise instead of an answer at {where}: two boards with one address, or a bad line"
    if not found.finished:
        yield "the time was up before everything was asked; search longer with --seconds"


def _why_nothing(found: Search) -> Iterator[str]:
    if found.refused_at:
        yield (
            f"a Modbus board refuses the question at {found.refused_at[0]}: it is there, but of"
            " another kind"
        )
        return
    if found.bytes_without_frame == 0 and found.unasked == 0:
        yield SILENT_SENTENCE
        if found.echo:
            yield "the adapter hears itself (echo), so it works; the boards do not answer"
        return
    yield GARBLED_SENTENCE
    few = {place.rpartition("/")[2] for place in found.garbled_at}
    if len(few) == 1:
        yield f"only address {few.pop()} says anything: or do two boards share it?"
    if found.unasked and not found.bytes_without_frame:
        yield "the line talks although nobody asks: another master, or A and B not terminated"


def _rows(found: Search) -> Iterator[str]:
    for board in found.boards:
        status = f"status of {board.status_bytes} bytes"
        yield f"{board.family} board {board.address} at {board.baud} baud, {status}"
    if found.boards:
        first = found.boards[0]
        options = f"--family {first.family} --baud {first.baud} --board {first.address}"
        yield f"{found.asked} questions in {found.seconds:.1f} s. Next: bank walk {options}"


def _list(args: argparse.Namespace) -> int:
    ports = [_described(info.device, info.description or "") for info in _comports()]
    if args.json:
        print(msgspec.json.encode({"ports": ports}).decode())
    else:
        for port in ports:
            print(f"{port['port']}  {port['description']}  {port['problem'] or 'can be opened'}")
        if not ports:
            print("no serial port was found; is the adapter plugged in?")
    return 0


def _comports() -> list[Any]:
    return sorted(list_ports.comports(), key=lambda info: str(info.device))


def _described(device: str, description: str) -> dict[str, str]:
    try:
        SerialPort(device, _USUAL_BAUD).open().close()
    except PortUnavailable as error:
        return {
            "port": device,
            "description": description,
            "problem": PORT_SENTENCES[error.why],
        }
    return {"port": device, "description": description, "problem": ""}
