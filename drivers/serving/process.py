"""A server that is a process of its own: it serves until somebody ends it."""

from __future__ import annotations

import signal
from collections.abc import Callable

from drivers.serving.server import Server


def serve(server: Server, started: Callable[[Server], None]) -> None:
    """Serve until SIGTERM or SIGINT; links and sockets are taken away at the end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    # A signal that comes just before the wait would else be heard only when that ends.
    signal.set_wakeup_fd(server.wakes, warn_on_full_buffer=False)
    try:
        started(server)
        server.run()
    finally:
        signal.set_wakeup_fd(-1)
