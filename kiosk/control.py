"""The door for other processes: a Unix socket in the data directory, one JSON line each way.

Nobody but the running terminal opens a live journal. Its own command line, its doctor and (later)
its hall display ask here. Only the user the terminal runs as can reach the directory.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from kiosk.errors import KioskError, Refused
from kiosk.jobs import Lane

SOCKET = "terminal.sock"
_LONGEST = 1 << 20
_PATIENCE = 120.0

_log = logging.getLogger(__name__)

Answer = Callable[[Mapping[str, Any]], object]


class Unreachable(KioskError):
    """No terminal is running on this data directory."""


class ControlDoor:
    """Answers questions of other processes, one after another, on a lane of its own.

    Args:
        answers: by the name of the question; each gets the whole question.
    """

    def __init__(self, data: Path, answers: Mapping[str, Answer]) -> None:
        self._path = data / SOCKET
        self._answers = answers
        self._closing = False
        self._path.unlink(missing_ok=True)  # the journal's lock says nobody else is alive here
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(_short(self._path))
        self._path.chmod(0o600)
        self._listening.listen(4)
        self._lane = Lane("control")
        self._lane.submit(self._serve)

    def close(self) -> None:
        """Answer no more. Idempotent."""
        if self._closing:
            return
        self._closing = True
        with suppress(OSError), socket.socket(socket.AF_UNIX) as knock:
            knock.connect(_short(self._path))  # wakes accept
        self._lane.close()
        self._listening.close()
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while not self._closing:
            visitor, _ = self._listening.accept()
            with visitor:
                visitor.settimeout(_PATIENCE)
                with suppress(OSError):
                    self._answer(visitor)

    def _answer(self, visitor: socket.socket) -> None:
        line = _line(visitor)
        if line:
            visitor.sendall(msgspec.json.encode(self._reply(line)) + b"\n")

    def _reply(self, line: bytes) -> dict[str, Any]:
        try:
            question = msgspec.json.decode(line, type=dict[str, Any])
            answer = self._answers[str(question.get("ask"))]
        except (msgspec.DecodeError, KeyError):
            return {"error": "unknown_question"}
        try:
            return {"answer": answer(question)}
        except Refused as refused:
            return {"refused": refused.reason, "facts": _plain(refused.facts)}
        except KioskError as error:
            return {"error": f"{type(error).__name__}: {error}"}


def ask(data: Path, question: str, **more: Any) -> Any:
    """Ask the terminal that runs on ``data``.

    Raises:
        Unreachable: none is running there.
        Refused: it refused, for the reason it gives.
        KioskError: it could not answer.
    """
    with socket.socket(socket.AF_UNIX) as door:
        door.settimeout(_PATIENCE)
        try:
            door.connect(_short(data / SOCKET))
            door.sendall(msgspec.json.encode({"ask": question, **more}) + b"\n")
            line = _line(door)
        except OSError as error:
            raise Unreachable(str(data)) from error
    if not line:
        raise Unreachable(str(data))
    reply = msgspec.json.decode(line, type=dict[str, Any])
    if "refused" in reply:
        raise Refused(reply["refused"], **reply.get("facts", {}))
    if "error" in reply:
        raise KioskError(reply["error"])
    return reply["answer"]


def _line(peer: socket.socket) -> bytes:
    read = bytearray()
    while not read.endswith(b"\n") and len(read) < _LONGEST:
        chunk = peer.recv(65536)
        if not chunk:
            break
        read += chunk
    return bytes(read)


def _plain(facts: Mapping[str, Any]) -> Any:
    return msgspec.to_builtins(dict(facts), str_keys=True)


def _short(path: Path) -> str:
    # A socket's name holds 107 bytes; the way from here is often shorter than the whole one.
    with suppress(ValueError):
        relative = str(path.absolute().relative_to(Path.cwd()))
        return min(relative, str(path), key=len)
    return str(path)
