"""What a file or a pasted text would bring into the calendar, before anybody takes it over.

``*.toml`` is a table (see ``kiosk.calendars``), everything else the text of a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec

from kiosk.calendars import read_calendar
from kiosk.errors import ConfigError, Problem
from kiosk.ids import PublicText
from kiosk.notices import Notice, read_notice
from kiosk.staff.calendar_events import CalendarTaken, DaySaid
from kiosk.workdays import Calendar

_TABLE, _TEXT = ".toml", ".txt"
_MOST_BYTES = 64 * 1024
_MOST_FILES = 24
_DEEPEST = 3
"""``/media/NAME/STICK/file`` at most; a stick is not searched through."""


class Offer(msgspec.Struct, frozen=True):
    """A calendar that may be taken over, or why it may not.

    Attributes:
        name: of the file; empty for a pasted text.
        notice: how the text was read, where it was one.
        problems: mistakes of a table, or that the file cannot be read.
    """

    name: str = ""
    calendar: Calendar = Calendar()
    notice: Notice | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """True if it says something, and nothing in it disagrees."""
        troubles = self.notice.troubles if self.notice is not None else ()
        return bool(self.years or self.days) and not self.problems and not troubles

    @property
    def years(self) -> tuple[int, ...]:
        """Years it announces or confirms."""
        return tuple(sorted(self.calendar.years | self.calendar.confirmed))

    @property
    def days(self) -> tuple[DaySaid, ...]:
        """Every day it names, in order."""
        calendar = self.calendar
        said = [
            *(DaySaid(day, False, PublicText(name)) for day, name in calendar.off.items()),
            *(DaySaid(day, True, PublicText(name)) for day, name in calendar.worked.items()),
        ]
        return tuple(sorted(said, key=lambda each: each.day))

    @property
    def touched(self) -> tuple[int, ...]:
        """Years it says anything about."""
        return tuple(sorted({*self.years, *(each.day.year for each in self.days)}))

    @property
    def coming(self) -> CalendarTaken:
        """What is written down when it is taken over."""
        confirmed = tuple(sorted(self.calendar.confirmed - self.calendar.years))
        return CalendarTaken(tuple(sorted(self.calendar.years)), self.days, confirmed)


def offer_of_text(text: str, name: str = "") -> Offer:
    """Read the text of a notice."""
    notice = read_notice(text)
    return Offer(name, notice.calendar, notice)


def offer_of_table(text: str, name: str = "") -> Offer:
    """Read a table."""
    try:
        return Offer(name, read_calendar(text))
    except ConfigError as error:
        return Offer(name, problems=error.problems)


def offer_of_file(path: Path) -> Offer:
    """Read a file by its ending; never raises, since sticks are pulled out."""
    try:
        with path.open("rb") as file:
            text = decoded(file.read(_MOST_BYTES))
    except OSError:
        return Offer(path.name, problems=(Problem(path.name, "cannot be read"),))
    is_table = path.suffix.lower() == _TABLE
    return offer_of_table(text, path.name) if is_table else offer_of_text(text, path.name)


def offers_on(places: Iterable[Path]) -> tuple[Offer, ...]:
    """Return what the calendar files under ``places`` offer, by name; other texts are left out."""
    paths = islice(_files(places), _MOST_FILES)
    offers = (offer_of_file(path) for path in paths)
    return tuple(offer for offer in offers if not _is_other(offer))


def decoded(data: bytes) -> str:
    """Return the words of a text file from any desk: UTF-8, UTF-16 with a mark, or GB 18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def span(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return ``days`` as runs, first and last of each."""
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        found = []
        for depth in range(1, _DEEPEST + 1):
            try:
                found += [path for path in place.glob("/".join("*" * depth)) if _is_ours(path)]
            except OSError:  # taken out while it was read
                break
        yield from sorted(found)


def _is_ours(path: Path) -> bool:
    try:
        return (
            path.suffix.lower() in (_TABLE, _TEXT)
            and not path.name.startswith(".")
            and path.is_file()
        )
    except OSError:
        return False


def _is_other(offer: Offer) -> bool:
    """Tell whether a text says nothing of holidays at all: a shopping list on the same stick."""
    notice = offer.notice
    return notice is not None and notice.year is None and not notice.holidays
