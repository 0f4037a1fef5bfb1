"""Cards of the door page: what is so, and the number on the door."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from screens.lockers.telling import Telling
from screens.theme import Theme
from screens.widgets.dress import Card
from screens.widgets.text import Glyph, Say


class TellingCard(Card, BoxLayout):
    """A headline and what to do now, on the colour that says how it stands.

    Attributes:
        says: the headline, for whoever asks from outside what is on the screen.
    """

    def __init__(self, telling: Telling, **kwargs: Any) -> None:
        self.says = telling.headline
        self._tone = telling.tone
        self._glyph = Glyph(icon=telling.icon, tone=telling.tone, pos_hint={"center_y": 0.5})
        self._headline = Say(
            role="title", bold=True, halign="left", tone=telling.tone, text=telling.headline
        )
        self._sentence = Say(role="lead", halign="left", tone=telling.tone, text=telling.sentence)
        self._column = BoxLayout(
            orientation="vertical", size_hint_y=None, pos_hint={"center_y": 0.5}
        )
        super().__init__(size_hint_y=None, **kwargs)
        for words in (self._headline, self._sentence):
            self._column.add_widget(words)
        self.add_widget(self._glyph)
        self.add_widget(self._column)
        self._column.bind(minimum_height=self._grow)
        self._grow()

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        side = 4 if theme.tight else 6
        self.padding = [theme.mm(side), theme.mm(side * 0.7)]
        self.spacing = theme.mm(4)
        self._glyph.side = 14 if theme.tight else 22
        for part in (self._glyph, self._headline, self._sentence):
            part.theme = theme
        self._column.spacing = theme.mm(1.5)
        self.paint(theme.ground(self._tone).fill)

    def _grow(self, *_: object) -> None:
        self._column.height = self._column.minimum_height
        self.height = max(self._column.height, self._glyph.height) + 2 * self.padding[1]


class DoorNumber(Card, BoxLayout):
    """The number on the door, as large as anything gets."""

    text = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._number = Say(role="code", bold=True, halign="center", wrap="box", tone="lockers")
        super().__init__(**kwargs)
        self.add_widget(self._number)
        self.bind(text=self._number.setter("text"))
        self._number.text = self.text

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self._number.theme = theme
        self.paint(theme.ground("lockers").fill)
