"""The command line of configuration and calendar: ``config …`` and ``workdays …``.

Handlers take the parsed arguments and return the exit code: 0 good, 1 the answer is "no",
2 something in what was given is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kiosk.calendars import load_calendar
from kiosk.clock import STATION_ZONE
from kiosk.config import difference, load_station, settings
from kiosk.errors import ConfigError, Refused
from kiosk.hours import read_time
from kiosk.notice import counts_as
from kiosk.setting_keys import Change
from kiosk.settings import Counting, Settings
from kiosk.workdays import (
    LOOK_AHEAD,
    Calendar,
    Day,
    DayKind,
    Earliest,
    earliest,
    first_unknown,
)

Subparsers = Any  # argparse gives its own type no public name

GOOD, NO, WRONG = 0, 1, 2


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


def add_workdays_commands(subparsers: Subparsers) -> None:
    """Add ``workdays earliest`` and ``workdays check``."""
    workdays = subparsers.add_parser("workdays", help="working days and days of notice")
    commands = workdays.add_subparsers(required=True, metavar="earliest | check")

    first = commands.add_parser("earliest", help="first day of use for an application")
    first.add_argument("--from", dest="start", type=_day, required=True, metavar="DATE")
    first.add_argument("--days", type=_days, help="working days of notice")
    first.add_argument("--counting", type=Counting, choices=list(Counting))
    first.add_argument("--at", type=_time, metavar="HH:MM", help="time of day of applying")
    first.set_defaults(handler=_earliest)

    check = commands.add_parser("check", help="say whether the calendar reaches far enough")
    check.add_argument("--from", dest="start", type=_day, metavar="DATE", help="default: today")
    check.add_argument("--until", type=_day, metavar="DATE", help="default: 60 days on")
    check.set_defaults(handler=_workdays_check)

    for command in (first, check):
        command.add_argument("--station", default="huaken", help="whose hours and notice hold")
        command.add_argument("--calendar", type=Path, action="append", default=[], metavar="FILE")
        command.add_argument("--json", action="store_true", help="for machines")


def _check(given: argparse.Namespace) -> int:
    try:
        file = load_station(given.file)
    except ConfigError as error:
        return _tell(error, given)
    if given.json:
        _print_json({"station": file.id, "mistakes": []})
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
        return _tell(error, given)
    changes = difference(present(given) if present else Settings(), file)
    if given.json:
        rows = [{"key": one.key, "before": one.before, "after": one.after} for one in changes]
        _print_json({"station": file.id, "changes": rows})
    elif not changes:
        print("nothing differs")
    else:
        for one in changes:
            print(f"{one.key}: {one.before or '(empty)'} → {one.after or '(empty)'}")
    return GOOD if given.dry_run or apply is None or not changes else apply(given, changes)


def _earliest(given: argparse.Namespace) -> int:
    try:
        held, calendar = _given_settings(given), load_calendar(*given.calendar)
        applied = _applied(given, held)
        days = held.notice.days if given.days is None else given.days
        found = earliest(applied, days, calendar, given.counting or held.notice.counting)
    except ConfigError as error:
        return _tell(error, given)
    except Refused as refused:
        return _tell_unknown(refused, given)
    _print_earliest(found, given)
    return GOOD


def _applied(given: argparse.Namespace, held: Settings) -> date:
    day: date = given.start
    if given.at is None:
        return day
    return counts_as(datetime.combine(day, given.at), held.notice, held.hours)


def _workdays_check(given: argparse.Namespace) -> int:
    start = given.start or datetime.now(STATION_ZONE).date()
    until = given.until or start + LOOK_AHEAD
    try:
        calendar = load_calendar(*given.calendar)
    except ConfigError as error:
        return _tell(error, given)
    return _print_reach(calendar, start, until, given)


def _print_reach(calendar: Calendar, start: date, until: date, given: argparse.Namespace) -> int:
    unknown = first_unknown(calendar, start, until)
    if given.json:
        _print_json({"until": str(until), "unknown_from": str(unknown) if unknown else None})
    elif unknown:
        print(f"the calendar ends before {unknown}: the days of {unknown.year} are not announced")
    else:
        print(f"the calendar reaches from {start} to {until}")
    return NO if unknown else GOOD


def _given_settings(given: argparse.Namespace) -> Settings:
    return settings(load_station(given.station))


def _print_earliest(found: Earliest, given: argparse.Namespace) -> None:
    if given.json:
        _print_json({"earliest": str(found.day), "because": [_row(day) for day in found.because]})
        return
    print(found.day)
    for day in found.because:
        print(f"  {day.day} {day.day:%a}  {_reason(day)}")


def _row(day: Day) -> dict[str, Any]:
    row: dict[str, Any] = {"date": str(day.day), "kind": day.kind.value}
    if day.holiday is not None:
        row["holiday"] = day.holiday
    if day.counted is not None:
        row["counted"] = day.counted
    return row


def _reason(day: Day) -> str:
    holiday = (day.holiday or "").replace("_", " ")
    what = {
        DayKind.WORKDAY: "working day",
        DayKind.WEEKEND: "weekend",
        DayKind.HOLIDAY: f"holiday ({holiday})",
        DayKind.MAKE_UP: f"make-up working day ({holiday})",
    }[day.kind]
    return f"{what}, day {day.counted}" if day.counted else what


def _tell(error: ConfigError, given: argparse.Namespace) -> int:
    if given.json:
        rows = [{"where": one.where, "line": one.line, "what": one.what} for one in error.problems]
        _print_json({"mistakes": rows})
    for one in error.problems:
        print(one, file=sys.stderr)
    return WRONG


def _tell_unknown(refused: Refused, given: argparse.Namespace) -> int:
    year = refused.facts["year"]
    if given.json:
        _print_json({"refused": refused.reason, "year": year})
    print(
        f"{refused.reason}: the working days of {year} are not announced; "
        "give a table of them with --calendar",
        file=sys.stderr,
    )
    return NO


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day like 2026-02-11') from None
    if not 1949 < day.year < 2200:
        raise argparse.ArgumentTypeError(f"no station is open in {day.year}")
    return day


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 60):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of days from 0 to 60')
    return int(text)


def _time(text: str) -> time:
    try:
        return read_time(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
