"""Feeds hall displays from the terminal: a line whenever the hall changes, and at each beat.

A display asks once at the terminal's socket and keeps the line open. Everything here runs on one
lane, so no list needs a lock. Nobody can hold the terminal up: there are a few places, and a
watcher that does not read is dropped. Exactly one speaks: the first display that offered to, or the
terminal itself.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.hall.board import Call, HallNews
from kiosk.jobs import Runs

MOST_WATCHERS = 4
BEAT = 5.0
"""Seconds between two lines while nothing changes; a display that hears none knows we are gone."""

_log = logging.getLogger(__name__)


class _Watcher(msgspec.Struct):
    line: socket.socket
    offers: bool


class HallFeed:
    """Tells every display the newest board.

    Args:
        lane: where it runs.
        news: what to show now; asked on the lane.
        announce: says a call at the terminal, where no display does.
    """

    def __init__(
        self,
        lane: Runs,
        news: Callable[[], HallNews],
        announce: Callable[[str, int], None],
    ) -> None:
        self._lane = lane
        self._news = news
        self._announce = announce
        self._watchers: list[_Watcher] = []
        self._sent: HallNews | None = None
        self._beats = lane.every(BEAT, self._beat)

    def take(self, question: Mapping[str, Any], line: socket.socket) -> None:
        """Let whoever asks at the socket watch; from here on ``line`` is ours."""
        self._lane.submit(self._join, _Watcher(line, question.get("speaks") is True))

    def changed(self) -> None:
        """Something happened at the station. From any thread."""
        self._lane.submit(self._look)

    def called(self, number: str, counter: int) -> None:
        """A number was called: say and show it. From any thread."""
        self._lane.submit(self._call, Call(number, counter))

    def close(self) -> None:
        """Let every display go."""
        self._beats.cancel()
        self._lane.submit(self._end)

    # -- on the lane -----------------------------------------------------------------------

    def _join(self, newcomer: _Watcher) -> None:
        self._watchers = [each for each in self._watchers if not _is_gone(each.line)]
        newcomer.line.setblocking(False)
        if len(self._watchers) >= MOST_WATCHERS:
            _log.warning("a display was turned away: %d watch already", MOST_WATCHERS)
            with suppress(OSError):
                newcomer.line.send(b'{"refused":"too_many_watchers"}\n')
            newcomer.line.close()
            return
        self._watchers.append(newcomer)
        self._tell(self._news())

    def _look(self) -> None:
        if self._watchers:
            news = self._news()
            if news != self._sent:
                self._tell(news)

    def _beat(self) -> None:
        if self._watchers:
            self._tell(self._news())

    def _call(self, call: Call) -> None:
        if not (self._watchers and self._tell(self._news(), call)):
            self._announce(call.number, call.counter)

    def _tell(self, news: HallNews, call: Call | None = None) -> bool:
        """Send a line to all; True if ``call`` is said by one of them."""
        self._sent = news
        said = spoken = False
        there = []
        for each in self._watchers:
            speaker = each.offers and not spoken
            speak = (call,) if call is not None and speaker else ()
            if _send(each.line, replace(news, speak=speak, speaker=speaker)):
                there.append(each)
                spoken = spoken or speaker
                said = said or bool(speak)
        self._watchers = there
        return said

    def _end(self) -> None:
        for each in self._watchers:
            each.line.close()
        self._watchers = []


def _send(line: socket.socket, news: HallNews) -> bool:
    try:
        line.sendall(msgspec.json.encode(news) + b"\n")
    except OSError:  # gone, or it has not read for so long that its buffer is full
        line.close()
        return False
    return True


def _is_gone(line: socket.socket) -> bool:
    """Return whether the other end has hung up; one that talks is none of ours either."""
    try:
        line.recv(1, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        pass
    line.close()
    return True
