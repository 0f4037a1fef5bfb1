"""The one door to pyserial: an open line, and a port that is opened, lost and found again."""

from __future__ import annotations

import errno
import termios
import time
from collections.abc import Callable, Iterable
from threading import Event
from typing import Protocol

import msgspec
import serial
from serial.tools import list_ports

from kiosk.errors import PortUnavailable, WhyUnavailable

LINE_ERRORS = (serial.SerialException, OSError, termios.error)
"""All that a port raises when its adapter is pulled: ``in_waiting`` a plain ``OSError``,
``reset_input_buffer`` a ``termios.error``, the rest ``SerialException``."""
_WRITE_SECONDS = 1.0
_WHY = {
    errno.ENOENT: WhyUnavailable.MISSING,
    errno.ENODEV: WhyUnavailable.MISSING,
    errno.ENXIO: WhyUnavailable.MISSING,
    errno.EACCES: WhyUnavailable.NO_PERMISSION,
    errno.EPERM: WhyUnavailable.NO_PERMISSION,
    errno.EAGAIN: WhyUnavailable.IN_USE,
    errno.EBUSY: WhyUnavailable.IN_USE,
    errno.EIO: WhyUnavailable.UNPLUGGED,
}


class Line(Protocol):
    """An open line. Raises one of ``LINE_ERRORS`` when it is gone."""

    def read(self, wait: float) -> bytes:
        """Wait up to ``wait`` seconds for a byte; return all that is there, or nothing."""
        ...

    def write(self, data: bytes) -> None:
        """Hand all bytes to the line."""
        ...

    def close(self) -> None:
        """Release it. Idempotent."""
        ...


class Time(Protocol):
    """Monotonic time and waiting, so that tests run a whole order in no time."""

    def now(self) -> float:
        """Return monotonic seconds."""
        ...

    def wait(self, seconds: float) -> None:
        """Let ``seconds`` pass, for moments when there is no line to wait on."""
        ...


class SystemTime:
    """The real thing."""

    def __init__(self) -> None:
        self._never = Event()

    def now(self) -> float:
        """Return monotonic seconds."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Block for ``seconds``."""
        self._never.wait(seconds)


class SerialLine:
    """A line over anything pyserial opens by address, for one owner."""

    def __init__(self, url: str, baud: int) -> None:
        self._serial = serial.serial_for_url(
            url, baudrate=baud, exclusive=True, write_timeout=_WRITE_SECONDS
        )

    def read(self, wait: float) -> bytes:
        """Wait up to ``wait`` seconds for a byte; return all that is there, or nothing.

        ``inter_byte_timeout`` does not end a read early on Linux: gaps are the caller's to time.
        """
        self._serial.timeout = max(0.0, wait)
        data: bytes = self._serial.read(1)
        while data and (more := self._serial.in_waiting):
            data += self._serial.read(more)
        return data

    def write(self, data: bytes) -> None:
        """Hand all bytes to the line."""
        self._serial.write(data)

    def close(self) -> None:
        """Release it. Idempotent."""
        # pyserial forgets, without closing it, a socket whose peer hung up first.
        peer = getattr(self._serial, "_socket", None)
        self._serial.close()
        if peer is not None:
            peer.close()


class Identity(msgspec.Struct, frozen=True):
    """What an adapter is known by when its device name changes: VID:PID and serial or USB place."""

    vid: int
    pid: int
    serial_number: str | None
    location: str | None


class PortInfo(Protocol):
    """The part of pyserial's ``ListPortInfo`` that is used here."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None
    location: str | None


def _identity(info: PortInfo) -> Identity | None:
    if info.vid is None or info.pid is None:
        return None
    return Identity(info.vid, info.pid, info.serial_number, info.location)


def _same_adapter(known: Identity, found: Identity) -> bool:
    if (known.vid, known.pid) != (found.vid, found.pid):
        return False
    if known.serial_number:
        return known.serial_number == found.serial_number
    return known.location == found.location


class SerialPort:
    """Opens one port again and again, also when its adapter came back under another name."""

    def __init__(
        self,
        url: str,
        baud: int,
        *,
        ports: Callable[[], Iterable[PortInfo]] = list_ports.comports,
        connect: Callable[[str, int], Line] = SerialLine,
    ) -> None:
        self.url = url
        self._baud = baud
        self._ports = ports
        self._connect = connect
        self._identity: Identity | None = None

    def open(self) -> Line:
        """Return the open line.

        Raises:
            PortUnavailable: with the reason, as far as the system tells it.
        """
        url = self._present_url()
        try:
            line = self._connect(url, self._baud)
        except (*LINE_ERRORS, ValueError) as error:
            raise PortUnavailable(self.url, why_unavailable(error)) from error
        self._remember(url)
        return line

    def _present_url(self) -> str:
        if self._identity is None:
            return self.url
        here = [(info.device, _identity(info)) for info in self._ports()]
        same = [name for name, found in here if found and _same_adapter(self._identity, found)]
        return self.url if self.url in same or not same else same[0]

    def _remember(self, url: str) -> None:
        if "://" in url:
            return
        for info in self._ports():
            if info.device == url:
                self._identity = _identity(info) or self._identity


def try_port(url: str) -> None:
    """Open and release a port, for the doctor.

    Raises:
        PortUnavailable: it cannot be opened now.
    """
    SerialPort(url, baud=9600).open().close()


def why_unavailable(error: BaseException | None) -> WhyUnavailable:
    """Return what a failed open says about the port."""
    while error is not None:
        if isinstance(error, TimeoutError | ConnectionError):
            return WhyUnavailable.REFUSED
        code = getattr(error, "errno", None) or (error.args[0] if error.args else None)
        if code in _WHY:
            return _WHY[code]
        error = error.__cause__ or error.__context__
    return WhyUnavailable.REFUSED
