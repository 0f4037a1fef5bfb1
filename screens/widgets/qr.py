"""A QR code, sharp at any size: a texel a module, never smoothed, white around it."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, StringProperty

from kiosk.qr import matrix
from screens.theme import Theme
from screens.widgets.dress import Dressed


class QrCode(Dressed):
    """Shows ``data``; empty data shows nothing.

    Attributes:
        side: its size in mm, quiet zone included.
    """

    data = StringProperty("")
    side = NumericProperty(60)

    def __init__(self, **kwargs: Any) -> None:
        self._colour = Color(1, 1, 1, 0)
        self._square: Any = None
        super().__init__(**kwargs)
        self.size_hint = (None, None)
        self.canvas.add(self._colour)
        self._square = Rectangle()
        self.canvas.add(self._square)
        self.bind(pos=self._place, size=self._place, data=self._draw, side=self._redress)
        self._redress()
        self._draw()

    def dress(self, theme: Theme) -> None:
        """Take the size."""
        self.size = (theme.mm(self.side), theme.mm(self.side))

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)
            self._place()

    def _draw(self, *_: object) -> None:
        self._colour.a = 1 if self.data else 0
        if not self.data:
            return
        rows = matrix(self.data)
        texture = Texture.create(size=(len(rows), len(rows)), colorfmt="luminance")
        texture.mag_filter = texture.min_filter = "nearest"
        bytes_up = b"".join(bytes(0 if dark else 255 for dark in row) for row in reversed(rows))
        texture.blit_buffer(bytes_up, colorfmt="luminance", bufferfmt="ubyte")
        self._square.texture = texture

    def _place(self, *_: object) -> None:
        self._square.pos = self.pos
        self._square.size = self.size
