"""A QR reader in serial mode (USB virtual port or RS-232): one printable line for each scan."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack

from drivers.connection import Connection, Port
from drivers.line import SerialPort, SystemTime, Time
from kiosk.errors import PortUnavailable
from kiosk.jobs import Job, Lane, Post, Runs

NO_SCANNER = "none"
"""The port name in a station file where there is no reader."""
_LONGEST_CODE = 512
_SAME_CODE_SECONDS = 3.0
_POLL_SECONDS = 0.25
_RETRY_SECONDS = 0.5
_ENDS = re.compile(rb"[\r\n]+")


class Lines:
    """Bytes in, codes out. No port; what is too long or not printable is dropped and counted."""

    def __init__(self) -> None:
        self.dropped = 0
        self._partial = b""
        self._overlong = False

    def feed(self, data: bytes) -> list[str]:
        """Take bytes; return the codes that are complete."""
        *ended, rest = _ENDS.split(self._partial + data)
        codes = [code for line in ended if (code := self._code(line)) is not None]
        self._overlong = self._overlong or len(rest) > _LONGEST_CODE
        self._partial = b"" if self._overlong else rest
        return codes

    def _code(self, line: bytes) -> str | None:
        overlong, self._overlong = self._overlong or len(line) > _LONGEST_CODE, False
        text = line.decode("utf-8", "replace").strip()
        good = not overlong and text.isprintable() and "\ufffd" not in text
        if text and good:
            return text
        self.dropped += bool(line)
        return None


class SerialScanner:
    """Reads a scanner port for one owner. Satisfies :class:`kiosk.ports.Scanner`.

    A scanner that is pulled is found again by itself.

    Args:
        lane: the lane that owns the port; ``start`` keeps it busy waiting for scans.
    """

    def __init__(self, port: Port, lane: Runs, *, time: Time | None = None) -> None:
        self._lane = lane
        self._time = time or SystemTime()
        self._connection = Connection(port, self._time)
        self._lines = Lines()
        self._recent: dict[str, float] = {}
        self._job: Job | None = None

    @classmethod
    def on(cls, url: str, lane: Runs, *, baud: int = 9600) -> SerialScanner:
        """Return a scanner on a port by its name."""
        return cls(SerialPort(url, baud), lane)

    @property
    def connected(self) -> bool:
        """Whether the port is open now. May be read from any thread."""
        return self._connection.connected

    @property
    def dropped(self) -> int:
        """Lines that were no code: too long or not printable."""
        return self._lines.dropped

    def start(self, on_code: Callable[[str], None]) -> None:
        """Call ``on_code`` in the scanner's lane with each code."""

        def round_() -> None:
            for code in self.poll():
                on_code(code)

        self._job = self._lane.every(0.0, round_)

    def poll(self, seconds: float = _POLL_SECONDS) -> list[str]:
        """Wait up to ``seconds`` for codes; the same one within 3 s is given once.

        A missing port is waited for; it raises nothing.
        """
        try:
            if self._connection.connect():
                self._lines.feed(b"\n")
            data = self._connection.read(seconds)
        except PortUnavailable:
            self._time.wait(_RETRY_SECONDS)
            return []
        self._connection.proven()
        return [code for code in self._lines.feed(data) if self._is_new(code)]

    def close(self) -> None:
        """Stop and release the port, in the scanner's lane. Idempotent."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._lane.submit(self._connection.close)

    def _is_new(self, code: str) -> bool:
        now = self._time.now()
        self._recent = {c: at for c, at in self._recent.items() if now - at < _SAME_CODE_SECONDS}
        if code in self._recent:
            return False
        self._recent[code] = now
        return True


def scanned_by(url: str, post: Post, on_code: Callable[[str], None], ending: ExitStack) -> None:
    """Post what the scanner on ``url`` reads to ``on_code``; ``none`` is no scanner."""
    if url == NO_SCANNER:
        return
    lane = Lane("scanner", post)
    scanner = SerialScanner.on(url, lane)
    ending.callback(lane.close)
    ending.callback(scanner.close)
    scanner.start(lambda code: post(lambda: on_code(code)))
