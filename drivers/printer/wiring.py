"""How a slip printer is connected and what its paper is like, as plain data."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Flow(StrEnum):
    """How a printer on a serial line says "stop": by which wires or signs."""

    NONE = "none"
    RTS_CTS = "rts-cts"
    DSR_DTR = "dsr-dtr"
    XON_XOFF = "xon-xoff"


class Cut(StrEnum):
    """What happens to the paper after a slip."""

    PARTIAL = "partial"
    FULL = "full"
    NONE = "none"
    """No cutter: the slip is fed out to be torn off."""


class Raster(StrEnum):
    """The command a picture is sent by."""

    ROWS = "rows"
    """``GS v 0``: almost every printer."""
    COLUMNS = "columns"
    """``ESC *``: old ones, which know no other."""


class PrinterWiring(msgspec.Struct, frozen=True, kw_only=True):
    """One slip printer.

    Attributes:
        port: ``usb``, ``usb:VID:PID``, ``file:PATH``, ``socket://host:port`` or a serial port.
        width: dots across the paper.
        large: everything in large type.
        baud: of a serial port.
    """

    port: str
    width: int = 384
    large: bool = False
    cut: Cut = Cut.PARTIAL
    raster: Raster = Raster.ROWS
    baud: int = 9600
    flow: Flow = Flow.NONE
