"""One line of words on the hall display; it gets smaller before it is cut."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty
from kivy.uix.label import Label

from screens.display.plan import Plan
from screens.theme import Ground
from screens.widgets.text import width_of

_LINE = 1.38
"""Height of a line over the size of the font; a lower box cuts the letters."""
_SPARE = 1.05
"""Widths are measured to a pixel; a line that is a hair too wide would be broken."""


class Letters(Label):
    """A line that keeps to its box.

    Attributes:
        capital: wished height of a capital, mm of the plan.
        digits: nothing in it goes below the line, so it may fill its box.
    """

    text_size: Any  # of Label
    capital = NumericProperty(12)

    def __init__(self, plan: Plan, ground: Ground, *, digits: bool = False, **kwargs: Any) -> None:
        self._plan = plan
        self._line = 1.0 if digits else _LINE
        super().__init__(font_name="Text", color=ground.ink, valign="middle", **kwargs)
        self.bind(size=self._fit, text=self._fit, capital=self._fit)
        self._fit()

    def _fit(self, *_: object) -> None:
        wished = min(self._plan.font(self.capital), self.height / self._line)
        wide = width_of(self.text, wished, bold=self.bold) * _SPARE
        self.font_size = max(1.0, wished if wide <= self.width else wished * self.width / wide)
        self.text_size = self.size

    def keep_room_for(self, text: str) -> None:
        """Be as wide as ``text`` would be, so that lines above each other stand alike."""
        self.size_hint_x = None
        self.width = _SPARE * width_of(text, self._plan.font(self.capital), bold=self.bold)
