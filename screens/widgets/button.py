"""Buttons and tiles: a pictogram, a word, a surface."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.gridlayout import GridLayout

from screens.theme import Role, Theme, Tone
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Glyph, Say, width_of


class BigButton(Pressable):
    """A button with words and, if wished, a pictogram beside or above them.

    Attributes:
        tone: ``primary`` for the one action of the page, ``card`` or ``quiet`` for the rest.
        stacked: the pictogram stands above the words.
        role: size of the words.
        left: the words begin at the left instead of standing in the middle.
        glyph_class: what draws the pictogram.
    """

    glyph_class: ClassVar[type[Glyph]] = Glyph

    text = StringProperty("")
    hint = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("card")
    role = StringProperty("lead")
    stacked = BooleanProperty(False)
    left = BooleanProperty(False)
    icon_mm = NumericProperty(11)

    def __init__(self, **kwargs: Any) -> None:
        self._glyph = self.glyph_class()
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
        pale = tone in (Tone.CARD, Tone.QUIET, Tone.IDLE)
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line if pale else None)
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
        pad, gap = self.theme.mm(4), self.theme.mm(4)
        beside = self._glyph.width + gap if self.icon and not self.stacked else 0
        room = max(1, self.width - 2 * pad)
        # A word in one line is worth more than the pictogram beside it.
        if beside and self.text and room - beside < self._words.natural_width() <= room:
            beside = 0
        self._size_hint_line(room - beside)
        alone = bool(self.icon) and not self.stacked and not beside
        self._glyph.opacity = 1 if self.icon and not alone else 0
        for words in (self._words, self._hint):
            words.halign = "left" if self.left else "center"
            words.keep_within(max(1, room - beside))
        if self.stacked:
            self._stack(gap)
        else:
            self._row(pad, beside)

    def _size_hint_line(self, room: float) -> None:
        """Let the second line be as large as its words ask for, where there is room for that."""
        theme = self.theme
        role = hint_role(self.role, theme)
        wide = width_of(self.hint, theme.font(role))
        if self.role == Role.TITLE and wide > room:
            role = Role.BODY
        self._hint.role = role

    def _stack(self, gap: float) -> None:
        shown = [
            part
            for part, there in zip(self._parts, (self.icon, self.text, self.hint), strict=True)
            if there
        ]
        total = sum(part.height for part in shown) + gap * 0.2 * (len(shown) - 1)
        top = self.center_y + total / 2
        for part in shown:
            part.pos = (self.center_x - part.width / 2, top - part.height)
            top -= part.height + gap * 0.2

    def _row(self, pad: float, beside: float) -> None:
        wide = max(self._words.width, self._hint.width)
        left = self.x + pad if self.left else self.center_x - (beside + wide) / 2
        self._glyph.pos = (left, self.center_y - self._glyph.height / 2)
        top = self.center_y + (self._words.height + self._hint.height) / 2
        for words in (self._words, self._hint):
            offset = 0 if self.left else (wide - words.width) / 2
            words.pos = (left + beside + offset, top - words.height)
            top -= words.height


def hint_role(role: str, theme: Theme) -> Role:
    """Return the size of the second line below words of ``role``: never less than half of it.

    On a low panel the words themselves are smaller.
    """
    return Role.BODY if theme.tight or role in (Role.BODY, Role.LEAD) else Role.LEAD


class Shape(msgspec.Struct, frozen=True):
    """One way to fill a tile."""

    icon_mm: float
    role: Role
    stacked: bool = False
    hint: bool = True


LINE = 1.45
"""Line height of the bundled text font over its size."""
SHAPES = (
    Shape(72, Role.DISPLAY, stacked=True),
    Shape(42, Role.DISPLAY),
    Shape(34, Role.TITLE, stacked=True),
    Shape(26, Role.TITLE, stacked=True),
    Shape(26, Role.TITLE),
    Shape(26, Role.TITLE, stacked=True, hint=False),
    Shape(18, Role.TITLE),
    Shape(14, Role.TITLE, hint=False),
    Shape(14, Role.LEAD, hint=False),
    Shape(11, Role.LEAD, hint=False),
    Shape(11, Role.BODY, hint=False),
)
"""From the most generous to the least; a tile takes the first that fits."""


class Tile(BigButton):
    """One service on the home page: its family's colour, a big pictogram, what it is called.

    Attributes:
        title, about: what it says; how much of it is shown depends on the room.
    """

    title = StringProperty("")
    about = StringProperty("")

    @property
    def primary(self) -> bool:  # type: ignore[override]
        """A tile is a way in: at least 20 mm."""
        return True

    def fits(self, shape: Shape, width: float, height: float) -> bool:
        """Tell whether everything ``shape`` shows has room, each text on one line."""
        theme = self.theme
        icon = theme.mm(shape.icon_mm)
        said = [(self.title, shape.role, True)]
        if shape.hint:
            said.append((self.about, hint_role(shape.role, theme), False))
        high = sum(theme.font(role) * LINE for _, role, _ in said)
        wide = max(width_of(text, theme.font(role), bold=bold) for text, role, bold in said)
        room = width - theme.mm(8) - (0 if shape.stacked else icon + theme.mm(4))
        high = high + icon + theme.mm(2) if shape.stacked else max(high, icon)
        return bool(wide <= room and high <= height - theme.mm(5))

    def take(self, shape: Shape) -> None:
        """Fill the tile so."""
        self.stacked, self.left = shape.stacked, not shape.stacked
        self.icon_mm, self.role = shape.icon_mm, shape.role
        self.text, self.hint = self.title, self.about if shape.hint else ""


class Tiles(Dressed, GridLayout):
    """The services. All tiles look alike: they take the most generous shape that fits each.

    Attributes:
        largest: no tile is higher than this, mm.
        alone: how high a tile may be that is the only one, mm.
    """

    largest = NumericProperty(85)
    alone = NumericProperty(190)

    def __init__(self, **kwargs: Any) -> None:
        self._shape_tiles = Clock.create_trigger(self._choose, -1)
        super().__init__(**kwargs)
        for name in ("size", "children", "cols", "theme"):
            self.fbind(name, self._shape_tiles)

    def dress(self, theme: Theme) -> None:
        """Take the gap."""
        self.spacing = theme.gap

    def _choose(self, *_: object) -> None:
        if self.theme is None or not self.children or not self.cols:
            return
        rows = -(-len(self.children) // self.cols)
        largest = self.theme.mm(self.alone if len(self.children) == 1 else self.largest)
        self.size_hint_max_y = rows * largest + (rows - 1) * self.theme.gap
        width = (self.width - self.theme.gap * (self.cols - 1)) / self.cols
        height = (self.height - self.theme.gap * (rows - 1)) / rows
        first = 0 if len(self.children) == 1 else 1 if self.cols == 1 else 2
        shapes = SHAPES[first:]
        chosen = next(
            (
                shape
                for shape in shapes
                if all(tile.fits(shape, width, height) for tile in self.children)
            ),
            SHAPES[-1],
        )
        for tile in self.children:
            tile.take(chosen)


class Toggle(BigButton):
    """A button that stays on or off; says which by pictogram, colour and word.

    Attributes:
        on: how it stands; whoever holds it sets it.
    """

    on = BooleanProperty(False)

    def on_on(self, *_: object) -> None:
        """Show how it stands."""
        self.tone = "shell" if self.on else "card"
