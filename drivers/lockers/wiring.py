"""How a cabinet is wired, as plain data. Filled from the station file by the composition root."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from kiosk.ids import DoorId


class Contact(StrEnum):
    """What a feedback bit of 1 (``11`` in single answers) says about the door."""

    CLOSED_IS_1 = "closed-is-1"
    CLOSED_IS_0 = "closed-is-0"
    NONE = "none"
    """No feedback is wired: every reading is unknown."""


class StatusOrder(StrEnum):
    """Which locks the first status byte of a query-all answer carries."""

    HIGH_FIRST = "high-first"
    LOW_FIRST = "low-first"


class Acknowledges(StrEnum):
    """Whether a board answers an open at all. The door decides; this is only known beside it."""

    ALWAYS = "always"
    NEVER = "never"
    LEARN = "learn"


class Board(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One lock board on the bus.

    Attributes:
        address: as set by its switches.
        locks: how many locks it has.
        contact: wiring of the feedback, unless a door says otherwise; ``None`` takes what is
            usual in the family.
        status_order: heeded where boards of a family differ in it (``xor8a``, ``dc``).
        status_bytes: length of the status in a query-all answer; ``None`` learns it.
    """

    address: int
    locks: int
    contact: Contact | None = None
    status_order: StatusOrder = StatusOrder.HIGH_FIRST
    acknowledges: Acknowledges = Acknowledges.LEARN
    status_bytes: int | None = None


class DoorWire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the lock of a door is wired to; ``contact`` overrides the board's."""

    door: DoorId
    board: int
    lock: int
    contact: Contact | None = None


class BankWiring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One port with its boards and doors.

    Attributes:
        port: anything pyserial's ``serial_for_url`` takes: ``/dev/ttyUSB0``, ``socket://host:port``,
            ``rfc2217://…``, ``hwgrep://1A86:7523``, ``loop://``.
        family: a name of ``drivers.registry.FAMILIES``.
        baud: ``None`` takes what is usual in the family.
    """

    port: str
    family: str
    boards: tuple[Board, ...]
    doors: tuple[DoorWire, ...]
    baud: int | None = None
