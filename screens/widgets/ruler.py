"""A ruler drawn in real millimetres, to be checked with one in the hand."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty

from screens.theme import Theme
from screens.widgets.dress import Card, Dressed
from screens.widgets.text import Say


class Ruler(Dressed):
    """Lines every millimetre, longer at 5 and 10, numbered in centimetres.

    Attributes:
        length: in mm; the widget is exactly so wide.
    """

    length = NumericProperty(100)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size_hint = (None, None)
        self.bind(pos=self._draw, size=self._draw, length=self._draw)
        self._draw()

    def dress(self, theme: Theme) -> None:
        """Take the length."""
        self.size = (self.length * theme.screen.px_per_mm, theme.mm(17) + theme.font() * 1.45)
        self._draw()

    def _draw(self, *_: object) -> None:
        if self.theme is None or self.canvas is None:
            return
        exact = self.theme.screen.px_per_mm
        self.canvas.before.clear()
        self.clear_widgets()
        with self.canvas.before:
            Color(*self.theme.palette.page.ink)
            for mark in range(int(self.length) + 1):
                high = 16 if mark % 10 == 0 else 11 if mark % 5 == 0 else 7
                Rectangle(
                    pos=(self.x + round(mark * exact), self.top - high * exact),
                    size=(max(1, round(exact * 0.25)), high * exact),
                )
        for mark in range(20, int(self.length), 20):
            self.add_widget(self._number(mark, exact))

    def _number(self, mark: int, exact: float) -> Say:
        words = Say(theme=self.theme, text=str(mark), wrap="line")
        words.texture_update()
        words.pos = (self.x + mark * exact - words.texture_size[0] / 2, self.y - 1)
        return words


class BankCard(Card):
    """The frame of a bank card: 85.60 x 53.98 mm (ISO/IEC 7810, ID-1)."""

    def dress(self, theme: Theme) -> None:
        """Take the size, to the nearest pixel, and the colours."""
        exact = theme.screen.px_per_mm
        self.size_hint = (None, None)
        self.size = (round(85.60 * exact), round(53.98 * exact))
        self.paint(theme.palette.card.fill, theme.palette.page.ink)
