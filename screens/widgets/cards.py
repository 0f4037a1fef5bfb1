"""Cards that many pages show: what is so, and the code to take along."""

from __future__ import annotations

from typing import Any

import msgspec
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from screens.icons import Icon
from screens.theme import Theme
from screens.widgets.dress import Card
from screens.widgets.keypad import grouped
from screens.widgets.text import Glyph, Say, width_of


class Telling(msgspec.Struct, frozen=True):
    """What a card says.

    Attributes:
        tone: the ground of the card that says it.
        headline: what is so, in a few words.
        sentence: what to do now.
        stands_alone: the headline says enough where there is room for one sentence only.
    """

    tone: str
    icon: Icon
    headline: str
    sentence: str
    stands_alone: bool = False


class TellingCard(Card, BoxLayout):
    """A headline and what to do now, on the colour that says how it stands.

    Attributes:
        says: the headline, for whoever asks from outside what is on the screen.

    Args:
        short: there is room for one sentence only: what to do, or else how it stands.
        pictured: there is room for a pictogram beside the words.
    """

    def __init__(
        self, telling: Telling, *, short: bool = False, pictured: bool = True, **kwargs: Any
    ) -> None:
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
        one = self._headline if telling.stands_alone else self._sentence
        for words in (one,) if short else (self._headline, self._sentence):
            if words.text:
                self._column.add_widget(words)
        if pictured and not short:
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
        self._sentence.role = "body" if theme.tight else "lead"
        for part in (self._glyph, self._headline, self._sentence):
            part.theme = theme
        self._column.spacing = theme.mm(1.5)
        self.paint(theme.ground(self._tone).fill)

    def _grow(self, *_: object) -> None:
        self._column.height = self._column.minimum_height
        self.height = max(self._column.height, self._glyph.height) + 2 * self.padding[1]


class CodeCard(Card, BoxLayout):
    """The code as large as its room allows, with a line or two of what it is.

    Attributes:
        code: the digits.
        label: what they are, above them; empty where there is no room.
        foot: until when they hold, below them.
    """

    LINE = 1.45
    """Height of a line over the size of its type."""

    code = StringProperty("")
    label = StringProperty("")
    foot = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._label = Say(role="lead", halign="center", tone="card")
        self._digits = Say(role="code", bold=True, halign="center", wrap="box", tone="card")
        self._foot = Say(role="lead", halign="center", tone="card")
        super().__init__(orientation="vertical", **kwargs)
        for part in (self._label, self._digits, self._foot):
            self.add_widget(part)
        for name in ("code", "label", "foot"):
            self.fbind(name, self._show)
        self.bind(size=self._enlarge)
        for part in (self._label, self._foot):
            part.bind(height=self._enlarge)
        self._show()

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self.padding = [theme.mm(3), theme.mm(2)]
        self._label.role = self._foot.role = "body" if theme.tight else "lead"
        for part in (self._label, self._digits, self._foot):
            part.theme = theme
        self.paint(theme.ground("card").fill, theme.palette.line)

    def _show(self, *_: object) -> None:
        self._digits.text = grouped(self.code)
        self._label.text, self._foot.text = self.label, self.foot
        self._enlarge()

    def _enlarge(self, *_: object) -> None:
        if self.theme is None or not self._digits.text:
            return
        probe = 100.0
        wide = width_of(self._digits.text, probe, bold=True) / probe
        across = (self.width - 2 * self.padding[0]) * 0.96 / wide
        up = self.height - 2 * self.padding[1] - self._label.height - self._foot.height
        self._digits.font_size = max(self.theme.font("title"), min(across, up / self.LINE))
