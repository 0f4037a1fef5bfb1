"""How a terminal stands with its hub, whichever of its lanes finds it out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from kiosk.clock import Clock
from kiosk.sync.line import HubDenied

_log = logging.getLogger(__name__)


class Standing(msgspec.Struct, frozen=True):
    """How the link is. ``since`` when it has been so.

    Attributes:
        connected: the last question of each lane was answered.
        ever: it was connected since the program started.
        stopped: why nothing is sent any more: a ``wire.Fault``, or ``wrong_certificate``, or
            ``record``; empty while it goes on.
        sentence: of the hub, about that.
        ahead: by how much the hub's clock is ahead of this one.
    """

    since: datetime
    connected: bool = False
    ever: bool = False
    stopped: str = ""
    sentence: str = ""
    ahead: timedelta = timedelta()


class Stands:
    """Keeps the present ``Standing`` and tells who listens when it changes. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changing = threading.Lock()
        self._heard: list[Callable[[], None]] = []
        self.now = Standing(since=clock.now())

    def on_change(self, call: Callable[[], None]) -> None:
        """Call when the link comes, goes or stops; on the lane that found it out."""
        self._heard.append(call)

    def is_connected(self, *, yes: bool, why: Exception | None = None) -> None:
        """Note whether the hub is there; changes nothing of a link that is stopped."""
        sentence = why.sentence if isinstance(why, HubDenied) else ""
        with self._changing:
            was = self.now
            if was.stopped or (was.connected, was.sentence) == (yes, sentence):
                return
            since = self._clock.now() if was.connected != yes else was.since
            ever = was.ever or yes
            self.now = msgspec.structs.replace(
                was, since=since, connected=yes, ever=ever, sentence=sentence
            )
        if was.connected != yes:
            _log.info("the hub is %s", "there" if yes else f"away: {why}")
        self._say()

    def is_stopped(self, reason: str, sentence: str) -> None:
        """Note that somebody has to look before anything is asked again."""
        _log.error("the hub does not hear this terminal: %s", reason)
        with self._changing:
            since, ever = self._clock.now(), self.now.ever
            self.now = Standing(since=since, ever=ever, stopped=reason, sentence=sentence)
        self._say()

    def begins_again(self) -> None:
        """Note that somebody has looked."""
        with self._changing:
            self.now = Standing(since=self._clock.now(), ever=self.now.ever)
        self._say()

    def is_ahead(self, ahead: timedelta) -> None:
        """Note by how much the hub's clock is ahead of this one."""
        with self._changing:
            self.now = msgspec.structs.replace(self.now, ahead=ahead)

    def _say(self) -> None:
        for call in tuple(self._heard):
            call()
