"""Ports a printer may hang on: the kernel's USB printers, plain files, serial lines, the network.

A USB printer is written through the kernel's own ``usblp``, which keeps others out and lets go by
itself when the plug is pulled; which number it has today is looked up each time it is opened.
"""

from __future__ import annotations

import os
import select
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path

from drivers.connection import Port
from drivers.line import Line, LineStuck, SerialLine, SerialPort, why_unavailable
from kiosk.config.printer import Flow, PrinterDevice
from kiosk.errors import PortUnavailable, WhyUnavailable

USB, FILE = "usb", "file:"
_USB_PRINTERS = Path("/sys/class/usbmisc")
_NODES = Path("/dev")
_DEVICES = _NODES / "usb"
_WRITE_SECONDS = 1.0
_CHUNK = 4096


def port_of(device: PrinterDevice) -> Port:
    """Return the port of a printer; nothing is opened."""
    if device.port == USB or device.port.startswith(f"{USB}:"):
        return UsbPort(device.port)
    if device.port.startswith(FILE):
        return FilePort(device.port)
    return SerialPort(device.port, device.baud, connect=partial(_serial_line, flow=device.flow))


def is_serial(device: PrinterDevice) -> bool:
    """Tell whether bytes need the time that the baud rate says."""
    return isinstance(port_of(device), SerialPort) and "://" not in device.port


def _serial_line(url: str, baud: int, *, flow: Flow) -> Line:
    if "://" in url:
        return SerialLine(url, baud)
    return SerialLine(
        url,
        baud,
        rtscts=flow is Flow.RTS_CTS,
        dsrdtr=flow is Flow.DSR_DTR,
        xonxoff=flow is Flow.XON_XOFF,
    )


class FileLine:
    """An open printer device or file; no call waits longer than it says."""

    def __init__(self, path: Path) -> None:
        flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        # A printer that is pulled has no node; a file in its place would swallow every slip.
        is_device = path.is_relative_to(_NODES)
        plain = not is_device and (not path.exists() or path.is_file())
        mode = os.O_WRONLY | os.O_APPEND | os.O_CREAT if plain else os.O_RDWR
        self._file: int | None = os.open(path, mode | flags, 0o600)
        self._answers = not plain and not stat.S_ISFIFO(os.fstat(self._file).st_mode)

    def read(self, wait: float) -> bytes:
        """Wait up to ``wait`` seconds for bytes; a file has none."""
        if not self._answers or not select.select([self._open], [], [], max(0.0, wait))[0]:
            return b""
        with suppress(BlockingIOError):
            return os.read(self._open, _CHUNK)
        return b""

    def write(self, data: bytes) -> None:
        """Hand over all bytes.

        Raises:
            LineStuck: the device takes no more.
        """
        rest = memoryview(data)
        while rest:
            if not select.select([], [self._open], [], _WRITE_SECONDS)[1]:
                raise LineStuck("the printer takes no more bytes")
            with suppress(BlockingIOError):
                rest = rest[os.write(self._open, rest) :]

    def close(self) -> None:
        """Release it. Idempotent."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    @property
    def _open(self) -> int:
        if self._file is None:
            raise OSError("closed")
        return self._file


class FilePort:
    """A device or file by its path."""

    def __init__(self, url: str) -> None:
        self.url = url

    def open(self) -> Line:
        """Return the open line.

        Raises:
            PortUnavailable: with the reason.
        """
        return _opened(Path(self.url.removeprefix(FILE)), self.url)


class UsbPort:
    """The first USB printer there is, or the first one of a maker and kind.

    Args:
        url: ``usb`` or ``usb:VID:PID`` in hexadecimal digits, as ``lsusb`` shows them.
    """

    def __init__(
        self, url: str, *, printers: Path = _USB_PRINTERS, devices: Path = _DEVICES
    ) -> None:
        self.url = url
        self._wanted = tuple(url.lower().split(":")[1:])
        self._printers = printers
        self._devices = devices

    def open(self) -> Line:
        """Return the open line.

        Raises:
            PortUnavailable: no such printer is plugged in, or it may not be opened.
        """
        for found in sorted(self._printers.glob("lp*")):
            if not self._wanted or _ids(found) == self._wanted:
                return _opened(self._devices / found.name, self.url)
        raise PortUnavailable(self.url, WhyUnavailable.MISSING)


def _ids(printer: Path) -> tuple[str, ...]:
    # ``device`` is the interface; the ids stand one level above it.
    above = (printer / "device").resolve().parent
    with suppress(OSError):
        return tuple((above / name).read_text().strip() for name in ("idVendor", "idProduct"))
    return ()


def _opened(path: Path, url: str) -> Line:
    try:
        return FileLine(path)
    except OSError as error:
        raise PortUnavailable(url, why_unavailable(error)) from error
