"""Scenes under a roof."""

from __future__ import annotations

from screens.venues.drawing_parts import (
    BLUE,
    DARK_LEAF,
    DARK_WOOD,
    FLOOR,
    GOLD,
    GREY,
    INK,
    LEAF,
    RED,
    WALL,
    WHITE,
    WOOD,
    chair,
    stool,
    window,
)
from screens.widgets.drawing import Box, Disc, Drawing, Patch, Stroke

ROOM = Drawing(
    WALL,
    FLOOR,
    30,
    (
        *window(28, 52),
        *window(106, 52),
        Box(66, 28, 28, 50, WOOD, 2),
        Box(69, 31, 22, 44, "#C08A50", 1.5),
        Disc(88, 52, 3, 3, GOLD),
    ),
)
ACTIVITY = Drawing(
    WALL,
    FLOOR,
    32,
    (
        Box(36, 46, 88, 44, RED, 2),
        Box(36, 46, 88, 4, GOLD, 1),
        Box(36, 86, 88, 4, GOLD, 1),
        Box(58, 60, 44, 5, GOLD, 2),
        Box(48, 71, 64, 5, "#F8DDA0", 2),
        Box(70, 26, 20, 26, WOOD, 2),
        Box(67, 50, 26, 4, DARK_WOOD, 1.5),
        Box(74, 35, 12, 8, GOLD, 1),
        *stool(18, 10),
        *stool(42, 6),
        *stool(104, 6),
        *stool(128, 10),
    ),
)
MEETING = Drawing(
    WALL,
    FLOOR,
    34,
    (
        Box(46, 52, 68, 38, INK, 2),
        Box(49, 55, 62, 32, WHITE, 1),
        Patch((56, 61, 56, 70, 66, 70, 66, 61), BLUE),
        Patch((70, 61, 70, 78, 80, 78, 80, 61), GOLD),
        Patch((84, 61, 84, 74, 94, 74, 94, 61), RED),
        *chair(40, 26),
        *chair(62, 28),
        *chair(86, 28),
        *chair(108, 26),
        Patch((24, 12, 40, 34, 120, 34, 136, 12), WOOD),
        Patch((24, 8, 24, 12, 136, 12, 136, 8), DARK_WOOD),
        Box(60, 21, 12, 8, WHITE, 0.5),
        Box(88, 20, 12, 8, WHITE, 0.5),
        Disc(79, 25, 5, 4, BLUE),
    ),
)
READING = Drawing(
    WALL,
    FLOOR,
    26,
    (
        Box(14, 22, 84, 68, DARK_WOOD, 2),
        *(
            part
            for row, y in enumerate((26, 48, 70))
            for part in (
                Box(17, y, 78, 18, "#EBD9BA", 0.5),
                *(
                    Box(19 + 7.4 * at, y, 5.6, 12 + (at * 7 + row * 5) % 5, colour, 0.6)
                    for at, colour in enumerate(
                        (RED, BLUE, GOLD, LEAF, GREY, BLUE, RED, DARK_LEAF, GOLD, BLUE)
                    )
                ),
            )
        ),
        *chair(112, 12, GOLD),
        Box(128, 28, 22, 3, WOOD, 1),
        Stroke((139, 12, 139, 28), 2, DARK_WOOD),
        Box(132, 31, 12, 3, BLUE, 0.5),
    ),
)
CLASSROOM = Drawing(
    WALL,
    FLOOR,
    34,
    (
        Box(30, 48, 100, 42, WOOD, 2),
        Box(33, 51, 94, 36, "#2E5E4E", 1),
        Stroke((44, 78, 70, 78), 2.4, WHITE),
        Stroke((44, 70, 84, 70), 2.4, WHITE),
        Stroke((44, 62, 62, 62), 2.4, GOLD),
        Stroke((104, 60, 112, 76, 120, 60, 104, 60), 2, WHITE),
        *(
            part
            for x in (20, 66, 112)
            for part in (
                Stroke((x + 3, 6, x + 3, 20), 2, INK),
                Stroke((x + 27, 6, x + 27, 20), 2, INK),
                Box(x, 20, 30, 5, "#E0A85C", 1),
                Box(x + 6, 25, 12, 3, BLUE, 0.5),
            )
        ),
    ),
)
STAGE = Drawing(
    "#5A2A2A",
    DARK_WOOD,
    24,
    (
        Box(22, 26, 116, 62, "#F7E3B5", 1),
        Disc(80, 48, 70, 44, "#FFF6DC"),
        Patch((14, 26, 14, 96, 44, 96, 30, 26), RED),
        Patch((146, 26, 146, 96, 116, 96, 130, 26), RED),
        Box(8, 84, 144, 14, "#A82820", 2),
        *(Disc(20 + 20 * at, 84, 20, 9, "#A82820") for at in range(7)),
        Box(8, 18, 144, 10, WOOD, 1),
        Stroke((80, 28, 80, 52), 2, INK),
        Disc(80, 54, 6, 8, INK),
    ),
)
