"""A face that smiles, or not: understood without a word, with a word below it all the same."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Ellipse, Line
from kivy.properties import NumericProperty

from screens.theme import Theme
from screens.widgets.button import BigButton
from screens.widgets.text import Glyph


class Face(Glyph):
    """A face in the place of a pictogram, drawn in the ink of its ground.

    Attributes:
        mood: 1 smiles, 0 looks straight, -1 is not content.
    """

    mood = NumericProperty(1)

    def __init__(self, **kwargs: Any) -> None:
        self._ink = Color(0, 0, 0, 1)
        self._head, self._mouth = Line(), Line()
        self._eyes = (Ellipse(), Ellipse())
        super().__init__(**kwargs)
        for part in (self._ink, self._head, self._mouth, *self._eyes):
            self.canvas.add(part)
        self.bind(pos=self._place, size=self._place, mood=self._place)

    def dress(self, theme: Theme) -> None:
        """Take size and colour; no letter is shown."""
        super().dress(theme)
        self.text = ""
        self._ink.rgba = self.color
        self._place()

    def _place(self, *_: object) -> None:
        side = min(self.width, self.height)
        x, y = self.center
        radius, thick = side * 0.44, max(1.5, side * 0.03)
        self._head.circle, self._head.width = (x, y, radius), thick
        dot = side * 0.11
        for eye, across in zip(self._eyes, (-1, 1), strict=True):
            eye.size = (dot, dot)
            eye.pos = (x + across * side * 0.16 - dot / 2, y + side * 0.12 - dot / 2)
        low, bend = y - side * 0.14, -self.mood * side * 0.2
        left, right, ends = x - side * 0.2, x + side * 0.2, low - bend * 0.25
        self._mouth.width = thick
        self._mouth.bezier = (left, ends, x, low + bend, right, ends)


class FaceButton(BigButton):
    """A button with a face above its word.

    Attributes:
        mood: of its face.
    """

    glyph_class = Face

    mood = NumericProperty(1)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(icon=" ", stacked=True, **kwargs)
        self.bind(mood=self._glyph.setter("mood"), size=self._make_room)
        self._glyph.mood = self.mood

    def _make_room(self, *_: object) -> None:
        """Make the face as large as the button allows."""
        if self.theme is not None:
            across = self.width - self.theme.mm(10)
            up = self.height - self._words.height - self.theme.mm(10)
            self.icon_mm = max(10.0, min(across, up) / self.theme.screen.px_per_mm)
