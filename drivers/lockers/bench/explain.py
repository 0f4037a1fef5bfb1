"""Says what bytes on a line mean, in both directions, for a family. Nothing is ever sent from here.

What the terminal says is known by heart: every request the family can form. What the boards say
is found by the family's own deframer. The rest is told as what it is: bytes nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from operator import xor

import msgspec

from drivers.lockers.bench.dialogue import spelled
from drivers.lockers.frames import Family, Frame, Kind, Request
from drivers.lockers.wiring import Board
from kiosk.errors import NotAllowed

_ADDRESSES = 64
"""Addresses whose requests are known by heart."""

_KINDS = {
    Kind.OPEN: "open lock {lock} of board {address}",
    Kind.ONE: "what about lock {lock} of board {address}?",
    Kind.ALL: "what about all locks of board {address}?",
    Kind.OFF: "switch off lock {lock} of board {address}",
}


class Meaning(msgspec.Struct, frozen=True):
    """Some bytes and what they say.

    Attributes:
        request: what the terminal asks or orders with them; ``None``: it is something else.
        frames: what boards say with them.
        noise: how many of the bytes are no frame.
    """

    wire: bytes
    says: str
    request: Request | None = None
    frames: tuple[Frame, ...] = ()
    noise: int = 0


class Explainer:
    """Explains the frames of one family."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._requests = dict(_requests(family))
        self._lengths = sorted({len(wire) for wire in self._requests}, reverse=True)

    def request(self, wire: bytes) -> Request | None:
        """Return the request that has exactly these bytes."""
        return self._requests.get(wire)

    def explain(self, burst: bytes, asked: Request | None = None) -> list[Meaning]:
        """Return what a burst of bytes between two silences says.

        Args:
            asked: the request before it; some answers cannot be told apart without.
        """
        meanings: list[Meaning] = []
        while burst:
            starts = [at for at in range(len(burst)) if self._request_at(burst[at:])]
            if asked is not None and self._answers(burst, asked):
                ends = (at for at in starts if at and self._answers(burst[:at], asked))
                cut = next(ends, len(burst))
                meanings += self._answer(burst[:cut], asked)
                asked = None
            elif starts[:1] == [0]:
                asked = self._request_at(burst)
                assert asked is not None
                cut = len(asked.wire)
                meanings.append(Meaning(asked.wire, self._said(asked), asked))
            else:
                cut = starts[0] if starts else len(burst)
                meanings += self._answer(burst[:cut], asked)
            burst = burst[cut:]
        return meanings

    def _answers(self, burst: bytes, asked: Request) -> bool:
        return burst != asked.wire and any(asked.answered_by(f) for f in self._frames(burst, asked))

    def _request_at(self, burst: bytes) -> Request | None:
        for length in self._lengths:
            if burst[:length] in self._requests:
                return self._requests[burst[:length]]
        return None

    def _said(self, request: Request) -> str:
        said = _KINDS[request.kind].format(lock=request.lock or "all", address=request.address)
        if request.kind in (Kind.OPEN, Kind.OFF) and self._frames(request.wire, request):
            return f"{said}; or the board's answer to that"
        return said

    def _answer(self, burst: bytes, asked: Request | None) -> list[Meaning]:
        deframer = self._family.deframer(())
        deframer.expect(asked or self._guessed(burst))
        frames = [*deframer.feed(burst), *deframer.quiet(), *deframer.flush()]
        if not frames:
            size = len(burst)
            return [Meaning(burst, f"{size} bytes that are no frame", noise=size)]
        said = "; ".join(self._frame(frame) for frame in frames)
        if deframer.skipped:
            said += f"; and {deframer.skipped} bytes that are no frame"
        return [Meaning(burst, said, frames=tuple(frames), noise=deframer.skipped)]

    def _guessed(self, burst: bytes) -> Request | None:
        """Return the question that these bytes would answer, where nobody heard it."""
        questions = (each for each in self._requests.values() if each.kind is Kind.ALL)
        return next((each for each in questions if self._answers(burst, each)), None)

    def _frames(self, burst: bytes, asked: Request | None) -> list[Frame]:
        deframer = self._family.deframer(())
        deframer.expect(asked)
        return [*deframer.feed(burst), *deframer.quiet(), *deframer.flush()]

    def _frame(self, frame: Frame) -> str:
        who = f"board {frame.address}"
        if frame.kind is Kind.ALL:
            return f"{who}: all locks, status {spelled(frame.data)}, {self._bits(frame)}"
        if frame.kind is Kind.REFUSED:
            return f"{who} refuses: exception {frame.data[1:].hex()}"
        if frame.kind is Kind.OFF:
            return f"{who} took the order to switch off"
        verb = {Kind.OPEN: "took the order for", Kind.REPORT: "reports unasked"}.get(
            frame.kind, "tells about"
        )
        return f"{who} {verb} lock {frame.lock}: {self._bits(frame)}"

    def contacts(self, frame: Frame) -> Mapping[int, bool | None]:
        """Return the contact bit of each lock that a board tells of."""
        board = Board(address=frame.address, locks=self._family.locks[-1])
        return self._family.contacts(frame, board)

    def _bits(self, frame: Frame) -> str:
        bits = self.contacts(frame)
        if frame.kind is not Kind.ALL:
            return f"contact {_bit(bits.get(frame.lock))}"
        ones = [str(lock) for lock, bit in bits.items() if bit]
        return f"contact 1 at {', '.join(ones) or 'none'}"


def _bit(bit: bool | None) -> str:  # noqa: FBT001  a reading, not a switch
    return "unknown" if bit is None else str(int(bit))


def _requests(family: Family) -> Iterator[tuple[bytes, Request]]:
    for address in family.addresses[:_ADDRESSES]:
        whole = (family.query_all(address), *family.outputs_off(address))
        for request in (*whole, *family.probes(address)):
            if request is not None:
                yield request.wire, request
        for lock in family.locks:
            try:
                one = family.query_one(address, lock)
                order = family.open_one(address, lock)
            except NotAllowed:
                continue
            for request in (one, order):
                if request is not None:
                    yield request.wire, request


Check = Callable[[bytes], bytes]


def _xor(body: bytes) -> bytes:
    return bytes((reduce(xor, body, 0),))


def _sum(body: bytes) -> bytes:
    return bytes((sum(body) & 0xFF,))


def _sum_after_head(body: bytes) -> bytes:
    return _sum(body[2:])


def _crc16(body: bytes) -> bytes:
    crc = 0xFFFF
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


CHECKS: Mapping[str, Check] = {
    "xor": _xor,
    "sum": _sum,
    "sum after the head": _sum_after_head,
    "crc16": _crc16,
}


def closed(body: bytes, explainer: Explainer, check: Check) -> bytes:
    """Return the frame with its checksum, unless that was typed too."""
    return body if explainer.request(body) is not None else body + check(body)


def check_of(family: Family) -> Check:
    """Return how the family closes a frame, found from its own requests.

    Raises:
        LookupError: by none of the known ways.
    """
    address = family.addresses[:2][-1]
    samples = [family.open_one(address, lock).wire for lock in family.locks[:2]]
    samples += [request.wire for request in family.probes(address)]
    for check in CHECKS.values():
        size = len(check(b""))
        if all(wire == wire[:-size] + check(wire[:-size]) for wire in samples):
            return check
    raise LookupError(family.name)
