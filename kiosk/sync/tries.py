"""When a lane of the link asks its hub, and when it asks again: less and less often."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.jobs import Job, Runs

_SOONEST = 0.05


class Tries:
    """The tries of one lane. However many want it to ask, it asks once.

    Args:
        asks: the job; says itself through ``answered`` or ``failed`` how it went.
        first: seconds before the second try; each further one may wait twice as long.
        longest: the most it ever waits.
        jitter: draws a wait out of the most it may be.
    """

    def __init__(
        self,
        lane: Runs,
        asks: Callable[[], None],
        *,
        first: float,
        longest: float,
        jitter: Callable[[float], float],
    ) -> None:
        self._lane = lane
        self._asks = asks
        self._first = first
        self._longest = longest
        self._jitter = jitter
        self._asking = threading.Lock()
        self._wanted = False
        self._later: Job | None = None
        self.missed = 0
        """How many in a row were not answered."""

    def ask(self) -> None:
        """Ask as soon as the lane is free."""
        with self._asking:
            if not self._wanted:
                self._wanted = True
                self._lane.submit(self._begin)

    def ask_after(self, seconds: float) -> None:
        """Ask after so many seconds, instead of what was to be asked later."""
        if self._later is not None:
            self._later.cancel()
        self._later = self._lane.after(seconds, self.ask)

    def answered(self) -> bool:
        """Note that it went well; tell whether it had not before."""
        recovered = self.missed > 0
        self.missed = 0
        if self._later is not None:
            self._later.cancel()
        return recovered

    def failed(self) -> None:
        """Note that nobody answered; it is asked again later."""
        self.missed += 1
        most = min(self._longest, self._first * 2 ** min(self.missed, 10))
        self.ask_after(max(_SOONEST, self._jitter(most)))

    def _begin(self) -> None:
        self._wanted = False
        self._asks()
