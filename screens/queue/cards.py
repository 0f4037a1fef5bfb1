"""A number as large as its card, and what is said below it."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from screens.theme import Role, Theme
from screens.widgets.dress import Card
from screens.widgets.text import Say, width_of

LINE = 1.45
"""Height of a line over the size of its type."""


class NumberCard(Card, BoxLayout):
    """A ticket's number, or the hour of an appointment; below it up to three short lines.

    Attributes:
        says: the number, for whoever asks from outside what is on the screen.
        number: in one line, as large as there is room.
        lines: below it, each a line of its own.
    """

    number = StringProperty("")
    lines = StringProperty("")

    def __init__(self, *, tone: str = "services", **kwargs: Any) -> None:
        self._tone = tone
        self._number = Say(role=Role.CODE, bold=True, halign="center", wrap="box", tone=tone)
        self._number.size_hint_y = None
        self._lines = Say(role=Role.LEAD, halign="center", tone=tone)
        super().__init__(orientation="vertical", **kwargs)
        for part in (Widget(), self._number, self._lines, Widget()):
            self.add_widget(part)
        self.bind(number=self._show, lines=self._show, size=self._enlarge)
        self._lines.bind(height=self._enlarge)
        self._show()

    @property
    def says(self) -> str:
        """Return the number."""
        return str(self.number)

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(3), theme.mm(1 if theme.tight else 2)]
        low = theme.tight or theme.lowered
        self._lines.role = Role.BODY if low else Role.TITLE if theme.portrait else Role.LEAD
        for part in (self._number, self._lines):
            part.theme = theme
        self.paint(theme.ground(self._tone).fill)

    def _show(self, *_: object) -> None:
        self._number.text, self._lines.text = self.number, self.lines
        self._enlarge()

    def _enlarge(self, *_: object) -> None:
        if self.theme is None or not self._number.text:
            return
        probe = 100.0
        wide = width_of(self._number.text, probe, bold=True) / probe
        across = (self.width - 2 * self.padding[0]) * 0.94 / wide
        up = self.height - 2 * self.padding[1] - self._lines.height
        self._number.font_size = max(self.theme.font(Role.TITLE), min(across, up / LINE))
        self._number.height = self._number.font_size * LINE
