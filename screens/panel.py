"""The panel a terminal draws on: as its station file says, or as somebody asks for now."""

from __future__ import annotations

from kiosk.config import ScreenDevice
from screens.theme import Screen

Pixels = tuple[int, int]


def screen_of(panel: ScreenDevice, *, size: Pixels | None, window: Pixels | None) -> Screen:
    """Return the screen to draw on.

    Args:
        size: pixels other than those of the file; a panel that was turned keeps its millimetres.
        window: a window of these pixels, for development.
    """
    if window is not None:
        return Screen.window(*window)
    width_px, height_px = size or (panel.width_px, panel.height_px)
    width_mm, height_mm = panel.width_mm, panel.height_mm
    if (width_px > height_px) != (panel.width_px > panel.height_px):
        width_mm, height_mm = height_mm, width_mm
    return Screen(width_mm, height_mm, width_px, height_px)
