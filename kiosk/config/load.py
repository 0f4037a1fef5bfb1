"""Reading a station file from disk."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.config import checks
from kiosk.config.lines import line_of, lines
from kiosk.config.reading import Mistake, read, spell
from kiosk.config.schema import StationFile
from kiosk.errors import ConfigError, Problem

STATIONS = Path(__file__).parents[2] / "assets" / "stations"
"""The station files that come with the program."""

_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_MOST_TRIES = 50


def known_stations() -> tuple[str, ...]:
    """Return the names of the station files that come with the program."""
    return tuple(sorted(path.stem for path in STATIONS.glob("*.toml")))


def station_path(name_or_path: str | Path) -> Path:
    """Return the file meant by ``huaken`` or by a path.

    Raises:
        ConfigError: it looks like a name, and there is no such station.
    """
    text = str(name_or_path)
    if re.fullmatch(r"[A-Za-z0-9_-]+", text) and not Path(text).is_file():
        if text not in known_stations():
            known = ", ".join(known_stations())
            raise ConfigError([Problem(text, f"there is no such station; there is {known}")])
        return STATIONS / f"{text}.toml"
    return Path(text)


def load_station(name_or_path: str | Path) -> StationFile:
    """Read and check a station file.

    Args:
        name_or_path: ``huaken``, or a path.

    Raises:
        ConfigError: with all mistakes in the file.
    """
    path = station_path(name_or_path)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(str(path), "is not UTF-8 text")]) from error
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise ConfigError([Problem(str(path), f"cannot be read: {why}")]) from error
    return read_station(text)


def read_station(text: str) -> StationFile:
    """Check the text of a station file.

    Raises:
        ConfigError: with all mistakes in it, in the order of the file.
    """
    text = text.replace("\r\n", "\n")
    table, problems, readable = _parse(text)
    file, wrong = read(StationFile, table)
    wrong = (*wrong, *checks.mistakes(table))
    if problems:  # a key may be missing only because its line could not be read
        wrong = tuple(mistake for mistake in wrong if not mistake[1].endswith("missing"))
    problems = [*problems, *_placed(wrong, readable)]
    if problems or file is None:
        raise ConfigError(sorted(problems, key=lambda problem: problem.line or 0))
    return file


def _parse(text: str) -> tuple[dict[str, Any], list[Problem], str]:
    """Return the tables, the syntax errors, and the text with unreadable lines left blank.

    A line that cannot be read is left out and the rest tried again, to find the other mistakes.
    If that leads nowhere (an open bracket swallows all that follows) only the first is told.
    """
    readable, problems = text, list[Problem]()
    for _ in range(_MOST_TRIES):
        try:
            return tomllib.loads(readable), problems, readable
        except tomllib.TOMLDecodeError as error:
            problem = _syntax(error, readable)
            if not _follows(problem, problems, readable):
                problems.append(problem)
            rows = readable.split("\n")
            rows[(problem.line or len(rows)) - 1] = ""
            if "\n".join(rows) == readable:
                break
            readable = "\n".join(rows)
    raise ConfigError(problems[:1])


def _follows(problem: Problem, told: list[Problem], text: str) -> bool:
    """Say whether this is only the same open bracket again, a line further down."""
    if not told or not problem.what.startswith("Unclosed"):
        return False
    between = text.split("\n")[(told[-1].line or 1) : (problem.line or 1) - 1]
    return not any(row.strip() for row in between)


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    sentence = str(error)
    place = _LINE.search(sentence)
    line = int(place.group(1)) if place else text.count("\n") + 1
    return Problem("syntax", _LINE.sub("", sentence).replace(" (at end of document)", ""), line)


def _placed(wrong: Sequence[Mistake], text: str) -> list[Problem]:
    found = lines(text) if wrong else {}
    return [Problem(spell(path), what, line_of(found, path)) for path, what in wrong]
