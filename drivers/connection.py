"""A port that is opened when needed, lost when its adapter is pulled, and found again."""

from __future__ import annotations

import contextlib
from typing import Protocol

from drivers.line import LINE_ERRORS, Line, Time, descriptor_of
from kiosk.errors import PortUnavailable, WhyUnavailable

_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 0.25, 8.0


class Port(Protocol):
    """Something that can be opened again and again."""

    @property
    def url(self) -> str:
        """As it stands in the station file."""
        ...

    def open(self) -> Line:
        """Return the open line.

        Raises:
            PortUnavailable: it is not there now.
        """
        ...


class Connection:
    """The line of a port, while there is one.

    Attributes:
        why_not: why it is not connected, ``None`` while it is.
        openings: how often the port was opened.
        last_byte: moment of the last byte in or out.
    """

    def __init__(self, port: Port, time: Time) -> None:
        self.why_not: WhyUnavailable | None = None
        self.openings = 0
        self.last_byte = float("-inf")
        self._port = port
        self._time = time
        self._line: Line | None = None
        self._try_again_at = float("-inf")
        self._back_off = _FIRST_BACK_OFF

    @property
    def connected(self) -> bool:
        """Whether the port is open now."""
        return self._line is not None

    @property
    def descriptor(self) -> int | None:
        """File descriptor of the open line, for another process to hold; ``None`` without one."""
        return descriptor_of(self._line)

    def hurry(self) -> None:
        """Forget the back-off: a person is waiting."""
        self._try_again_at = float("-inf")

    def connect(self) -> bool:
        """Open the port if it is not open; return whether it was opened now.

        Raises:
            PortUnavailable: it is not there, or it is too early to try again.
        """
        if self._line is not None:
            return False
        if self._time.now() < self._try_again_at:
            raise self._unavailable()
        try:
            self._line = self._port.open()
        except PortUnavailable as error:
            self._postpone(error.why)
            raise
        self.openings += 1
        return True

    def proven(self) -> None:
        """The line works: the next loss is answered at once."""
        self._back_off = _FIRST_BACK_OFF
        self.why_not = None

    def read(self, wait: float) -> bytes:
        """Wait up to ``wait`` seconds for bytes.

        Raises:
            PortUnavailable: the port is gone.
        """
        if self._line is None:
            raise self._unavailable()
        try:
            data = self._line.read(wait)
        except LINE_ERRORS as error:
            raise self._lost() from error
        if data:
            self.last_byte = self._time.now()
        return data

    def write(self, data: bytes) -> None:
        """Hand bytes to the line.

        Raises:
            PortUnavailable: the port is gone; some bytes may have left.
        """
        if self._line is None:
            raise self._unavailable()
        try:
            self._line.write(data)
        except LINE_ERRORS as error:
            raise self._lost() from error
        self.last_byte = self._time.now()

    def close(self) -> None:
        """Release the port. Idempotent."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(*LINE_ERRORS):
                line.close()

    def _lost(self) -> PortUnavailable:
        self.close()
        self._postpone(WhyUnavailable.UNPLUGGED)
        return self._unavailable()

    def _unavailable(self) -> PortUnavailable:
        return PortUnavailable(self._port.url, self.why_not or WhyUnavailable.UNPLUGGED)

    def _postpone(self, why: WhyUnavailable) -> None:
        self.why_not = why
        self._try_again_at = self._time.now() + self._back_off
        self._back_off = min(_LONGEST_BACK_OFF, 2 * self._back_off)
