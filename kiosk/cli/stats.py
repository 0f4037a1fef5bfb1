"""The command line of figures: ``stats waits`` tells how well promised waiting times were kept."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.cli.answers import GOOD, no_journal
from kiosk.control import Unreachable


def add_stats_commands(
    commands: Any,
    put: Callable[[argparse.Namespace, str], Mapping[str, Any]],
    add_station: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add ``stats waits``.

    Args:
        put: asks the running terminal, or opens a stopped one.
        add_station: adds the options that say which station is meant.
    """

    def waits(args: argparse.Namespace) -> int:
        try:
            found = put(args, "waits")
        except Unreachable as nothing:
            return no_journal(nothing)
        print(json.dumps(found) if args.json else _told(found))
        return GOOD

    stats = commands.add_parser("stats", help="figures out of the journal")
    kinds = stats.add_subparsers(required=True, metavar="waits")
    parser = kinds.add_parser("waits", help="how well promised waiting times were kept")
    add_station(parser)
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.set_defaults(handler=waits)


def _told(found: Mapping[str, Any]) -> str:
    head = "{count} promises on {days} days; {untold} without a time"
    more = (
        "called within the upper end shown: {within:.0%}",
        "mean wait {mean_wait:.1f} min, mean upper end {mean_high:.1f} min",
        "mean error {error:.1f} min",
        "  with three minutes a person {error_three:.1f} min",
        "  with the average of the day {error_average:.1f} min",
    )
    lines = (head, *more) if found["count"] else (head,)
    return "\n".join(lines).format(**found)
