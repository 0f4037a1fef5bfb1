"""The display's end of the feed: hears the terminal, notices when it is gone, comes back to it."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from kiosk.control import Unreachable, visited
from kiosk.hall.board import HallNews
from kiosk.hall.feed import BEAT
from kiosk.jobs import Runs

HALL = "hall"
"""The question that is answered by the feed."""
GONE_AFTER = 3 * BEAT
"""Seconds of silence after which the terminal counts as gone."""
AGAIN_AFTER = 1.0
_LONGEST = 1 << 16

_log = logging.getLogger(__name__)


class Watching:
    """Watches the hall from another process, for ever.

    Args:
        data: data directory of the terminal.
        lane: where it waits; it does nothing else.
        told: gets each line, on the lane.
        lost: called when the terminal is gone, on the lane.
        speaks: whether this display can speak now; if that changes, it offers anew.
    """

    def __init__(
        self,
        data: Path,
        lane: Runs,
        *,
        told: Callable[[HallNews], None],
        lost: Callable[[], None],
        speaks: Callable[[], bool] = lambda: False,
    ) -> None:
        self._data = data
        self._lane = lane
        self._told = told
        self._lost = lost
        self._speaks = speaks
        self._line: socket.socket | None = None
        self._closed = False
        self._here = True

    def start(self) -> None:
        """Begin to watch."""
        self._lane.submit(self._watch)

    def close(self) -> None:
        """Hear nothing more. From any thread."""
        self._closed = True
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _watch(self) -> None:
        if self._closed:
            return
        try:
            self._hear(offered=self._speaks())
            again = 0.0
        except Unreachable:
            again = AGAIN_AFTER
            if not self._closed:
                self._say_lost()
        self._lane.after(again, self._watch)

    def _hear(self, *, offered: bool) -> None:
        with visited(self._data, HALL, speaks=offered) as line:
            self._line = line
            line.settimeout(GONE_AFTER)
            for news in _lines(line):
                self._here = True
                self._told(news)
                if self._closed or self._speaks() != offered:
                    return
        raise Unreachable(str(self._data))

    def _say_lost(self) -> None:
        if self._here:
            _log.warning("the terminal is gone")
        self._here = False
        self._lost()


def _lines(line: socket.socket) -> Iterator[HallNews]:
    """Yield what is told until the other end is gone or talks nonsense."""
    read = bytearray()
    decoder = msgspec.json.Decoder(HallNews)
    while len(read) <= _LONGEST:
        try:
            chunk = line.recv(65536)
        except OSError:
            return
        if not chunk:
            return
        read += chunk
        while (end := read.find(b"\n")) >= 0:
            told, read = bytes(read[:end]), read[end + 1 :]
            try:
                yield decoder.decode(told)
            except msgspec.MsgspecError as error:
                _log.warning("the terminal says what no display knows: %s", type(error).__name__)
                return
