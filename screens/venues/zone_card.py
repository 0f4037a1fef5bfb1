"""A place of the station as a card with its picture, and a table of such cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from screens.theme import Theme
from screens.widgets.drawing import Drawing, Drawn
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Say

LEAST_PICTURE = 14.0
"""Height in mm below which a picture says nothing."""


class ZoneCard(Pressable):
    """Touch it to choose the place.

    Attributes:
        text: what the place is called; ``hint`` how many people and whether it has a roof.
    """

    text = StringProperty("")
    hint = StringProperty("")

    def __init__(self, drawing: Drawing, **kwargs: Any) -> None:
        self._drawn = Drawn(drawing=drawing)
        self._name = Say(role="lead", bold=True, wrap="line", halign="center")
        self._hint = Say(wrap="line", halign="center")
        self._parts: tuple[Widget, ...] = (self._drawn, self._name, self._hint)
        self._layout = Clock.create_trigger(self._arrange, -1)
        super().__init__(**kwargs)
        for part in self._parts:
            self.add_widget(part)
        for name in ("pos", "size", "theme", "text", "hint"):
            self.fbind(name, self._layout)

    def dress(self, theme: Theme) -> None:
        """Take sizes and colours."""
        self._name.role = "body" if theme.tight else "lead"
        for part in self._parts:
            part.theme = theme
        self.repaint()

    def repaint(self) -> None:
        """Colour by state."""
        if self.theme is None:
            return
        tone = "pressed" if self.state == "down" else "card"
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        self._name.tone = self._hint.tone = tone

    def _arrange(self, *_: object) -> None:
        if self.theme is None or self.width < 2:
            return
        pad = self.theme.mm(2.5)
        room = self.width - 2 * pad
        self._name.text, self._hint.text = self.text, self.hint
        for words in (self._name, self._hint):
            words.keep_within(max(1, room))
            if words.text:
                words.texture_update()
                words.size = words.texture_size
        high = self.height - 3 * pad - self._name.height - self._hint.height
        if high < self.theme.mm(LEAST_PICTURE):
            self._hint.text = ""
            self._hint.size = (0, 0)
            high = self.height - 3 * pad - self._name.height
        self._drawn.size = (room, max(0, high))
        self._drawn.opacity = 1 if high >= self.theme.mm(LEAST_PICTURE) else 0
        top = self.top - pad
        if self._drawn.opacity:
            self._drawn.pos = (self.x + pad, top - high)
            top -= high + pad * 0.6
        else:
            top = self.center_y + (self._name.height + self._hint.height) / 2
        for words in (self._name, self._hint):
            words.pos = (self.center_x - words.width / 2, top - words.height)
            top -= words.height


class ZoneTable(Dressed, Widget):
    """Cards in as many columns as give them the best shape.

    Attributes:
        cards: what is shown, in order.
        largest: no card is higher than this, mm.
    """

    cards = ObjectProperty(())
    largest = NumericProperty(96)

    def __init__(self, **kwargs: Any) -> None:
        self._again = Clock.create_trigger(self._arrange, -1)
        super().__init__(**kwargs)
        for name in ("cards", "size", "pos", "theme"):
            self.fbind(name, self._again)

    def _arrange(self, *_: object) -> None:
        self.clear_widgets()
        cards: Sequence[ZoneCard] = self.cards
        if self.theme is None or not cards or self.width < 2:
            return
        gap = self.theme.gap
        columns = max(range(1, len(cards) + 1), key=lambda count: self._shape(count, gap))
        rows = -(-len(cards) // columns)
        wide = (self.width - gap * (columns - 1)) / columns
        high = min((self.height - gap * (rows - 1)) / rows, self.theme.mm(self.largest))
        for place, card in enumerate(cards):
            row, column = divmod(place, columns)
            card.size_hint = (None, None)
            card.size = (wide, high)
            card.pos = (self.x + column * (wide + gap), self.top - (row + 1) * high - row * gap)
            self.add_widget(card)

    def _shape(self, columns: int, gap: float) -> float:
        """Return how well cards look in so many columns: near to one and a half wide, and large."""
        rows = -(-len(self.cards) // columns)
        wide = (self.width - gap * (columns - 1)) / columns
        high = (self.height - gap * (rows - 1)) / rows
        high = min(high, self.theme.mm(self.largest))
        if high <= 0 or wide <= 0:
            return 0.0
        return float(min(wide / 1.35, high))
