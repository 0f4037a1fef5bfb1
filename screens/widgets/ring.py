"""A ring that runs out, with the seconds left in it."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Line
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.anchorlayout import AnchorLayout

from screens.theme import Theme
from screens.widgets.dress import Dressed
from screens.widgets.text import Say


class Ring(Dressed, AnchorLayout):
    """Shows ``left`` of ``whole``; redrawn once a second, never in between.

    Attributes:
        side: its size in mm.
        bare: no number in it; words beside it say what is left.
    """

    left = NumericProperty(0)
    whole = NumericProperty(1)
    side = NumericProperty(50)
    bare = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._number = Say(wrap="line", role="display", bold=True)
        self._under, self._over = Color(0, 0, 0, 0), Color(0, 0, 0, 0)
        self._circle: Any = None
        self._arc: Any = None
        super().__init__(**kwargs)
        self.size_hint = (None, None)
        self.canvas.add(self._under)
        self._circle = Line()
        self.canvas.add(self._circle)
        self.canvas.add(self._over)
        self._arc = Line(cap="none")
        self.canvas.add(self._arc)
        self.add_widget(self._number)
        self.bind(pos=self._draw, size=self._draw, left=self._draw, whole=self._draw)
        self.bind(theme=self._draw)
        self._draw()

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self._number.theme = theme
        self.size = (theme.mm(self.side), theme.mm(self.side))
        self._under.rgba = theme.palette.line
        self._over.rgba = theme.palette.primary.fill

    def _draw(self, *_: object) -> None:
        if self.theme is None or self._arc is None:
            return
        self._number.text = "" if self.bare else str(max(0, round(self.left)))
        thick = self.theme.mm(min(2.5, self.side / 5))
        radius = max(1, self.width / 2 - thick)
        for line, share in ((self._circle, 1.0), (self._arc, self.left / self.whole)):
            line.width = thick / 2  # Kivy counts from the middle
            line.circle = (self.center_x, self.center_y, radius, 0, 360 * max(0.0, min(1.0, share)))
