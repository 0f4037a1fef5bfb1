"""A battery behind the mains, as Network UPS Tools sees it: asks ``upsd`` over TCP, reads only.

The protocol is one line of text each way (RFC 9271, section 4): ``GET VAR <ups> ups.status`` is
answered by ``VAR <ups> ups.status "OB DISCHRG"`` or by ``ERR <reason>``.
"""

from __future__ import annotations

import re
import socket
from contextlib import suppress

from kiosk.errors import PortUnavailable, WhyUnavailable
from kiosk.ports import PowerState

PORT = 3493
"""Registered for Network UPS Tools."""
PATIENCE_S = 2.0
"""Seconds in which a server on the same machine or network answers."""
_LONGEST = 4096
_NAME = re.compile(r"(?P<ups>[\w.-]+)@(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\])(?::(?P<port>\d{1,5}))?")
_VAR = re.compile(r'VAR \S+ ups\.status "(?P<words>[^"]*)"')


def read_status(line: str) -> PowerState:
    """Return what one answer says. Pure; anything that is no status is ``UNKNOWN``."""
    found = _VAR.fullmatch(line.strip())
    words = found["words"].split() if found else []
    if "OB" in words or "FSD" in words:
        return PowerState.LOW if {"LB", "FSD"} & set(words) else PowerState.BATTERY
    return PowerState.MAINS if "OL" in words else PowerState.UNKNOWN


class NutPower:
    """One UPS on one server. Satisfies :class:`kiosk.ports.PowerSource`.

    Args:
        name: ``ups@host`` or ``ups@host:port``.

    Raises:
        ValueError: the name is not of that form.
    """

    def __init__(self, name: str) -> None:
        found = _NAME.fullmatch(name)
        if found is None:
            raise ValueError(f'"{name}" is not of the form ups@host:port')
        self._name = name
        self._ups = found["ups"]
        self._address = (found["host"].strip("[]"), int(found["port"] or PORT))
        self._line: socket.socket | None = None

    def read(self) -> PowerState:
        """Ask once; a connection that broke is made anew at the next question.

        Raises:
            PortUnavailable: the server cannot be reached now.
        """
        try:
            answer = self._ask(f"GET VAR {self._ups} ups.status\n")
        except OSError as error:
            self.close()
            why = WhyUnavailable.REFUSED if self._refused(error) else WhyUnavailable.MISSING
            raise PortUnavailable(self._name, why) from error
        return read_status(answer)

    def close(self) -> None:
        """Let the server go. Idempotent."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.close()

    def _ask(self, question: str) -> str:
        if self._line is None:
            self._line = socket.create_connection(self._address, PATIENCE_S)
        self._line.sendall(question.encode("ascii"))
        got = b""
        while not got.endswith(b"\n") and len(got) < _LONGEST:
            more = self._line.recv(_LONGEST)
            if not more:
                raise ConnectionResetError("the server hung up")
            got += more
        return got.decode("utf-8", "replace")

    @staticmethod
    def _refused(error: OSError) -> bool:
        return isinstance(error, ConnectionRefusedError | ConnectionResetError)
