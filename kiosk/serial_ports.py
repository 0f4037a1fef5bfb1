"""The serial ports of the machine as a technician reads them. Drivers find them out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.errors import WhyUnavailable
from kiosk.ids import BankId


class Fitted(StrEnum):
    """A device of the station file that hangs on a port."""

    BANK = "bank"
    PRINTER = "printer"
    SCANNER = "scanner"


class PortOwner(msgspec.Struct, frozen=True):
    """Who has a port by the station file.

    Attributes:
        bank: which one, for ``BANK``.
    """

    fitted: Fitted
    bank: BankId = BankId("")


class PortSeen(msgspec.Struct, frozen=True):
    """One port.

    Attributes:
        name: ``/dev/ttyUSB0``, or as it stands in the station file.
        adapter: what the adapter calls itself; empty if it says nothing.
        usb: ``1A86:7523``; empty where it is no USB adapter.
        place: which socket of the machine, ``1-1.2``.
        why: why it cannot be opened; ``None``: it can, or its owner has it open.
        used_by: the program that has it, where the system tells.
        tried: whether it was looked into; what a device of the station owns is left alone.
    """

    name: str
    adapter: str = ""
    usb: str = ""
    place: str = ""
    owner: PortOwner | None = None
    why: WhyUnavailable | None = None
    used_by: str = ""
    tried: bool = True


class SerialPorts(Protocol):
    """Lists the serial ports."""

    def seen(self) -> Sequence[PortSeen]:
        """Look now. It may take a moment; not for the lane of the station or of a bank."""
        ...
