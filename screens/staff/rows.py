"""A list that fits every panel: rows as high as their words, as many as there is room for, the
rest on further leaves. Nothing scrolls: who does not know that a list goes on finds "next".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec
from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from screens.icons import Icon
from screens.staff.turner import Turner
from screens.theme import Theme
from screens.widgets.button import BigButton
from screens.widgets.dress import Card, Dressed
from screens.widgets.text import Glyph, Say

MOST_IN_CARE = 6
"""Rows on a leaf in care mode, at most."""


def measure(words: Say, room: float) -> None:
    """Wrap ``words`` to ``room`` and give them the size they need, now."""
    words.keep_within(max(1, room))
    if words.text:
        words.texture_update()
        words.size = words.texture_size


class Row(msgspec.Struct, frozen=True):
    """One row.

    Attributes:
        text: what it says first.
        hint: a second sentence below.
        touched: what a touch does; a row without is only read.
        wide: takes the whole width, whatever stands beside others.
        heading: says what the rows after it are about; never the last one of a leaf.
        role: size of the words.
    """

    text: str
    hint: str = ""
    icon: str = Icon.CHEVRON_RIGHT
    tone: str = "card"
    touched: Callable[[], None] | None = None
    wide: bool = False
    heading: bool = False
    role: str = "body"


class TouchRow(BigButton):
    """A row that leads somewhere or does something."""

    def __init__(self, row: Row, theme: Theme) -> None:
        super().__init__(
            theme=theme,
            text=row.text,
            hint=row.hint,
            icon=row.icon,
            tone=row.tone,
            role=row.role,
            left=True,
            icon_mm=9,
            size_hint=(None, None),
        )
        self.height_min = theme.target if theme.tight and not self.primary else theme.key
        self.row = row
        self.bind(on_release=self._touched)

    def fit(self, width: float) -> float:
        """Take ``width``; return the height the words need."""
        self.width = width
        self._arrange()
        for part in (self._words, self._hint):
            if part.text:
                part.texture_update()
                part.size = part.texture_size
        words = self._words.height + self._hint.height
        return float(max(self.height_min, words + self.theme.mm(5)))

    def _touched(self, *_: object) -> None:
        if self.row.touched is not None:
            self.row.touched()


class FactRow(Card):
    """A row that is only read: no edge, so nobody takes it for a button."""

    def __init__(self, row: Row, theme: Theme) -> None:
        tone = "page" if row.tone == "card" else row.tone
        self._glyph = Glyph(theme=theme, icon=row.icon, side=9, tone=tone)
        bold = row.heading or bool(row.hint)
        self._words = Say(
            theme=theme, text=row.text, tone=tone, wrap="line", bold=bold, role=row.role
        )
        self._hint = Say(theme=theme, text=row.hint, tone=tone, wrap="line")
        super().__init__(theme=theme, size_hint=(None, None))
        for part in (self._glyph, self._words, self._hint):
            self.add_widget(part)
        self.paint(theme.ground(tone).fill)
        self.bind(pos=self._place, size=self._place)

    def fit(self, width: float) -> float:
        """Take ``width``; return the height the words need."""
        self.width = width
        room = max(1, width - self.theme.mm(4 + 4 + 3) - self._glyph.width)
        for words in (self._words, self._hint):
            measure(words, room)
        words_high = self._words.height + self._hint.height
        return float(max(self._glyph.height, words_high) + self.theme.mm(3))

    def _place(self, *_: object) -> None:
        pad = self.theme.mm(4)
        self._glyph.pos = (self.x + pad, self.center_y - self._glyph.height / 2)
        top = self.center_y + (self._words.height + self._hint.height) / 2
        for words in (self._words, self._hint):
            words.pos = (self.x + pad + self._glyph.width + self.theme.mm(3), top - words.height)
            top -= words.height


class Made(NamedTuple):
    """A row, its widget, and how high that is at a width."""

    row: Row
    widget: TouchRow | FactRow
    wide: float
    high: float


class PagedRows(Dressed, Widget):
    """Shows ``rows`` in one or two columns, leaf by leaf.

    Attributes:
        leaf: which leaf is shown, 0 first; the page may remember it.
        before, after: what the two buttons below say.
        empty: the sentence for a list without rows.
        airy: by how much rows on a single leaf may grow where there is room, mm.
        sunk: a single leaf stands low, within easy reach.
    """

    rows = ObjectProperty(())
    leaf = NumericProperty(0)
    airy = NumericProperty(0)
    sunk = BooleanProperty(False)
    before = StringProperty("")
    after = StringProperty("")
    empty = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        self._made: dict[int, Made] = {}
        self._again = Clock.create_trigger(self._show, -1)
        super().__init__(**kwargs)
        for name in ("rows", "leaf", "size", "pos", "theme"):
            self.fbind(name, self._again)

    @property
    def columns(self) -> int:
        """Two where there is room for words in each."""
        care, wide = self.theme.care, self.width > self.theme.mm(190)
        return 2 if wide and (not care or self.width > self.theme.mm(300)) else 1

    def leaves(self) -> list[list[tuple[Row, ...]]]:
        """Return the lines of every leaf, for the room there is now."""
        lines = list(self._lines())
        whole = self._split(lines, self.height)
        if len(whole) < 2:
            return whole
        return self._split(lines, self.height - self.theme.target - self.theme.mm(3))

    def _lines(self) -> list[tuple[Row, ...]]:
        lines: list[tuple[Row, ...]] = []
        beside: list[Row] = []
        for row in self.rows:
            if row.wide or row.heading or self.columns == 1:
                lines += [tuple(beside)] if beside else []
                lines.append((row,))
                beside = []
                continue
            beside.append(row)
            if len(beside) == self.columns:
                lines.append(tuple(beside))
                beside = []
        return [*lines, tuple(beside)] if beside else lines

    def _split(self, lines: Sequence[tuple[Row, ...]], room: float) -> list[list[tuple[Row, ...]]]:
        gap = self.theme.mm(3)
        leaves: list[list[tuple[Row, ...]]] = [[]]
        used, count = 0.0, 0
        for line, after in zip(lines, (*lines[1:], None), strict=True):
            high = self._high(line) + gap
            needed = high + self._high(after) + gap if line[0].heading and after else high
            full = used + needed > room + gap
            many = self.theme.care and count + len(line) > MOST_IN_CARE
            if leaves[-1] and (full or many):
                leaves.append([])
                used, count = 0.0, 0
            leaves[-1].append(line)
            used, count = used + high, count + len(line)
        return leaves

    def _width(self, line: tuple[Row, ...]) -> float:
        if line[0].wide or line[0].heading or self.columns == 1:
            return float(self.width)
        gap = self.theme.mm(3)
        return float((self.width - gap * (self.columns - 1)) / self.columns)

    def _high(self, line: tuple[Row, ...]) -> float:
        return max(self._measured(row, self._width(line)).high for row in line)

    def _measured(self, row: Row, wide: float) -> Made:
        """Return the widget of ``row``, measured once for all the ways to split the list."""
        made = self._made.get(id(row))
        if made is None or made.wide != wide:
            widget = made.widget if made is not None else self._widget(row)
            made = self._made[id(row)] = Made(row, widget, wide, widget.fit(wide))
        return made

    def _widget(self, row: Row) -> TouchRow | FactRow:
        return (TouchRow if row.touched is not None else FactRow)(row, self.theme)

    def _taken(self, row: Row, wide: float) -> TouchRow | FactRow:
        """Return the widget of ``row`` to be shown; a row that stands twice gets another one."""
        widget = self._measured(row, wide).widget
        del self._made[id(row)]
        return widget

    def _show(self, *_: object) -> None:
        if self.theme is None or self.width <= 100:
            return
        self.clear_widgets()
        self._made.clear()
        if not self.rows:
            self._show_empty()
            return
        leaves = self.leaves()
        self.leaf = max(0, min(self.leaf, len(leaves) - 1))
        lines = leaves[int(self.leaf)]
        top, gap = self.top, self.theme.mm(3)
        grown, spare = self._grown(lines) if len(leaves) == 1 else (0.0, 0.0)
        top -= spare if self.sunk else 0
        for line in lines:
            wide, high = self._width(line), self._high(line) + grown
            for place, row in enumerate(line):
                widget = self._taken(row, wide)
                widget.height = high
                widget.pos = (self.x + place * (wide + gap), top - high)
                self.add_widget(widget)
            top -= high + gap
        self._made.clear()
        if len(leaves) > 1:
            self._show_turner(len(leaves))

    def _grown(self, lines: Sequence[tuple[Row, ...]]) -> tuple[float, float]:
        """Return by how much each line grows, and what room is left then."""
        gap = self.theme.mm(3)
        spare = self.height + gap - sum(self._high(line) + gap for line in lines)
        grown = max(0.0, min(self.theme.mm(self.airy), spare / len(lines)))
        return grown, max(0.0, spare - grown * len(lines))

    def _show_empty(self) -> None:
        words = Say(theme=self.theme, text=self.empty, muted=True, width=self.width)
        words.texture_update()
        words.height = words.texture_size[1]
        words.pos = (self.x, self.top - words.height)
        self.add_widget(words)

    def _show_turner(self, count: int) -> None:
        turner = Turner(self.theme, self.before, self.after, self.turn)
        turner.show(int(self.leaf), count)
        turner.pos, turner.width = self.pos, self.width
        self.add_widget(turner)

    def turn(self, step: int) -> None:
        """Turn a leaf."""
        self.leaf += step
