"""Every error the station knows, as one tree. Errors carry data; who shows them finds words.

KioskError
├── Refused              a rule said no; ``reason`` and ``facts`` say why
├── JournalError         the record of the station
│   ├── JournalBusy      another process has it open
│   ├── JournalNewer     written by a newer version: reading only
│   ├── JournalDamaged   the chain or a stored row does not verify
│   └── NotDurable       the append did not reach the disk; nothing has happened
├── ConfigError          a station file with mistakes, all of them at once
├── HubAway, HubDenied   the hub of a terminal; they live in ``kiosk.sync.line``
└── DeviceError          hardware
├── PortUnavailable  missing, without permission, in use, unplugged
├── DeviceSilent     asked, and nothing came back in time
├── DeviceGarbled    bytes came, but no frame: baud rate or A/B swapped
└── NotAllowed       an act the ordinary path must never do
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec


class KioskError(Exception):
    """Base of everything this project raises on purpose."""


class Refused(KioskError):
    """A rule said no.

    Args:
        reason: a short stable word, e.g. ``too_soon``; screens choose the sentence by it.
        facts: what the sentence needs (dates, door ids, counts). Never personal data.
    """

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts

    def __repr__(self) -> str:
        facts = "".join(f", {name}={value!r}" for name, value in self.facts.items())
        return f"Refused({self.reason!r}{facts})"


class JournalError(KioskError):
    """The record of the station could not be used as asked."""


class JournalBusy(JournalError):
    """Another process holds the journal of this data directory."""


class JournalNewer(JournalError):
    """The journal was written by a newer version of the program; it is read, never written."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"journal format {found}, this program knows {known}")
        self.found = found
        self.known = known


class JournalDamaged(JournalError):
    """A stored entry does not verify; ``position`` is the first one that does not."""

    def __init__(self, position: int, what: str) -> None:
        super().__init__(f"entry {position}: {what}")
        self.position = position
        self.what = what


class NotDurable(JournalError):
    """The append did not reach the disk. Nothing has happened."""


class Problem(msgspec.Struct, frozen=True):
    """One mistake in a station file: where (``device.banks[0].port``), what, which line."""

    where: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.where}: {self.what}"


class ConfigError(KioskError):
    """A station file with mistakes; ``problems`` lists all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class DeviceError(KioskError):
    """Hardware did not do its part."""


class WhyUnavailable(StrEnum):
    """Why a port cannot be opened, as far as the system tells."""

    MISSING = "missing"
    NO_PERMISSION = "no_permission"
    IN_USE = "in_use"
    UNPLUGGED = "unplugged"
    REFUSED = "refused"


class PortUnavailable(DeviceError):
    """The port is missing, not permitted, in use or gone."""

    def __init__(self, port: str, why: WhyUnavailable) -> None:
        super().__init__(f"{port}: {why}")
        self.port = port
        self.why = why


class DeviceSilent(DeviceError):
    """Nothing came back in time: power, address or wiring."""


class DeviceGarbled(DeviceError):
    """Bytes came back but no frame: baud rate, or A and B swapped."""


class NotAllowed(DeviceError):
    """An act the ordinary path must never do (open all, hold an output on)."""
