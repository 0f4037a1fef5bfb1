"""The hub a terminal has itself, and how the two come together."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from kiosk.jobs import Runs
from kiosk.sync.belonging import OWN, Belonging, belonging_in, keep_belonging
from kiosk.sync.line import HubAway, HubDenied
from kiosk.sync.pairing import Self, pair
from kiosk.sync.tries import Tries

_FIRST_WAIT, _LONGEST_WAIT = 0.125, 1.0
"""Seconds between two tries: it is on this machine, and only has to start."""

_log = logging.getLogger(__name__)


class OwnHub(Protocol):
    """The hub this terminal starts itself."""

    @property
    def url(self) -> str: ...

    @property
    def trouble(self) -> str: ...

    @property
    def certificate(self) -> str:
        """PEM of what it shows; empty while it has made none."""
        ...

    def start(self) -> None: ...

    def close(self) -> None: ...

    def code(self) -> str:
        """Have it show six digits, and return them. Blocking.

        Raises:
            HubAway: it could not be asked.
        """
        ...


class OwnPairing:
    """Has this terminal taken in by its own hub, however long that takes to start.

    Args:
        data: where it is kept to which hub the terminal belongs.
        myself: what it brings along.
        before: where it belongs so far; where that is another by now, that is left alone.
        taken_in: called once it is, and that is on the disk; ``denied`` if the hub says no.
    """

    def __init__(
        self,
        own: OwnHub,
        data: Path,
        lane: Runs,
        myself: Callable[[], Self],
        *,
        before: Belonging | None,
        taken_in: Callable[[Belonging], None],
        denied: Callable[[HubDenied], None],
    ) -> None:
        self._own = own
        self._data = data
        self._myself = myself
        self._before = before
        self._taken_in = taken_in
        self._denied = denied
        self._tries = Tries(
            lane, self._pair, first=_FIRST_WAIT, longest=_LONGEST_WAIT, jitter=lambda most: most
        )

    def begin(self) -> None:
        """Ask now, and again until it is taken in or denied."""
        self._tries.ask()

    def _pair(self) -> None:
        try:
            if belonging_in(self._data) != self._before:
                return
            belonging = paired_with(self._own, self._myself())
            if belonging_in(self._data) != self._before:
                return  # another hub has taken it in meanwhile, from the next start
            keep_belonging(self._data, belonging)
        except HubDenied as denied:
            self._denied(denied)
        except HubAway:
            self._tries.failed()
        except OSError as error:
            _log.error("what the own hub gave was not kept: %s", type(error).__name__)
            self._tries.failed()
        else:
            self._taken_in(belonging)


def paired_with(own: OwnHub, myself: Self) -> Belonging:
    """Be taken in by one's own hub.

    Raises:
        HubAway: it is not there yet.
        HubDenied: it has a record that is not ours.
    """
    certificate = own.certificate
    if not certificate or not _listens(own.url):
        raise HubAway("it is not there yet")
    belonging, _key = pair(own.url, certificate, own.code(), myself)
    return msgspec.structs.replace(belonging, url=OWN)


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    if not parts.port:
        return False
    try:
        with socket.create_connection((str(parts.hostname), parts.port), 1.0):
            return True
    except OSError:
        return False
