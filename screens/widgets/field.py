"""What has been typed so far, as large as it fits, with the letters that wait for a choice."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.typing.draft import legible
from screens.theme import Role, Theme
from screens.widgets.button import LINE
from screens.widgets.dress import Card
from screens.widgets.text import Say, width_of

CURSOR = "|"
ROLES = (Role.DISPLAY, Role.TITLE, Role.LEAD)
_SPARE = 0.92
"""Share of a line that words fill: a word that does not fit goes to the next."""


class TextField(Card, BoxLayout):
    """Shows ``text``, then ``letters``; of a text that is too long, its end.

    Attributes:
        text: what is typed; signs the font lacks are shown as boxes.
        letters: what waits, spelled.
    """

    text = StringProperty("")
    letters = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._words = Say(wrap="box", halign="left", bold=True, tone="card")
        super().__init__(**kwargs)
        self.add_widget(self._words)
        self.bind(text=self._show, letters=self._show, size=self._show)

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(4), theme.mm(0.8 if theme.tight else 2)]
        self._words.theme = theme
        self.paint(theme.palette.card.fill, theme.palette.primary.fill)
        self._show()

    def _show(self, *_: object) -> None:
        if self.theme is None:
            return
        words = legible(self.text)
        if self.letters:
            words += f" {self.letters}" if words else self.letters
        words += CURSOR
        role = next((each for each in ROLES if self._fits(words, each)), Role.BODY)
        while not self._fits(words, role) and len(words) > 2:
            words = "…" + words[2:]
        self._words.role, self._words.text = role, words

    def _fits(self, words: str, role: str) -> bool:
        font = self.theme.font(role)
        wide = max(1.0, self.width - 2 * self.padding[0])
        high = self.height - 2 * self.padding[1]
        lines = int(high / (font * LINE)) or int(role == Role.BODY)
        room = lines * wide * (_SPARE if lines > 1 else 1)
        return bool(width_of(words, font, bold=True) <= room)
