"""The idle clock: warns who has stopped touching, and lets them go on as long as they like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

AFTER = 60.0
"""Seconds without a touch until the warning."""
AFTER_CARE = 120.0
AFTER_PERSONAL = 45.0
"""The same on pages with personal data, in every mood but care."""
WARNED = 30.0
"""Seconds the warning stands before the visit ends."""
HELD = 5.0
"""Seconds after which a clock that is held is looked at again."""


def patience(*, care: bool, personal: bool) -> float:
    """Return how long to wait for a touch.

    Care mode wins over personal data: who asked for more time gets it.
    """
    if care:
        return AFTER_CARE
    return AFTER_PERSONAL if personal else AFTER


class IdleClock:
    """Counts from the last touch.

    Args:
        held: true while the clock stands still (a door of the visit is open, a page is working).
        warn: called once when the patience is over.
    """

    def __init__(self, held: Callable[[], bool], warn: Callable[[], None]) -> None:
        self._held = held
        self._warn = warn
        self._patience = AFTER
        self._last = 0.0
        self._event: Any = None

    def start(self, patience: float) -> None:
        """Count from now, for ``patience`` seconds."""
        self.stop()
        self._patience = patience
        self._last = Clock.time()
        self._event = Clock.schedule_once(self._look, patience)

    def touched(self) -> None:
        """Somebody is there. Costs nothing: the clock is looked at when it would have rung."""
        self._last = Clock.time()

    def stop(self) -> None:
        """Count no more."""
        if self._event is not None:
            self._event.cancel()
            self._event = None

    def _look(self, _: float) -> None:
        now = Clock.time()
        if self._held():
            self._last = now
            self._event = Clock.schedule_once(self._look, min(HELD, self._patience))
            return
        left = self._patience - (now - self._last)
        if left > 0.01:
            self._event = Clock.schedule_once(self._look, left)
            return
        self._event = None
        self._warn()
