"""The options of the bench's commands; each loads what it needs only when it is run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.lockers.bench.asking import OPEN, OPEN_ALL
from drivers.lockers.bench.options import (
    CONTACTS,
    MOST_BOARD,
    add_family,
    add_port,
    add_scan,
    add_word,
    lock_list,
    number,
)
from drivers.registry import AT_THE_BENCH

if TYPE_CHECKING:
    BankCommands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_bench_commands(acts: BankCommands) -> None:
    """Add what a technician does beyond opening and reading a door."""
    add_scan(acts)
    _add_walk(acts)
    _add_polarity(acts)
    _add_monitor(acts)
    _add_console(acts)
    _add_soak(acts)
    _add_report(acts)


def _add_cabinet(parser: argparse.ArgumentParser) -> None:
    add_port(parser)
    add_family(parser, default=None)
    parser.add_argument(
        "--board",
        type=number(0, MOST_BOARD),
        action="append",
        help="its address, again for more; default: those that answer",
    )
    parser.add_argument("--locks", type=number(1, 255), help="on each board")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="a line for each answer, instead of a person"
    )


def _add_walk(acts: BankCommands) -> None:
    parser = acts.add_parser("walk", help="open lock after lock, learn which door each is")
    _add_cabinet(parser)
    add_word(parser, OPEN)
    parser.add_argument("--station", type=Path, metavar="FILE", help="station file to be written")
    parser.add_argument("--bank", default="A", help="name of the bank in it (default A)")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be written")
    parser.set_defaults(handler=_walk)


def _walk(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import commissioning

    return commissioning.walk(args)


def _add_polarity(acts: BankCommands) -> None:
    parser = acts.add_parser("polarity", help="learn what the contacts say; opens nothing")
    _add_cabinet(parser)
    parser.set_defaults(handler=_polarity)


def _polarity(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import commissioning

    return commissioning.polarity(args)


def _add_monitor(acts: BankCommands) -> None:
    parser = acts.add_parser("monitor", help="listen only: every frame, when, and what it says")
    add_port(parser)
    add_family(parser, default="xor8a", families=AT_THE_BENCH)
    parser.add_argument("--seconds", type=float, help="default: until Ctrl-C")
    parser.set_defaults(handler=_monitor)


def _monitor(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import listening

    return listening.monitor(args)


def _add_console(acts: BankCommands) -> None:
    parser = acts.add_parser("console", help="send hex with the checksum added, explain answers")
    add_port(parser)
    add_family(parser, default="xor8a", families=AT_THE_BENCH)
    parser.add_argument("--send", dest="wire", metavar="HEX", help="one frame; default: ask")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="frames, one a line")
    parser.add_argument("--raw", action="store_true", help="add no checksum")
    parser.add_argument(
        "--yes", metavar="WORD", help=f"{OPEN}: one door may open; '{OPEN_ALL}': anything may"
    )
    parser.set_defaults(handler=_console)


def _console(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import listening

    return listening.console(args)


def _add_soak(acts: BankCommands) -> None:
    parser = acts.add_parser("soak", help="open doors again and again; count and time them")
    add_port(parser, required=False)
    add_family(parser, default="xor8a")
    parser.add_argument("--board", type=number(0, MOST_BOARD), default=1, help="default 1")
    parser.add_argument("--contact", choices=CONTACTS, help="default: usual for the family")
    parser.add_argument("--status-order", choices=["high-first", "low-first"], default="high-first")
    parser.add_argument("--locks", type=lock_list, metavar="1-5,7", help="default: 24, or fewer")
    parser.add_argument("--station", type=Path, metavar="FILE", help="take the wiring from it")
    parser.add_argument("--bank", default="A", help="name of the bank in it (default A)")
    parser.add_argument("--doors", metavar="A01,A02", help="of the station file; default: all")
    parser.add_argument("--cycles", type=number(1, 100_000), default=10, help="default 10")
    parser.add_argument(
        "--shut-within",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help="how long a door may stand open between two cycles (default 30)",
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="one line for each door")
    add_word(parser, OPEN)
    parser.set_defaults(handler=_soak)


def _soak(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import soak

    if args.port is None and args.station is None:
        print("bank soak: give --port URL or --station FILE", file=sys.stderr)
        return 2
    return soak.run(args)


def _add_report(acts: BankCommands) -> None:
    parser = acts.add_parser("report", help="a printable page about a cabinet, with its picture")
    parser.add_argument("--station", type=Path, required=True, metavar="FILE")
    parser.add_argument("--bank", default="A", help="name of the bank in it (default A)")
    parser.add_argument("--soak", type=Path, metavar="FILE", help="what bank soak --json printed")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.html")
    parser.add_argument("--language", choices=["zh", "en"], default="zh", help="default zh")
    parser.set_defaults(handler=_report)


def _report(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import report

    return report.run(args)
