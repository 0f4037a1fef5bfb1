"""Frames of the Kerong CU48 and CU16 lock boards. Bytes in, frames out; no port and no clock.

    CU48    02 | address | lock | command | 03 | low byte of the sum of all before
            02 | address | 00   | 65      | D1…D6 | 03 | sum
    open one    51      no answer
    query all   50      answer 65: D1 bit 0 = lock 1

    CU16    02 | address and lock, a nibble each | command | 03 | sum
            02 | address and 0                   | 35      | H1 H2 I1 I2 | 03 | sum
    open one    31      whatever is answered is passed over
    query all   30      answer 35: H1 bit 0 = lock 1; I1 I2 are infrared sensors, not used

On the wire locks count from 0. A bit of 1 says that the hook is locked (some boards the other way
round: a setting). What opens more than one lock cannot be said: the CU48's lock 30 and address
0A, the CU16's command 33. The newer 60/61 dialect is left out: its answers are unsettled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from drivers.lockers.deframing import SKIP, WAIT, Found, StreamDeframer
from drivers.lockers.frames import Deframer, Frame, Kind, Request
from drivers.lockers.wiring import Board, Contact
from kiosk.errors import NotAllowed

_START, _END = 0x02, 0x03


def check(data: bytes) -> int:
    """Return the low byte of the sum."""
    return sum(data) & 0xFF


class _Answer(msgspec.Struct, frozen=True):
    """What an answer to query-all looks like: ``02``, a place, the rest of its head, data, ``03``.

    Attributes:
        places: the second byte of a board's answer, and the address of that board.
        head: what follows the place.
        data: bytes between head and end, of which the first ``hooks`` tell about hooks.
    """

    places: Mapping[int, int]
    head: bytes
    data: int
    hooks: int

    @property
    def length(self) -> int:
        return 2 + len(self.head) + self.data + 2


class Kerong(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two families; 19200 8N1.

    Attributes:
        order: command that pulses one lock.
        question: command that asks for all.
        where: the bytes that name a board and a lock counted from 0.
    """

    name: str
    addresses: range
    locks: range
    order: int
    question: int
    where: Callable[[int, int], tuple[int, ...]]
    answer: _Answer
    bauds: Sequence[int] = (19200, 9600, 38400, 57600, 115200, 4800)
    contact: Contact = Contact.CLOSED_IS_1
    quiet_seconds: float = 0.025
    reply_seconds: float = 0.5
    prompt_seconds: float = 0.12
    acknowledge_seconds: float = 0.0
    pulse_seconds: float = 0.5

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order to pulse one lock.

        Raises:
            NotAllowed: for an address or lock that does not name exactly one lock.
        """
        if lock not in self.locks:
            raise NotAllowed(f"lock {lock} is not in 1..{self.locks[-1]}")
        return Request(Kind.OPEN, address, lock, self._frame(address, lock - 1, self.order))

    def query_one(self, address: int, lock: int) -> Request | None:
        """Return ``None``: the boards tell of all locks together."""
        return None

    def query_all(self, address: int) -> Request:
        """Return the question for all locks of a board."""
        return Request(Kind.ALL, address, 0, self._frame(address, 0, self.question))

    def probes(self, address: int) -> Sequence[Request]:
        """Return the question for all: its answer is longer than it."""
        return (self.query_all(address),)

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return nothing: the board ends every pulse by itself."""
        return ()

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer; every answer has one length."""
        return StreamDeframer(partial(_look, self.answer), longest=self.answer.length)

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool | None]:
        """Return the feedback bit of each lock."""
        hooks = frame.data[: self.answer.hooks]
        return {
            8 * place + bit + 1: bool(byte >> bit & 1)
            for place, byte in enumerate(hooks)
            for bit in range(8)
            if 8 * place + bit < board.locks
        }

    def _frame(self, address: int, place: int, command: int) -> bytes:
        if address not in self.addresses:
            raise NotAllowed(f"address {address} is not in 0..{self.addresses[-1]}")
        body = bytes((_START, *self.where(address, place), command, _END))
        return body + bytes((check(body),))


CU48 = Kerong(
    name="cu48",
    addresses=range(10),
    locks=range(1, 49),
    order=0x51,
    question=0x50,
    where=lambda address, place: (address, place),
    answer=_Answer({address: address for address in range(10)}, b"\x00\x65", data=6, hooks=6),
)
CU16 = Kerong(
    name="cu16",
    addresses=range(16),
    locks=range(1, 17),
    order=0x31,
    question=0x30,
    where=lambda address, place: (address << 4 | place,),
    answer=_Answer({address << 4: address for address in range(16)}, b"\x35", data=4, hooks=2),
)


def _look(shape: _Answer, buffer: bytes, _pending: Request | None) -> Found:
    if buffer[0] != _START:
        return SKIP
    if len(buffer) == 1:
        return WAIT
    address = shape.places.get(buffer[1])
    data_at = 2 + len(shape.head)
    if address is None or not shape.head.startswith(buffer[2:data_at]):
        return SKIP
    if len(buffer) < shape.length:
        return WAIT
    *_, end, total = buffer[: shape.length]
    if end != _END or total != check(buffer[: shape.length - 1]):
        return SKIP
    return shape.length, Frame(Kind.ALL, address, 0, buffer[data_at : shape.length - 2])
