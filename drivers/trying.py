"""Opens any port a station file may name and lets it go again, for the doctor."""

from __future__ import annotations

from drivers.printer.ports import port_of
from drivers.wedge import WEDGE, WedgePort
from kiosk.config import PrinterDevice


def try_port(url: str) -> None:
    """Open and release a port.

    Raises:
        PortUnavailable: it cannot be opened now.
    """
    port = WedgePort(url) if url.startswith(WEDGE) else port_of(PrinterDevice(port=url))
    port.open().close()
