"""The command line of configuration: ``config …``.

Handlers take the parsed arguments and return the exit code: 0 good, 1 the answer is "no",
2 something in what was given is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.cli.answers import GOOD, Subparsers, print_json, tell
from kiosk.config import difference, load_station
from kiosk.errors import ConfigError
from kiosk.setting_keys import Change
from kiosk.settings import Settings


def add_config_commands(
    subparsers: Subparsers,
    *,
    apply: Callable[[argparse.Namespace, Sequence[Change]], int] | None = None,
    present: Callable[[argparse.Namespace], Settings] | None = None,
) -> None:
    """Add ``config check`` and ``config apply``.

    Args:
        present: gives the settings that hold now; without it ``apply`` compares with the
            defaults.
        apply: writes the changes and returns the exit code; without it they are printed only.
    """
    config = subparsers.add_parser("config", help="check a station file, or apply it")
    commands = config.add_subparsers(required=True, metavar="check | apply")

    check = commands.add_parser("check", help="list every mistake in a station file")
    check.add_argument("file", help="a path, or the name of a station that comes along")
    check.add_argument("--json", action="store_true", help="for machines")
    check.set_defaults(handler=_check)

    write = commands.add_parser("apply", help="bring the settings to what the file says")
    write.add_argument("file", help="a path, or the name of a station that comes along")
    write.add_argument("--dry-run", action="store_true", help="only print what would change")
    write.add_argument("--data", type=Path, help="data directory of the station")
    write.add_argument("--json", action="store_true", help="for machines")
    write.set_defaults(handler=lambda given: _apply(given, apply, present))


def _check(given: argparse.Namespace) -> int:
    try:
        file = load_station(given.file)
    except ConfigError as error:
        return tell(error, given)
    if given.json:
        print_json({"station": file.id, "mistakes": []})
    else:
        print(f"{given.file}: no mistakes ({file.id}, {len(file.cabinet.doors)} doors)")
    return GOOD


def _apply(
    given: argparse.Namespace,
    apply: Callable[[argparse.Namespace, Sequence[Change]], int] | None,
    present: Callable[[argparse.Namespace], Settings] | None,
) -> int:
    try:
        file = load_station(given.file)
    except ConfigError as error:
        return tell(error, given)
    changes = difference(present(given) if present else Settings(), file)
    if given.json:
        rows = [{"key": one.key, "before": one.before, "after": one.after} for one in changes]
        print_json({"station": file.id, "changes": rows})
    elif not changes:
        print("nothing differs")
    else:
        for one in changes:
            print(f"{one.key}: {one.before or '(empty)'} → {one.after or '(empty)'}")
    return GOOD if given.dry_run or apply is None or not changes else apply(given, changes)
