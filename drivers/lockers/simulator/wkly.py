"""A simulated WKLY board, written from its paper and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

START = bytes([0x57, 0x4B, 0x4C, 0x59])
SHORTEST, LONGEST = 8, 16
OPEN_SECONDS = 0.34
"""An order is answered when the pulse is over, 350 ms after it came."""
ALL_SECONDS = 0.19
"""The doors are looked at one by one; the answer takes 200 ms."""


def _frame(address: int, command: int, *data: int) -> bytes:
    frame = bytearray(START)
    frame += bytes([SHORTEST + len(data), address, command, *data])
    total = 0
    for byte in frame:
        total ^= byte
    return bytes(frame) + bytes([total])


class WklyBoard:
    """Answers ``82`` (open), ``83`` and ``84`` (query); may report doors with ``85``."""

    def __init__(
        self,
        address: int,
        locks: Sequence[Lock],
        *,
        acknowledges: bool = True,
        reply_seconds: float = 0.01,
        reports: bool = False,
    ) -> None:
        self.address = address
        self.locks = locks
        self._acknowledges = acknowledges
        self._reply_seconds = reply_seconds
        self._reports = reports
        self._heard = bytearray()

    def hear(self, data: bytes, now: float) -> tuple[list[int], list[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        self._heard += data
        pulsed: list[int] = []
        said: list[Saying] = []
        while (start := self._heard.find(START)) >= 0:
            del self._heard[:start]
            if len(self._heard) <= len(START):
                break
            length = self._heard[len(START)]
            if not SHORTEST <= length <= LONGEST:
                del self._heard[0]
                continue
            if len(self._heard) < length:
                break
            frame = bytes(self._heard[:length])
            if _frame(frame[5], frame[6], *frame[7:-1]) != frame:
                del self._heard[0]
                continue
            del self._heard[:length]
            if frame[5] == self.address:
                self._obey(frame[6], list(frame[7:-1]), now, pulsed, said)
        del self._heard[:-LONGEST]
        return pulsed, said

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return the unasked report of a lock, where the board sends such."""
        if not self._reports:
            return None
        return Saying(0.0, _frame(self.address, 0x85, lock, bit), "report")

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return _frame(address, wire[6], *wire[7:-1])

    def _obey(
        self, command: int, data: list[int], now: float, pulsed: list[int], said: list[Saying]
    ) -> None:
        numbers = [lock.number for lock in self.locks]
        match command, data:
            case 0x82, [channel]:
                known = channel in numbers
                pulsed += [channel] if known else []
                if self._acknowledges:
                    self._about(said, "open", command, channel, now, OPEN_SECONDS)
            case 0x83, [channel]:
                self._about(said, "one", command, channel, now, 0.0)
            case 0x84, []:
                doors = [self._door(number, now) for number in numbers]
                wire = _frame(self.address, command, 0x00, len(doors), *doors)
                said.append(Saying(self._reply_seconds + ALL_SECONDS, wire, "all"))
            case 0x86, []:
                pulsed += numbers
            case ((0x80 | 0x87), [*chosen]):
                pulsed += [channel for channel in chosen if channel in numbers]

    def _about(
        self, said: list[Saying], kind: str, command: int, channel: int, now: float, busy: float
    ) -> None:
        if 1 <= channel <= len(self.locks):
            data = (0x00, channel, self._door(channel, now))
        else:
            data = (0xFF, channel, 0xFF)
        said.append(Saying(self._reply_seconds + busy, _frame(self.address, command, *data), kind))

    def _door(self, channel: int, now: float) -> int:
        lock = self.locks[channel - 1]
        return lock.contact(now) if lock.sensor else 0xFF
