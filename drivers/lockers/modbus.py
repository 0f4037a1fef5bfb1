"""Frames of Modbus RTU relay boards that end their pulses. Bytes in, frames out; no port, no clock.

    address | function | … | CRC-16 (polynomial A001, begins with FFFF), low byte first

    waveshare   Modbus RTU Relay (D): 8 relays and 8 inputs
    open one    05  02 00+n  00 07    pulse of 700 ms          answer: the same bytes
    query all   02  00 00    00 08    the inputs 0..7          answer: 02 01 D, bit 0 = input 0
    all off     05  00 FF    00 00                             answer: the same bytes

    r421a08     8 relays, no inputs
    open one    06  00 n     05 00    momentary, 1 s           answer: the same bytes
    off         06  00 n     02 00    one relay                answer: the same bytes
    probe       03  00 01    00 01    state of relay 1         answer: 03 02 00 D, D is 00 or 01

    refusal     80 + function | exception code 01..0B

``address`` 1..247. Relays (n) count from 0 on the waveshare, from 1 on the r421a08; locks count
from 1 here. A question for one input is not used: its answer does not say which input it is about.
What a bit of 1 says of a door is a matter of wiring. The answer to an order equals its echo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from drivers.lockers.deframing import SKIP, WAIT, Found, StreamDeframer
from drivers.lockers.frames import Deframer, Frame, Kind, Request
from drivers.lockers.wiring import Board, Contact
from kiosk.errors import NotAllowed

_ADDRESSES = range(1, 248)
_LOCKS = range(1, 9)
_WRITE_BYTES = 8
_REFUSAL_BYTES = 5
_REFUSED = 0x80
_EXCEPTIONS = range(0x01, 0x0C)
_BEFORE_DATA = 3
"""Address, function, number of data bytes."""


def check(data: bytes) -> bytes:
    """Return the CRC-16 as it stands on the wire."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


class Relays(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two families; 9600 8N1.

    Attributes:
        write: function code of orders.
        pulse: register and value that pulse a lock.
        off: register and value of each order that brings outputs to rest, and the lock it is
            about; 0: all.
        read: function code of the question that any such board answers.
        asks: what it asks for: first place and count.
        data: bytes of its answer between their number and the check.
        told: what bytes it may answer with, where not any.
    """

    name: str
    write: int
    pulse: Callable[[int], tuple[int, int]]
    off: Mapping[int, tuple[int, int]]
    read: int
    asks: tuple[int, int]
    data: int
    contact: Contact
    pulse_seconds: float
    bauds: Sequence[int]
    told: Sequence[bytes] = ()
    addresses: range = _ADDRESSES
    locks: range = _LOCKS
    quiet_seconds: float = 0.025
    reply_seconds: float = 0.5
    prompt_seconds: float = 0.12
    acknowledge_seconds: float = 0.3

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order to pulse one lock.

        Raises:
            NotAllowed: for an address or lock that does not name exactly one lock.
        """
        if lock not in self.locks:
            raise NotAllowed(f"lock {lock} is not in 1..{self.locks[-1]}")
        return Request(Kind.OPEN, address, lock, _frame(address, self.write, *self.pulse(lock)))

    def query_one(self, address: int, lock: int) -> Request | None:
        """Return ``None``: the answer would not say which input it is about."""
        return None

    def query_all(self, address: int) -> Request | None:
        """Return the question for all inputs; ``None`` for boards without."""
        return None if self.contact is Contact.NONE else self._probe(address)

    def probes(self, address: int) -> Sequence[Request]:
        """Return the question that reads: its answer is shorter than it."""
        return (self._probe(address),)

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return the orders that bring all outputs to rest."""
        return tuple(
            Request(Kind.OFF, address, lock, _frame(address, self.write, *order))
            for lock, order in self.off.items()
        )

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer; the function tells the length of an answer."""
        return StreamDeframer(partial(_look, self), longest=_WRITE_BYTES)

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool | None]:
        """Return the bit of each input, which is the lock's; nothing for boards without inputs."""
        if frame.kind is not Kind.ALL or self.contact is Contact.NONE:
            return {}
        return {
            lock: bool(frame.data[0] >> lock - 1 & 1) for lock in self.locks if lock <= board.locks
        }

    def written(self, body: bytes) -> tuple[Kind, int] | None:
        """Return what an order with these register and value is, and the lock it is about."""
        register, value = int.from_bytes(body[:2]), int.from_bytes(body[2:])
        for lock in self.locks:
            if (register, value) == self.pulse(lock):
                return Kind.OPEN, lock
        for lock, order in self.off.items():
            if (register, value) == order:
                return Kind.OFF, lock
        return None

    def _probe(self, address: int) -> Request:
        return Request(Kind.ALL, address, 0, _frame(address, self.read, *self.asks))


WAVESHARE = Relays(
    name="waveshare",
    write=0x05,
    pulse=lambda lock: (0x0200 + lock - 1, 7),
    off={0: (0x00FF, 0x0000)},
    read=0x02,
    asks=(0, 8),
    data=1,
    contact=Contact.CLOSED_IS_1,
    pulse_seconds=0.7,
    bauds=(9600, 19200, 38400, 57600, 115200, 4800),
)
R421A08 = Relays(
    name="r421a08",
    write=0x06,
    pulse=lambda lock: (lock, 0x0500),
    off={lock: (lock, 0x0200) for lock in _LOCKS},
    read=0x03,
    asks=(1, 1),
    data=2,
    told=(b"\x00\x00", b"\x00\x01"),
    contact=Contact.NONE,
    pulse_seconds=1.0,
    bauds=(9600, 19200, 4800),
)


def _frame(address: int, function: int, place: int, value: int) -> bytes:
    if address not in _ADDRESSES:
        raise NotAllowed(f"address {address} is not in 1..247")
    body = bytes((address, function)) + place.to_bytes(2) + value.to_bytes(2)
    return body + check(body)


def _look(relays: Relays, buffer: bytes, _pending: Request | None) -> Found:
    length = _length(relays, buffer)
    if length is None:
        return SKIP
    if not length or len(buffer) < length:
        return WAIT
    body, crc = buffer[: length - 2], buffer[length - 2 : length]
    frame = _meaning(relays, body) if check(body) == crc else None
    return SKIP if frame is None else (length, frame)


def _length(relays: Relays, buffer: bytes) -> int | None:
    """Return how long the frame is; 0 while that is open, ``None`` where none can begin so."""
    if buffer[0] not in _ADDRESSES:
        return None
    function = buffer[1] if len(buffer) > 1 else None
    if function is None:
        return 0
    if function == relays.write:
        return _WRITE_BYTES
    third = buffer[2] if len(buffer) > _BEFORE_DATA - 1 else None
    if function == relays.read:
        return _BEFORE_DATA + relays.data + 2 if third in (None, relays.data) else None
    if function in (relays.read | _REFUSED, relays.write | _REFUSED):
        return _REFUSAL_BYTES if third is None or third in _EXCEPTIONS else None
    return None


def _meaning(relays: Relays, body: bytes) -> Frame | None:
    address, function = body[:2]
    if function & _REFUSED:
        return Frame(Kind.REFUSED, address, 0, body[1:])
    if function == relays.read:
        data = body[_BEFORE_DATA:]
        return (
            None if relays.told and data not in relays.told else Frame(Kind.ALL, address, 0, data)
        )
    written = relays.written(body[2:])
    return None if written is None else Frame(written[0], address, written[1], b"")
