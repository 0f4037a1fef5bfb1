"""A Unix socket at which a simulator takes orders: one JSON object a line, answered by one."""

from __future__ import annotations

import contextlib
import selectors
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

_CHUNK = 4096
_LONGEST_ORDER = 65536

Obeys = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Carries out one order; raises ``BadOrder``."""


class BadOrder(Exception):
    """An order a simulator does not understand; the text says why."""


class OrderDoor:
    """The socket, served by whoever owns the selector."""

    def __init__(self, path: Path, selector: selectors.BaseSelector, obey: Obeys) -> None:
        self._path = path
        self._selector = selector
        self._obey = obey
        self._pending: dict[socket.socket, bytearray] = {}
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen()
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ, lambda: self._meet(listener))

    def close(self) -> None:
        """Take the path away; the sockets are closed with the selector's."""
        self._path.unlink(missing_ok=True)

    def _meet(self, listener: socket.socket) -> None:
        peer, _ = listener.accept()
        self._pending[peer] = bytearray()
        self._selector.register(peer, selectors.EVENT_READ, lambda: self._read(peer))

    def _read(self, peer: socket.socket) -> None:
        data = received(peer)
        pending = self._pending[peer]
        pending += data
        if not data or len(pending) > _LONGEST_ORDER:
            self._dismiss(peer)
            return
        *lines, rest = bytes(pending).split(b"\n")
        pending[:] = rest
        for line in filter(None, lines):
            with contextlib.suppress(OSError):
                peer.sendall(self._answer(line) + b"\n")

    def _answer(self, line: bytes) -> bytes:
        try:
            answer = self._obey(msgspec.json.decode(line, type=dict))
        except (BadOrder, msgspec.DecodeError) as error:
            return msgspec.json.encode({"ok": False, "error": str(error)})
        return msgspec.json.encode({"ok": True, **answer})

    def _dismiss(self, peer: socket.socket) -> None:
        del self._pending[peer]
        self._selector.unregister(peer)
        peer.close()


def received(peer: socket.socket) -> bytes:
    """Return what a peer sent; nothing means that it is gone."""
    try:
        return peer.recv(_CHUNK)
    except OSError:
        return b""
