"""A port that lets others hear what goes over it, while its owner uses it as ever."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from threading import Lock

from drivers.connection import Port
from drivers.line import LINE_ERRORS, Line, descriptor_of


class Do(StrEnum):
    """What happened on the line."""

    OPEN = "open"
    OUT = "out"
    IN = "in"
    LOST = "lost"


Hear = Callable[[Do, bytes], None]
"""Called by the thread that uses the port, between two bytes: it must be quick and never raise."""


class OverheardPort:
    """Everything that goes over ``port`` is told to ``hear`` and to who joins later."""

    def __init__(self, port: Port, *hear: Hear) -> None:
        self.url = port.url
        self._port = port
        self._hearers: tuple[Hear, ...] = hear
        self._changing = Lock()

    def join(self, hear: Hear) -> Callable[[], None]:
        """Let ``hear`` be told from now on; return how to leave. Callable from any thread."""
        with self._changing:
            self._hearers = (*self._hearers, hear)

        def leave() -> None:
            with self._changing:
                self._hearers = tuple(each for each in self._hearers if each is not hear)

        return leave

    def open(self) -> Line:
        """Return the open line.

        Raises:
            PortUnavailable: it is not there now.
        """
        line = self._port.open()
        self._tell(Do.OPEN, b"")
        return _OverheardLine(line, self._tell)

    def _tell(self, do: Do, data: bytes) -> None:
        for hear in self._hearers:
            hear(do, data)


class _OverheardLine:
    def __init__(self, line: Line, tell: Hear) -> None:
        self._line = line
        self._tell = tell

    def read(self, wait: float) -> bytes:
        try:
            data = self._line.read(wait)
        except LINE_ERRORS:
            self._tell(Do.LOST, b"")
            raise
        if data:
            self._tell(Do.IN, data)
        return data

    def write(self, data: bytes) -> None:
        # Before it leaves: the first byte of the answer must not stand above the question.
        self._tell(Do.OUT, data)
        self._line.write(data)

    @property
    def descriptor(self) -> int | None:
        return descriptor_of(self._line)

    def close(self) -> None:
        self._line.close()
