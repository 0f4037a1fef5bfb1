"""Sizes on a hall display, in mm of a 32 inch panel, and how they scale to another one.

A number has to be read by old eyes from 8 m: capitals of 47 mm stand at 20 minutes of arc there
(ISO 9241-303 asks for 16 at least and prefers 20 to 22).
"""

from __future__ import annotations

import msgspec

from screens.theme import CAPITAL, Screen

LONG, SHORT = 708.0, 398.0
"""Sides of a 32 inch panel."""


class Plan(msgspec.Struct, frozen=True):
    """What stands how large. Heights of capitals and of boxes in mm of the 32 inch panel.

    Attributes:
        rows: of calls that are shown large.
        cells: services in the strip of those who wait.
        arrow: side of the arrow between number and counter; 0 for none.
    """

    screen: Screen
    rows: int
    cells: int
    arrow: float
    number: float = 47
    word: float = 16
    recent: float = 22
    recent_word: float = 13
    heading: float = 12
    small: float = 8
    header: float = 50
    strip: float = 58
    notice: float = 24
    title: float = 22
    margin: float = 12
    gap: float = 6

    @property
    def portrait(self) -> bool:
        """True when the panel hangs upright."""
        return self.screen.portrait

    def px(self, mm: float) -> float:
        """Return ``mm`` of the 32 inch panel in pixels of this one."""
        wide, high = (SHORT, LONG) if self.portrait else (LONG, SHORT)
        return mm * min(self.screen.width_px / wide, self.screen.height_px / high)

    def font(self, capital: float) -> float:
        """Return the font size in px for capitals of this height."""
        return self.px(capital / CAPITAL)


def panel_of(pixels: tuple[int, int]) -> Screen:
    """Return a 32 inch panel of these pixels; another size shows the same, larger or smaller."""
    width, height = pixels
    wide, high = (SHORT, LONG) if height > width else (LONG, SHORT)
    return Screen(wide, high, width, height)


def plan_for(screen: Screen) -> Plan:
    """Return the plan for a panel."""
    if screen.portrait:
        return Plan(screen, rows=4, cells=2, arrow=20, word=9, header=70, strip=62, notice=44)
    return Plan(screen, rows=3, cells=4, arrow=38)
