"""What is said on the line of a bank, and asking a question of one's own: as a technician at the
screen reads it. Drivers implement it; the words are the screen's.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.ids import BankId


class Saying(StrEnum):
    """What some bytes on the line say."""

    ASKS_ONE = "asks_one"
    ASKS_ALL = "asks_all"
    OPENS = "opens"
    """The order to open one lock."""
    SWITCHES_OFF = "switches_off"
    TELLS_ONE = "tells_one"
    TELLS_ALL = "tells_all"
    TOOK_ORDER = "took_order"
    TOOK_OFF = "took_off"
    REPORTS = "reports"
    """A board speaks of a lock without being asked."""
    SAME = "same"
    """What was sent came back: an answer that has the same bytes, or an echo."""
    REFUSES = "refuses"
    NOISE = "noise"
    """Bytes that are no frame."""


class Clause(msgspec.Struct, frozen=True):
    """One thing that was said.

    Attributes:
        lock: 0: the whole board.
        ones: locks whose contact bit is 1, for what tells of contacts.
        count: bytes, for noise.
    """

    saying: Saying
    board: int = 0
    lock: int = 0
    ones: tuple[int, ...] = ()
    count: int = 0


class Spoken(msgspec.Struct, frozen=True):
    """Bytes between two silences, and what they say.

    Attributes:
        at: seconds since the listening, or the question, began.
        sent: from the terminal; else from the line.
        wire: as people write bytes: ``8A 01 01 11 9B``.
    """

    at: float
    sent: bool
    wire: str
    says: tuple[Clause, ...]


class Verdict(StrEnum):
    """What becomes of bytes that were typed."""

    MAY_GO = "may_go"
    """A question of this family: nothing moves."""
    OPENS = "opens"
    """It would open a door; that is what the page of the doors is for."""
    SWITCHES = "switches"
    """It would switch an output off."""
    UNKNOWN = "unknown"
    """No question of this family; it may be an order to open every door."""


class Typed(msgspec.Struct, frozen=True):
    """What was typed, closed with its checksum and explained."""

    wire: str
    verdict: Verdict
    says: tuple[Clause, ...] = ()


class NoAnswer(StrEnum):
    """Why a question was not answered."""

    SILENT = "silent"
    GARBLED = "garbled"
    NO_PORT = "no_port"


class Reply(msgspec.Struct, frozen=True):
    """What went over the line for one question."""

    spoken: tuple[Spoken, ...]
    why: NoAnswer | None = None


class Listening(Protocol):
    """Hears what goes over a line, until it is closed."""

    def spoken(self) -> tuple[Spoken, ...]:
        """Return the last of what was heard, oldest first."""
        ...

    def close(self) -> None:
        """Hear no more. Idempotent."""
        ...


class LineTalk(Protocol):
    """The line of a bank that is in service. Doors open and are watched as ever."""

    def listen(self, bank: BankId) -> Listening:
        """Hear along with the bank; nothing is sent for it."""
        ...

    def typed(self, bank: BankId, digits: str) -> Typed:
        """Close the bytes that were typed as pairs of hex digits, and say what they mean."""
        ...

    def send(self, bank: BankId, typed: Typed, told: Callable[[Reply], None]) -> None:
        """Ask once, in the lane of the bank; ``told`` is posted.

        Only what ``MAY_GO`` leaves, whatever ``typed`` claims.
        """
        ...
