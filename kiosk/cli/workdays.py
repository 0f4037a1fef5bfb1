"""The command line of the calendar: ``workdays earliest``, ``check`` and ``import``.

Handlers return the exit code: 0 good, 1 the answer is "no", 2 something in what was given is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kiosk.calendars import load_calendar, load_table
from kiosk.cli.answers import GOOD, NO, WRONG, Subparsers, print_json, tell
from kiosk.cli.offer import import_calendar
from kiosk.clock import STATION_ZONE
from kiosk.config import load_station, settings
from kiosk.errors import ConfigError, Refused
from kiosk.hours import read_time
from kiosk.notice import counts_as
from kiosk.settings import Counting, Settings
from kiosk.staff.calendar_events import CalendarTaken
from kiosk.staff.calendar_records import StationDays
from kiosk.workdays import (
    LOOK_AHEAD,
    Calendar,
    Day,
    DayKind,
    Earliest,
    earliest,
    first_unknown,
)

Own = Callable[[argparse.Namespace], StationDays]
"""What the station knows better than the table of the program."""
Held = Callable[[argparse.Namespace], Settings]
"""The settings that hold at the station."""
Take = Callable[[argparse.Namespace, CalendarTaken], None]
"""Writes what was taken over; raises ``Refused``."""


def _nothing_own(given: argparse.Namespace) -> StationDays:
    return StationDays()


def _of_the_file(given: argparse.Namespace) -> Settings:
    return settings(load_station(given.station))


def add_workdays_commands(
    subparsers: Subparsers,
    *,
    own: Own = _nothing_own,
    held: Held = _of_the_file,
    take: Take | None = None,
) -> None:
    """Add ``workdays earliest``, ``workdays check`` and, with ``take``, ``workdays import``."""
    workdays = subparsers.add_parser("workdays", help="working days and days of notice")
    commands = workdays.add_subparsers(required=True, metavar="earliest | check | import")

    first = commands.add_parser("earliest", help="first day of use for an application")
    first.add_argument("--from", dest="start", type=_day, required=True, metavar="DATE")
    first.add_argument("--days", type=_days, help="working days of notice")
    first.add_argument("--counting", type=Counting, choices=list(Counting))
    first.add_argument("--at", type=_time, metavar="HH:MM", help="time of day of applying")
    first.set_defaults(handler=lambda given: _earliest(given, own, held))

    check = commands.add_parser("check", help="say whether the calendar reaches far enough")
    check.add_argument("--from", dest="start", type=_day, metavar="DATE", help="default: today")
    check.add_argument("--until", type=_day, metavar="DATE", help="default: 60 days on")
    check.set_defaults(handler=lambda given: _check(given, own))

    for command in (first, check):
        command.add_argument("--calendar", type=Path, action="append", default=[], metavar="FILE")
        _add_station(command)
    if take is not None:
        _add_import(commands, own, take)


def _add_import(commands: Subparsers, own: Own, take: Take) -> None:
    taking = take
    bring = commands.add_parser("import", help="read a notice or a table, look, take it over")
    source = bring.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, help="a table (*.toml) or a notice (*.txt)")
    source.add_argument("--text", metavar="FILE|-", help="the text of the notice; - reads a paste")
    bring.add_argument("--yes", action="store_true", help="take it over without being asked")
    _add_station(bring)
    bring.set_defaults(handler=lambda given: import_calendar(given, own, taking))


def _add_station(command: argparse.ArgumentParser) -> None:
    command.add_argument("--station", default="huaken", help="whose hours, notice and days hold")
    command.add_argument("--data", type=Path, metavar="DIR", help="data directory of the station")
    command.add_argument("--json", action="store_true", help="for machines")


def _earliest(given: argparse.Namespace, own: Own, held: Held) -> int:
    try:
        now, calendar = held(given), _calendar(given, own)
        days = now.notice.days if given.days is None else given.days
        counting = given.counting or now.notice.counting
        found = earliest(_applied(given, now), days, calendar, counting)
    except ConfigError as error:
        return tell(error, given)
    except Refused as refused:
        return _tell_unknown(refused, given)
    _print_earliest(found, given)
    return GOOD


def _calendar(given: argparse.Namespace, own: Own) -> Calendar:
    """Return the calendar that holds at the station, tables given by hand over it."""
    calendar = own(given).over(load_calendar())
    for path in given.calendar:
        calendar = calendar.overridden_by(load_table(path))
    return calendar


def _applied(given: argparse.Namespace, held: Settings) -> date:
    day: date = given.start
    if given.at is None:
        return day
    return counts_as(datetime.combine(day, given.at), held.notice, held.hours)


def _check(given: argparse.Namespace, own: Own) -> int:
    start = given.start or datetime.now(STATION_ZONE).date()
    until = given.until or start + LOOK_AHEAD
    if until < start:
        print(f"{until} lies before {start}", file=sys.stderr)
        return WRONG
    try:
        calendar = _calendar(given, own)
    except ConfigError as error:
        return tell(error, given)
    return _print_reach(calendar, start, until, given)


def _print_reach(calendar: Calendar, start: date, until: date, given: argparse.Namespace) -> int:
    missing = [
        year
        for year in range(start.year, until.year + 1)
        if first_unknown(calendar, max(start, date(year, 1, 1)), min(until, date(year, 12, 31)))
    ]
    unknown = first_unknown(calendar, start, until)
    if given.json:
        answer = {"until": str(until), "unknown_from": str(unknown) if unknown else None}
        print_json({**answer, "missing_years": missing})
    elif unknown:
        print(
            f"the calendar ends before {unknown}: "
            f"the days of {', '.join(map(str, missing))} are not announced"
        )
    else:
        print(f"the calendar reaches from {start} to {until}")
    return NO if unknown else GOOD


def _print_earliest(found: Earliest, given: argparse.Namespace) -> None:
    if given.json:
        print_json({"earliest": str(found.day), "because": [_row(day) for day in found.because]})
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


def _tell_unknown(refused: Refused, given: argparse.Namespace) -> int:
    year = refused.facts["year"]
    if given.json:
        print_json({"refused": refused.reason, "year": year})
    print(
        f"{refused.reason}: the working days of {year} are not announced; "
        "take them over with workdays import, or give a table with --calendar",
        file=sys.stderr,
    )
    return NO


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
