"""Frames of the LCUS relay boards. Bytes in, frames out; no port and no clock. For the bench only.

    A0 | relay 1..8 | what | low byte of the sum of all before

    on    01        off   00        ask   05, answered with 00 or 01 by some boards

There is no address, no door feedback, and no pulse: a relay that is on stays on until it is told
off. So the host times the pulse (``drivers/lockers/bench/timed.py``), and no station may use them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drivers.lockers.deframing import SKIP, WAIT, Found, StreamDeframer
from drivers.lockers.frames import Deframer, Frame, Kind, Request
from drivers.lockers.wiring import Board, Contact
from kiosk.errors import NotAllowed

_START = 0xA0
_OFF, _ON, _ASK = 0x00, 0x01, 0x05
_LENGTH = 4
_BOARD = 1
"""The address a board has here; on the wire it has none."""
_LOCKS = range(1, 9)


def check(data: bytes) -> int:
    """Return the low byte of the sum."""
    return sum(data) & 0xFF


class Lcus:
    """The family ``lcus``: 9600 8N1, one board on a line, 1 to 8 relays."""

    name = "lcus"
    bauds = (9600,)
    addresses = range(_BOARD, _BOARD + 1)
    locks = _LOCKS
    contact = Contact.NONE
    quiet_seconds = 0.025
    reply_seconds = 0.5
    prompt_seconds = 0.12
    acknowledge_seconds = 0.0
    pulse_seconds = 0.5

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order that switches one relay on; :meth:`off` must follow.

        Raises:
            NotAllowed: for an address or lock that does not name exactly one lock.
        """
        return _about(Kind.OPEN, _ON, address, lock)

    def off(self, address: int, lock: int) -> Request:
        """Return the order that switches one relay off."""
        return _about(Kind.OFF, _OFF, address, lock)

    def query_one(self, address: int, lock: int) -> Request:
        """Return the question whether one relay is on."""
        return _about(Kind.ONE, _ASK, address, lock)

    def query_all(self, address: int) -> Request | None:
        """Return ``None``: there is no such question."""
        return None

    def probes(self, address: int) -> Sequence[Request]:
        """Return nothing: many boards answer no question."""
        return ()

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return the order for each relay."""
        return tuple(self.off(address, lock) for lock in self.locks)

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer; every frame has four bytes."""
        return StreamDeframer(_look, longest=_LENGTH)

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool | None]:
        """Return nothing: a relay that is on says nothing of a door."""
        return {}


def _about(kind: Kind, what: int, address: int, lock: int) -> Request:
    if address != _BOARD:
        raise NotAllowed(f"address {address}: these boards have none, say {_BOARD}")
    if lock not in _LOCKS:
        raise NotAllowed(f"lock {lock} is not in 1..8")
    body = bytes((_START, lock, what))
    return Request(kind, address, lock, body + bytes((check(body),)))


def _look(buffer: bytes, _pending: Request | None) -> Found:
    if buffer[0] != _START or (len(buffer) > 1 and buffer[1] not in _LOCKS):
        return SKIP
    if len(buffer) > 2 and buffer[2] not in (_OFF, _ON):
        return SKIP
    if len(buffer) < _LENGTH:
        return WAIT
    if check(buffer[: _LENGTH - 1]) != buffer[_LENGTH - 1]:
        return SKIP
    return _LENGTH, Frame(Kind.ONE, _BOARD, buffer[1], buffer[2:3])
