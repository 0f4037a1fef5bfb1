"""A bar that grows, for work a technician waits for. Only where a person looks on."""

from __future__ import annotations

import sys
from typing import TextIO

_WIDE = 28


class Progress:
    """Shows how far a long act is, on stderr and only on a terminal."""

    def __init__(self, what: str, *, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = sys.stderr if stream is None else stream
        self._shown = self._stream.isatty()
        self._drawn = 0

    def show(self, done: int, whole: int, now: str = "") -> None:
        """Draw ``done`` of ``whole``, and what is being done now."""
        if not self._shown:
            return
        part = min(_WIDE, _WIDE * done // max(1, whole))
        line = f"{self._what} [{'#' * part}{'.' * (_WIDE - part)}] {done}/{whole} {now}"
        self._stream.write("\r" + line.ljust(self._drawn))
        self._stream.flush()
        self._drawn = len(line)

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0
