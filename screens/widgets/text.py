"""Words and pictograms on the screen."""

from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.label import Label

from screens.theme import Theme
from screens.widgets.dress import Dressed
from screens.widgets.lines import broken, is_chinese


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide ``text`` is on one line, px."""
    if not text:
        return 0.0
    return float(CoreLabel(font_name="Text", font_size=size, bold=bold).get_extents(text)[0])


class Say(Dressed, Label):
    """A sentence.

    Attributes:
        role: what it is for (``body lead title display code``); the size follows.
        tone: the ground it stands on; the colour follows.
        muted: said quietly; on the page and on cards only.
        wrap: ``grow``: as wide as given, as high as needed; ``box``: keeps to its box;
            ``line``: one line, as wide as needed.
    """

    text_size: Any  # of Label
    role = StringProperty("body")
    tone = StringProperty("page")
    muted = BooleanProperty(False)
    wrap = OptionProperty("grow", options=("grow", "box", "line"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.font_name = "Text"
        self.bind(width=self._fit, height=self._fit, wrap=self._fit)
        self.bind(texture_size=self._grow, text=self._grow)
        self.bind(role=self._redress, tone=self._redress, muted=self._redress)
        self._redress()
        self._fit()

    def dress(self, theme: Theme) -> None:
        """Take size and colour."""
        self.font_size = theme.font(self.role)
        ground = theme.ground(self.tone)
        self.color = theme.palette.muted if self.muted else ground.ink
        self.disabled_color = self.color

    def texture_update(self, *args: object) -> None:
        """Draw the text; Chinese is broken into lines by rule."""
        width = self.text_size[0]
        by_rule = width is not None and is_chinese(self.text)
        self._label.text = broken(self.text, width, self._measure) if by_rule else self.text
        super().texture_update(*args)

    def _measure(self, text: str) -> float:
        return width_of(text, self.font_size, bold=self.bold)

    def keep_within(self, room: float) -> None:
        """Wrap a ``line`` that would be wider than ``room``; else leave it one line."""
        wanted: Any = (room, None) if self.natural_width() > room else (None, None)
        if self.text_size is None or tuple(self.text_size) != wanted:
            self.text_size = wanted
        if not self.text:
            self.size = (0, 0)
        elif tuple(self.texture_size) != tuple(self.size) or not self.texture:
            self.texture_update()
            self.size = self.texture_size

    def natural_width(self) -> float:
        """Return how wide the text is on one line, px."""
        return width_of(self.text, self.font_size, bold=self.bold)

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)

    def _fit(self, *_: object) -> None:
        if self.wrap == "grow":
            self.size_hint_y = None
            self.text_size = (self.width, None)
            self._grow()
        elif self.wrap == "box":
            self.text_size = self.size
            self.valign = "middle"
        else:
            self.size_hint = (None, None)

    def _grow(self, *_: object) -> None:
        if self.wrap == "grow":
            self.height = self.texture_size[1] if self.text else 0
        elif self.wrap == "line":
            self.size = self.texture_size


class Glyph(Dressed, Label):
    """A pictogram; beside a word always, never alone.

    Attributes:
        icon: one of ``Icon``.
        side: its size in mm.
        tone: the ground it stands on.
    """

    icon = StringProperty("")
    side = NumericProperty(10)
    tone = StringProperty("page")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.font_name = "Icons"
        self.size_hint = (None, None)
        self.bind(icon=self._redress, side=self._redress, tone=self._redress)
        self._redress()

    def dress(self, theme: Theme) -> None:
        """Take size and colour."""
        self.text = self.icon
        # A size below zero makes SDL_ttf write where it must not.
        self.font_size = theme.mm(max(1.0, self.side))
        self.size = (theme.mm(self.side), theme.mm(self.side))
        self.color = theme.ground(self.tone).ink
        self.disabled_color = self.color

    def _redress(self, *_: object) -> None:
        if self.theme is not None:
            self.dress(self.theme)
