"""The door for other processes: a Unix socket in the data directory, one JSON line each way.

Nobody but the running terminal opens a live journal. Its own command line, its doctor and (later)
its hall display ask here. Only the user the terminal runs as can reach the directory.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from kiosk.errors import KioskError, Refused
from kiosk.jobs import Lane

SOCKET = "terminal.sock"
_LONGEST = 1 << 20
_PATIENCE = 120.0
"""Seconds to wait for an answer; an audit of a long journal takes its time."""
_TO_ASK = 5.0
"""Seconds a visitor has for each part of the question; others wait behind."""
_LONGEST_NAME = 107

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
        with _reachable(self._path) as name:
            self._listening.bind(name)
        self._path.chmod(0o600)
        self._listening.listen(4)
        self._lane = Lane("control")
        self._lane.submit(self._serve)

    def close(self) -> None:
        """Answer no more. Idempotent."""
        if self._closing:
            return
        self._closing = True
        with (
            suppress(OSError),
            socket.socket(socket.AF_UNIX) as knock,
            _reachable(self._path) as name,
        ):
            knock.connect(name)  # wakes accept
        self._lane.close()
        self._listening.close()
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        if self._closing:
            return
        try:
            visitor, _ = self._listening.accept()
            with visitor, suppress(OSError):
                visitor.settimeout(_TO_ASK)
                self._answer(visitor)
        finally:
            # One job a visitor: whatever an answer does, the lane goes on to the next.
            self._lane.submit(self._serve)

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
        except (LookupError, TypeError, ValueError) as error:
            # Never its words: they quote what was asked.
            _log.warning("a question could not be answered: %s", type(error).__name__)
            return {"error": "bad_question"}


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
            with _reachable(data / SOCKET) as name:
                door.connect(name)
            door.sendall(msgspec.json.encode({"ask": question, **more}) + b"\n")
            line = _line(door)
        except OSError as error:
            raise Unreachable(str(data)) from error
    try:
        reply = msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.DecodeError as error:  # it went away in the middle of a word
        raise Unreachable(str(data)) from error
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


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """Yield a name of ``path`` that fits a socket, however deep the directory lies."""
    if len(os.fsencode(path)) <= _LONGEST_NAME:
        yield str(path)
        return
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
