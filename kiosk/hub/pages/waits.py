"""Estimates for phones: many look at once, and each is worked out once for what has happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from kiosk.errors import Refused
from kiosk.ids import TicketId
from kiosk.phones.ticket import WaitOf
from kiosk.positioning import PositioningStation
from kiosk.queueing.desk import QueueDesk
from kiosk.queueing.events import Promise

GOOD_FOR = 10.0
"""Seconds an estimate is shown while nothing happens."""
_MOST = 2_000


class Waits:
    """Keeps the latest estimates. Thread-safe; one is worked out at a time.

    Args:
        now: seconds of a clock that only goes on.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._known: dict[TicketId, tuple[int, float, Promise | None]] = {}

    def of(self, station: PositioningStation, desk: QueueDesk) -> WaitOf:
        """Return what says the wait of a ticket of ``station``."""

        def wait_of(ticket: TicketId) -> Promise | None:
            with self._lock:
                position, now = station.position, self._now()
                known = self._known.get(ticket)
                if known is not None and known[0] == position and now < known[1] + GOOD_FOR:
                    return known[2]
                if len(self._known) >= _MOST:
                    self._known.clear()
                found = _asked(desk, ticket)
                self._known[ticket] = position, now, found
                return found

        return wait_of


def _asked(desk: QueueDesk, ticket: TicketId) -> Promise | None:
    try:
        return desk.wait_of(ticket)
    except Refused:
        return None  # called this very moment; the page is made anew at once
