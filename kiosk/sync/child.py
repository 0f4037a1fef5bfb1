"""The hub this terminal starts itself: a child process that is started again when it ends.

It writes to a directory of its own. Its standard input is a pipe from here: when that is closed,
however this program ended, the child ends too.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import socket
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.files import make_private_directory
from kiosk.jobs import Lane
from kiosk.sync.line import HubAway

DIRECTORY = "hub"
"""In the data directory of the terminal."""
PORT_FILE = "port"
CERTIFICATE = "hub.pem"
LOOK_EVERY = 0.5
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
STEADY_AFTER = 60.0
"""Seconds after which a child that ran so long is started again at once."""
END_WITHIN = 12.0
PORT_IN_USE = "port_in_use"
ENDS = "ends"
_ANY = ("", "0.0.0.0", "::")

Command = Callable[[int | None], Sequence[str]]
"""The command line of a hub that listens at a port; of one that shows a code, without a port."""
_END_OF_CERTIFICATE = "-----END CERTIFICATE-----\n"
_CODE = re.compile(r"\b[0-9]{6}\b")
CODE_WITHIN = 30.0

_log = logging.getLogger(__name__)


class HubChild:
    """Starts the hub and keeps it running.

    Args:
        command: the command line for a port.
        directory: of the hub.
        lane: where it is looked after; ended with it.
        port: 0: a free one, which is remembered.
        second: seconds that only go forward.
    """

    def __init__(
        self,
        command: Command,
        directory: Path,
        lane: Lane,
        second: Callable[[], float],
        *,
        listen: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._command = command
        self._directory = directory
        self._lane = lane
        self._second = second
        self._listen = listen
        self._fixed = port
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._started_at = 0.0
        self._not_before = 0.0
        self._wait = FIRST_WAIT
        self.port = port
        self.trouble = ""
        """Why it does not run: ``port_in_use``, ``ends``; empty while it does."""
        self.starts = 0

    @property
    def url(self) -> str:
        """Where the terminal itself reaches it."""
        host = "127.0.0.1" if self._listen in _ANY else self._listen
        return f"https://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    @property
    def certificate(self) -> str:
        """PEM of what it shows; empty while it has made none."""
        try:
            found = (self._directory / CERTIFICATE).read_text()
        except OSError:
            return ""
        return found.partition(_END_OF_CERTIFICATE)[0] + _END_OF_CERTIFICATE

    def code(self) -> str:
        """Have it show six digits, and return them.

        Raises:
            HubAway: it could not be asked.
        """
        try:
            said = subprocess.run(
                list(self._command(None)),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=CODE_WITHIN,
                check=True,
                text=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise HubAway(type(error).__name__) from error
        found = _CODE.search(said.stdout)
        if found is None:
            raise HubAway("no code was shown")
        return found.group()

    def start(self) -> None:
        """Start it now and look after it from here on; on the lane."""
        make_private_directory(self._directory)
        self._lane.every(LOOK_EVERY, self._look)

    def close(self) -> None:
        """End it, and wait for its end. Idempotent."""
        self._closed = True
        self._lane.close()
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()

    def _look(self) -> None:
        if self._closed:
            return
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                if self._second() - self._started_at > STEADY_AFTER:
                    self._wait = FIRST_WAIT
                    self.trouble = ""
                return
            self._ended(self._process, code)
        if self._second() < self._not_before:
            return
        try:
            self._begin()
        except OSError as error:  # a full disk, or no memory for another process
            _log.error("the hub cannot be started: %s", type(error).__name__)
            self.trouble = ENDS
            self._wait_longer()

    def _ended(self, process: subprocess.Popen[bytes], code: int) -> None:
        _log.error("the hub has ended with %d; it is started again in %.0f s", code, self._wait)
        if process.stdin:
            process.stdin.close()
        self._process = None
        if self.starts > 1 or self._second() - self._started_at < STEADY_AFTER:
            self.trouble = ENDS
        self._wait_longer()

    def _wait_longer(self) -> None:
        self._not_before = self._second() + self._wait
        self._wait = min(LONGEST_WAIT, 2 * self._wait)

    def _begin(self) -> None:
        port = self._free_port()
        if port is None:
            if self.trouble != PORT_IN_USE:
                _log.error("port %d for the hub is in use", self._fixed)
            self.trouble = PORT_IN_USE
            self._wait_longer()
            return
        self.port = port
        log = self._directory / "console.log"
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            self._process = subprocess.Popen(
                list(self._command(port)),
                stdin=subprocess.PIPE,
                stdout=handle,
                stderr=handle,
                start_new_session=True,  # Ctrl-C ends the terminal first
            )
        finally:
            os.close(handle)
        self.starts += 1
        self._started_at = self._second()
        if self.trouble == PORT_IN_USE:
            self.trouble = ""
        _log.info("the hub is started at port %d", port)

    def _free_port(self) -> int | None:
        if self._fixed:
            return self._fixed if _is_free(self._listen, self._fixed) else None
        file = self._directory / PORT_FILE
        try:
            kept = int(file.read_text())
        except (OSError, ValueError):
            kept = 0
        if kept and _is_free(self._listen, kept):
            return kept
        with _socket(self._listen) as found:
            found.bind((self._listen, 0))
            port: int = found.getsockname()[1]
        file.write_text(f"{port}\n")
        return port


def _socket(listen: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in listen else socket.AF_INET)


def _is_free(listen: str, port: int) -> bool:
    with _socket(listen) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((listen, port))
        except OSError as error:
            return error.errno not in (errno.EADDRINUSE, errno.EACCES)
    return True
