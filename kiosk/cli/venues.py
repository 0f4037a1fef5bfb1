"""The command line of the venues: ``venues sheet`` prints a day, ``venues ics`` a calendar file.

The terminal, running or opened for the one question, says what takes place; the paper is made here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kiosk.cli.answers import FAILED, GOOD, no_journal
from kiosk.cli.terminal import add_station, ask_or_open
from kiosk.config import load_station
from kiosk.control import Unreachable
from kiosk.documents.day_sheet import DaySheet, For, printed, sheet_name
from kiosk.documents.ics import Occasion, booking_file, venue_feed
from kiosk.errors import Refused
from kiosk.ids import BookingId, VenueId
from kiosk.settings import Bilingual
from kiosk.staff import STAFF
from kiosk.sticks import sticks
from kiosk.terminal import Terminal
from kiosk.venue_papers import VenuePapers
from kiosk.words import LANGUAGES


def add_venues_commands(commands: Any) -> None:
    """Add ``venues sheet`` and ``venues ics``."""
    venues = commands.add_parser("venues", help="day sheets and calendar files of the venues")
    acts = venues.add_subparsers(required=True, metavar="sheet | ics")

    sheet = acts.add_parser("sheet", help="what takes place on a day, as a PDF")
    sheet.add_argument("--day", type=date.fromisoformat, required=True, metavar="DATE")
    sheet.add_argument("--venue", metavar="ID", help="one venue; default: all")
    sheet.add_argument(
        "--for",
        dest="to",
        type=For,
        choices=list(For),
        default=For.DOOR,
        help="door: a page for each venue, no number; counter: all venues, numbers masked",
    )
    sheet.set_defaults(handler=_sheet)

    ics = acts.add_parser("ics", help="the feed of a venue, or the file of one booking")
    which = ics.add_mutually_exclusive_group(required=True)
    which.add_argument("--venue", metavar="ID")
    which.add_argument("--booking", metavar="ID")
    ics.set_defaults(handler=_ics)

    for act in (sheet, ics):
        act.add_argument("--out", type=Path, metavar="FILE", help="default: on a stick, or here")
        act.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
        add_station(act)


def _sheet(args: argparse.Namespace) -> int:
    more = {"day": str(args.day), "venue": args.venue, "to": args.to, "language": args.language}
    told = _told(args, "venue_sheet", more)
    if told is None:
        return FAILED
    sheet = msgspec.convert(told, DaySheet)
    made = printed(sheet, args.language, args.to)
    return _write(args, sheet_name(args.day, args.to, args.venue), made)


def _ics(args: argparse.Namespace) -> int:
    which = {"booking": args.booking} if args.booking else {"venue": args.venue}
    told = _told(args, "venue_occasions", {**which, "language": args.language})
    if told is None:
        return FAILED
    occasions = msgspec.convert(told["occasions"], tuple[Occasion, ...])
    if args.booking is None:
        return _write(args, f"{args.venue}.ics", venue_feed(told["name"], occasions))
    return _write(args, f"{args.booking}.ics", booking_file(occasions[0]))


def _told(args: argparse.Namespace, question: str, more: Mapping[str, Any]) -> Any:
    try:
        return ask_or_open(args, question, QUESTIONS[question], **more)
    except Refused:
        print("this station has no such venue or booking", file=sys.stderr)
    except Unreachable as nothing:
        no_journal(nothing)
    return None


def _write(args: argparse.Namespace, name: str, content: bytes) -> int:
    """Write where it was asked for, else on the stick that is in, else here; say where."""
    path = args.out
    if path is None:
        media = load_station(args.station).device.media
        path = next(sticks(map(Path, media)), Path()) / name
    try:
        path.write_bytes(content)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return FAILED
    print(path.absolute())
    return GOOD


# -- what the terminal is asked ------------------------------------------------------------


def _papers(terminal: Terminal, question: Mapping[str, Any]) -> VenuePapers:
    name: Bilingual = terminal.station.state(STAFF).settings.labels.name
    return VenuePapers(
        terminal.venues,
        station=terminal.file.id,
        name=name,
        rules=terminal.file.texts.venue_rules,
        language=str(question["language"]),
    )


def _ask_sheet(terminal: Terminal, question: Mapping[str, Any]) -> object:
    only = question.get("venue")
    sheet = _papers(terminal, question).sheet(
        date.fromisoformat(question["day"]),
        terminal.clock.now(),
        to=For(question["to"]),
        only=VenueId(only) if only else None,
    )
    return msgspec.to_builtins(sheet)


def _ask_occasions(terminal: Terminal, question: Mapping[str, Any]) -> object:
    papers = _papers(terminal, question)
    if booking := question.get("booking"):
        return {"name": "", "occasions": msgspec.to_builtins((papers.booking(BookingId(booking)),))}
    venue = VenueId(question["venue"])
    return {"name": papers.name_of(venue), "occasions": msgspec.to_builtins(papers.feed(venue))}


QUESTIONS = {"venue_sheet": _ask_sheet, "venue_occasions": _ask_occasions}
"""What the terminal answers for these commands."""
