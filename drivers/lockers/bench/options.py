"""The options the commands of the bench share, and the ``bank`` commands beyond the first four."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.lockers.frames import Family
from drivers.registry import FAMILIES

if TYPE_CHECKING:
    BankCommands = argparse._SubParsersAction[argparse.ArgumentParser]

CONTACTS = ("closed-is-1", "closed-is-0")
MOST_BOARD = 255


def number(low: int, high: int) -> Callable[[str], int]:
    """Return a type of option: a whole number within the ends."""

    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{value} is not in {low}..{high}")
        return value

    parse.__name__ = "number"
    return parse


def lock_list(text: str) -> tuple[int, ...]:
    """Read ``1-5,7`` as locks.

    Raises:
        argparse.ArgumentTypeError: it is no such list.
    """
    locks: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            raise argparse.ArgumentTypeError(f"{text!r} is not of the form 1-5,7")
        locks += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(locks))


def add_port(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add ``--port``, ``--baud``, ``--json`` and ``--record``."""
    parser.add_argument(
        "--port",
        required=required,
        metavar="URL",
        help="/dev/ttyUSB0, socket://host:port, replay://FILE …",
    )
    parser.add_argument("--baud", type=number(300, 4_000_000), help="default: usual for the family")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    add_record(parser)


def add_record(parser: argparse.ArgumentParser) -> None:
    """Add ``--record``."""
    parser.add_argument("--record", type=Path, metavar="FILE", help="write the dialogue down")


def add_family(
    parser: argparse.ArgumentParser,
    *,
    default: str | None,
    families: Mapping[str, Family] = FAMILIES,
) -> None:
    """Add ``--family``."""
    told = f"default: {default}" if default else "default: all are tried"
    parser.add_argument("--family", choices=sorted(families), default=default, help=told)


def add_word(parser: argparse.ArgumentParser, word: str) -> None:
    """Add ``--yes WORD``, the word before an act that moves doors."""
    parser.add_argument("--yes", metavar="WORD", help=f"type {word}: doors will move")


def add_scan(acts: BankCommands) -> None:
    """Add ``bank scan``."""
    parser = acts.add_parser("scan", help="list ports; with --port find boards, read-only")
    add_port(parser, required=False)
    parser.add_argument(
        "--family", action="append", choices=sorted(FAMILIES), help="again for more; default: all"
    )
    parser.add_argument(
        "--seconds", type=float, default=120.0, help="stop searching after (default 120)"
    )
    parser.set_defaults(handler=_scan)


def _scan(args: argparse.Namespace) -> int:
    from drivers.lockers.bench import scan

    return scan.run(args)
