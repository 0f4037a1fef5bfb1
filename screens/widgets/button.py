"""Buttons and tiles: a pictogram, a word, a surface."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from screens.theme import Role, Theme, Tone
from screens.widgets.dress import Pressable
from screens.widgets.text import Glyph, Say


class BigButton(Pressable):
    """A button with words and, if wished, a pictogram beside or above them.

    Attributes:
        tone: ``primary`` for the one action of the page, ``card`` or ``quiet`` for the rest.
        stacked: the pictogram stands above the words.
        role: size of the words.
        left: the words begin at the left instead of standing in the middle.
    """

    text = StringProperty("")
    hint = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("card")
    role = StringProperty("lead")
    stacked = BooleanProperty(False)
    left = BooleanProperty(False)
    icon_mm = NumericProperty(11)

    def __init__(self, **kwargs: Any) -> None:
        self._glyph = Glyph()
        self._words = Say(wrap="line", bold=True, halign="center")
        self._hint = Say(wrap="line", halign="center")
        self._parts = (self._glyph, self._words, self._hint)
        self._layout = Clock.create_trigger(self._arrange, -1)
        super().__init__(**kwargs)
        for part in self._parts:
            self.add_widget(part)
            part.bind(size=self._layout)
        self.bind(pos=self._layout, size=self._layout, theme=self._layout)
        for name in ("text", "hint", "icon", "tone", "role", "stacked", "left", "icon_mm"):
            self.fbind(name, self._changed)
        self._changed()

    @property
    def primary(self) -> bool:  # type: ignore[override]
        """True for the one action of the page."""
        return bool(self.tone == Tone.PRIMARY)

    def dress(self, theme: Theme) -> None:
        """Dress the parts."""
        for part in self._parts:
            part.theme = theme
        self.size_hint_min_y = theme.target
        self.repaint()

    def repaint(self) -> None:
        """Colour by state; a primary button sinks when pressed, others take its colour."""
        if self.theme is None:
            return
        tone = "idle" if self.disabled else "pressed" if self.state == "down" else self.tone
        self.paint(self.theme.ground(tone).fill)
        for part in self._parts:
            part.tone = tone

    def _changed(self, *_: object) -> None:
        self._glyph.icon = self.icon
        self._glyph.side = self.icon_mm
        self._words.text = self.text
        self._words.role = self.role
        self._hint.text = self.hint
        self.repaint()
        self._layout()

    def _arrange(self, *_: object) -> None:
        if self.theme is None:
            return
        pad, gap = self.theme.mm(4), self.theme.mm(3)
        icon = self._glyph.size if self.icon else (0, 0)
        self._glyph.opacity = 1 if self.icon else 0
        beside = icon[0] + gap if self.icon and not self.stacked else 0
        room = max(1, self.width - 2 * pad - beside)
        for words in (self._words, self._hint):
            words.halign = "left" if self.left else "center"
            words.text_size = (None, None)
            words.texture_update()
            if words.texture_size[0] > room:
                words.text_size = (room, None)
                words.texture_update()
            words.size = words.texture_size if words.text else (0, 0)
        if self.stacked:
            self._stack(gap)
        else:
            self._row(pad, gap, beside)

    def _stack(self, gap: float) -> None:
        shown = [
            part
            for part, there in zip(self._parts, (self.icon, self.text, self.hint), strict=True)
            if there
        ]
        total = sum(part.height for part in shown) + gap * 0.3 * (len(shown) - 1)
        top = self.center_y + total / 2
        for part in shown:
            part.pos = (self.center_x - part.width / 2, top - part.height)
            top -= part.height + gap * 0.3

    def _row(self, pad: float, gap: float, beside: float) -> None:
        wide = max(self._words.width, self._hint.width)
        left = self.x + pad if self.left else self.center_x - (beside + wide) / 2
        self._glyph.pos = (left, self.center_y - self._glyph.height / 2)
        high = self._words.height + self._hint.height
        x = left + beside
        top = self.center_y + high / 2
        for words in (self._words, self._hint):
            offset = 0 if self.left else (wide - words.width) / 2
            words.pos = (x + offset, top - words.height)
            top -= words.height


class Tile(BigButton):
    """One service on the home page: its family's colour, a big pictogram, what it is called."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("role", Role.TITLE)
        kwargs.setdefault("left", True)
        kwargs.setdefault("icon_mm", 24)
        super().__init__(**kwargs)

    @property
    def primary(self) -> bool:  # type: ignore[override]
        """A tile is a way in: at least 20 mm."""
        return True


class Toggle(BigButton):
    """A button that stays on or off; says which by pictogram, colour and word.

    Attributes:
        on: how it stands; whoever holds it sets it.
    """

    on = BooleanProperty(False)

    def on_on(self, *_: object) -> None:
        """Show how it stands."""
        self.tone = "shell" if self.on else "card"
