"""The command line of one terminal: ``audit``, ``status``, ``staff``, ``config apply``.

A running terminal is asked through its socket; only a stopped one has its journal opened.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kiosk.audit import Audit, audit
from kiosk.cli.answers import FAILED, GOOD, no_journal
from kiosk.cli.stats import add_stats_commands
from kiosk.condition import present_settings
from kiosk.config import load_station, settings
from kiosk.control import Unreachable, ask
from kiosk.errors import JournalNewer, Refused
from kiosk.ids import COMMAND_LINE, SettingKey, StaffId
from kiosk.journal.local.journal import FILE
from kiosk.queueing.scores import waits
from kiosk.setting_keys import Change, print_all, replayed_all
from kiosk.settings import Settings
from kiosk.staff import STAFF, rules
from kiosk.staff.calendar_events import CalendarTaken
from kiosk.staff.calendar_folds import as_events, from_events
from kiosk.staff.calendar_records import StationDays
from kiosk.staff.calendar_rules import apply_calendar
from kiosk.tap import Tap
from kiosk.terminal import Terminal, data_directory


def add_station(parser: argparse.ArgumentParser) -> None:
    """Add ``--station`` and ``--data``, which every command of a terminal takes."""
    parser.add_argument("--station", default="huaken", metavar="NAME|FILE")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data directory of the station")


def add_terminal_commands(commands: Any) -> None:
    """Add ``audit``, ``status``, ``screen``, ``stats waits`` and ``staff reset-pin``."""
    check = commands.add_parser("audit", help="verify the journal from its first entry")
    check.set_defaults(handler=_audit)
    status = commands.add_parser("status", help="ask the running terminal how it is")
    status.set_defaults(handler=_status)
    screen = commands.add_parser("screen", help="what the running terminal shows, without secrets")
    screen.set_defaults(handler=_screen)
    for command in (check, status, screen):
        add_station(command)
        command.add_argument("--json", action="store_true", help="for machines")
    add_stats_commands(commands, put, add_station)
    staff = commands.add_parser("staff", help="members of staff, from the machine itself")
    acts = staff.add_subparsers(required=True, metavar="reset-pin")
    reset = acts.add_parser("reset-pin", help="draw a new PIN and show it once")
    add_station(reset)
    reset.add_argument("member", help="the two digits of the member, e.g. 01")
    reset.set_defaults(handler=_reset_pin)


Question = Callable[[Terminal, Mapping[str, Any]], object]


def _ask_audit(terminal: Terminal, question: Mapping[str, Any]) -> object:
    return msgspec.to_builtins(audit(terminal.station.journal, terminal.station))


def _ask_status(terminal: Terminal, question: Mapping[str, Any]) -> object:
    return terminal.status()


def _ask_settings(terminal: Terminal, question: Mapping[str, Any]) -> object:
    return dict(print_all(present_settings(terminal.station)))


def _ask_apply(terminal: Terminal, question: Mapping[str, Any]) -> object:
    for key, value in question["changes"]:
        terminal.station.do(
            Tap.fresh(COMMAND_LINE), STAFF, rules.apply_setting, key=SettingKey(key), value=value
        )
    return len(question["changes"])


def _ask_reset_pin(terminal: Terminal, question: Mapping[str, Any]) -> object:
    pin, kept = terminal.login.new_pin()
    member = StaffId(str(question["member"]))
    terminal.station.do(Tap.fresh(COMMAND_LINE), STAFF, rules.reset_pin, member=member, pin=kept)
    return pin


def _ask_workdays(terminal: Terminal, question: Mapping[str, Any]) -> object:
    days = terminal.station.state(STAFF).calendar
    return msgspec.to_builtins(as_events(days))


def _ask_take_calendar(terminal: Terminal, question: Mapping[str, Any]) -> object:
    coming = msgspec.convert(question["coming"], CalendarTaken)
    terminal.station.do(Tap.fresh(COMMAND_LINE), STAFF, apply_calendar, coming=coming)
    return len(coming.days)


def _ask_waits(terminal: Terminal, question: Mapping[str, Any]) -> object:
    return msgspec.to_builtins(waits(terminal.station.events()))


QUESTIONS: Mapping[str, Question] = {
    "audit": _ask_audit,
    "status": _ask_status,
    "settings": _ask_settings,
    "apply": _ask_apply,
    "reset_pin": _ask_reset_pin,
    "workdays": _ask_workdays,
    "take_calendar": _ask_take_calendar,
    "waits": _ask_waits,
}
"""What a terminal answers, running or opened for the one question."""


def answers(
    terminal: Terminal, more: Mapping[str, Question] | None = None
) -> dict[str, Callable[[Mapping[str, Any]], object]]:
    """Return what the running terminal answers at its socket, ``more`` of other commands too."""

    def bound(question: Question) -> Callable[[Mapping[str, Any]], object]:
        return lambda asked: question(terminal, asked)

    return {name: bound(question) for name, question in {**QUESTIONS, **(more or {})}.items()}


def put(args: argparse.Namespace, question: str, **more: Any) -> Any:
    """Ask the running terminal; open a stopped one for just this question.

    Raises:
        Refused: as the terminal did.
        KioskError: the journal cannot be opened, or could not answer.
    """
    return ask_or_open(args, question, QUESTIONS[question], **more)


def ask_or_open(args: argparse.Namespace, question: str, answer: Question, **more: Any) -> Any:
    """Ask the running terminal by name; let ``answer`` ask a stopped one.

    Raises:
        Refused: as the terminal did.
        KioskError: the journal cannot be opened, or could not answer.
    """
    file = load_station(args.station)
    data = data_directory(file, args.data)
    try:
        return ask(data, question, **more)
    except Unreachable:
        if not (data / FILE).exists():
            raise
    terminal = Terminal(file, data)
    try:
        return answer(terminal, more)
    finally:
        terminal.close()


def apply(args: argparse.Namespace, changes: Sequence[Change]) -> int:
    """Write changed settings as entries; for ``config apply``."""
    try:
        put(_of_file(args), "apply", changes=[(change.key, change.after) for change in changes])
    except Refused as refused:
        print(f"{refused.reason}: {refused.facts}", file=sys.stderr)
        return FAILED
    return GOOD


def present(args: argparse.Namespace) -> Settings:
    """Return the settings that hold now; for ``config apply``."""
    return replayed_all(put(_of_file(args), "settings"))


def held_settings(args: argparse.Namespace) -> Settings:
    """Return the settings that hold at a station; those of its file where it was never opened."""
    try:
        return replayed_all(put(args, "settings"))
    except Unreachable:
        return settings(load_station(args.station))


def own_days(args: argparse.Namespace) -> StationDays:
    """Return what the station knows of working days; nothing where it was never opened."""
    try:
        told = put(args, "workdays")
    except Unreachable:
        return StationDays()
    return from_events(msgspec.convert(told, tuple[CalendarTaken, ...]))


def take_calendar(args: argparse.Namespace, coming: CalendarTaken) -> None:
    """Write a calendar as an entry; for ``workdays import``.

    Raises:
        Refused: as the station did.
        Unreachable: the station was never opened.
    """
    put(args, "take_calendar", coming=msgspec.to_builtins(coming))


def _of_file(args: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(station=args.file, data=args.data)


def _audit(args: argparse.Namespace) -> int:
    try:
        found = msgspec.convert(put(args, "audit"), Audit)
    except JournalNewer as newer:
        print(f"written by a newer program: {newer}", file=sys.stderr)
        return FAILED
    except Unreachable as nothing:
        return no_journal(nothing)
    if args.json:
        print(msgspec.json.encode(found).decode())
    else:
        _print_audit(found)
    return GOOD if found.sound and not found.set_aside else FAILED


def _print_audit(found: Audit) -> None:
    verdict = "sound" if found.sound else f"DAMAGED at {found.damaged_at}: {found.damage}"
    print(f"{found.station}: {found.entries} entries, chain {verdict}")
    print(f"head {found.head}")
    if found.read_only:
        print("written by a newer program; opened for reading only")
    for aside in found.set_aside:
        print(f"set aside: entry {aside.position} ({aside.family}, {aside.error})")
    for tag, count in found.tags.items():
        print(f"{count:8}  {tag}")


def _status(args: argparse.Namespace) -> int:
    file = load_station(args.station)
    try:
        status = ask(data_directory(file, args.data), "status")
    except Unreachable:
        print("no terminal is running on this data directory", file=sys.stderr)
        return FAILED
    if args.json:
        print(json.dumps(status, ensure_ascii=False))
        return GOOD
    for name, value in status.items():
        print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    return GOOD


def _screen(args: argparse.Namespace) -> int:
    try:
        screen = ask(data_directory(load_station(args.station), args.data), "screen")
    except Unreachable:
        print("no terminal is running on this data directory", file=sys.stderr)
        return FAILED
    if args.json:
        print(json.dumps(screen, ensure_ascii=False))
        return GOOD
    print(f"{screen['page']}: {screen['title']}")
    for target in screen["targets"]:
        print(f"  {target['text'] or '(no words)'}  at {target['x']},{target['y']}")
    return GOOD


def _reset_pin(args: argparse.Namespace) -> int:
    try:
        pin = put(args, "reset_pin", member=args.member)
    except Refused:
        print(f"there is no active member {args.member}", file=sys.stderr)
        return FAILED
    except Unreachable as nothing:
        return no_journal(nothing)
    print(f"member {args.member}, new PIN (shown once): {pin}")
    return GOOD
