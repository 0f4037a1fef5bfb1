"""A face that smiles, or not: understood without a word, with a word below it all the same."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Ellipse, Line
from kivy.properties import NumericProperty

from screens.widgets.button import BigButton


class FaceButton(BigButton):
    """A button with a face in the place of its pictogram.

    Attributes:
        mood: 1 smiles, 0 looks straight, -1 is not content.
    """

    mood = NumericProperty(1)

    def __init__(self, **kwargs: Any) -> None:
        self._ink = Color(0, 0, 0, 1)
        self._head, self._mouth = Line(), Line()
        self._eyes = (Ellipse(), Ellipse())
        kwargs.setdefault("icon", " ")  # keeps the room in which the face is drawn
        super().__init__(**kwargs)
        for part in (self._ink, self._head, self._mouth, *self._eyes):
            self.canvas.after.add(part)
        self._glyph.bind(pos=self._draw, size=self._draw)
        self.bind(mood=self._draw, size=self._enlarge)
        self.repaint()
        self._draw()

    def repaint(self) -> None:
        """The face takes the ink of the ground it stands on."""
        super().repaint()
        self._ink.rgba = self._words.color

    def _enlarge(self, *_: object) -> None:
        """Make the face as large as the button allows."""
        if self.theme is None:
            return
        across = self.width - self.theme.mm(8)
        up = self.height - self._words.height - self.theme.mm(8)
        self.icon_mm = max(10.0, min(across, up) / self.theme.screen.px_per_mm)

    def _draw(self, *_: object) -> None:
        side = min(self._glyph.width, self._glyph.height)
        if side <= 0:
            return
        x, y = self._glyph.center
        radius, thick = side * 0.44, max(1.5, side * 0.035)
        self._head.circle, self._head.width = (x, y, radius), thick
        dot = side * 0.1
        for eye, across in zip(self._eyes, (-1, 1), strict=True):
            eye.size = (dot, dot)
            eye.pos = (x + across * side * 0.16 - dot / 2, y + side * 0.12 - dot / 2)
        low, bend = y - side * 0.14, -self.mood * side * 0.2
        ends = (x - side * 0.2, low - bend * 0.25, x + side * 0.2, low - bend * 0.25)
        self._mouth.width = thick
        self._mouth.bezier = (ends[0], ends[1], x, low + bend, ends[2], ends[3])
