"""A door size to choose: the door drawn to scale with what fits into it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kivy.clock import Clock
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.lockers.plan import Size
from screens.icons import Icon
from screens.theme import Theme
from screens.widgets.dress import Card, Pressable
from screens.widgets.text import Glyph, Say

FITS: Mapping[Size, Icon] = MappingProxyType(
    {Size.S: Icon.SHOPPING_BAG, Size.M: Icon.BACKPACK, Size.L: Icon.LUGGAGE}
)
WIDTH = 7.5
"""Width of a drawn door, in the units of ``Size.share``; its height is the share itself."""
SMALLEST_UNIT, LARGEST_UNIT = 1.8, 12.0
"""Between these a share is drawn, mm."""


class DoorDrawn(Card, FloatLayout):
    """A door seen from the front, its handle at the right, a thing that fits into it."""

    def __init__(self, size: Size, **kwargs: Any) -> None:
        self._glyph = Glyph(icon=FITS[size], tone="lockers")
        super().__init__(size_hint=(None, None), **kwargs)
        self._share = size.share
        self.add_widget(self._glyph)
        self.bind(pos=self._place, size=self._place)

    def dress(self, theme: Theme) -> None:
        """Take the colours."""
        self._glyph.theme = theme
        self.paint(theme.ground("lockers").fill)

    def scale_to(self, unit_mm: float) -> None:
        """Draw so that one share is ``unit_mm`` high."""
        if self.theme is None:
            return
        self.size = (self.theme.mm(WIDTH * unit_mm), self.theme.mm(self._share * unit_mm))
        self._glyph.side = min(self._share, WIDTH) * unit_mm * 0.72
        self._place()

    def _place(self, *_: object) -> None:
        self._glyph.center = self.center


class SizeCard(Pressable, FloatLayout):
    """One size.

    Attributes:
        size: which one.
        text: what it is called.
        hint: what fits.
        free: how many are free, in words.
        tone: ``idle`` where none is left.
    """

    door_size = ObjectProperty(Size.S)
    text = StringProperty("")
    hint = StringProperty("")
    free = StringProperty("")
    tone = StringProperty("card")
    primary = True

    def __init__(self, door_size: Size, **kwargs: Any) -> None:
        self._door = DoorDrawn(door_size)
        self._title = Say(role="title", bold=True, wrap="line")
        self._hint = Say(wrap="line")
        self._free = Say(role="lead", bold=True, wrap="line")
        self._parts = (self._title, self._hint, self._free)
        self._shown: tuple[Say, ...] = self._parts
        self._layout = Clock.create_trigger(self._arrange, -1)
        super().__init__(door_size=door_size, **kwargs)
        for part in (self._door, *self._parts):
            self.add_widget(part)
            part.bind(size=self._layout)
        self.bind(pos=self._layout, size=self._layout, theme=self._layout)
        for name in ("text", "hint", "free", "tone"):
            self.fbind(name, self._changed)
        self._changed()

    def dress(self, theme: Theme) -> None:
        """Dress the parts."""
        self._title.role = "title" if theme.tight else "display"
        self._hint.role = "body" if theme.tight or theme.care else "lead"
        self._free.role = "lead" if theme.tight else "title"
        for part in (self._door, *self._parts):
            part.theme = theme
        self.size_hint_min_y = theme.key

    def repaint(self) -> None:
        """Colour by state."""
        if self.theme is None:
            return
        tone = "pressed" if self.state == "down" else self.tone
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        for part in self._parts:
            part.tone = tone

    def _changed(self, *_: object) -> None:
        self._title.text = self.text
        self._hint.text = self.hint
        self._free.text = self.free
        self.repaint()
        self._layout()

    def _arrange(self, *_: object) -> None:
        if self.theme is None:
            return
        self._shown = self._parts
        for part in self._parts:
            part.texture_update()
            part.size = part.texture_size
        if self.width > 1.6 * self.height and self._unit_lying() >= SMALLEST_UNIT:
            self._lie(self._unit_lying())
        else:
            if self._unit_standing() < SMALLEST_UNIT or self._hint.width > self.width:
                # Better to see the door than to read what fits.
                self._shown = (self._title, self._free)
            self._stand(self._unit_standing())
        self._hint.opacity = 1 if self._hint in self._shown else 0

    def _unit_lying(self) -> float:
        theme: Theme = self.theme
        pad, px = theme.mm(4), theme.screen.px_per_mm
        words: float = max(part.width for part in self._parts)
        room = min(self.width - words - 4 * pad, self.width * 0.42)
        high: float = self.height - 2 * pad
        return float(min(high / px / Size.L.share, room / px / WIDTH, LARGEST_UNIT))

    def _unit_standing(self) -> float:
        theme: Theme = self.theme
        pad, px = theme.mm(3), theme.screen.px_per_mm
        high: float = self.height - self._words_high() - 3 * pad
        wide = (self.width - 2 * pad) / px / WIDTH
        return float(min(high / px / Size.L.share, wide, LARGEST_UNIT))

    def _lie(self, unit: float) -> None:
        """The door at the left, the words beside it."""
        pad = self.theme.mm(4)
        self._draw_door(unit)
        self._door.pos = (self.x + pad, self.center_y - self._door.height / 2)
        left = self.x + 3 * pad + self.theme.mm(WIDTH * unit)
        self._words_from(left, self.center_y + self._words_high() / 2, centred=False)

    def _stand(self, unit: float) -> None:
        """The door above, the words below it; the words alone where it is too low for both."""
        pad, high = self.theme.mm(3), self._words_high()
        self._draw_door(unit)
        below = self.y + pad + high if unit >= 1 else self.center_y + high / 2
        self._door.pos = (self.center_x - self._door.width / 2, below + pad)
        self._words_from(self.x, below, centred=True)

    def _draw_door(self, unit: float) -> None:
        self._door.opacity = 1 if unit >= 1 else 0
        self._door.scale_to(max(1.0, unit))

    def _words_high(self) -> float:
        return sum(part.height for part in self._shown)

    def _words_from(self, left: float, top: float, *, centred: bool) -> None:
        for part in self._shown:
            top -= part.height
            part.pos = (self.center_x - part.width / 2 if centred else left, top)
