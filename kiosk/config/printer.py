"""The slip printer in a station file: where it hangs and what its paper is like."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

WIDTHS = (384, 576)
"""Dots across: paper of 58 and 80 mm at 8 dots a millimetre."""
NO_PRINTER = "none"


class TypeSize(StrEnum):
    """How large the letters on every slip are."""

    NORMAL = "normal"
    LARGE = "large"


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


class PrinterDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One slip printer.

    Attributes:
        port: ``none``, ``sim``, ``usb``, ``usb:VID:PID``, ``file:PATH``, ``socket://host:port`` or
            a serial port.
        width_dots: one of ``WIDTHS``.
        baud, flow: of a serial port.
    """

    port: Annotated[str, Meta(min_length=1, max_length=200)] = NO_PRINTER
    width_dots: int = WIDTHS[0]
    type_size: TypeSize = TypeSize.NORMAL
    cut: Cut = Cut.PARTIAL
    raster: Raster = Raster.ROWS
    baud: int = 9600
    flow: Flow = Flow.NONE
