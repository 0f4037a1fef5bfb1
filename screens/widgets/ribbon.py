"""The seven colours, one beside the other: what the station stands for, never the only sign."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle

from screens.theme import Family, Theme
from screens.widgets.dress import Dressed

SEVEN = tuple(family for family in Family if family is not Family.SHELL)
GROUNDS = len(SEVEN)


class Ribbon(Dressed):
    """A calm band of the seven colours; seven rectangles, nothing moves."""

    def __init__(self, **kwargs: Any) -> None:
        self._bands: list[tuple[Color, Rectangle]] = [(Color(), Rectangle()) for _ in SEVEN]
        super().__init__(**kwargs)
        self.size_hint_y = None
        for colour, band in self._bands:
            self.canvas.add(colour)
            self.canvas.add(band)
        self.bind(pos=self._place, size=self._place)

    def dress(self, theme: Theme) -> None:
        """Take height and colours."""
        self.height = theme.mm(3 if theme.tight else 5)
        for family, (colour, _band) in zip(SEVEN, self._bands, strict=True):
            colour.rgba = theme.ground(family.value).fill
        self._place()

    def _place(self, *_: object) -> None:
        wide = self.width / GROUNDS
        for place, (_colour, band) in enumerate(self._bands):
            left, right = round(self.x + place * wide), round(self.x + (place + 1) * wide)
            band.pos, band.size = (left, self.y), (right - left, self.height)
