"""What the station asks of hardware, as protocols. Drivers implement them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.ids import DoorId


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


class Scanner(Protocol):
    """A QR reader. ``start`` calls ``on_code`` from its own lane with one printable line a scan."""

    def start(self, on_code: Callable[[str], None]) -> None: ...

    def close(self) -> None: ...


class Voice(Protocol):
    """Says fixed sentences. Never blocks; silence is a valid voice."""

    def say(self, *clips: str) -> None: ...

    def hush(self) -> None: ...
