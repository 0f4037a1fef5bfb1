"""Nobody touched for a while: ask, loud and large; after half a minute the visit ends by itself."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty

from screens.base import KioskScreen, layout_beside
from screens.icons import Icon
from screens.idle import WARNED
from screens.theme import Family


class StillHereScreen(KioskScreen):
    """Covers the page, which stays as it is. Any touch says "I am still here"."""

    family = Family.SHELL
    icon = Icon.WAVING_HAND
    layout = layout_beside(__file__)

    left = NumericProperty(WARNED)
    whole = WARNED

    def heading(self) -> str:
        """Return the question."""
        return self._("Are you still there?")

    def on_pre_enter(self) -> None:
        """Count down, a second at a time."""
        self._end = Clock.time() + WARNED
        self._tick = Clock.schedule_interval(self._count, 1)
        self.say("still_here")

    def on_leave(self) -> None:
        """Count no more."""
        self._tick.cancel()

    def on_touch_down(self, touch: Any) -> bool:
        """A touch beside the buttons is an answer too."""
        if not super().on_touch_down(touch):
            self.goes.still_here()
        return True

    def on_back(self) -> None:
        """Back is back to the page that was covered."""
        self.goes.still_here()

    def _count(self, _: float) -> None:
        self.left = max(0.0, self._end - Clock.time())
        if self.left <= 0:
            self.goes.finish()
