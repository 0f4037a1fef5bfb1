"""``printer …`` on the command line: a simulated printer, a test slip, what the printer says.

Exit codes, one per outcome; 2 is a wrong option, as everywhere:

    0 printed, or ready        5 sent, and nothing tells what became of it
    6 not printed, or not ready       20 it answers no question
    10 port missing  11 no permission  12 in use  13 unplugged  14 refused
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from drivers.lockers.bench.verdicts import PORT_CODES, PORT_SENTENCES
from drivers.printer.ports import port_of
from drivers.printer.printer import EscposPrinter
from drivers.printer.simulator.serve import SimOptions, serve
from drivers.printer.trial import trial
from drivers.serving.options import host_port
from drivers.serving.server import Server
from kiosk.config import PrinterDevice, load_station
from kiosk.config.boards import BAUDS
from kiosk.config.printer import NO_PRINTER, WIDTHS, Cut, Flow, Raster, TypeSize
from kiosk.errors import PortUnavailable
from kiosk.ports import PrinterStatus, PrintOutcome

_GOOD, _WRONG, _UNCLEAR, _NOT, _SILENT = 0, 2, 5, 6, 20
_PRINT_CODES = {
    PrintOutcome.PRINTED: _GOOD,
    PrintOutcome.SENT: _UNCLEAR,
    PrintOutcome.NOT_PRINTED: _NOT,
}
_STATUS_CODES = {
    PrinterStatus.READY: _GOOD,
    PrinterStatus.PAPER_LOW: _GOOD,
    PrinterStatus.UNKNOWN: _SILENT,
}


def add_printer_commands(commands: Any) -> None:
    """Add ``printer`` with its own subcommands; each sets ``handler(args) -> exit code``."""
    printer = commands.add_parser("printer", help="slip printer: test, ask, simulate")
    acts = printer.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, handler, says in (
        ("test", _test, "print a test slip: letters, a ruler, all grounds"),
        ("status", _status, "ask the printer how it is"),
    ):
        parser = acts.add_parser(name, help=says)
        _add_device(parser)
        parser.set_defaults(handler=handler)
    _add_sim(acts)


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--station", metavar="NAME|FILE", help="take what it says of the printer")
    parser.add_argument(
        "--port", metavar="PORT", help="usb, usb:VID:PID, file:PATH, /dev/ttyUSB0 …"
    )
    parser.add_argument("--width-dots", type=int, choices=WIDTHS)
    for name, choice in (("type-size", TypeSize), ("cut", Cut), ("raster", Raster), ("flow", Flow)):
        parser.add_argument(f"--{name}", type=choice, choices=list(choice))
    parser.add_argument("--baud", type=int, choices=BAUDS)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _add_sim(acts: Any) -> None:
    sim = acts.add_parser("sim", help="serve a simulated printer until ended")
    sim.add_argument("--pty", type=Path, metavar="PATH", help="symbolic link to the pty")
    sim.add_argument("--tcp", type=host_port, metavar="HOST:PORT", help="port 0: any free one")
    sim.add_argument("--control", type=Path, metavar="PATH", help="Unix socket for live orders")
    sim.add_argument("--out", type=Path, metavar="DIR", help="gets a picture of every slip")
    sim.add_argument("--width-dots", type=int, choices=WIDTHS, default=WIDTHS[0])
    sim.add_argument("--speed", type=float, default=400.0, metavar="ROWS", help="rows a second")
    sim.set_defaults(handler=_sim)


def _device(args: argparse.Namespace) -> PrinterDevice:
    device = load_station(args.station).device.printer if args.station else PrinterDevice()
    given = {
        name: value
        for name in PrinterDevice.__struct_fields__
        if (value := getattr(args, name)) is not None
    }
    return msgspec.structs.replace(device, **given)


def _unreachable(device: PrinterDevice) -> int:
    """Say why the port cannot be opened; 0 if it can."""
    if device.port in (NO_PRINTER, "sim"):
        print("printer: give --port, or a station file that names a real printer", file=sys.stderr)
        return _WRONG
    try:
        port_of(device).open().close()
    except PortUnavailable as error:
        print(f"printer: {error.port}: {PORT_SENTENCES[error.why]}", file=sys.stderr)
        return PORT_CODES[error.why]
    return _GOOD


def _test(args: argparse.Namespace) -> int:
    device = _device(args)
    if code := _unreachable(device):
        return code
    printer = EscposPrinter(device)
    printed = printer.print_picture(
        trial(device.width_dots, large=device.type_size is TypeSize.LARGE)
    )
    printer.close()
    _tell(args, [printed.outcome, *([printed.why] if printed.why else [])], printed)
    return _PRINT_CODES[printed.outcome]


def _status(args: argparse.Namespace) -> int:
    device = _device(args)
    if code := _unreachable(device):
        return code
    printer = EscposPrinter(device)
    status = printer.status()
    printer.close()
    _tell(args, [status], {"status": status})
    return _STATUS_CODES.get(status, _NOT)


def _tell(args: argparse.Namespace, words: Sequence[str], found: object) -> None:
    if args.json:
        print(msgspec.json.encode(found).decode())
    else:
        print(": ".join(word.replace("_", " ") for word in words))


def _sim(args: argparse.Namespace) -> int:
    if not args.pty and not args.tcp:
        print("printer sim: give --pty PATH or --tcp HOST:PORT", file=sys.stderr)
        return _WRONG
    options = SimOptions(args.width_dots, args.speed, args.pty, args.tcp, args.control, args.out)

    def tell(server: Server) -> None:
        print(f"printer sim: {args.width_dots} dots on {server.places}", flush=True)

    try:
        serve(options, started=tell)
    except OSError as error:
        print(f"printer sim: {error}", file=sys.stderr)
        return _WRONG
    return _GOOD
