"""The upper half of a panel in low mode: nothing to touch, only where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout

from screens.theme import Theme
from screens.widgets.text import Glyph, Say

if TYPE_CHECKING:
    from screens.base import KioskScreen


class UpperHalf(AnchorLayout):
    """A big pictogram and the title, so that people behind see the machine is in use."""

    def __init__(self, page: KioskScreen, theme: Theme) -> None:
        super().__init__()
        column = BoxLayout(
            orientation="vertical",
            size_hint=(0.8, None),
            spacing=theme.gap,
        )
        column.bind(minimum_height=column.setter("height"))
        column.add_widget(Glyph(theme=theme, icon=page.icon, side=46, pos_hint={"center_x": 0.5}))
        column.add_widget(
            Say(theme=theme, text=page.title, role="display", bold=True, halign="center")
        )
        self.add_widget(column)
