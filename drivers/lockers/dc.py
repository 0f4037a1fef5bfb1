"""Frames of the 定昌 (DC) lock boards. Bytes in, frames out; no port and no clock.

    host    DC 02 | address | command | length | data… | low byte of the sum from the address on
    board   DC FE | address | command | length | data… | the same

    open one    10  lock      answer  lock, state
    query one   11  lock      answer  lock, state
    query all   12            answer  status bytes, highest locks first, bit 0 of the last = lock 1

``address`` 1..99, ``lock`` 1..24, state and bits: 1 is **open**. The paper contradicts itself: in
its examples the answers to 10 and 11 have one byte of data instead of two. Whether that byte is
the lock, the state or a result is nowhere said, so such an answer acknowledges and tells nothing
of the door. How many status bytes a 24-way board sends is not said either: the length tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from drivers.lockers.deframing import SKIP, WAIT, Found, StreamDeframer
from drivers.lockers.frames import Deframer, Frame, Kind, Request
from drivers.lockers.wiring import Board, Contact, StatusOrder
from kiosk.errors import NotAllowed

_HOST, _BOARD = b"\xdc\x02", b"\xdc\xfe"
_OPEN, _ONE, _ALL = 0x10, 0x11, 0x12
_KINDS = {_OPEN: Kind.OPEN, _ONE: Kind.ONE}
_STATES = (0x00, 0x01)
_BEFORE_DATA = 5
"""Two bytes of head, address, command, length."""
_LEAST_STATUS, _MOST_STATUS = 2, 8
_LENGTHS = {
    _OPEN: range(1, 3),
    _ONE: range(1, 3),
    _ALL: range(_LEAST_STATUS, _MOST_STATUS + 1),
}
_LONGEST = _BEFORE_DATA + _MOST_STATUS + 1
_ADDRESSES = range(1, 100)
_LOCKS = range(1, 25)


def check(data: bytes) -> int:
    """Return the low byte of the sum."""
    return sum(data) & 0xFF


class Dc:
    """The family ``dc``: 9600 8N1, addresses 1..15 (24-way: to 99), 12 or 24 locks from 1."""

    name = "dc"
    bauds = (9600, 19200, 38400, 57600, 115200, 4800)
    addresses = _ADDRESSES
    locks = _LOCKS
    contact = Contact.CLOSED_IS_0
    quiet_seconds = 0.025
    reply_seconds = 0.5
    prompt_seconds = 0.12
    acknowledge_seconds = 0.3
    pulse_seconds = 0.15

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order to pulse one lock.

        Raises:
            NotAllowed: for an address or lock that does not name exactly one lock.
        """
        return _about_one(Kind.OPEN, _OPEN, address, lock)

    def query_one(self, address: int, lock: int) -> Request:
        """Return the question for one lock."""
        return _about_one(Kind.ONE, _ONE, address, lock)

    def query_all(self, address: int) -> Request:
        """Return the question for all locks of a board."""
        return Request(Kind.ALL, address, 0, _frame(address, _ALL))

    def probes(self, address: int) -> Sequence[Request]:
        """Return the question for all: no answer begins like what the host sends."""
        return (self.query_all(address),)

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return nothing: the board ends every pulse by itself."""
        return ()

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer; a status length that is set for a board must be met."""
        fixed = {b.address: b.status_bytes for b in boards if b.status_bytes is not None}
        return StreamDeframer(partial(_look, fixed), longest=_LONGEST)

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool | None]:
        """Return the feedback bit of each lock the frame tells about."""
        if frame.kind is not Kind.ALL:
            return {frame.lock: bool(frame.data[0]) if frame.data else None}
        low_first = board.status_order is StatusOrder.LOW_FIRST
        status = frame.data if low_first else frame.data[::-1]
        return {
            8 * place + bit + 1: bool(byte >> bit & 1)
            for place, byte in enumerate(status)
            for bit in range(8)
            if 8 * place + bit < board.locks
        }


def _frame(address: int, command: int, *data: int) -> bytes:
    if address not in _ADDRESSES:
        raise NotAllowed(f"address {address} is not in 1..99")
    body = bytes((address, command, len(data), *data))
    return _HOST + body + bytes((check(body),))


def _about_one(kind: Kind, command: int, address: int, lock: int) -> Request:
    if lock not in _LOCKS:
        raise NotAllowed(f"lock {lock} is not in 1..24")
    return Request(kind, address, lock, _frame(address, command, lock))


def _look(fixed: Mapping[int, int], buffer: bytes, pending: Request | None) -> Found:
    if not _may_begin(buffer, fixed):
        return SKIP
    if len(buffer) < _BEFORE_DATA:
        return WAIT
    address, command, length = buffer[2:_BEFORE_DATA]
    end = _BEFORE_DATA + length
    if len(buffer) <= end:
        return WAIT
    if check(buffer[2:end]) != buffer[end]:
        return SKIP
    frame = _meaning(address, command, buffer[_BEFORE_DATA:end], pending)
    return SKIP if frame is None else (end + 1, frame)


def _may_begin(buffer: bytes, fixed: Mapping[int, int]) -> bool:
    """Whether a frame may begin like this; a false start should not be waited out."""
    if not _BOARD.startswith(buffer[:2]):
        return False
    address, command, length = (*buffer[2:_BEFORE_DATA], None, None, None)[:3]
    if address is None:
        return True
    if address not in _ADDRESSES or (command is not None and command not in _LENGTHS):
        return False
    if length is None or command is None:
        return True
    known = fixed.get(address) if command == _ALL else None
    return length in _LENGTHS[command] and known in (None, length)


def _meaning(address: int, command: int, data: bytes, pending: Request | None) -> Frame | None:
    if command == _ALL:
        return Frame(Kind.ALL, address, 0, data)
    kind = _KINDS[command]
    match [*data]:
        case [lock, state] if lock in _LOCKS and state in _STATES:
            return Frame(kind, address, lock, bytes((state,)))
        case [unsettled]:
            return _acknowledged(kind, address, unsettled, pending)
        case _:
            return None


def _acknowledged(kind: Kind, address: int, byte: int, pending: Request | None) -> Frame | None:
    """Return what the one byte of a short answer acknowledges: only what was asked."""
    if pending is None or (pending.kind, pending.address) != (kind, address):
        return None
    return Frame(kind, address, pending.lock, b"") if byte in (*_STATES, pending.lock) else None
