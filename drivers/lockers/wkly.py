"""Frames of the WKLY lock boards. Bytes in, frames out; no port and no clock.

    57 4B 4C 59 | length | address | command | data… | XOR of all bytes before
                  length counts the whole frame

    open one    82  channel         answer  status, channel, door   (some boards never answer)
    query one   83  channel         answer  status, channel, door
    query all   84                  answer  status, n, door × n
    report                          85      channel, door           at any time

``address`` 0..31, ``channel`` 1..24, ``status`` 00 done or FF failed, ``door`` 00 open, 01 closed
(some boards the other way round: a setting), FF unknown. The commands that open several, open all
or hold a lock (80, 86 to 89) cannot be said here. Any other frame that checks is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import xor

from drivers.lockers.deframing import SKIP, WAIT, Found, StreamDeframer
from drivers.lockers.frames import Deframer, Frame, Kind, Request
from drivers.lockers.wiring import Board, Contact
from kiosk.errors import NotAllowed

_HEAD = b"WKLY"
_OPEN, _ONE, _ALL, _REPORT = 0x82, 0x83, 0x84, 0x85
_KINDS = {_OPEN: Kind.OPEN, _ONE: Kind.ONE}
_STATUSES = (0x00, 0xFF)
_DONE = 0x00
_DOORS: Mapping[int, bool | None] = {0x00: False, 0x01: True, 0xFF: None}
_AROUND_DATA = 8
"""Head, length, address, command and check."""
_MOST_CHANNELS = 50
"""More than any board of the paper has: a larger one may answer, and is read in part."""
_LONGEST = _AROUND_DATA + 2 + _MOST_CHANNELS
_ADDRESSES = range(32)
_CHANNELS = range(1, 25)


def check(data: bytes) -> int:
    """Return the XOR of all bytes."""
    return reduce(xor, data, 0)


class Wkly:
    """The family ``wkly``: 9600 8N1, addresses 0..31, 12 or 24 locks counted from 1."""

    name = "wkly"
    bauds = (9600, 19200, 38400, 57600, 115200, 4800)
    addresses = _ADDRESSES
    locks = _CHANNELS
    contact = Contact.CLOSED_IS_1
    quiet_seconds = 0.025
    reply_seconds = 0.5
    prompt_seconds = 0.3
    acknowledge_seconds = 0.45
    pulse_seconds = 0.35

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order to pulse one lock.

        Raises:
            NotAllowed: for an address or channel that does not name exactly one lock.
        """
        return _about_one(Kind.OPEN, _OPEN, address, lock)

    def query_one(self, address: int, lock: int) -> Request:
        """Return the question for one lock."""
        return _about_one(Kind.ONE, _ONE, address, lock)

    def query_all(self, address: int) -> Request:
        """Return the question for all locks of a board."""
        return Request(Kind.ALL, address, 0, _frame(address, _ALL))

    def probes(self, address: int) -> Sequence[Request]:
        """Return the question for all: its answer is longer than it."""
        return (self.query_all(address),)

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return nothing: the board ends every pulse by itself."""
        return ()

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer; every frame tells its own length."""
        return StreamDeframer(_look, longest=_LONGEST)

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool | None]:
        """Return the feedback bit of each lock the frame tells about."""
        if frame.kind is Kind.REPORT:
            return {frame.lock: _DOORS[frame.data[0]]}
        status, *doors = frame.data
        done = status == _DONE
        first = frame.lock or 1
        told = enumerate(doors[: board.locks], start=first)
        return {channel: _DOORS[door] if done else None for channel, door in told}


def _frame(address: int, command: int, *data: int) -> bytes:
    if address not in _ADDRESSES:
        raise NotAllowed(f"address {address} is not in 0..31")
    body = _HEAD + bytes((_AROUND_DATA + len(data), address, command, *data))
    return body + bytes((check(body),))


def _about_one(kind: Kind, command: int, address: int, lock: int) -> Request:
    if lock not in _CHANNELS:
        raise NotAllowed(f"lock {lock} is not in 1..24")
    return Request(kind, address, lock, _frame(address, command, lock))


def _look(buffer: bytes, _pending: Request | None) -> Found:
    if not _HEAD.startswith(buffer[: len(_HEAD)]):
        return SKIP
    if len(buffer) <= len(_HEAD):
        return WAIT
    length = buffer[len(_HEAD)]
    if not _AROUND_DATA <= length <= _LONGEST:
        return SKIP
    if len(buffer) < length:
        return WAIT
    if check(buffer[:length]):
        return SKIP
    address, command, *data = buffer[len(_HEAD) + 1 : length - 1]
    frame = _meaning(address, command, data) if address in _ADDRESSES else None
    # What checks but is no answer goes byte by byte too: a torn head before a whole one checks.
    return SKIP if frame is None else (length, frame)


def _meaning(address: int, command: int, data: list[int]) -> Frame | None:
    match command, data:
        case ((0x82 | 0x83), [status, channel, door]) if status in _STATUSES:
            return _about_channel(_KINDS[command], address, channel, status, door)
        case 0x84, [status, count, *doors] if status in _STATUSES and len(doors) == count > 0:
            known = all(door in _DOORS for door in doors)
            return Frame(Kind.ALL, address, 0, bytes((status, *doors))) if known else None
        case 0x85, [channel, door]:
            return _about_channel(Kind.REPORT, address, channel, door)
        case _:
            return None


def _about_channel(kind: Kind, address: int, channel: int, *data: int) -> Frame | None:
    if not 1 <= channel <= _MOST_CHANNELS or data[-1] not in _DOORS:
        return None
    return Frame(kind, address, channel, bytes(data))
