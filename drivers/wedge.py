"""A QR reader that pretends to be a keyboard: its keys become the bytes of a serial one.

It is used only while nobody else gets its keys (``EVIOCGRAB``): whoever holds up a code with
control signs in it types into nothing. Only keys that print are taken, by the US layout; Enter
ends a code. What a code may be is then decided as for every scanner (``drivers/scanner.py``).
"""

from __future__ import annotations

import errno
import os
import select
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Protocol

import evdev
from evdev import ecodes

from drivers.line import Line, why_unavailable
from kiosk.errors import PortUnavailable, WhyUnavailable

WEDGE = "wedge:"
"""A station file writes ``wedge:VID:PID``, or ``wedge:`` and the path of the device."""

_EVENT = struct.Struct("llHHi")
"""``struct input_event`` of linux/input.h: seconds, microseconds, type, code, value."""
_RELEASED, _PRESSED = 0, 1
_LOST = b"\0"
"""Stands in the bytes where the kernel dropped events: no code with it in it is ever given."""
_AT_ONCE = 64

_LETTERS = {f"KEY_{letter}": letter.lower() + letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_DIGITS = {
    f"KEY_{digit}": digit + shifted
    for digit, shifted in zip("1234567890", "!@#$%^&*()", strict=True)
}
_MARKS = {
    "KEY_SPACE": "  ",
    "KEY_MINUS": "-_",
    "KEY_EQUAL": "=+",
    "KEY_LEFTBRACE": "[{",
    "KEY_RIGHTBRACE": "]}",
    "KEY_BACKSLASH": "\\|",
    "KEY_SEMICOLON": ";:",
    "KEY_APOSTROPHE": "'\"",
    "KEY_GRAVE": "`~",
    "KEY_COMMA": ",<",
    "KEY_DOT": ".>",
    "KEY_SLASH": "/?",
}
_KEYPAD = {f"KEY_KP{digit}": digit * 2 for digit in "0123456789"} | {
    "KEY_KPDOT": "..",
    "KEY_KPMINUS": "--",
    "KEY_KPPLUS": "++",
    "KEY_KPASTERISK": "**",
    "KEY_KPSLASH": "//",
}


def _codes(names: Iterable[str]) -> frozenset[int]:
    return frozenset(ecodes.ecodes[name] for name in names)


KEYS: Mapping[int, str] = {
    ecodes.ecodes[name]: signs for name, signs in (_LETTERS | _DIGITS | _MARKS | _KEYPAD).items()
}
"""What each key prints, without and with Shift."""
ENDS = _codes(("KEY_ENTER", "KEY_KPENTER"))
SHIFTS = _codes(("KEY_LEFTSHIFT", "KEY_RIGHTSHIFT"))
OTHER_MODIFIERS = _codes(
    f"KEY_{side}{name}" for side in ("LEFT", "RIGHT") for name in ("CTRL", "ALT", "META")
)


class Keys:
    """Records of the kernel in, printed bytes out. No device."""

    def __init__(self) -> None:
        self._partial = b""
        self._held: set[int] = set()

    def feed(self, data: bytes) -> bytes:
        """Take bytes of records; return what they type, each code ended by a line feed."""
        data = self._partial + data
        whole = len(data) - len(data) % _EVENT.size
        self._partial = data[whole:]
        records = _EVENT.iter_unpack(data[:whole])
        return b"".join(self._typed(kind, code, value) for _, _, kind, code, value in records)

    def _typed(self, kind: int, code: int, value: int) -> bytes:
        if kind == ecodes.EV_SYN and code == ecodes.SYN_DROPPED:
            self._held.clear()
            return _LOST
        if kind != ecodes.EV_KEY:
            return b""
        if code in SHIFTS | OTHER_MODIFIERS:
            (self._held.discard if value == _RELEASED else self._held.add)(code)
            return b""
        return self._pressed(code) if value == _PRESSED else b""

    def _pressed(self, code: int) -> bytes:
        if code in ENDS:
            self._held.clear()  # a modifier nobody let go of spoils one code, not all
            return b"\n"
        if code not in KEYS or self._held & OTHER_MODIFIERS:
            return b""
        return KEYS[code][bool(self._held & SHIFTS)].encode("ascii")


class InputDevice(Protocol):
    """The part of ``evdev.InputDevice`` that is used here."""

    @property
    def fd(self) -> int: ...

    def grab(self) -> None: ...

    def close(self) -> None: ...


class WedgeLine:
    """A keyboard that is ours alone."""

    def __init__(self, device: InputDevice) -> None:
        self._device: InputDevice | None = device
        self._keys = Keys()

    def read(self, wait: float) -> bytes:
        """Wait up to ``wait`` seconds for keys; return what they type."""
        if self._device is None:
            raise OSError(errno.ENODEV, "closed")
        if not select.select([self._device.fd], [], [], max(0.0, wait))[0]:
            return b""
        data = os.read(self._device.fd, _AT_ONCE * _EVENT.size)
        if not data:
            raise OSError(errno.ENODEV, "gone")
        return self._keys.feed(data)

    def write(self, data: bytes) -> None:
        """Do nothing: a keyboard is not told anything."""

    def close(self) -> None:
        """Let the keyboard go, and with it the grab. Idempotent."""
        device, self._device = self._device, None
        if device is not None:
            with suppress(OSError):
                device.close()


class WedgePort:
    """Finds a keyboard again and again, by its ids or by its path."""

    def __init__(
        self,
        url: str,
        *,
        devices: Callable[[], Iterable[str]] = evdev.list_devices,
        device: Callable[[str], InputDevice] = evdev.InputDevice,
        ids: Callable[[str], str] | None = None,
    ) -> None:
        self.url = url
        self._name = url.removeprefix(WEDGE)
        self._devices = devices
        self._device = device
        self._ids = ids or _ids

    def open(self) -> Line:
        """Return the line of the grabbed keyboard.

        Raises:
            PortUnavailable: it is not there, not permitted, or another program has grabbed it.
        """
        try:
            device = self._device(self._path())
        except OSError as error:
            raise PortUnavailable(self.url, why_unavailable(error)) from error
        try:
            device.grab()
        except OSError as error:
            device.close()
            raise PortUnavailable(self.url, why_unavailable(error)) from error
        return WedgeLine(device)

    def _path(self) -> str:
        if self._name.startswith("/"):
            return self._name
        for path in self._devices():
            if self._ids(path) == self._name.lower():
                return path
        raise PortUnavailable(self.url, WhyUnavailable.MISSING)


def _ids(path: str) -> str:
    """Return ``vid:pid`` of a keyboard; empty if it is none or may not be looked at."""
    with suppress(OSError):
        device = evdev.InputDevice(path)
        try:
            types = device.capabilities().get(ecodes.EV_KEY, [])
            if ecodes.KEY_ENTER in types and ecodes.KEY_1 in types:
                return f"{device.info.vendor:04x}:{device.info.product:04x}"
        finally:
            device.close()
    return ""
