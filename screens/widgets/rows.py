"""Rows: a fact with its pictogram, a list entry that can be touched."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from screens.theme import Theme
from screens.widgets.button import BigButton
from screens.widgets.dress import Card
from screens.widgets.text import Glyph, Say


class Fact(Card, BoxLayout):
    """A card that says one thing: pictogram, what it is, how it stands."""

    icon = StringProperty("")
    label = StringProperty("")
    text = StringProperty("")
    tone = StringProperty("card")

    def __init__(self, **kwargs: Any) -> None:
        self._glyph = Glyph(side=12, pos_hint={"center_y": 0.5})
        self._label = Say(muted=True, halign="left")
        self._text = Say(role="lead", bold=True, halign="left")
        self._column = BoxLayout(
            orientation="vertical", size_hint_y=None, pos_hint={"center_y": 0.5}
        )
        super().__init__(**kwargs)
        self.size_hint_y = None
        self._column.add_widget(self._label)
        self._column.add_widget(self._text)
        self.add_widget(self._glyph)
        self.add_widget(self._column)
        self._column.bind(minimum_height=self._grow)
        self.bind(width=self._make_room)
        self.bind(icon=self._show, label=self._show, text=self._show, tone=self._show)
        self._show()

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(5), theme.mm(3.5)]
        self.spacing = theme.mm(4)
        for part in (self._glyph, self._label, self._text):
            part.theme = theme
        self._show()

    def _show(self, *_: object) -> None:
        self._glyph.icon = self.icon
        self._label.text = self.label
        self._text.text = self.text
        if self.theme is not None:
            self._label.muted = self.tone == "card"
            for part in (self._glyph, self._label, self._text):
                part.tone = self.tone
            self.paint(self.theme.ground(self.tone).fill)
            self._make_room()

    def _make_room(self, *_: object) -> None:
        # A fact in one line is worth more than the pictogram beside it.
        if self.theme is None:
            return
        side = self.theme.mm(self._glyph.side)
        room = self.width - 2 * self.padding[0] - side - self.spacing
        tight = room < self._text.natural_width()
        self._glyph.opacity = 0 if tight else 1
        self._glyph.width = 0 if tight else side

    def _grow(self, *_: object) -> None:
        high = self._column.minimum_height
        self._column.height = high
        self.height = max(high, self._glyph.height) + self.padding[1] * 2


class ListRow(BigButton):
    """An entry of a list: pictogram, title, one line below; leads somewhere when touched."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("left", True)
        super().__init__(**kwargs)
        self.size_hint_y = None
