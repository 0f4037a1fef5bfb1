"""A line whose other end is a simulated device in the same thread, in virtual time."""

from __future__ import annotations

import serial

from drivers.line import Line, LineStuck
from drivers.serving.server import Simulated
from kiosk.errors import PortUnavailable, WhyUnavailable


class VirtualTime:
    """Monotonic seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


class MemoryPort:
    """A port whose other end is a device in the same thread."""

    url = "memory"

    def __init__(self, device: Simulated, clock: VirtualTime) -> None:
        self._device = device
        self._clock = clock

    def open(self) -> Line:
        if not self._device.plugged(self._clock.now()):
            raise PortUnavailable(self.url, WhyUnavailable.MISSING)
        self._device.due(self._clock.now())
        return MemoryLine(self._device, self._clock)


class MemoryLine:
    """The line of a :class:`MemoryPort`; once unplugged it stays dead, like a file descriptor."""

    def __init__(self, device: Simulated, clock: VirtualTime) -> None:
        self._device = device
        self._clock = clock
        self._dead = False

    def read(self, wait: float) -> bytes:
        until = self._clock.seconds + wait
        while True:
            self._check()
            at = self._device.next_at()
            if at is None or at > until:
                self._clock.seconds = until
                return b""
            self._clock.seconds = max(self._clock.seconds, at)
            if data := self._device.due(self._clock.seconds):
                self._check()
                return data

    def write(self, data: bytes) -> None:
        self._check()
        until = self._clock.seconds + 1.0
        while not self._device.hungry:
            at = self._device.next_at()
            if at is None or at > until:
                raise LineStuck("the device takes nothing")
            self._clock.seconds = max(self._clock.seconds, at)
            self._device.due(self._clock.seconds)
            self._check()
        self._device.receive(data, self._clock.seconds)

    def close(self) -> None:
        self._dead = True

    def _check(self) -> None:
        self._dead = self._dead or not self._device.plugged(self._clock.seconds)
        if self._dead:
            raise serial.SerialException("device disconnected")
