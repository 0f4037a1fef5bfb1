"""Simulated Kerong boards, CU48 and CU16, written from their papers and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

STX, ETX = 0x02, 0x03
EVERY_LOCK, EVERY_BOARD = 0x30, 0x0A


def _frame(*body: int) -> bytes:
    content = [STX, *body, ETX]
    total = 0
    for byte in content:
        total = (total + byte) % 256
    return bytes([*content, total])


class _KerongBoard:
    """Finds requests of one length; what they mean is said by the two boards below."""

    request_bytes = 0

    def __init__(self, address: int, locks: Sequence[Lock], *, reply_seconds: float = 0.01) -> None:
        self.address = address
        self.locks = locks
        self._reply_seconds = reply_seconds
        self._heard = bytearray()

    def hear(self, data: bytes, now: float) -> tuple[list[int], list[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        self._heard += data
        pulsed: list[int] = []
        said: list[Saying] = []
        while len(self._heard) >= self.request_bytes:
            frame = bytes(self._heard[: self.request_bytes])
            if _frame(*frame[1:-2]) != frame:
                del self._heard[0]
                continue
            del self._heard[: self.request_bytes]
            self.obey(frame, now, pulsed, said)
        return pulsed, said

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return nothing: these boards speak when they are asked."""
        return None

    def obey(self, frame: bytes, now: float, pulsed: list[int], said: list[Saying]) -> None:
        """Do what a checked request says."""
        raise NotImplementedError

    def say(self, said: list[Saying], kind: str, *body: int) -> None:
        """Answer after the board's own delay."""
        said.append(Saying(self._reply_seconds, _frame(*body), kind))

    def drive(self, place: int, pulsed: list[int]) -> None:
        """Pulse the lock at a place counted from 0, where there is one."""
        if place < len(self.locks):
            pulsed.append(self.locks[place].number)

    def hooks(self, size: int, now: float) -> list[int]:
        """Return the status: bit 0 of the first byte is the first lock, 1 is locked."""
        status = [0] * size
        for place, lock in enumerate(self.locks):
            status[place // 8] += lock.contact(now) << place % 8
        return status


class Cu48Board(_KerongBoard):
    """Answers ``50`` (status); obeys ``51`` (unlock) without a word."""

    request_bytes = 6

    def obey(self, frame: bytes, now: float, pulsed: list[int], said: list[Saying]) -> None:
        """Do what a checked request says."""
        _, address, place, command, _, _ = frame
        if command == 0x51 and address in (self.address, EVERY_BOARD):
            places = range(len(self.locks)) if place == EVERY_LOCK else [place]
            for each in places:
                self.drive(each, pulsed)
        elif command == 0x50 and address == self.address:
            self.say(said, "all", address, 0, 0x65, *self.hooks(6, now))

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return _frame(address, *wire[2:-2])


class Cu16Board(_KerongBoard):
    """Answers ``30`` (status); obeys ``31`` (unlock) and may answer it with something."""

    request_bytes = 5

    def __init__(
        self,
        address: int,
        locks: Sequence[Lock],
        *,
        reply_seconds: float = 0.01,
        acknowledges: bool = False,
    ) -> None:
        super().__init__(address, locks, reply_seconds=reply_seconds)
        self._acknowledges = acknowledges

    def obey(self, frame: bytes, now: float, pulsed: list[int], said: list[Saying]) -> None:
        """Do what a checked request says."""
        _, where, command, _, _ = frame
        address, place = where >> 4, where & 0x0F
        if address != self.address:
            return
        if command == 0x31:
            self.drive(place, pulsed)
            if self._acknowledges:
                self.say(said, "open", where, 0x36, *self.hooks(2, now), 0, 0)
        elif command == 0x33:
            pulsed.extend(lock.number for lock in self.locks)
        elif command == 0x30:
            self.say(said, "all", address << 4, 0x35, *self.hooks(2, now), 0, 0)

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return _frame(address << 4 | wire[1] & 0x0F, *wire[2:-2])
