"""When something unexpected happens: log it, wipe the visit, show home. Three in a minute: leave.

One of two modules that catch everything (the other is kiosk/jobs.py). Nothing of the visit may
reach the log, so only the kind of error and the places in the code are written, never its message.
"""

from __future__ import annotations

import logging
import os
import socket
import traceback
from collections import deque
from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager
from kivy.clock import Clock

EXIT_FAILED = 70
"""Exit code after three errors in a minute: the service manager starts the program again."""
TOO_MANY = 3
WITHIN = 60.0

_log = logging.getLogger(__name__)


def places(error: BaseException) -> str:
    """Return where an error came from, without a word of what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[::-1]
    )


class Failsafe(ExceptionHandler):
    """Kivy's last word on an exception in a callback.

    Args:
        recover: wipes the visit and shows home; if that fails too, we leave.
        leave: ends the program with an exit code.
    """

    def __init__(self, recover: Callable[[], None], leave: Callable[[int], None]) -> None:
        self._recover = recover
        self._leave = leave
        self._times: deque[float] = deque(maxlen=TOO_MANY)
        super().__init__()

    def handle_exception(self, inst: BaseException) -> int:
        """Go on if we can."""
        if not isinstance(inst, Exception):
            return int(ExceptionManager.RAISE)
        _log.error("unexpected %s at %s", type(inst).__name__, places(inst))
        now = Clock.time()
        self._times.append(now)
        if len(self._times) == TOO_MANY and now - self._times[0] <= WITHIN:
            _log.critical("%d unexpected errors in %.0f s: leaving", TOO_MANY, WITHIN)
            self._leave(EXIT_FAILED)
            return int(ExceptionManager.PASS)
        try:
            self._recover()
        except Exception as error:  # there is no page left to show: start over
            _log.critical("cannot recover: %s at %s", type(error).__name__, places(error))
            self._leave(EXIT_FAILED)
        return int(ExceptionManager.PASS)


class Watchdog:
    """Tells the service manager that the screen is alive (``sd_notify``, man 3).

    Does nothing where no service manager listens.
    """

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "")

    def ready(self) -> None:
        """The first page is shown."""
        self._send(b"READY=1")

    def ping(self) -> None:
        """The UI clock still ticks."""
        self._send(b"WATCHDOG=1")

    def stopping(self) -> None:
        """We leave on purpose."""
        self._send(b"STOPPING=1")

    @property
    def period(self) -> float | None:
        """Seconds between pings: half of what the service manager allows; None without one."""
        allowed = os.environ.get("WATCHDOG_USEC", "")
        if not self._address or not allowed.isdigit():
            return None
        return int(allowed) / 2_000_000

    def _send(self, message: bytes) -> None:
        if not self._address:
            return
        address = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            try:
                line.sendto(message, address)
            except OSError as error:
                _log.warning("no watchdog: %s", error.strerror)
