"""``bank scan``: which ports there are, why one cannot be opened, and who answers on it.

Only questions are sent, never an order.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
from serial.tools import list_ports

from drivers.line import SerialPort, SystemTime
from drivers.lockers.bench.verdicts import (
    GARBLED,
    GARBLED_SENTENCE,
    PORT_CODES,
    PORT_SENTENCES,
    SILENT,
    SILENT_SENTENCE,
)
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Family
from drivers.registry import FAMILIES
from kiosk.errors import DeviceGarbled, DeviceSilent, PortUnavailable

_USUAL_BAUD = 9600


class Found(msgspec.Struct, frozen=True):
    """A board that answered."""

    family: str
    baud: int
    address: int
    status_bytes: int


class Heard(msgspec.Struct, frozen=True):
    """What a scan of one port heard."""

    boards: tuple[Found, ...]
    bytes_without_frame: int
    echo: bool


def run(args: argparse.Namespace) -> int:
    """List the ports, or search one of them; return the exit code."""
    return _search(args) if args.port else _list(args)


def find(port: str, family: Family, bauds: Sequence[int]) -> Heard:
    """Ask every address at each baud rate until one answers.

    Raises:
        PortUnavailable: the port cannot be opened.
    """
    noise, echo = 0, False
    for baud in bauds:
        time = SystemTime()
        bus = Bus(family, (), port=SerialPort(port, baud), baud=baud, time=time)
        try:
            boards = tuple(
                Found(family.name, baud, address, count)
                for address in family.addresses
                if (count := _answers(bus, family, address))
            )
        finally:
            bus.close()
        noise += bus.skipped
        echo = echo or bus.echo
        if boards:
            return Heard(boards, noise, echo)
    return Heard((), noise, echo)


def _answers(bus: Bus, family: Family, address: int) -> int:
    """Return how many status bytes the board answers with, 0 for none."""
    for question in family.probes(address)[:1]:
        with suppress(DeviceSilent, DeviceGarbled):
            return len(bus.ask(question, within=family.prompt_seconds).data)
    return 0


def _search(args: argparse.Namespace) -> int:
    family = FAMILIES[args.family]
    try:
        heard = find(args.port, family, [args.baud] if args.baud else family.bauds)
    except PortUnavailable as error:
        print(f"{args.port}: {PORT_SENTENCES[error.why]}", file=sys.stderr)
        return PORT_CODES[error.why]
    code, sentence = 0, ""
    if not heard.boards:
        garbled = heard.bytes_without_frame > 0
        code = GARBLED if garbled else SILENT
        sentence = GARBLED_SENTENCE if garbled else SILENT_SENTENCE
    if args.json:
        facts: dict[str, Any] = {"port": args.port, "says": sentence or "found"}
        print(msgspec.json.encode(facts | msgspec.to_builtins(heard)).decode())
    for board in () if args.json else heard.boards:
        status = f"{board.status_bytes} status bytes"
        print(f"{board.family} board {board.address} at {board.baud} baud, {status}")
    if sentence:
        print(f"{args.port}: {sentence}", file=sys.stderr)
    return code


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
