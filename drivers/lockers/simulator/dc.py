"""A simulated 定昌 (DC) board, written from its paper and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

FROM_HOST, FROM_BOARD = bytes([0xDC, 0x02]), bytes([0xDC, 0xFE])
OVERHEAD = 6
MOST_DATA = 4
VERSION = (0x01, 0x00)
PULSE_SECONDS = 0.15
"""An order is answered when the pulse is over."""


def _frame(head: bytes, address: int, command: int, *data: int) -> bytes:
    content = [address, command, len(data), *data]
    total = 0
    for byte in content:
        total = (total + byte) % 256
    return head + bytes([*content, total])


class DcBoard:
    """Answers ``01`` (version), ``10`` (open), ``11`` and ``12`` (query).

    Args:
        short: answers to ``10`` and ``11`` carry the state alone, as in the paper's examples.
    """

    def __init__(
        self,
        address: int,
        locks: Sequence[Lock],
        *,
        status_bytes: int,
        low_first: bool = False,
        acknowledges: bool = True,
        reply_seconds: float = 0.01,
        short: bool = False,
    ) -> None:
        self.address = address
        self.locks = locks
        self._status_bytes = status_bytes
        self._low_first = low_first
        self._acknowledges = acknowledges
        self._reply_seconds = reply_seconds
        self._short = short
        self._heard = bytearray()

    def hear(self, data: bytes, now: float) -> tuple[list[int], list[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        self._heard += data
        pulsed: list[int] = []
        said: list[Saying] = []
        while (start := self._heard.find(FROM_HOST)) >= 0:
            del self._heard[:start]
            if len(self._heard) < OVERHEAD:
                break
            size = self._heard[4]
            if size > MOST_DATA:
                del self._heard[0]
                continue
            if len(self._heard) < OVERHEAD + size:
                break
            frame = bytes(self._heard[: OVERHEAD + size])
            if _frame(FROM_HOST, frame[2], frame[3], *frame[5:-1]) != frame:
                del self._heard[0]
                continue
            del self._heard[: len(frame)]
            if frame[2] == self.address:
                self._obey(frame[3], list(frame[5:-1]), now, pulsed, said)
        del self._heard[: -(OVERHEAD + MOST_DATA)]
        return pulsed, said

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return nothing: these boards speak when they are asked."""
        return None

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return _frame(wire[:2], address, wire[3], *wire[5:-1])

    def _obey(
        self, command: int, data: list[int], now: float, pulsed: list[int], said: list[Saying]
    ) -> None:
        numbers = [lock.number for lock in self.locks]
        match command, data:
            case 0x01, []:
                self._say(said, "version", command, *VERSION)
            case 0x10, [number] if number in numbers:
                pulsed.append(number)
                if self._acknowledges:
                    self._about(said, "open", command, number, now)
                    said[-1].after += PULSE_SECONDS
            case 0x11, [number] if number in numbers:
                self._about(said, "one", command, number, now)
            case 0x12, []:
                self._say(said, "all", command, *self._status(now))

    def _about(self, said: list[Saying], kind: str, command: int, number: int, now: float) -> None:
        state = self.locks[number - 1].contact(now)
        self._say(said, kind, command, *((state,) if self._short else (number, state)))

    def _say(self, said: list[Saying], kind: str, command: int, *data: int) -> None:
        wire = _frame(FROM_BOARD, self.address, command, *data)
        said.append(Saying(self._reply_seconds, wire, kind))

    def _status(self, now: float) -> list[int]:
        low_to_high = [0] * self._status_bytes
        for lock in self.locks:
            place, bit = divmod(lock.number - 1, 8)
            if place < self._status_bytes:
                low_to_high[place] |= lock.contact(now) << bit
        return low_to_high if self._low_first else low_to_high[::-1]
