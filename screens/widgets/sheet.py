"""Days or hours as a sheet of the wall calendar: each with a word for how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from screens.icons import Icon
from screens.theme import Role, Theme
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Glyph, Say, width_of

LINE = 1.45
"""Line height of the bundled text font over its size."""
GAP, SPACE = 3.0, 1.0
"""Millimetres between two cells, and between a number and its word."""


class CellShown(msgspec.Struct, frozen=True):
    """One place of the sheet.

    Attributes:
        key: handed on when it is touched.
        text: what it is called: the day, the hour.
        word: how it stands, in one short word.
        icon: the same as a pictogram, where there is no room for a word.
        tone: the ground it stands on; never the only sign.
        dead: nothing is said when it is touched: it is over.
    """

    key: Any
    text: str
    word: str
    icon: Icon
    tone: str = "card"
    dead: bool = False


class Face(msgspec.Struct, frozen=True):
    """One way to fill a cell: the size of its number, and how the word stands to it."""

    number: Role
    stacked: bool
    worded: bool = True


FACES = (
    Face(Role.TITLE, stacked=True),
    Face(Role.LEAD, stacked=True),
    Face(Role.LEAD, stacked=False),
    Face(Role.BODY, stacked=True),
    Face(Role.BODY, stacked=False),
    Face(Role.BODY, stacked=True, worded=False),
    Face(Role.BODY, stacked=False, worded=False),
)
"""From the most generous to the least; all cells of a sheet take the first that fits each."""
MARK_MM = 6.0
"""Side of the pictogram that stands for the word."""


class Sheet(Dressed, Widget):
    """Shows ``lines`` of cells, equally many in each; the room says how high they are.

    Attributes:
        lines: from the top; ``None`` leaves a place empty.
        names: what stands above the columns, if anything does.
        chosen: called with the key of the cell that was touched.
        largest: no cell is higher than this, mm; half as much more in care mode.
        sunk: what room is left stands above, so that the cells are within easy reach.
    """

    lines = ObjectProperty(())
    names = ObjectProperty(())
    chosen = ObjectProperty(None, allownone=True)
    largest = NumericProperty(44)
    sunk = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        self._again = Clock.create_trigger(self._show, -1)
        super().__init__(**kwargs)
        for name in ("lines", "names", "chosen", "size", "pos", "theme"):
            self.fbind(name, self._again)

    @staticmethod
    def room_for(theme: Theme, height: float, *, named: bool = False) -> int:
        """Return how many lines of touchable cells fit into ``height`` px."""
        left = height + theme.mm(GAP) - (theme.font("body") * LINE if named else 0)
        return int(left // (theme.target + theme.mm(GAP)))

    def _show(self, *_: object) -> None:
        self.clear_widgets()
        if self.theme is None or not self.lines or min(self.size) < 2:
            return
        gap = self.theme.mm(GAP)
        head = self.theme.font("body") * LINE if self.names else 0
        columns = len(self.lines[0])
        wide = (self.width - gap * (columns - 1)) / columns
        most = self.theme.mm(self.largest * (1.5 if self.theme.care else 1))
        high = min((self.height - head + gap) / len(self.lines) - gap, most)
        top = self.top
        if self.sunk:
            top = self.y + head + len(self.lines) * (high + gap) - gap
        for column, name in enumerate(self.names):
            self.add_widget(self._name(name, self.x + column * (wide + gap), wide, head))
        cells = [cell for line in self.lines for cell in line if cell is not None]
        face = self._face(cells, wide, high)
        for row, line in enumerate(self.lines):
            y = top - head - row * (high + gap) - high
            for column, shown in enumerate(line):
                if shown is not None:
                    cell = SheetCell(shown, face, self._touched, theme=self.theme)
                    cell.size = (wide, high)
                    cell.pos = (self.x + column * (wide + gap), y)
                    self.add_widget(cell)

    def _touched(self, key: Any) -> None:
        if self.chosen is not None:
            self.chosen(key)

    def _name(self, name: str, x: float, wide: float, high: float) -> Say:
        said = Say(theme=self.theme, text=name, muted=True, wrap="line", halign="center")
        said.texture_update()
        said.size = said.texture_size
        said.pos = (x + (wide - said.width) / 2, self.top - high)
        return said

    def _face(self, cells: Sequence[CellShown], wide: float, high: float) -> Face:
        pad = self.theme.mm(0.75)
        return next(
            (
                face
                for face in FACES
                if all(_fits(cell, face, self.theme, wide - 2 * pad, high - pad) for cell in cells)
            ),
            FACES[-1],
        )


def _fits(cell: CellShown, face: Face, theme: Theme, wide: float, high: float) -> bool:
    number = width_of(cell.text, theme.font(face.number), bold=True)
    word = width_of(cell.word, theme.font()) if face.worded else theme.mm(MARK_MM)
    up = theme.font(face.number) * LINE
    below = theme.font() * LINE if face.worded else theme.mm(MARK_MM)
    if face.stacked:
        return max(number, word) <= wide and up + below <= high
    return number + theme.mm(SPACE) + word <= wide and max(up, below) <= high


class SheetCell(Pressable):
    """One cell; its text is what it is called."""

    def __init__(
        self, shown: CellShown, face: Face, chosen: Callable[[Any], None], *, theme: Theme
    ) -> None:
        self.shown, self.text = shown, shown.text
        self._face = face
        self._number = Say(text=shown.text, role=face.number, bold=True, wrap="line")
        self._word: Say | Glyph = (
            Say(text=shown.word, wrap="line")
            if face.worded
            else Glyph(icon=shown.icon, side=MARK_MM)
        )
        super().__init__(theme=theme, size_hint=(None, None))
        for part in (self._number, self._word):
            part.theme = theme
            self.add_widget(part)
            part.bind(size=self._arrange)
        self.disabled = shown.dead
        self.bind(pos=self._arrange, size=self._arrange)
        self.bind(on_release=lambda _: chosen(shown.key))
        self.repaint()
        self._arrange()

    def repaint(self) -> None:
        """Colour by how it stands, and by the finger on it."""
        if self.theme is None:
            return
        tone = "pressed" if self.state == "down" else self.shown.tone
        pale = tone in ("card", "quiet", "idle")
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line if pale else None)
        for part in (self._number, self._word):
            part.tone = tone

    def _arrange(self, *_: object) -> None:
        for part in (self._number, self._word):
            if isinstance(part, Say):
                part.texture_update()
                part.size = part.texture_size
        number, word = self._number, self._word
        if self._face.stacked:
            top = self.center_y + (number.height + word.height) / 2
            number.pos = (self.center_x - number.width / 2, top - number.height)
            word.pos = (self.center_x - word.width / 2, top - number.height - word.height)
            return
        space = self.theme.mm(SPACE)
        left = self.center_x - (number.width + space + word.width) / 2
        number.pos = (left, self.center_y - number.height / 2)
        word.pos = (left + number.width + space, self.center_y - word.height / 2)
