"""What the station asks of hardware, as protocols. Drivers implement them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.ids import DoorId
from kiosk.slips import Slip


class Reading(StrEnum):
    """What the feedback contact of a door says."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How an order to open ended. A sent pulse alone is never ``OPENED``."""

    OPENED = "opened"
    """A pulse was sent and the door was then sensed open."""
    ALREADY_OPEN = "already_open"
    """The door was sensed open before any pulse; none was sent."""
    NOT_OPENED = "not_opened"
    """Pulse(s) sent, and the door is sensed closed after 3 s."""
    UNCONFIRMED = "unconfirmed"
    """Bytes may have left, but no reading tells what the door did."""
    NOT_SENT = "not_sent"
    """Surely no byte of an open left the port."""


class Opening(msgspec.Struct, frozen=True):
    """The outcome of one order.

    Attributes:
        elapsed_ms: from the call to the outcome.
        pulses: open frames that may have left the port (0, 1, at most 2).
    """

    outcome: Outcome
    elapsed_ms: int
    pulses: int


class BankHealth(msgspec.Struct, frozen=True):
    """Counters since the bank was made, for staff and technicians."""

    connected: bool = False
    why_not: str = ""
    requests: int = 0
    answers: int = 0
    timeouts: int = 0
    skipped_bytes: int = 0
    wrong_address: int = 0
    reports: int = 0
    reconnects: int = 0
    echo: bool = False


class LockerBank(Protocol):
    """One cabinet of doors on one port.

    Blocking; every method is called from the one lane that owns the port. A bank whose port is
    gone finds it again by itself on a later call (with back-off), it never latches "dead".
    """

    @property
    def doors(self) -> Sequence[DoorId]:
        """Every door of the bank, in the order of the station file."""
        ...

    @property
    def answering(self) -> bool:
        """Whether any board answered the last :meth:`read`, be it that it feels no door."""
        ...

    def open(self, door: DoorId) -> Opening:
        """Pulse ``door`` and watch it; a second pulse only if a fresh reading says closed.

        Never raises a ``DeviceError``: a port that is gone is ``NOT_SENT`` (or ``UNCONFIRMED`` if
        bytes may have left).
        """
        ...

    def read(self) -> Mapping[DoorId, Reading]:
        """Read every door now. Boards that do not answer give ``UNKNOWN``.

        Raises:
            PortUnavailable: the port is not there now.
        """
        ...

    def outputs_off(self) -> None:
        """Bring all outputs to rest, where the family has such a command (after power returns)."""
        ...

    def health(self) -> BankHealth:
        """Return the counters. May be called from any thread."""
        ...

    def close(self) -> None:
        """Release the port. Idempotent."""
        ...


class PowerState(StrEnum):
    """Where the power comes from now."""

    MAINS = "mains"
    BATTERY = "battery"
    LOW = "low"
    """On battery, and it is nearly empty."""
    UNKNOWN = "unknown"


class PowerSource(Protocol):
    """What runs the station. Blocking; called from the one lane that owns it."""

    def read(self) -> PowerState:
        """Look once.

        Raises:
            PortUnavailable: nobody can be asked now.
        """
        ...

    def close(self) -> None:
        """Let it go. Idempotent."""
        ...


class PrinterStatus(StrEnum):
    """What a slip printer says of itself."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    """Prints, and the roll is nearly empty."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAM = "jam"
    """The cutter or the paper is stuck."""
    FAULT = "fault"
    """Any other error it reports, or it is switched off line."""
    UNPLUGGED = "unplugged"
    UNKNOWN = "unknown"
    """It answers no question, which is no proof that it prints or does not."""


class PrintOutcome(StrEnum):
    """How an order to print ended. Bytes that left are never ``PRINTED`` by themselves."""

    PRINTED = "printed"
    """The printer said, after the last line, that it has worked through all of it."""
    SENT = "sent"
    """All bytes left, or some did, and nothing tells what became of them."""
    NOT_PRINTED = "not_printed"
    """There is surely no whole slip."""


class WhyNotPrinted(StrEnum):
    """Why there is no slip."""

    NO_PRINTER = "no_printer"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAM = "jam"
    FAULT = "fault"
    UNPLUGGED = "unplugged"
    BUSY = "busy"
    """It takes no more, or too many slips wait before this one."""


class Printed(msgspec.Struct, frozen=True):
    """What became of one slip; ``why`` is set when it was not printed."""

    outcome: PrintOutcome
    why: WhyNotPrinted | None = None


class SlipPrinter(Protocol):
    """Prints slips on one port.

    Blocking; called from the one lane that owns the port. Every call ends in bounded time. A
    printer that is gone is found again by itself on a later call. Nothing is ever printed twice
    for one call.
    """

    def print(self, slip: Slip) -> Printed:
        """Print ``slip`` and cut. Never raises a ``DeviceError``."""
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. Never raises a ``DeviceError``."""
        ...

    def close(self) -> None:
        """Release the port. Idempotent."""
        ...


class Scanner(Protocol):
    """A QR reader. ``start`` calls ``on_code`` from its own lane with one printable line a scan."""

    def start(self, on_code: Callable[[str], None]) -> None: ...

    def close(self) -> None: ...


BY_CHOICE = "by choice"
"""Why a voice is silent that the station file made so."""


class VoiceHealth(msgspec.Struct, frozen=True):
    """How the voice is, for staff and technicians.

    Attributes:
        why_not: why nothing can be heard; empty while the voice speaks.
        said: sentences and calls since the start.
        missing: clips that were asked for and are not there.
    """

    speaks: bool = False
    why_not: str = ""
    said: int = 0
    missing: tuple[str, ...] = ()


class Voice(Protocol):
    """Says fixed sentences and calls numbers. Never blocks; silence is a valid voice.

    One thing is said at a time, calls before sentences. Names of clips: ``kiosk.voice.clips``.
    """

    def say(self, *clips: str, language: str = "zh") -> None:
        """Say these clips one after another, as one sentence."""
        ...

    def announce(self, number: str, counter: int) -> None:
        """Call ``number`` (``A1-017``) to a counter; a call is never dropped."""
        ...

    def hush(self) -> None:
        """Drop what pages wanted to say, and stop the sentence that is said now. Not calls."""
        ...

    def health(self) -> VoiceHealth:
        """Return how it is. May be called from any thread."""
        ...

    def close(self) -> None:
        """Say nothing more. Idempotent."""
        ...
