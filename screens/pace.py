"""How often the screen looks for something to do: fast while it is touched, slower while it waits.

Kivy wakes at each frame even when nothing changes. Waiting at a third of the rate takes a third of
the processor and still answers a first touch within the 100 ms a touch may take.
"""

from __future__ import annotations

from kivy.clock import Clock

FAST = 60.0
"""Frames a second while somebody is there."""
SLOW = 20.0
"""Frames a second while nobody is: a first touch waits 50 ms at the longest."""
SETTLED = 5.0
"""Seconds after the last touch until the pace slackens."""


class Pace:
    """Keeps Kivy's clock at one of two rates."""

    def __init__(self) -> None:
        self._touched = Clock.time()

    def touched(self, *_: object) -> None:
        """Somebody is there: fast from the next frame on."""
        self._touched = Clock.time()
        self._keep(FAST)

    def look(self) -> None:
        """Slacken when nobody has touched for a while; asked every few seconds."""
        if Clock.time() - self._touched >= SETTLED:
            self._keep(SLOW)

    def _keep(self, rate: float) -> None:
        # Kivy reads its configured rate once, at import; only this field changes it later.
        if Clock._max_fps != rate:
            Clock._max_fps = rate
