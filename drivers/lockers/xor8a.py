"""Frames of the "8A/80" lock boards (485锁控板). Bytes in, frames out; no port and no clock.

    open one    8A aa LL 11 BCC      answer  8A aa LL ST BCC   (some boards never answer)
    query one   80 aa LL 33 BCC      answer  80 aa LL ST BCC
    query all   80 aa 00 33 BCC      answer  80 aa Sn … S1 33 BCC
    report                                   81|82 aa LL ST BCC   at any time

``aa`` address 1..32, ``LL`` lock 1..50, ``ST`` 00 or 11 (the contact, not the door), ``BCC`` XOR of
all bytes before. There is no length field and the answer to query-all has no fixed length: its
end is known from the learned number of status bytes or from silence, never from the shortest match
(``80 01 00 33 B2 33 33`` is one frame although its first five bytes look like another).
XOR misses inserted zeros and swapped bytes, so head, address, lock, state and length are
checked too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import reduce
from operator import xor

from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.wiring import Board, Contact, StatusOrder
from kiosk.errors import NotAllowed

_OPEN, _QUERY, _REPORTS = 0x8A, 0x80, (0x81, 0x82)
_DO_OPEN, _DO_QUERY = 0x11, 0x33
_CONTACT_BITS = {0x00: False, 0x11: True}
_SHORT = 5
"""Length of every frame but the answer to query-all."""
_AROUND_STATUS = 4
"""Head, address, 33 and BCC."""
_MOST_STATUS = 7
"""50 locks."""
_LEAST_STATUS = 2
"""One status byte of 00 could not be told from the echo of the question."""
_ADDRESSES = range(1, 33)
_LOCKS = range(1, 51)


def check(data: bytes | bytearray) -> int:
    """Return the XOR of all bytes."""
    return reduce(xor, data, 0)


def _request(kind: Kind, address: int, lock: int, head: int, function: int) -> Request:
    if address not in _ADDRESSES:
        raise NotAllowed(f"address {address} is not in 1..32")
    body = bytes((head, address, lock, function))
    return Request(kind, address, lock, body + bytes((check(body),)))


class Xor8a:
    """The family ``xor8a``: 9600 8N1, addresses 1..32, up to 50 locks counted from 1."""

    name = "xor8a"
    bauds = (9600, 19200, 38400, 57600, 115200, 4800)
    addresses = _ADDRESSES
    locks = _LOCKS
    contact = Contact.CLOSED_IS_1
    quiet_seconds = 0.025
    reply_seconds = 0.5
    prompt_seconds = 0.12
    acknowledge_seconds = 0.15
    pulse_seconds = 0.3

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order to pulse one lock.

        Raises:
            NotAllowed: lock 0 would open every door of the board; it is refused here.
        """
        if lock not in _LOCKS:
            raise NotAllowed(f"lock {lock} is not in 1..50")
        return _request(Kind.OPEN, address, lock, _OPEN, _DO_OPEN)

    def query_one(self, address: int, lock: int) -> Request:
        """Return the question for one lock."""
        if lock not in _LOCKS:
            raise NotAllowed(f"lock {lock} is not in 1..50")
        return _request(Kind.ONE, address, lock, _QUERY, _DO_QUERY)

    def query_all(self, address: int) -> Request:
        """Return the question for all locks of a board."""
        return _request(Kind.ALL, address, 0, _QUERY, _DO_QUERY)

    def probes(self, address: int) -> Sequence[Request]:
        """Return both questions: an answer to the first may happen to begin like it."""
        return self.query_all(address), self.query_one(address, _LOCKS[0])

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return nothing: the board ends every pulse by itself."""
        return ()

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer for the answers of these boards."""
        return Deframer(boards)

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool]:
        """Return the feedback bit of each lock the frame tells about."""
        if frame.kind is not Kind.ALL:
            return {frame.lock: _CONTACT_BITS[frame.data[0]]}
        low_first = board.status_order is StatusOrder.LOW_FIRST
        status = frame.data if low_first else frame.data[::-1]
        return {
            8 * place + bit + 1: bool(byte >> bit & 1)
            for place, byte in enumerate(status)
            for bit in range(8)
            if 8 * place + bit < board.locks
        }


class _Until(Enum):
    """How much of the stream is known."""

    MORE = "more may follow at once"
    QUIET = "the line is quiet"
    END = "nothing more will come"


_WAIT: tuple[int, Frame | None] = (0, None)
_SKIP: tuple[int, Frame | None] = (1, None)


class Deframer:
    """Finds frames in a stream of bytes; see :class:`drivers.lockers.frames.Deframer`."""

    def __init__(self, boards: Sequence[Board] = ()) -> None:
        self.skipped = 0
        self._buffer = bytearray()
        self._pending: Request | None = None
        self._fixed = {b.address: b.status_bytes for b in boards if b.status_bytes is not None}
        self._least = {b.address: max(_LEAST_STATUS, -(-b.locks // 8)) for b in boards}
        self._learned: dict[int, int] = {}

    @property
    def midway(self) -> bool:
        """Whether it holds what may be the beginning of a frame."""
        return bool(self._buffer)

    def expect(self, request: Request | None) -> None:
        """Say which request is pending."""
        self._pending = request

    def status_bytes(self, address: int) -> int | None:
        """Return how many status bytes the board sends, as set or learned."""
        return self._fixed.get(address, self._learned.get(address))

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes; return the frames that are certain now."""
        self._buffer += data
        return self._take(_Until.MORE)

    def quiet(self) -> list[Frame]:
        """Return what only silence could end; half a frame is kept for slow lines."""
        return self._take(_Until.QUIET)

    def flush(self) -> list[Frame]:
        """Return good frames hidden behind a false start and drop the rest."""
        return self._take(_Until.END)

    def _take(self, until: _Until) -> list[Frame]:
        frames = []
        while self._buffer:
            length, frame = self._at_head(until)
            if not length:
                break
            del self._buffer[:length]
            if frame is None:
                self.skipped += length
            else:
                frames.append(frame)
        return frames

    def _at_head(self, until: _Until) -> tuple[int, Frame | None]:
        """Return (bytes to remove, frame or noise); nothing to remove means: wait."""
        head = self._buffer[0]
        if head not in (_OPEN, _QUERY, *_REPORTS):
            return _SKIP
        if len(self._buffer) == 1:
            return _SKIP if until is _Until.END else _WAIT
        address = self._buffer[1]
        if address not in _ADDRESSES:
            return _SKIP
        if head == _QUERY and self._awaits_all(address):
            return self._long(address, until)
        return self._short(until)

    def _awaits_all(self, address: int) -> bool:
        pending = self._pending
        return pending is not None and pending.kind is Kind.ALL and pending.address == address

    def _short(self, until: _Until) -> tuple[int, Frame | None]:
        if len(self._buffer) < _SHORT:
            return _SKIP if until is _Until.END else _WAIT
        head, address, lock, state, bcc = self._buffer[:_SHORT]
        good = check(self._buffer[: _SHORT - 1]) == bcc
        if lock not in _LOCKS or state not in _CONTACT_BITS or not good:
            return _SKIP
        kind = {_OPEN: Kind.OPEN, _QUERY: Kind.ONE}.get(head, Kind.REPORT)
        return _SHORT, Frame(kind, address, lock, bytes((state,)))

    def _long(self, address: int, until: _Until) -> tuple[int, Frame | None]:
        known = self.status_bytes(address)
        if known is not None:
            return self._long_of(known, address, until)
        if until is _Until.MORE and len(self._buffer) < _AROUND_STATUS + _MOST_STATUS:
            return _WAIT
        return self._longest(address) or self._no_long(until)

    def _long_of(self, known: int, address: int, until: _Until) -> tuple[int, Frame | None]:
        if self._is_long(known):
            return self._long_frame(known, address)
        if until is _Until.END and address not in self._fixed:
            # A length learned from a damaged answer must not deafen us for ever.
            found = self._longest(address)
            if found:
                return found
        if len(self._buffer) < _AROUND_STATUS + known and until is not _Until.END:
            return _WAIT
        return self._short(until)

    def _no_long(self, until: _Until) -> tuple[int, Frame | None]:
        if until is not _Until.END and len(self._buffer) < _AROUND_STATUS + _MOST_STATUS:
            return _WAIT
        return self._short(until)

    def _longest(self, address: int) -> tuple[int, Frame | None] | None:
        least = self._least.get(address, _LEAST_STATUS)
        for count in range(_MOST_STATUS, least - 1, -1):
            if self._is_long(count):
                self._learned[address] = count
                return self._long_frame(count, address)
        return None

    def _is_long(self, count: int) -> bool:
        end = _AROUND_STATUS + count
        if len(self._buffer) < end or self._buffer[end - 2] != _DO_QUERY:
            return False
        return check(self._buffer[: end - 1]) == self._buffer[end - 1]

    def _long_frame(self, count: int, address: int) -> tuple[int, Frame | None]:
        status = bytes(self._buffer[2 : 2 + count])
        return _AROUND_STATUS + count, Frame(Kind.ALL, address, 0, status)
