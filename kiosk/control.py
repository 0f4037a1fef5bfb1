"""The door for other processes: a Unix socket in the data directory, one JSON line each way.

Nobody but the running terminal opens a live journal. Its own command line, its doctor and its hall
displays ask here; a display keeps its line open and is handed on to the feed of the hall. Only the
user the terminal runs as can reach the directory.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
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
_MOST_WAITING = 16
"""Visitors who may stand at the door; one more is told at once that nobody is here."""
_LONGEST_NAME = 107

_log = logging.getLogger(__name__)

Answer = Callable[[Mapping[str, Any]], object]
Take = Callable[[Mapping[str, Any], socket.socket], None]
"""Takes over the line of a visitor who wants to hear more than one answer."""


class Unreachable(KioskError):
    """No terminal is running on this data directory."""


class ControlDoor:
    """Answers questions of other processes, one after another, on a lane of its own.

    Args:
        answers: by the name of the question; each gets the whole question.
        feeds: by the name of the question, who goes on talking to such a visitor.
    """

    def __init__(
        self,
        data: Path,
        answers: Mapping[str, Answer],
        *,
        feeds: Mapping[str, Take] = MappingProxyType({}),
    ) -> None:
        self._path = data / SOCKET
        self._answers = answers
        self._feeds = feeds
        self._closing = False
        self._path.unlink(missing_ok=True)  # the journal's lock says nobody else is alive here
        self._listening = socket.socket(socket.AF_UNIX)
        with _reachable(self._path) as name:
            self._listening.bind(name)
        self._path.chmod(0o600)
        self._listening.listen(_MOST_WAITING)
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
            with ExitStack() as ending, suppress(OSError):
                ending.enter_context(visitor)
                visitor.settimeout(_TO_ASK)
                if self._answer(visitor):
                    ending.pop_all()  # the line belongs to the feed now
        finally:
            # One job a visitor: whatever an answer does, the lane goes on to the next.
            self._lane.submit(self._serve)

    def _answer(self, visitor: socket.socket) -> bool:
        """Answer one question; True if a feed has taken the visitor over."""
        line = _line(visitor)
        if not line:
            return False
        try:
            question = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError:
            question = {}
        asked = str(question.get("ask"))
        if asked in self._feeds:
            self._feeds[asked](question, visitor)
            return True
        visitor.sendall(msgspec.json.encode(self._reply(asked, question)) + b"\n")
        return False

    def _reply(self, asked: str, question: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._answers.get(asked)
        if answer is None:
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


@contextmanager
def visited(data: Path, question: str, **more: Any) -> Iterator[socket.socket]:
    """Put a question and yield the line on which the answer comes.

    Raises:
        Unreachable: no terminal is running there.
    """
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(_PATIENCE)
        try:
            with _reachable(data / SOCKET) as path:
                line.connect(path)
            line.sendall(msgspec.json.encode({"ask": question, **more}) + b"\n")
        except OSError as error:
            raise Unreachable(str(data)) from error
        yield line


def ask(data: Path, question: str, **more: Any) -> Any:
    """Ask the terminal that runs on ``data``.

    Raises:
        Unreachable: none is running there.
        Refused: it refused, for the reason it gives.
        KioskError: it could not answer.
    """
    with visited(data, question, **more) as door:
        try:
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
