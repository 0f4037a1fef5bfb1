"""What every family of lock boards has in common: a request, a frame, a deframer.

A family is one module with a stateless object that satisfies :class:`Family`; the bus and the bank
know no other word of it. No port and no clock here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from drivers.lockers.wiring import Board, Contact


class Kind(StrEnum):
    """What a frame is about."""

    OPEN = "open"
    ONE = "one"
    ALL = "all"
    REPORT = "report"
    """Sent by a board unasked."""
    OFF = "off"
    """One output, or all, are brought to rest."""
    REFUSED = "refused"
    """A board understood and will not."""


QUESTIONS = (Kind.ONE, Kind.ALL)
"""Requests that move nothing."""


class Frame(msgspec.Struct, frozen=True):
    """One checked frame from a board.

    Attributes:
        lock: 0 where the frame is about the whole board.
        data: the status bytes as they came; ``Family.contacts`` reads them.
    """

    kind: Kind
    address: int
    lock: int
    data: bytes


class Request(msgspec.Struct, frozen=True):
    """Bytes for the line and what would answer them."""

    kind: Kind
    address: int
    lock: int
    wire: bytes

    def answered_by(self, frame: Frame) -> bool:
        """Whether ``frame`` has the function, address and lock that were asked."""
        asked = (self.kind, self.address, self.lock)
        return (frame.kind, frame.address, frame.lock) == asked


class Deframer(Protocol):
    """Bytes in, frames out. Takes any chunking; its buffer never grows past one frame."""

    @property
    def skipped(self) -> int:
        """Bytes that belonged to no frame, since it was made."""
        ...

    @property
    def midway(self) -> bool:
        """Whether it holds what may be the beginning of a frame."""
        ...

    def expect(self, request: Request | None) -> None:
        """Say which request is pending; some answers cannot be told apart without it."""
        ...

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes; return the frames that are certain now."""
        ...

    def quiet(self) -> list[Frame]:
        """The line is quiet: return what only silence could end. Half a frame is kept."""
        ...

    def flush(self) -> list[Frame]:
        """Nothing more will come: return good frames hidden behind a false start, drop the rest."""
        ...


class Family(Protocol):
    """A dialect of lock boards, with what its boards can and cannot do."""

    @property
    def name(self) -> str:
        """As it stands in station files."""
        ...

    @property
    def bauds(self) -> Sequence[int]:
        """Baud rates such boards use, the usual one first."""
        ...

    @property
    def addresses(self) -> range:
        """Addresses a board can have."""
        ...

    @property
    def locks(self) -> range:
        """Numbers a lock can have: from 1, whatever the wire counts from."""
        ...

    @property
    def contact(self) -> Contact:
        """What a bit of 1 says by the papers; ``NONE`` where such boards feel no door."""
        ...

    @property
    def quiet_seconds(self) -> float:
        """Silence that ends a frame."""
        ...

    @property
    def reply_seconds(self) -> float:
        """How long a healthy board may take to answer a query."""
        ...

    @property
    def prompt_seconds(self) -> float:
        """How long it usually takes at most; a scan waits no longer."""
        ...

    @property
    def acknowledge_seconds(self) -> float:
        """How long a board may take to acknowledge an open; 0 where none ever does."""
        ...

    @property
    def pulse_seconds(self) -> float:
        """How long the board keeps a coil on."""
        ...

    def open_one(self, address: int, lock: int) -> Request:
        """Return the order to pulse one lock.

        Raises:
            NotAllowed: for an address or lock that does not name exactly one lock.
        """
        ...

    def query_one(self, address: int, lock: int) -> Request | None:
        """Return the question for one lock; ``None`` where there is none."""
        ...

    def query_all(self, address: int) -> Request | None:
        """Return the question for all locks of a board; ``None`` where there is none."""
        ...

    def probes(self, address: int) -> Sequence[Request]:
        """Return questions that any board answers, for finding boards and echoes.

        Nothing where there is none. The echo of the last one never passes for its answer.
        """
        ...

    def outputs_off(self, address: int) -> Sequence[Request]:
        """Return the orders that bring all outputs to rest; nothing where there are none."""
        ...

    def deframer(self, boards: Sequence[Board]) -> Deframer:
        """Return a fresh deframer for the answers of these boards."""
        ...

    def contacts(self, frame: Frame, board: Board) -> Mapping[int, bool | None]:
        """Return the feedback bit of each lock the frame is about; ``None`` where it tells none."""
        ...


class HostTimed(Family, Protocol):
    """A family whose outputs stay on until they are told off; ``open_one`` only switches on."""

    def off(self, address: int, lock: int) -> Request:
        """Return the order that switches one output off."""
        ...
