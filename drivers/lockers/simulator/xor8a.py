"""A simulated 8A/80 board, written from its paper and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.lockers.simulator.lock import Lock
from drivers.lockers.simulator.saying import Saying

REQUEST_BYTES = 5


def _closed_frame(*body: int) -> bytes:
    total = 0
    for byte in body:
        total ^= byte
    return bytes([*body, total])


class Xor8aBoard:
    """Answers ``8A`` (open) and ``80`` (query one, query all); may report with ``81`` or ``82``."""

    def __init__(
        self,
        address: int,
        locks: Sequence[Lock],
        *,
        status_bytes: int,
        low_first: bool = False,
        acknowledges: bool = True,
        reply_seconds: float = 0.01,
        report_head: int = 0,
    ) -> None:
        self.address = address
        self.locks = locks
        self._status_bytes = status_bytes
        self._low_first = low_first
        self._acknowledges = acknowledges
        self._reply_seconds = reply_seconds
        self._report_head = report_head
        self._heard = bytearray()

    def hear(self, data: bytes, now: float) -> tuple[list[int], list[Saying]]:
        """Take bytes; return the locks whose coil is driven now and what the board will say."""
        self._heard += data
        pulsed: list[int] = []
        said: list[Saying] = []
        while len(self._heard) >= REQUEST_BYTES:
            frame = bytes(self._heard[:REQUEST_BYTES])
            if _closed_frame(*frame[:-1]) != frame or frame[0] not in (0x80, 0x8A):
                del self._heard[0]
                continue
            del self._heard[:REQUEST_BYTES]
            if frame[1] == self.address:
                self._obey(frame, now, pulsed, said)
        return pulsed, said

    def report(self, lock: int, bit: int) -> Saying | None:
        """Return the unasked report of a lock, where the board sends such."""
        if not self._report_head:
            return None
        state = 0x11 if bit else 0x00
        return Saying(0.0, _closed_frame(self._report_head, self.address, lock, state), "report")

    def readdressed(self, wire: bytes, address: int) -> bytes:
        """Return the same frame as if another board had sent it."""
        return _closed_frame(wire[0], address, *wire[2:-1])

    def _obey(self, frame: bytes, now: float, pulsed: list[int], said: list[Saying]) -> None:
        head, _, lock, function, _ = frame
        if (head, function) == (0x8A, 0x11):
            chosen = [lock] if lock else [each.number for each in self.locks]
            pulsed.extend(number for number in chosen if number <= len(self.locks))
            if self._acknowledges and lock:
                self._say(said, "open", 0x8A, lock, self._state(lock, now))
        elif (head, function) == (0x80, 0x33) and lock:
            self._say(said, "one", 0x80, lock, self._state(lock, now))
        elif (head, function) == (0x80, 0x33):
            self._say(said, "all", 0x80, *self._status(now), 0x33)

    def _say(self, said: list[Saying], kind: str, head: int, *rest: int) -> None:
        said.append(Saying(self._reply_seconds, _closed_frame(head, self.address, *rest), kind))

    def _state(self, lock: int, now: float) -> int:
        if lock > len(self.locks):
            return 0x00
        return 0x11 if self.locks[lock - 1].contact(now) else 0x00

    def _status(self, now: float) -> list[int]:
        status = [0] * self._status_bytes
        for lock in self.locks:
            place, bit = divmod(lock.number - 1, 8)
            if place < self._status_bytes:
                status[place] |= lock.contact(now) << bit
        return status if self._low_first else status[::-1]
