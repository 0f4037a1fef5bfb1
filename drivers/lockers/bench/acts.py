"""The options of the bench's commands; each loads what it needs only when it is run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.lockers.bench.asking import OPEN
from drivers.lockers.bench.options import (
    MOST_BOARD,
    add_family,
    add_port,
    add_scan,
    add_word,
    number,
)

if TYPE_CHECKING:
    BankCommands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_bench_commands(acts: BankCommands) -> None:
    """Add what a technician does beyond opening and reading a door."""
    add_scan(acts)
    _add_walk(acts)
    _add_polarity(acts)


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
