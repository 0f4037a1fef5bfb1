"""Ports for servers of tests, below the range the system gives to whoever connects.

A port that was free a moment ago may be somebody's by now, if it is one of those.
"""

from __future__ import annotations

import random
import socket
from contextlib import suppress

_OURS = range(15_000, 32_000)
_TRIES = 200


def bind_somewhere(server: socket.socket) -> int:
    """Bind ``server`` to a free port of this machine and return it."""
    for port in random.sample(_OURS, _TRIES):
        with suppress(OSError):
            server.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        return bind_somewhere(probe)
