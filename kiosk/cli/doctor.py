"""``doctor`` on the command line."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from kiosk.cli.terminal import add_station
from kiosk.doctor import Finding, TryPort, TrySound, examine, worst

_SIGN = {Finding.WELL: "ok  ", Finding.MIND: "mind", Finding.ILL: "BAD "}


def add_doctor_command(commands: Any, try_port: TryPort, try_sound: TrySound) -> None:
    """Add ``doctor``; it exits 1 if anything is ill.

    Args:
        commands: the subparsers of the program.
        try_port: opens a serial port and lets it go; the drivers know how.
        try_sound: plays nothing on a sound card.
    """
    doctor = commands.add_parser("doctor", help="look at everything the terminal needs")
    add_station(doctor)
    doctor.add_argument("--json", action="store_true", help="for machines")
    doctor.set_defaults(handler=lambda args: _doctor(args, try_port, try_sound))


def _doctor(args: argparse.Namespace, try_port: TryPort, try_sound: TrySound) -> int:
    lines = []
    for line in examine(args.station, args.data, try_port, try_sound):
        lines.append(line)
        if not args.json:
            print(f"{_SIGN[line.finding]}  {line.what}: {line.says}", flush=True)
    if args.json:
        print(msgspec.json.encode({"findings": lines, "worst": worst(lines)}).decode())
    return int(worst(lines) is Finding.ILL)
