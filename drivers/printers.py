"""The slip printer of a station file, ready to print."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import msgspec

from drivers.printer.printer import EscposPrinter
from drivers.simulated import SIMULATED, simulated_printer
from kiosk.config import StationFile
from kiosk.config.printer import NO_PRINTER


def slip_printer(
    file: StationFile, given: str | None, *, data: Path, ending: ExitStack
) -> EscposPrinter | None:
    """Return the printer of a station, ``None`` if it has none; nothing is opened yet.

    Args:
        given: a port in place of the file's.
        data: where a simulated printer puts its port and its slips.
        ending: ends a simulated printer.
    """
    device = file.device.printer
    port = given or device.port
    if port == NO_PRINTER:
        return None
    if port == SIMULATED:
        port = simulated_printer(device.width_dots, data, ending)
    return EscposPrinter(msgspec.structs.replace(device, port=port))
