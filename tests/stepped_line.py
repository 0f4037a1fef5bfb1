"""A real line, a pty or TCP, whose other end is served in the same thread and in virtual time.

Bytes go through the system as ever, and nobody is ever late: however long this process stands
still, no time passes meanwhile for the driver and for the device.
"""

from __future__ import annotations

import select
import socket

from drivers.line import SerialLine, SerialPort
from drivers.serving.server import Server, Simulated
from tests.memory_line import VirtualTime

LATE = 60.0
"""Real seconds in which bytes that were sent surely arrive."""


class Counted:
    """A device; counts the bytes that have reached and left it."""

    def __init__(self, device: Simulated) -> None:
        self._device = device
        self.heard = 0
        self.said = 0

    @property
    def hungry(self) -> bool:
        return self._device.hungry

    def receive(self, data: bytes, now: float) -> None:
        self.heard += len(data)
        self._device.receive(data, now)

    def due(self, now: float) -> bytes:
        data = self._device.due(now)
        self.said += len(data)
        return data

    def next_at(self) -> float | None:
        return self._device.next_at()

    def plugged(self, now: float) -> bool:
        return self._device.plugged(now)


class SteppedPort(SerialPort):
    """Opens lines to ``server``, which serves ``device`` and which nobody else steps."""

    def __init__(
        self, url: str, baud: int, *, server: Server, device: Counted, clock: VirtualTime
    ) -> None:
        super().__init__(url, baud, connect=self._connected)
        self._server = server
        self._device = device
        self._clock = clock

    def _connected(self, url: str, baud: int) -> SteppedLine:
        self._server.step(0)
        line = SerialLine(url, baud)
        self._server.step(LATE if "://" in url else 0)
        return SteppedLine(line, self._server, self._device, self._clock)


class SteppedLine:
    """The line of a :class:`SteppedPort`."""

    def __init__(
        self, line: SerialLine, server: Server, device: Counted, clock: VirtualTime
    ) -> None:
        self._line = line
        self._server = server
        self._device = device
        self._clock = clock
        self._read = device.said

    @property
    def descriptor(self) -> int | None:
        return self._line.descriptor

    def read(self, wait: float) -> bytes:
        until = self._clock.seconds + wait
        while True:
            self._server.step(0)
            if self._device.said > self._read or not self._device.plugged(self._clock.now()):
                data = self._line.read(LATE)  # or it finds out that the line is gone
                self._read += len(data)
                return data
            at = self._device.next_at()
            if self._clock.seconds >= until:
                return b""
            self._clock.seconds = max(self._clock.seconds, min(until, at or until))

    def write(self, data: bytes) -> None:
        self._server.step(0)
        arrived = self._device.heard + len(data)
        self._line.write(data)
        while self._device.heard < arrived:
            self._server.step(LATE)

    def close(self) -> None:
        self._line.close()
        self._server.step(0)


class LoopPort(SerialPort):
    """Opens lines that hear themselves: what comes is there at once, and the rest is silence."""

    def __init__(self, url: str, baud: int, clock: VirtualTime) -> None:
        super().__init__(url, baud, connect=lambda url, baud: _Loop(SerialLine(url, baud), clock))


class _Loop:
    def __init__(self, line: SerialLine, clock: VirtualTime) -> None:
        self._line = line
        self._clock = clock
        self.write = line.write
        self.close = line.close

    def read(self, wait: float) -> bytes:
        data = self._line.read(0)
        if not data:
            self._clock.wait(wait)
        return data


def answered(server: Server, remote: socket.socket) -> None:
    """Step ``server`` until an order that was sent to it has its answer."""
    while not select.select([remote], [], [], 0)[0]:
        server.step(LATE)
