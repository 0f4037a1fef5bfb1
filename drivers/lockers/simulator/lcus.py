"""A simulated LCUS relay board, written from its paper and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

START = 0xA0
REQUEST_BYTES = 4
OFF, ON, ASK = 0, 1, 5


def _closed(*body: int) -> bytes:
    total = 0
    for byte in body:
        total = (total + byte) % 256
    return bytes([*body, total])


class LcusBoard:
    """Switches relays on and off, and answers ``05``.

    Attributes:
        on: relays that are on now; nothing but an order switches them off.
    """

    def __init__(self, address: int, locks: Sequence[Lock], *, reply_seconds: float = 0.01) -> None:
        self.address = address
        self.locks = locks
        self.on: set[int] = set()
        self._reply_seconds = reply_seconds
        self._heard = bytearray()

    def hear(self, data: bytes, now: float) -> tuple[list[int], list[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        self._heard += data
        pulsed: list[int] = []
        said: list[Saying] = []
        while len(self._heard) >= REQUEST_BYTES:
            frame = bytes(self._heard[:REQUEST_BYTES])
            if frame[0] != START or _closed(*frame[:-1]) != frame:
                del self._heard[0]
                continue
            del self._heard[:REQUEST_BYTES]
            if 1 <= frame[1] <= len(self.locks):
                self._obey(frame[1], frame[2], pulsed, said)
        return pulsed, said

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return nothing: the board feels no door."""
        return None

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame: there is no address in it."""
        return wire

    def _obey(self, relay: int, what: int, pulsed: list[int], said: list[Saying]) -> None:
        if what == ON and relay not in self.on:
            self.on.add(relay)
            pulsed.append(relay)
        elif what == OFF:
            self.on.discard(relay)
        elif what == ASK:
            wire = _closed(START, relay, ON if relay in self.on else OFF)
            said.append(Saying(self._reply_seconds, wire, "one"))
