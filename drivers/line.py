"""The one door to pyserial: an open line, and a port that is opened, lost and found again."""

from __future__ import annotations

import errno
import os
import termios
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Protocol, runtime_checkable

import msgspec
import serial
from serial.tools import list_ports

from kiosk.errors import PortUnavailable, WhyUnavailable

LINE_ERRORS = (serial.SerialException, OSError, termios.error)
"""All that a port raises when its adapter is pulled: ``in_waiting`` a plain ``OSError``,
``reset_input_buffer`` a ``termios.error``, the rest ``SerialException``."""


class LineStuck(OSError):
    """The other side has taken no bytes for a while; the line itself is there."""


_WRITE_SECONDS = 1.0
_NEGOTIATED = "rfc2217://"
"""Lines whose settings are told to a gateway and awaited. pyserial tells all of them whenever the
time-out changes, a tenth of a second each time, and knows no time-out for writing."""
_STEP_SECONDS = 0.005
"""How long one look at such a line takes at most."""
_BY_DESCRIPTION = "hwgrep://"
"""Lines that are searched for; not found is not there."""
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


@runtime_checkable
class Held(Protocol):
    """A line that the system knows by a number."""

    @property
    def descriptor(self) -> int | None:
        """Its file descriptor."""
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


def descriptor_of(line: object) -> int | None:
    """Return the file descriptor of a line, ``None`` where it has none."""
    return line.descriptor if isinstance(line, Held) else None


class SerialLine:
    """A line over anything pyserial opens by address, for one owner.

    Args:
        rtscts, dsrdtr, xonxoff: how the other side says "stop", as pyserial names it.
    """

    def __init__(
        self,
        url: str,
        baud: int,
        *,
        rtscts: bool = False,
        dsrdtr: bool = False,
        xonxoff: bool = False,
    ) -> None:
        self._stepwise = url.startswith(_NEGOTIATED)
        self._path = None if "://" in url else Path(url)
        self._serial = serial.serial_for_url(
            url,
            baudrate=baud,
            exclusive=True,
            timeout=_STEP_SECONDS,
            write_timeout=None if self._stepwise else _WRITE_SECONDS,
            rtscts=rtscts,
            dsrdtr=dsrdtr,
            xonxoff=xonxoff,
        )

    def read(self, wait: float) -> bytes:
        """Wait up to ``wait`` seconds for a byte; return all that is there, or nothing.

        ``inter_byte_timeout`` does not end a read early on Linux: gaps are the caller's to time.
        """
        data = self._first(max(0.0, wait))
        while data and (more := self._serial.in_waiting):
            data += self._serial.read(more)
        return data

    def _first(self, wait: float) -> bytes:
        if not self._stepwise:
            self._serial.timeout = wait
            return bytes(self._serial.read(1))
        until = time.monotonic() + wait
        while not (data := bytes(self._serial.read(1))) and time.monotonic() < until:
            continue
        return data

    def write(self, data: bytes) -> None:
        """Hand all bytes to the line.

        Raises:
            LineStuck: the other side holds the line up; what it has not taken is dropped, or
                closing the port would wait for it.
            SerialException: among others, when the name that was opened leads to another device
                by now: nothing was sent to the one it led to.
        """
        self._must_be_itself()
        try:
            self._serial.write(data)
        except serial.SerialTimeoutException as error:
            with suppress(*LINE_ERRORS):
                self._serial.reset_output_buffer()
            raise LineStuck(*error.args) from error

    def _must_be_itself(self) -> None:
        """Do nothing while the name still leads to the device that is open."""
        held = self.descriptor
        if self._path is None or held is None:
            return
        if self._path.stat().st_rdev != os.fstat(held).st_rdev:
            raise serial.SerialException(f"{self._path} leads to another device by now")

    @property
    def descriptor(self) -> int | None:
        """File descriptor; ``None`` where the line is not one (``loop://``)."""
        try:
            return int(self._serial.fileno())
        except (AttributeError, OSError):
            return None

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
            why = why_unavailable(error)
            if why is WhyUnavailable.REFUSED and url.startswith(_BY_DESCRIPTION):
                why = WhyUnavailable.MISSING
            raise PortUnavailable(self.url, why) from error
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
