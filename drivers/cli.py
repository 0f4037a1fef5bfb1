"""``bank …`` on the command line: the simulator, and a technician's first questions to a cabinet.

Exit codes, one per outcome; 2 is a wrong option, as everywhere:

    0 opened (or the question was answered)
    3 already_open   4 not_opened   5 unconfirmed   6 not_sent
    10 port missing  11 no permission  12 in use  13 unplugged  14 refused
    7 walk not complete   8 station file not written   9 the word was not typed
    20 silence: power, address or wiring     21 bytes but no frame: family, baud or A/B
    22 two boards share an address           23 not what the recorded dialogue says
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.lockers.bench.acts import add_bench_commands
from drivers.lockers.bench.options import add_record
from drivers.lockers.simulator.board import BUILDERS
from drivers.registry import FAMILIES

if TYPE_CHECKING:
    BankCommands = argparse._SubParsersAction[argparse.ArgumentParser]

_CONTACTS = ("closed-is-1", "closed-is-0")


def add_bank_commands(subparsers: BankCommands) -> None:
    """Add ``bank`` with its own subcommands; each sets ``handler(args) -> exit code``."""
    bank = subparsers.add_parser("bank", help="lock boards: simulate, open, read, find")
    acts = bank.add_subparsers(dest="act", required=True, metavar="ACT")
    _add_sim(acts)
    _add_open(acts)
    _add_state(acts)
    add_bench_commands(acts)


def _number(low: int, high: int) -> type[int]:
    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{value} is not in {low}..{high}")
        return value

    parse.__name__ = "number"
    return parse  # type: ignore[return-value]


def _host_port(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)


def _another(text: str) -> tuple[str, int, int | None]:
    family, *numbers = text.split(":")
    if family not in BUILDERS or not 1 <= len(numbers) <= 2 or not "".join(numbers).isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not FAMILY:ADDRESS[:LOCKS]")
    return family, int(numbers[0]), int(numbers[1]) if numbers[1:] else None


def _seconds_or_none(text: str) -> float | None:
    return None if text == "none" else float(text)


def _add_line(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", required=True, metavar="URL", help="/dev/ttyUSB0, socket://host:port, …"
    )
    parser.add_argument("--family", choices=sorted(FAMILIES), default="xor8a")
    parser.add_argument(
        "--baud", type=_number(300, 4_000_000), help="default: usual for the family"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    add_record(parser)


def _add_board(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--board", type=_number(0, 255), default=1, help="its address (default 1)")
    parser.add_argument("--contact", choices=_CONTACTS, help="default: usual for the family")
    parser.add_argument("--status-order", choices=["high-first", "low-first"], default="high-first")
    parser.add_argument("--status-bytes", type=_number(1, 7), help="default: learned")


def _add_sim(acts: BankCommands) -> None:
    sim = acts.add_parser("sim", help="serve a simulated cabinet until ended")
    sim.add_argument("--family", choices=sorted(BUILDERS), default="xor8a")
    sim.add_argument("--station", metavar="NAME|FILE", help="the boards as they are wired there")
    sim.add_argument("--bank", default="A", help="name of the bank in it (default A)")
    sim.add_argument("--locks", type=_number(1, 50), help="on each board (default 24, or fewer)")
    sim.add_argument("--boards", type=_number(1, 31), default=1, help="boards at addresses 1…")
    sim.add_argument("--board", type=_number(0, 247), default=1, help="address of the first board")
    sim.add_argument("--pty", type=Path, metavar="PATH", help="symbolic link to the pty")
    sim.add_argument("--tcp", type=_host_port, metavar="HOST:PORT", help="port 0: any free one")
    sim.add_argument("--control", type=Path, metavar="PATH", help="Unix socket for live orders")
    sim.add_argument("--faults", type=Path, metavar="FILE", help="TOML: what goes wrong, and when")
    sim.add_argument("--pulse-log", type=Path, metavar="FILE", help="one JSON line per coil pulse")
    sim.add_argument(
        "--person",
        type=_seconds_or_none,
        default=None,
        metavar="SECONDS|none",
        help="shut every door that opened after so long (default none)",
    )
    sim.add_argument("--contact", choices=_CONTACTS, help="default: as in the family's paper")
    sim.add_argument("--no-sensor", action="store_true", help="no feedback is wired")
    sim.add_argument("--status-order", choices=["high-first", "low-first"], default="high-first")
    sim.add_argument("--status-bytes", type=_number(1, 7))
    sim.add_argument("--short-answers", action="store_true", help="dc: one byte instead of two")
    sim.add_argument("--never-acknowledge", action="store_true", help="opens are not answered")
    sim.add_argument("--report", choices=["81", "82", "85"], help="report doors unasked")
    sim.add_argument("--reply-delay", type=float, default=0.01, metavar="SECONDS")
    sim.add_argument("--baud", type=_number(300, 4_000_000), help="paces the bytes; default: usual")
    sim.add_argument(
        "--also",
        action="append",
        default=[],
        type=_another,
        metavar="FAMILY:ADDRESS[:LOCKS]",
        help="one more board on the line, also at an address that is taken",
    )
    sim.add_argument(
        "--strict-baud", action="store_true", help="the pty is not understood at another speed"
    )
    sim.add_argument("--unpaced", action="store_true", help="bytes take no time")
    sim.add_argument("--seed", type=int, default=0, help="of everything random")
    sim.set_defaults(handler=_sim)


def _add_open(acts: BankCommands) -> None:
    parser = acts.add_parser("open", help="open one door and tell what it did")
    _add_line(parser)
    _add_board(parser)
    parser.add_argument("--lock", type=_number(0, 255), required=True)
    parser.set_defaults(handler=_open)


def _add_state(acts: BankCommands) -> None:
    parser = acts.add_parser("state", help="read all doors of a board")
    _add_line(parser)
    _add_board(parser)
    parser.add_argument("--locks", type=_number(1, 255), help="default: 24, or fewer")
    parser.set_defaults(handler=_state)


def _sim(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import simulate

    return simulate.run(args)


def _open(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import doors

    return doors.open_one(args)


def _state(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import doors

    return doors.state(args)


def main(argv: list[str] | None = None) -> int:
    """Run ``bank …`` by itself: ``python -m drivers.cli bank open …``."""
    parser = argparse.ArgumentParser(prog="drivers.cli")
    add_bank_commands(parser.add_subparsers(dest="command", required=True))
    args = parser.parse_args(argv)
    code: int = args.handler(args)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
