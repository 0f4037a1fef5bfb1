"""Reading calendar tables: what was announced, and what a station knows better.

covers = [2026]                    # these years are announced
confirmed = [2027]                 # staff confirmed that the plain week may be used
[2026.spring_festival]
off = ["2026-02-15/2026-02-23"]    # days, or first/last
work = ["2026-02-14", "2026-02-28"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

import immutables

from kiosk.config.lines import line_of, lines
from kiosk.config.reading import Path as Place
from kiosk.config.reading import spell
from kiosk.errors import ConfigError, Problem
from kiosk.workdays import Calendar

CHINA = Path(__file__).parents[1] / "assets" / "calendars" / "cn.toml"
"""The table that comes with the program; made by ``tools/calendars.py``."""


def load_calendar(*own: Path) -> Calendar:
    """Return the announced calendar with the station's own tables over it, the last wins.

    Raises:
        ConfigError: with all mistakes of the first table that has any.
    """
    return reduce(Calendar.overridden_by, map(_load, own), _load(CHINA))


def read_calendar(text: str) -> Calendar:
    """Read the text of a table.

    Raises:
        ConfigError: with all mistakes in it.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([Problem("syntax", str(error))]) from error
    reader = _Reader()
    calendar = reader.calendar(table)
    if reader.mistakes:
        found = lines(text)
        raise ConfigError(
            [Problem(spell(path), what, line_of(found, path)) for path, what in reader.mistakes]
        )
    return calendar


def _load(path: Path) -> Calendar:
    try:
        return read_calendar(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(str(path), "cannot be read")]) from error


class _Reader:
    def __init__(self) -> None:
        self.mistakes: list[tuple[Place, str]] = []

    def calendar(self, table: dict[str, Any]) -> Calendar:
        off, worked = dict[date, str](), dict[date, str]()
        for year, holidays in table.items():
            if year in ("covers", "confirmed", "source"):
                continue
            if not (year.isdigit() and isinstance(holidays, dict)):
                self.mistakes.append(((year,), "is not a year with holidays"))
                continue
            for name, rows in holidays.items():
                off.update((day, name) for day in self._days(rows, (year, name, "off")))
                worked.update((day, name) for day in self._days(rows, (year, name, "work")))
        for day in sorted(off.keys() & worked.keys()):
            path = (str(day.year), worked[day], "work")
            self.mistakes.append((path, f"{day} is off and worked"))
        return Calendar(
            immutables.Map(off),
            immutables.Map(worked),
            self._years(table, "covers"),
            self._years(table, "confirmed"),
        )

    def _years(self, table: dict[str, Any], key: str) -> frozenset[int]:
        years = table.get(key, [])
        if not isinstance(years, list) or not all(isinstance(year, int) for year in years):
            self.mistakes.append(((key,), "must be a list of years"))
            return frozenset()
        return frozenset(years)

    def _days(self, rows: object, path: Place) -> Iterator[date]:
        key = path[-1]
        if not isinstance(rows, dict) or not rows.keys() <= {"off", "work"}:
            if key == "off":
                self.mistakes.append((path[:-1], 'must be a table with "off" and "work"'))
            return
        listed = rows.get(key, [])
        if not isinstance(listed, list):
            self.mistakes.append((path, "must be a list of days"))
            return
        for index, text in enumerate(listed):
            try:
                yield from _between(text, str(path[0]))
            except (TypeError, ValueError, AttributeError):
                place = (*path, index)
                self.mistakes.append((place, f"{text!r} is not a day of {path[0]}"))


def _between(text: str, year: str) -> Iterator[date]:
    first, _, last = text.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < start or {str(start.year), str(end.year)} != {year}:
        raise ValueError(text)
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)
