"""What every widget of ours has: a theme, handed down in the layout (``theme: root.theme``).

A widget shows nothing before it is dressed; sizes and colours come from the theme alone.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.properties import ObjectProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.widget import Widget

from screens.theme import Colour, Theme


class Dressed(Widget):
    """A widget that is measured and coloured by a theme; ``dress`` is called with each new one."""

    theme = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        theme = kwargs.pop("theme", None)
        super().__init__(**kwargs)
        if theme is not None:
            # Only now is there a canvas, and a widget can be given children when it is dressed.
            self.theme = theme

    def on_theme(self, _: object, theme: Theme | None) -> None:
        """Dress as soon as there is a theme."""
        if theme is not None:
            self.dress(theme)

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours from ``theme``."""


class Card(Dressed):
    """A rounded surface behind whatever stands on it."""

    def __init__(self, **kwargs: Any) -> None:
        self._fill = Color(0, 0, 0, 0)
        self._edge = Color(0, 0, 0, 0)
        self._shape: Any = None
        self._rim: Any = None
        super().__init__(**kwargs)
        self._rim = SmoothRoundedRectangle(pos=self.pos, size=self.size)
        self._shape = SmoothRoundedRectangle(pos=self.pos, size=self.size)
        for instruction in (self._edge, self._rim, self._fill, self._shape):
            self.canvas.before.add(instruction)
        self.bind(pos=self._draw, size=self._draw)
        self._draw()

    def paint(self, colour: Colour, edge: Colour | None = None) -> None:
        """Colour the surface; with ``edge``, a line round it."""
        self._fill.rgba = colour
        self._edge.rgba = edge or colour

    def _draw(self, *_: object) -> None:
        thin = self.theme.mm(0.5) if self.theme is not None else 0
        thin = min(thin, self.width / 2, self.height / 2)
        self._rim.pos, self._rim.size = self.pos, self.size
        self._shape.pos = (self.x + thin, self.y + thin)
        self._shape.size = (self.width - 2 * thin, self.height - 2 * thin)
        if self.theme is not None:
            radius = min(self.theme.radius, self.width / 2, self.height / 2)
            self._rim.radius = [radius] * 4
            self._shape.radius = [max(0, radius - thin)] * 4


class Pressable(ButtonBehavior, Card):
    """A card that can be touched.

    Attributes:
        primary: the one action of its page: at least 20 mm; everything else at least 16.
        quick: typing: a second press soon after the first one counts.
    """

    primary = False
    quick = False

    def on_state(self, *_: object) -> None:
        """Show at once that the touch was felt."""
        self.repaint()

    def on_disabled(self, *_: object) -> None:
        """Show that a touch would do nothing."""
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
