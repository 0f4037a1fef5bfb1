"""Is a millimetre a millimetre? A ruler and a bank card to be held against the screen."""

from __future__ import annotations

from kivy.properties import StringProperty

from screens.base import KioskScreen, layout_beside
from screens.icons import Icon
from screens.theme import Family


class RulerScreen(KioskScreen):
    """For who sets the machine up: everything on the screen is measured by the panel's size."""

    family = Family.SHELL
    icon = Icon.STRAIGHTEN
    layout = layout_beside(__file__)

    size_said = StringProperty("")

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Ruler")

    def on_pre_enter(self) -> None:
        """Say what the station file says."""
        screen = self.theme.screen
        self.size_said = self._("{width} x {height} mm, {width_px} x {height_px} pixels").format(
            width=round(screen.width_mm),
            height=round(screen.height_mm),
            width_px=screen.width_px,
            height_px=screen.height_px,
        )
