"""The day sheet: what takes place in a venue, for its door, for the counter, or for all venues.

At the door stands no name of a person and no number. At the counter a number is masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from kiosk.clock import STATION_ZONE
from kiosk.documents.paper import HEIGHT, MARGIN, WIDTH, Matrix, Paper
from kiosk.masking import mask_numbers
from kiosk.settings import Bilingual
from kiosk.words import Words

SMALLER = 0.8
"""Size of what stands below the first line of a use."""
_QR_SIDE = 42.0
_FOOT = 18.0
_TIME_WIDE = 52.0


class For(StrEnum):
    """Where the sheet hangs."""

    DOOR = "door"
    COUNTER = "counter"


class Use(msgspec.Struct, frozen=True):
    """One use of a venue.

    Attributes:
        start, end: aware.
        who: the body that booked, if it may stand at a door; empty: only that it is booked.
        what: the occasion in public words, or empty.
        contact: masked telephone number, for the counter; a whole one is starred out.
    """

    start: datetime
    end: datetime
    who: str = ""
    what: str = ""
    contact: str = ""


class VenueDay(msgspec.Struct, frozen=True):
    """One venue on the day of the sheet; ``closed`` says why it cannot be used."""

    name: Bilingual
    uses: tuple[Use, ...] = ()
    closed: str = ""


class DaySheet(msgspec.Struct, frozen=True):
    """Everything a sheet says.

    Attributes:
        made: when it was printed, aware; a sheet at a door gets old.
        check_in: QR code of the page on which one checks in.
    """

    station: Bilingual
    day: date
    venues: tuple[VenueDay, ...]
    made: datetime
    rules: Bilingual | None = None
    check_in: Matrix | None = None


def door_sheet(sheet: DaySheet, language: str) -> bytes:
    """Return a PDF with a page for each venue, to be read from two metres away."""
    printer = _Printer(sheet, language, For.DOOR)
    for venue in sheet.venues:
        printer.venue_page(venue)
    return printer.finished()


def overview(sheet: DaySheet, language: str, to: For = For.COUNTER) -> bytes:
    """Return a PDF with all venues of the day one after another."""
    printer = _Printer(sheet, language, to)
    printer.all_venues()
    return printer.finished()


def printed(sheet: DaySheet, language: str, to: For) -> bytes:
    """Return the sheet as it hangs there: a page for each door, or all venues for the counter."""
    return door_sheet(sheet, language) if to is For.DOOR else overview(sheet, language)


def sheet_name(day: date, to: For, venue: str | None = None) -> str:
    """Return what the file of a sheet is called."""
    return f"{venue or 'venues'}-{day}-{to}.pdf"


class _Printer:
    def __init__(self, sheet: DaySheet, language: str, to: For) -> None:
        self._sheet = sheet
        self._language = language
        self._to = to
        self._words = Words(language)
        self._paper = Paper(f"{sheet.station.in_language(language)} {sheet.day}", sheet.made)

    def finished(self) -> bytes:
        """Return the file."""
        return self._paper.finished()

    def venue_page(self, venue: VenueDay) -> None:
        """Print a venue on a page of its own, and on more if it must be."""
        self._begin(venue.name.in_language(self._language))
        for use in self._uses(venue):
            self._use(use, size=24, wide=_TIME_WIDE * 1.25)
        if venue.closed or not venue.uses:
            self._paper.y += self._paper.says(self._nothing(venue), 26, grey=60)
        self._end()

    def all_venues(self) -> None:
        """Print every venue below the other."""
        self._begin(self._("All venues"))
        for venue in self._sheet.venues:
            name = venue.name.in_language(self._language)
            self._room_for(26)
            self._paper.y += self._paper.says(name, 18, bold=True)
            for use in self._uses(venue):
                self._use(use, size=15, wide=_TIME_WIDE * 0.8)
            if venue.closed or not venue.uses:
                self._paper.y += self._paper.says(self._nothing(venue), 15, grey=90)
            self._paper.y += 5
        self._end()

    # -- parts of a page -------------------------------------------------------------------

    def _begin(self, title: str) -> None:
        self._title = title
        self._paper.page()
        paper = self._paper
        paper.y += paper.says(self._sheet.station.in_language(self._language), 14, grey=80)
        paper.y += paper.says(self._date(), 40, bold=True) + 1
        paper.y += paper.says(title, 30, bold=True) + 3
        paper.rule(thick=0.8, grey=0)
        paper.y += 6

    def _use(self, use: Use, *, size: float, wide: float) -> None:
        paper = self._paper
        lines = self._lines(use)
        left, room = MARGIN + wide, WIDTH - 2 * MARGIN - wide
        high = sum(
            paper.height_of(text, size if first else size * SMALLER, bold=first, width=room)
            for first, text in lines
        )
        self._room_for(high + 4)
        paper.says(_span(use), size, bold=True)
        for first, text in lines:
            part = size if first else size * SMALLER
            grey = 0 if first else 60
            paper.y += paper.says(text, part, bold=first, left=left, width=room, grey=grey)
        paper.y += 2
        paper.rule()
        paper.y += 3

    def _room_for(self, high: float) -> None:
        if self._paper.y + high > HEIGHT - MARGIN - _FOOT - self._extra():
            self._end()
            self._begin(self._title)

    def _extra(self) -> float:
        return _QR_SIDE if self._sheet.check_in is not None else 0.0

    def _end(self) -> None:
        paper = self._paper
        code = self._sheet.check_in
        wide = WIDTH - 2 * MARGIN - (_QR_SIDE + 8 if code is not None else 0)
        paper.y = HEIGHT - MARGIN - _FOOT - self._extra()
        paper.rule()
        paper.y += 3
        if self._sheet.rules is not None:
            rules = self._sheet.rules.in_language(self._language)
            paper.y += paper.says(rules, 12, width=wide, grey=40)
        made = self._sheet.made.astimezone(STATION_ZONE)
        text = self._("Printed {time}. The screen of the station is newer.")
        paper.says(text.format(time=f"{made:%Y-%m-%d %H:%M}"), 10, width=wide, grey=90)
        if code is not None:
            left, top = WIDTH - MARGIN - _QR_SIDE, HEIGHT - MARGIN - _FOOT - _QR_SIDE + 5
            paper.code(code, left=left, top=top, side=_QR_SIDE)
            paper.y = top + _QR_SIDE + 1
            caption = self._("Scan to check in")
            paper.says(caption, 11, left=left, width=_QR_SIDE, align="C")

    # -- words -----------------------------------------------------------------------------

    def _(self, message: str) -> str:
        return self._words.gettext(message)

    def _date(self) -> str:
        day = self._sheet.day
        names = (
            self._("Monday"),
            self._("Tuesday"),
            self._("Wednesday"),
            self._("Thursday"),
            self._("Friday"),
            self._("Saturday"),
            self._("Sunday"),
        )
        text = self._("{weekday}, {year}-{month:02}-{day:02}")
        return text.format(
            weekday=names[day.weekday()], year=day.year, month=day.month, day=day.day
        )

    def _uses(self, venue: VenueDay) -> Sequence[Use]:
        return sorted(venue.uses, key=lambda use: (use.start, use.end))

    def _lines(self, use: Use) -> list[tuple[bool, str]]:
        lines = [(True, use.who or self._("Booked"))]
        if use.what:
            lines.append((False, use.what))
        if use.contact and self._to is For.COUNTER:
            lines.append((False, mask_numbers(use.contact)))
        return lines

    def _nothing(self, venue: VenueDay) -> str:
        return venue.closed or self._("Nothing is booked.")


def _span(use: Use) -> str:
    start, end = use.start.astimezone(STATION_ZONE), use.end.astimezone(STATION_ZONE)
    if end.date() > start.date() and (end.hour, end.minute) == (0, 0):
        return f"{start:%H:%M}–24:00"
    return f"{start:%H:%M}–{end:%H:%M}"
