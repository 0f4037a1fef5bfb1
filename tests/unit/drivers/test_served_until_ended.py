"""A served simulator ends when it is told to, whenever that comes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from threading import Timer

import pytest

from drivers.serving.process import serve
from drivers.serving.server import Server

LATE = 30.0


class Silent:
    """A device that never has anything to do; it ends its server once that looked."""

    hungry = True

    def __init__(self) -> None:
        self.server: Server | None = None

    def next_at(self) -> float | None:
        return None

    def due(self, now: float) -> bytes:
        assert self.server is not None
        self.server.stop()
        return b""

    def plugged(self, now: float) -> bool:
        return True

    def receive(self, data: bytes, now: float) -> None:
        raise AssertionError(data)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


def test_a_signal_ends_the_wait_though_its_handler_has_not_run() -> None:
    """As when it comes between the last look and the wait."""
    device = Silent()
    server = Server(device, lambda _order, _now: {}, tcp=("127.0.0.1", 0))
    device.server = server
    late = Timer(LATE, server.stop)

    def started(_: Server) -> None:
        signal.signal(signal.SIGTERM, lambda *_: None)
        os.kill(os.getpid(), signal.SIGTERM)
        late.start()

    serve(server, started)
    assert late.is_alive()
    late.cancel()
