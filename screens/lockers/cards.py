"""The card of the door page: the number on the door."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from screens.theme import CAPITAL, Theme
from screens.widgets.dress import Card
from screens.widgets.text import Say


class DoorNumber(Card, BoxLayout):
    """The number on the door, as large as anything gets."""

    CAPITAL_SHARE = 0.28
    """Height of its capitals over the width of the card: three characters fill most of it."""

    text = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._number = Say(role="code", bold=True, halign="center", wrap="box", tone="lockers")
        super().__init__(**kwargs)
        self.add_widget(self._number)
        self.bind(text=self._number.setter("text"))
        self.bind(size=self._enlarge)
        self._number.text = self.text

    def _enlarge(self, *_: object) -> None:
        """As large as the card allows, never smaller than a code."""
        if self.theme is not None:
            least = self.theme.font("code")
            room = min(self.width * self.CAPITAL_SHARE, self.height * 0.5) / CAPITAL
            self._number.font_size = max(least, room)

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self._number.theme = theme
        self.paint(theme.ground("lockers").fill)
