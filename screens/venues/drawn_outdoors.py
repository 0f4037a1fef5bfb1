"""Scenes under the sky."""

from __future__ import annotations

from screens.venues.drawing_parts import (
    BLUE,
    COURT,
    DARK_LEAF,
    DARK_WOOD,
    GOLD,
    GRASS,
    GREY,
    INK,
    LEAF,
    PAVING,
    RED,
    SKY,
    WHITE,
    WOOD,
    lamp,
    stool,
    tree,
)
from screens.widgets.drawing import Box, Disc, Drawing, Patch, Stroke

BANYAN = Drawing(
    SKY,
    GRASS,
    26,
    (
        Disc(80, 24, 130, 14, "#7DAE69"),
        Patch((66, 22, 73, 56, 88, 56, 96, 22), WOOD),
        Patch((74, 22, 77, 50, 81, 50, 82, 22), DARK_WOOD),
        Disc(48, 62, 50, 38, DARK_LEAF),
        Disc(112, 62, 50, 38, DARK_LEAF),
        Disc(80, 76, 62, 42, DARK_LEAF),
        Disc(40, 70, 40, 30, LEAF),
        Disc(70, 82, 44, 28, LEAF),
        Disc(104, 80, 44, 28, LEAF),
        Disc(124, 68, 36, 28, LEAF),
        *(
            Stroke((x, 52, x + 1, low), 1.1, DARK_WOOD)
            for x, low in ((40, 34), (52, 30), (60, 36), (100, 30), (110, 36), (120, 33))
        ),
        *stool(22, 8),
        *stool(46, 4),
        *stool(100, 4),
        *stool(124, 8),
    ),
)
DISPLAY = Drawing(
    SKY,
    PAVING,
    28,
    (
        *tree(12, 26, 1.1),
        *tree(150, 26, 1.1),
        *(
            part
            for x, colour in ((28, RED), (65, BLUE), (102, LEAF))
            for part in (
                Stroke((x + 4, 16, x + 4, 34), 2.4, INK),
                Stroke((x + 26, 16, x + 26, 34), 2.4, INK),
                Box(x, 32, 30, 44, INK, 1.5),
                Box(x + 2, 34, 26, 40, WHITE, 1),
                Box(x + 4, 64, 22, 7, colour, 1),
                Box(x + 4, 48, 22, 13, "#DCE6EC", 1),
                Stroke((x + 5, 44, x + 25, 44), 1.6, GREY),
                Stroke((x + 5, 39, x + 19, 39), 1.6, GREY),
            )
        ),
    ),
)
FITNESS = Drawing(
    SKY,
    GRASS,
    26,
    (
        *tree(16, 24, 1.2),
        Stroke((48, 12, 48, 76), 3, BLUE),
        Stroke((84, 12, 84, 76), 3, BLUE),
        Stroke((48, 74, 84, 74), 3, GOLD),
        Stroke((56, 74, 56, 54), 1.4, INK),
        Stroke((74, 74, 74, 54), 1.4, INK),
        Disc(56, 52, 7, 7, RED),
        Disc(74, 52, 7, 7, RED),
        Stroke((112, 12, 112, 46), 3, BLUE),
        Disc(112, 50, 26, 26, GOLD),
        Disc(112, 50, 18, 18, SKY),
        Stroke((102, 50, 122, 50), 2, GOLD),
        Stroke((112, 40, 112, 60), 2, GOLD),
        Box(104, 10, 16, 4, INK, 1),
    ),
)
BASKETBALL = Drawing(
    SKY,
    COURT,
    40,
    (
        Disc(80, 8, 90, 40, "#E6A479"),
        Stroke((0, 38, 160, 38), 1.6, WHITE),
        Stroke((52, 38, 36, 0), 1.6, WHITE),
        Stroke((108, 38, 124, 0), 1.6, WHITE),
        Box(78, 28, 4, 34, INK, 1),
        Box(50, 56, 60, 38, WHITE, 2),
        Box(53, 59, 54, 32, "#E4EEF5", 1),
        Box(68, 62, 24, 18, RED, 1),
        Box(70, 64, 20, 14, "#E4EEF5", 0.5),
        Stroke((68, 58, 92, 58), 2.4, "#E1632A"),
        *(Stroke((70 + 4 * at, 57, 72 + 3.2 * at, 45), 0.9, WHITE) for at in range(6)),
        Disc(124, 20, 22, 22, "#E1632A"),
        Stroke((113, 20, 135, 20), 1.2, INK),
        Stroke((124, 9, 124, 31), 1.2, INK),
        Stroke((116, 12, 120, 20, 116, 28), 1.2, INK),
        Stroke((132, 12, 128, 20, 132, 28), 1.2, INK),
    ),
)
GATEBALL = Drawing(
    SKY,
    GRASS,
    46,
    (
        *tree(18, 44, 0.9),
        *tree(142, 44, 0.9),
        Patch((20, 6, 44, 44, 116, 44, 140, 6), "#A5CF8F"),
        Stroke((20, 6, 44, 44, 116, 44, 140, 6, 20, 6), 1.4, WHITE),
        Stroke((66, 14, 66, 42, 94, 42, 94, 14), 3, WHITE),
        Disc(80, 18, 13, 13, RED),
        Disc(110, 22, 10, 10, WHITE),
        Stroke((40, 60, 54, 22), 2.6, WOOD),
        Box(46, 14, 18, 9, DARK_WOOD, 3),
    ),
)
SQUARE = Drawing(
    SKY,
    PAVING,
    34,
    (
        Disc(132, 84, 16, 16, GOLD),
        Box(30, 34, 24, 36, "#E6D7BF", 1),
        Box(54, 34, 30, 48, "#DCC7A6", 1),
        Box(84, 34, 26, 40, "#E6D7BF", 1),
        *(
            Box(x, y, 4, 6, "#9DB8C9", 0.4)
            for x in (34, 42, 58, 66, 74, 88, 98)
            for y in (42, 52, 62)
        ),
        *tree(18, 32, 0.9),
        *tree(124, 32, 0.8),
        *lamp(144),
        Patch((0, 0, 44, 34, 60, 34, 34, 0), "#C9C1AF"),
        Patch((66, 0, 76, 34, 92, 34, 100, 0), "#C9C1AF"),
        Patch((132, 0, 108, 34, 122, 34, 160, 0), "#C9C1AF"),
        *(
            part
            for x, colour in ((46, RED), (74, GOLD), (102, BLUE))
            for part in (
                Disc(x, 30, 7, 7, "#E8B98F"),
                Patch((x - 7, 8, x - 3, 27, x + 3, 27, x + 7, 8), colour),
                Stroke((x - 4, 24, x - 11, 31), 2, colour),
                Stroke((x + 4, 24, x + 11, 31), 2, colour),
            )
        ),
    ),
)
