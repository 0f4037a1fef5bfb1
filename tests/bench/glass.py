"""A finger and an eye at the X server: a press, and the colour of one pixel. No screenshots."""

from __future__ import annotations

import ctypes
import time
from typing import Any

_ALL_PLANES = 0xFFFFFFFFFFFFFFFF
_Z_PIXMAP = 2
_NOTHING = (0x000000, 0xFFFFFF)


class Glass:
    """The screen of a display, touched and looked at within a millisecond."""

    def __init__(self, display: str) -> None:
        self._x: Any = ctypes.CDLL("libX11.so.6")
        self._test: Any = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x.XGetImage.restype = ctypes.c_void_p
        self._x.XGetImage.argtypes = [
            *(ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int),
            *(ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int),
        ]
        self._x.XGetPixel.restype = ctypes.c_ulong
        self._x.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self._x.XDestroyImage.argtypes = [ctypes.c_void_p]
        self._x.XFlush.argtypes = self._x.XCloseDisplay.argtypes = [ctypes.c_void_p]
        self._test.XTestFakeMotionEvent.argtypes = [
            *(ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong)
        ]
        self._test.XTestFakeButtonEvent.argtypes = [
            *(ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong)
        ]
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no display {display}")
        self._root = self._x.XDefaultRootWindow(self._display)

    def pixel(self, x: int, y: int) -> int:
        """Return the colour there."""
        image = self._x.XGetImage(self._display, self._root, x, y, 1, 1, _ALL_PLANES, _Z_PIXMAP)
        colour: int = self._x.XGetPixel(image, 0, 0)
        self._x.XDestroyImage(image)
        return colour

    def press(self, x: int, y: int, *, down: bool) -> None:
        """Put the finger there, or take it away."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._test.XTestFakeButtonEvent(self._display, 1, int(down), 0)
        self._x.XFlush(self._display)

    def seconds_until_change(self, x: int, y: int, was: int, patience: float = 5.0) -> float:
        """Return how long the pixel keeps the colour it had."""
        began = time.perf_counter()
        while self.pixel(x, y) == was:
            if time.perf_counter() - began > patience:
                raise AssertionError("the pixel did not change")
        return time.perf_counter() - began

    def wait_for_paint(self, x: int, y: int, patience: float = 60.0) -> None:
        """Wait until the pixel is neither the black of no window nor the white of an empty one."""
        ends = time.perf_counter() + patience
        while self.pixel(x, y) in _NOTHING:
            if time.perf_counter() > ends:
                raise AssertionError("nothing was painted")
            time.sleep(0.002)

    def close(self) -> None:
        """Let go of the display."""
        self._x.XCloseDisplay(self._display)
