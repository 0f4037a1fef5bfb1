"""Wrong links and PINs are counted by where they come from; who sends many has to wait.

Nothing of it is written down: an address of a person stands in memory, for a minute.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_WRONG = 20
WITHIN = 60.0
"""Seconds in which so many wrong links are too many, and for which one has to wait then."""
_MOST_SENDERS = 10_000
_MOST_GOOD = 10_000


class Guesses:
    """Counts. Thread-safe.

    Args:
        now: seconds of a clock that only goes on.
        most: so many within ``within`` seconds are too many.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        *,
        most: int = MOST_WRONG,
        within: float = WITHIN,
    ) -> None:
        self._now = now
        self._most = most
        self._within = within
        self._lock = Lock()
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._good: OrderedDict[str, None] = OrderedDict()

    def may_try(self, sender: str, link: str) -> bool:
        """Tell whether to look at ``link``; one that was good before is always looked at."""
        with self._lock:
            return link in self._good or self._has_tries(_place(sender))

    def wrong(self, sender: str) -> None:
        """Count a link that nobody here made."""
        with self._lock:
            self._count(_place(sender))

    def try_one(self, sender: str) -> bool:
        """Count a guess before it is looked at, as if it were wrong; False: it is one too many."""
        with self._lock:
            place = _place(sender)
            may = self._has_tries(place)
            if may:
                self._count(place)
            return may

    def right(self, sender: str) -> None:
        """Count the latest guess no more."""
        with self._lock:
            place = _place(sender)
            self._wrong[place] = self._recent(place)[:-1]

    def good(self, link: str) -> None:
        """Remember a link that was made here."""
        with self._lock:
            self._good[link] = None
            self._good.move_to_end(link)
            if len(self._good) > _MOST_GOOD:
                self._good.popitem(last=False)

    def _has_tries(self, place: str) -> bool:
        return len(self._recent(place)) < self._most

    def _count(self, place: str) -> None:
        self._wrong[place] = [*self._recent(place), self._now()]
        self._wrong.move_to_end(place)
        if len(self._wrong) > _MOST_SENDERS:
            self._wrong.popitem(last=False)

    def _recent(self, place: str) -> list[float]:
        since = self._now() - self._within
        return [at for at in self._wrong.get(place, ()) if at > since]


def _place(sender: str) -> str:
    """Return whom an address stands for: with IPv6 one household has a whole network."""
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        return sender
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return sender
