"""On which line of a TOML text each key stands. ``tomllib`` parses well but tells no places.

Meant for texts ``tomllib`` accepts. Where it loses the thread it stops and returns what it has:
a missing line number is a smaller harm than a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress

from kiosk.config.reading import Path

_Item = Callable[[Path, int], None]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\s][^,\]}#\n]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?:\\.|[^\\])*?"{3,5}(?!")',
        r"'''.*?'{3,5}(?!')",
        r'"(?:\\.|[^"\\\n])*"',
        r"'[^'\n]*'",
    )
)


def lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every table, key and list item that was found."""
    finder = _Finder(text)
    with suppress(_LostError):  # what was found so far is right
        finder.document()
    return finder.found


def spans(text: str) -> dict[Path, tuple[int, int]]:
    """Return where the value of every key and list item begins and ends, in characters.

    For whoever changes a value and leaves the rest of the file, its comments too, as it is.
    """
    finder = _Finder(text)
    with suppress(_LostError):
        finder.document()
    return finder.spans


def line_of(found: dict[Path, int], path: Path) -> int | None:
    """Return the line of ``path``, or of the nearest table around it that is in the file."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path)


class _LostError(Exception):
    """The text is not what was expected here."""


class _Finder:
    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self.spans: dict[Path, tuple[int, int]] = {}
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._arrays: dict[Path, int] = {}  # arrays of tables and how many they have

    def document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            table = self._header() if self._peek() == "[" else self._pair(table)

    def _header(self) -> Path:
        line = self._line()
        array = self._text.startswith("[[", self._at)
        self._at += 2 if array else 1
        names = self._dotted()
        self._take("]]" if array else "]")
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._arrays:
                path = (*path, self._arrays[path] - 1)
        path = (*path, names[-1])
        if array:
            index = self._arrays.get(path, 0)
            self._arrays[path] = index + 1
            self.found.setdefault(path, line)
            path = (*path, index)
        self.found.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> Path:
        line = self._line()
        path = table
        for name in self._dotted():
            path = (*path, name)
            self.found.setdefault(path, line)
        self._take("=")
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        start = self._skip(_SPACE)
        match self._peek():
            case "{":
                self._inside(path, "}", self._table_item)
            case "[":
                self._inside(path, "]", self._list_item)
            case '"' | "'":
                self._string()
            case _:
                self._match(_SCALAR)
        end = start + len(self._text[start : self._at].rstrip())
        self.spans.setdefault(path, (start, end))

    def _inside(self, path: Path, end: str, item: _Item) -> None:
        self._at += 1
        index = 0
        while self._skip(_BLANK) < len(self._text) and self._peek() != end:
            item(path, index)
            index += 1
            self._skip(_BLANK)
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != end:
                raise _LostError
        self._take(end)

    def _table_item(self, path: Path, _index: int) -> None:
        self._pair(path)

    def _list_item(self, path: Path, index: int) -> None:
        self.found.setdefault((*path, index), self._line())
        self._value((*path, index))

    def _dotted(self) -> list[str]:
        names = [self._name()]
        while self._skip(_SPACE) < len(self._text) and self._peek() == ".":
            self._at += 1
            names.append(self._name())
        return names

    def _name(self) -> str:
        self._skip(_SPACE)
        if self._peek() in ('"', "'"):
            return self._string()[1:-1]
        return self._match(_BARE_KEY)

    def _string(self) -> str:
        for pattern in _STRINGS:
            if pattern.match(self._text, self._at):
                return self._match(pattern)
        raise _LostError

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise _LostError
        self._at = match.end()
        return match.group()

    def _take(self, mark: str) -> None:
        self._skip(_SPACE)
        if not self._text.startswith(mark, self._at):
            raise _LostError
        self._at += len(mark)
