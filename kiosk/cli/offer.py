"""``workdays import``: shows what was read as a table, asks, and hands it to the station."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kiosk.calendar_files import Offer, decoded, offer_of_file, offer_of_text, span
from kiosk.calendars import load_calendar
from kiosk.cli.answers import GOOD, NO, WRONG, no_journal, print_json
from kiosk.control import Unreachable
from kiosk.errors import Refused
from kiosk.notices.phrases import sentence
from kiosk.staff.calendar_events import CalendarTaken
from kiosk.staff.calendar_folds import after
from kiosk.staff.calendar_records import StationDays
from kiosk.workdays import Difference, differences

PASTED = "-"
KEYBOARD = Path("/dev/tty")
"""Where somebody answers whose text came in by the standard input."""


def import_calendar(
    given: argparse.Namespace,
    own: Callable[[argparse.Namespace], StationDays],
    take: Callable[[argparse.Namespace, CalendarTaken], None],
) -> int:
    """Read, show, ask, take over; return the exit code."""
    offer = _read(given)
    if not offer.sound:
        return _tell_unsound(offer, given)
    try:
        held = own(given)
        changes = _changes(offer, held)
        if not given.json:
            print("\n".join([*table(offer), *_told(changes, offer, held)]))
        if not (given.yes or _confirmed(given)):
            print("nothing was taken over", file=sys.stderr)
            return NO
        take(given, offer.coming)
    except Refused as refused:
        facts = "".join(f" {value}" for value in refused.facts.values())
        print(f"not taken over: {refused.reason}{facts}", file=sys.stderr)
        return NO
    except Unreachable as nothing:
        return no_journal(nothing, "; start the station once")
    if given.json:
        days = [str(each.day) for each in changes]
        print_json({"years": offer.years, "days": len(offer.days), "changed": days})
    else:
        print("taken over")
    return GOOD


def table(offer: Offer) -> Iterator[str]:
    """Yield the lines of what was read: one for each holiday."""
    years = ", ".join(map(str, offer.years)) or "no whole year"
    yield f"{offer.name or 'pasted text'}: {years}"
    rows = [_row(name, offer) for name in _names(offer)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    for row in rows:
        yield "  " + "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True))
    yield f"  {len(offer.calendar.off)} days off, {len(offer.calendar.worked)} make-up working days"
    if offer.notice is not None and offer.notice.remarks:
        yield "  mind: days off and make-up days do not balance as the law has it; compare again"


def _read(given: argparse.Namespace) -> Offer:
    if given.text == PASTED:
        return offer_of_text(decoded(sys.stdin.buffer.read()))
    if given.text is None:
        return offer_of_file(given.file)
    offer = offer_of_file(Path(given.text))
    if offer.notice is None and not offer.problems:  # a table, though a text was announced
        return offer_of_text(decoded(Path(given.text).read_bytes()), Path(given.text).name)
    return offer


def _tell_unsound(offer: Offer, given: argparse.Namespace) -> int:
    troubles = offer.notice.troubles if offer.notice is not None else ()
    says = [*map(str, offer.problems), *(sentence(trouble) for trouble in troubles)] or [
        "it says nothing about any day"
    ]
    if given.json:
        print_json({"mistakes": says})
    for line in says:
        print(line, file=sys.stderr)
    return WRONG


def _names(offer: Offer) -> list[str]:
    days = [*sorted(offer.calendar.off.items()), *sorted(offer.calendar.worked.items())]
    return list(dict.fromkeys(name for _, name in days))


def _row(name: str, offer: Offer) -> tuple[str, str, str]:
    off = [day for day, key in offer.calendar.off.items() if key == name]
    worked = sorted(day for day, key in offer.calendar.worked.items() if key == name)
    runs = ", ".join(_run(first, last) for first, last in span(off))
    makes_up = ", ".join(f"{day} {day:%a}" for day in worked)
    return (
        name.replace("_", " "),
        f"off {runs}" if runs else "",
        f"work {makes_up}" if worked else "",
    )


def _run(first: date, last: date) -> str:
    return f"{first} {first:%a}" if first == last else f"{first} {first:%a} – {last} {last:%a}"


def _changes(offer: Offer, held: StationDays) -> tuple[Difference, ...]:
    announced = load_calendar()
    then = after(held, offer.coming).over(announced)
    return differences(held.over(announced), then, offer.touched)


def _told(changes: tuple[Difference, ...], offer: Offer, held: StationDays) -> Iterator[str]:
    yield f"{len(changes)} days differ from what holds now"
    for each in changes:
        before = each.before.replace("_", "-") if each.before else "not known"
        yield f"  {each.day} {each.day:%a}  {before} → {each.after.replace('_', '-')}"
    for day in sorted(held.own):
        if day.year in offer.years:
            yield f"  {day} {day:%a}  set by the station, stays"


def _confirmed(given: argparse.Namespace) -> bool:
    """Ask at the keyboard; where the text itself came that way, at the terminal behind it."""
    question = "Take this over? (yes/no) "
    try:
        if given.text != PASTED:
            return input(question).strip().lower() in ("y", "yes")
        with KEYBOARD.open("r+", encoding="utf-8") as keyboard:
            keyboard.write(question)
            keyboard.flush()
            return keyboard.readline().strip().lower() in ("y", "yes")
    except (OSError, EOFError):
        return False
