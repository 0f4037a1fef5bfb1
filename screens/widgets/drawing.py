"""Small drawings made of a few flat shapes, sharp at any size: no photograph, no file.

A drawing stands in the middle of its room; sky or wall and ground go on to both sides, so it fills
a room of any proportion. Coordinates: 160 wide, 100 high, from below left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from kivy.graphics import (
    Color,
    Rectangle,
    RoundedRectangle,
    SmoothEllipse,
    SmoothLine,
    SmoothQuad,
    SmoothRoundedRectangle,
    SmoothTriangle,
    StencilPop,
    StencilPush,
    StencilUnUse,
    StencilUse,
)
from kivy.properties import NumericProperty, ObjectProperty

from screens.theme import rgb
from screens.widgets.dress import Dressed

WIDE, HIGH = 160.0, 100.0
"""The room a drawing is made for."""


class Box(msgspec.Struct, frozen=True):
    """A rectangle with round corners."""

    x: float
    y: float
    wide: float
    high: float
    colour: str
    radius: float = 0.0


class Disc(msgspec.Struct, frozen=True):
    """An ellipse by its middle."""

    x: float
    y: float
    wide: float
    high: float
    colour: str


class Patch(msgspec.Struct, frozen=True):
    """A triangle or a four-sided shape by its corners, x and y in turn."""

    corners: tuple[float, ...]
    colour: str


class Stroke(msgspec.Struct, frozen=True):
    """A line along its points, x and y in turn."""

    points: tuple[float, ...]
    width: float
    colour: str


Shape = Box | Disc | Patch | Stroke


class Drawing(msgspec.Struct, frozen=True):
    """Shapes from the back to the front.

    Attributes:
        behind: colour of sky or wall; ``ground`` of what is below ``horizon``.
    """

    behind: str
    ground: str
    horizon: float
    shapes: tuple[Shape, ...]


class Drawn(Dressed):
    """Shows ``drawing`` in the room it gets.

    Attributes:
        corner: radius of the corners, mm.
    """

    drawing = ObjectProperty(None, allownone=True)
    corner = NumericProperty(3)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bind(pos=self._draw, size=self._draw, drawing=self._draw, theme=self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        if self.canvas is None:
            return
        self.canvas.clear()
        if self.theme is None or self.drawing is None or min(self.size) < 1:
            return
        for instruction in self._instructions():
            self.canvas.add(instruction)

    def _instructions(self) -> Iterator[Any]:
        drawing = self.drawing
        horizon = self.height * drawing.horizon / HIGH
        yield StencilPush()
        yield self._mask()
        yield StencilUse()
        yield Color(*rgb(drawing.behind))
        yield Rectangle(pos=self.pos, size=self.size)
        yield Color(*rgb(drawing.ground))
        yield Rectangle(pos=self.pos, size=(self.width, horizon))
        for shape in drawing.shapes:
            yield Color(*rgb(shape.colour))
            yield self._shape(shape)
        yield StencilUnUse()
        yield self._mask()
        yield StencilPop()

    def _mask(self) -> Any:
        radius = min(self.theme.mm(self.corner), *(side / 2 for side in self.size))
        return RoundedRectangle(pos=self.pos, size=self.size, radius=[radius] * 4)

    def _shape(self, shape: Shape) -> Any:
        scale = self.height / HIGH
        match shape:
            case Box(x=x, y=y, wide=wide, high=high, radius=radius):
                return SmoothRoundedRectangle(
                    pos=self._at(x, y),
                    size=(wide * scale, high * scale),
                    radius=[max(0.01, radius * scale)] * 4,
                )
            case Disc(x=x, y=y, wide=wide, high=high):
                return SmoothEllipse(
                    pos=self._at(x - wide / 2, y - high / 2), size=(wide * scale, high * scale)
                )
            case Patch(corners=corners):
                points = self._points(corners)
                return (
                    SmoothTriangle(points=points) if len(points) == 6 else SmoothQuad(points=points)
                )
            case Stroke(points=points, width=width):
                return SmoothLine(points=self._points(points), width=width * scale / 2)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        scale = self.height / HIGH
        return self.center_x + (x - WIDE / 2) * scale, self.y + y * scale

    def _points(self, flat: tuple[float, ...]) -> list[float]:
        pairs = zip(flat[::2], flat[1::2], strict=True)
        return [part for x, y in pairs for part in self._at(x, y)]
