"""The cabinet for staff: every door says its number, its state and what its contact says.

As many doors as can be read stand on a leaf, column by column as in the room; the others on further
leaves. Where a whole cabinet fits, its doors have their true proportions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.ids import DoorId
from screens.staff.rows import measure
from screens.theme import Theme
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Glyph, Say

GAP = 3
"""Between doors, mm."""


class DoorNow(msgspec.Struct, frozen=True):
    """One door as it is now, in words.

    Attributes:
        share: height beside the other doors of its column.
    """

    door: DoorId
    share: int
    title: str
    sensed: str
    icon: str
    tone: str


class DoorTile(Pressable):
    """A door to be touched."""

    def __init__(self, theme: Theme, now: DoorNow, touched: Callable[[DoorId], None]) -> None:
        self._glyph = Glyph(theme=theme, side=8)
        self._title = Say(theme=theme, wrap="line", bold=True)
        self._sensed = Say(theme=theme, wrap="line")
        self.text = ""
        super().__init__(theme=theme, size_hint=(None, None))
        for part in (self._glyph, self._title, self._sensed):
            self.add_widget(part)
        self.now = now
        self.bind(pos=self._place, size=self._place)
        self.bind(on_release=lambda _: touched(self.now.door))
        self.show(now)

    def show(self, now: DoorNow) -> None:
        """Show a door as it is now."""
        self.now = now
        self.text = now.title
        self._glyph.icon, self._title.text = now.icon, now.title
        self._sensed.text = now.sensed
        self.repaint()
        self._place()

    def repaint(self) -> None:
        """Colour by the state of the door."""
        tone = "pressed" if self.state == "down" else self.now.tone
        self.paint(self.theme.ground(tone).fill, self.theme.palette.line)
        for part in (self._glyph, self._title, self._sensed):
            part.tone = tone

    def need(self, width: float) -> float:
        """Return the height its words need at this width."""
        self._fit(width)
        words = max(self._glyph.height, self._title.height) + self._sensed.height
        return float(max(self.theme.target, words + self.theme.mm(3)))

    def _fit(self, width: float) -> None:
        pad = self.theme.mm(2)
        room = width - 2 * pad
        measure(self._title, room - self._glyph.width - pad)
        measure(self._sensed, room)

    def _place(self, *_: object) -> None:
        pad = self.theme.mm(2)
        self._fit(self.width)
        first = max(self._glyph.height, self._title.height)
        top = self.center_y + (first + self._sensed.height) / 2
        self._glyph.pos = (self.x + pad, top - first / 2 - self._glyph.height / 2)
        beside = self.x + 2 * pad + self._glyph.width
        self._title.pos = (beside, top - first / 2 - self._title.height / 2)
        self._sensed.pos = (self.x + pad, top - first - self._sensed.height)


class DoorTiles(Dressed, Widget):
    """Shows ``columns`` of doors.

    Attributes:
        columns: doors from top to bottom, columns from left to right.
        leaf: which leaf is shown, 0 first.
        leaves: how many there are, for the room there is.
        chosen: called with the label of a touched door.
    """

    columns = ObjectProperty(())
    leaf = NumericProperty(0)
    leaves = NumericProperty(1)
    chosen = ObjectProperty(None)

    def __init__(self, **kwargs: Any) -> None:
        self._tiles: dict[DoorId, DoorTile] = {}
        self._again = Clock.create_trigger(self._build, -1)
        super().__init__(**kwargs)
        for name in ("leaf", "size", "pos", "theme", "chosen"):
            self.fbind(name, self._again)

    def show(self, columns: Sequence[Sequence[DoorNow]]) -> None:
        """Show how things stand now; only words change while the same doors stand there."""
        same = [[each.door for each in column] for column in columns] == [
            [each.door for each in column] for column in self.columns
        ]
        self.columns = columns
        if not same or not self._tiles:
            self._again()
            return
        for each in (each for column in columns for each in column):
            tile = self._tiles.get(each.door)
            if tile is not None and tile.now != each:
                tile.show(each)
                if tile.need(tile.width) > tile.height + 1:  # its words have become longer
                    self._again()

    # -- what stands on a leaf -------------------------------------------------------------

    def _build(self, *_: object) -> None:
        if self.theme is None or self.width <= 100 or self.height <= 100:
            return
        self.clear_widgets()
        self._tiles = {}
        if not any(self.columns):
            self.leaves = 1
            return
        gap = self.theme.mm(GAP)
        across = self._across()
        wide = (self.width - gap * (across - 1)) / across
        least = self._least(wide)
        down = max(1, int((self.height + gap) // (least + gap)))
        longest = max(len(column) for column in self.columns)
        windows = [
            (left, top)
            for left in range(0, len(self.columns), across)
            for top in range(0, longest, down)
        ]
        self.leaves = len(windows)
        self.leaf = max(0, min(self.leaf, len(windows) - 1))
        left, top = windows[int(self.leaf)]
        for place, column in enumerate(self.columns[left : left + across]):
            x = self.x + place * (wide + gap)
            self._stack(column[top : top + down], x, wide, least, whole=longest <= down)

    def _across(self) -> int:
        gap = self.theme.mm(GAP)
        least = self.theme.mm(66 if self.theme.care else 46)
        most = max(1, int((self.width + gap) // (least + gap)))
        groups = -(-len(self.columns) // most)
        return -(-len(self.columns) // groups)

    def _least(self, wide: float) -> float:
        needs = [
            DoorTile(self.theme, each, self._touched).need(wide)
            for column in self.columns
            for each in column
        ]
        return max(needs)

    def _stack(
        self, doors: Sequence[DoorNow], x: float, wide: float, least: float, *, whole: bool
    ) -> None:
        gap = self.theme.mm(GAP)
        room = self.height - gap * (len(doors) - 1)
        shares = sum(each.share for each in doors)
        heights = [room * each.share / shares for each in doors]
        if not whole or min(heights, default=0) < least:
            heights = [max(least, min(room / max(1, len(doors)), least * 1.6))] * len(doors)
        top = self.top
        for each, high in zip(doors, heights, strict=True):
            tile = DoorTile(self.theme, each, self._touched)
            tile.size, tile.pos = (wide, high), (x, top - high)
            self._tiles[each.door] = tile
            self.add_widget(tile)
            top -= high + gap

    def _touched(self, door: DoorId) -> None:
        if self.chosen is not None:
            self.chosen(door)
