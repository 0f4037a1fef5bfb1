"""What the scenes are put together from: colours, furniture, trees."""

from __future__ import annotations

from screens.widgets.drawing import Box, Disc, Shape, Stroke

# A few calm colours, so that all scenes belong together.
WALL, FLOOR, SKY = "#F4EBDC", "#D9C3A0", "#D3E8F5"
GRASS, PAVING, COURT = "#8FBF7A", "#D8D2C4", "#D98E5F"
WOOD, DARK_WOOD, LEAF, DARK_LEAF = "#A8743F", "#7A5230", "#4F9A52", "#35793D"
RED, GOLD, BLUE, WHITE, GREY, INK = "#C8352B", "#F2B632", "#3D7CC0", "#FFFFFF", "#A9AFB5", "#4A525B"


def window(x: float, y: float) -> tuple[Shape, ...]:
    """Return a window."""
    return (
        Box(x, y, 26, 28, WHITE, 2),
        Box(x + 2, y + 2, 10.2, 24, "#BFDDF0", 1),
        Box(x + 13.8, y + 2, 10.2, 24, "#BFDDF0", 1),
    )


def chair(x: float, y: float, colour: str = BLUE) -> tuple[Shape, ...]:
    """Return a chair."""
    return (
        Box(x, y + 9, 11, 14, colour, 3),
        Box(x - 1, y + 7, 13, 4, colour, 2),
        Stroke((x + 1, y, x + 1, y + 7), 1.6, INK),
        Stroke((x + 10, y, x + 10, y + 7), 1.6, INK),
    )


def stool(x: float, y: float) -> tuple[Shape, ...]:
    """Return a stool."""
    return (
        Stroke((x + 2, y, x + 3, y + 8), 1.6, DARK_WOOD),
        Stroke((x + 12, y, x + 11, y + 8), 1.6, DARK_WOOD),
        Box(x, y + 8, 14, 4, WOOD, 2),
    )


def tree(x: float, y: float, size: float = 1.0) -> tuple[Shape, ...]:
    """Return a tree."""
    return (
        Box(x - 2 * size, y, 4 * size, 16 * size, WOOD, 1),
        Disc(x - 7 * size, y + 20 * size, 20 * size, 17 * size, DARK_LEAF),
        Disc(x + 7 * size, y + 21 * size, 20 * size, 17 * size, LEAF),
        Disc(x, y + 28 * size, 22 * size, 19 * size, LEAF),
    )


def lamp(x: float) -> tuple[Shape, ...]:
    """Return a street lamp."""
    return (
        Stroke((x, 30, x, 70), 2, INK),
        Disc(x, 72, 8, 8, "#FFF1B8"),
        Box(x - 3, 28, 6, 3, INK, 1),
    )
