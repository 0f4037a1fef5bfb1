"""Days as a sheet of the wall calendar: a week a line, each day with a word for how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from screens.icons import Icon
from screens.theme import Role, Theme
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Glyph, Say, width_of

LINE = 1.45
"""Line height of the bundled text font over its size."""
DAYS_A_WEEK = 7


class DayShown(msgspec.Struct, frozen=True):
    """One day of the sheet.

    Attributes:
        word: how it stands, in one short word.
        icon: the same as a pictogram, where there is no room for a word.
        tone: the ground it stands on; never the only sign.
        dead: nothing is said when it is touched: it is over.
    """

    day: date
    word: str
    icon: Icon
    tone: str = "card"
    dead: bool = False

    @property
    def number(self) -> str:
        """What the day is called on the sheet."""
        return f"{self.day.month}/{self.day.day}" if self.day.day == 1 else str(self.day.day)


class Face(msgspec.Struct, frozen=True):
    """One way to fill a day: the size of its number, and how the word stands to it."""

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
"""From the most generous to the least; all days of a sheet take the first that fits each."""
MARK_MM = 7.0
"""Side of the pictogram that stands for the word."""


class MonthSheet(Dressed, Widget):
    """Shows ``weeks``; the room says how high a day is.

    Attributes:
        weeks: seven days a week, Monday first; ``None`` leaves a place empty.
        names: what the weekdays are called, Monday first.
        chosen: called with the day that was touched.
    """

    weeks = ObjectProperty(())
    names = ObjectProperty(())
    chosen = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        self._again = Clock.create_trigger(self._show, -1)
        super().__init__(**kwargs)
        for name in ("weeks", "names", "chosen", "size", "pos", "theme"):
            self.fbind(name, self._again)

    @staticmethod
    def room_for(theme: Theme, height: float) -> int:
        """Return how many weeks of touchable days fit into ``height`` px."""
        left = height - theme.font("body") * LINE
        return int(left // (theme.target + theme.mm(3)))

    def _show(self, *_: object) -> None:
        self.clear_widgets()
        if self.theme is None or not self.weeks or self.width < 2 or self.height < 2:
            return
        gap = self.theme.mm(3)
        head = self.theme.font("body") * LINE
        wide = (self.width - gap * (DAYS_A_WEEK - 1)) / DAYS_A_WEEK
        high = min(
            (self.height - head) / len(self.weeks) - gap,
            self.theme.mm(60 if self.theme.care else 44),
        )
        for column, name in enumerate(self.names):
            self.add_widget(self._name(name, self.x + column * (wide + gap), wide, head))
        days = [day for week in self.weeks for day in week if day is not None]
        face = self._face(days, wide, high)
        for row, week in enumerate(self.weeks):
            y = self.top - head - (row + 1) * (high + gap)
            for column, day in enumerate(week):
                if day is not None:
                    cell = DayCell(day, face, self._touched, theme=self.theme)
                    cell.size = (wide, high)
                    cell.pos = (self.x + column * (wide + gap), y)
                    self.add_widget(cell)

    def _touched(self, day: date) -> None:
        if self.chosen is not None:
            self.chosen(day)

    def _name(self, name: str, x: float, wide: float, high: float) -> Say:
        said = Say(theme=self.theme, text=name, muted=True, wrap="line", halign="center")
        said.texture_update()
        said.size = said.texture_size
        said.pos = (x + (wide - said.width) / 2, self.top - high)
        return said

    def _face(self, days: Sequence[DayShown], wide: float, high: float) -> Face:
        pad = self.theme.mm(1.5)
        return next(
            (
                face
                for face in FACES
                if all(_fits(day, face, self.theme, wide - 2 * pad, high - pad) for day in days)
            ),
            FACES[-1],
        )


def _fits(day: DayShown, face: Face, theme: Theme, wide: float, high: float) -> bool:
    number = width_of(day.number, theme.font(face.number), bold=True)
    word = width_of(day.word, theme.font()) if face.worded else theme.mm(MARK_MM)
    up = theme.font(face.number) * LINE
    below = theme.font() * LINE if face.worded else theme.mm(MARK_MM)
    if face.stacked:
        return max(number, word) <= wide and up + below <= high
    return number + theme.mm(1.5) + word <= wide and max(up, below) <= high


class DayCell(Pressable):
    """One day. It says its number to whoever asks for its text."""

    def __init__(
        self, day: DayShown, face: Face, chosen: Callable[[date], None], *, theme: Theme
    ) -> None:
        self.shown, self.day = day, day.day
        self.text = day.number
        self._face = face
        self._number = Say(text=day.number, role=face.number, bold=True, wrap="line")
        self._word: Say | Glyph = (
            Say(text=day.word, wrap="line") if face.worded else Glyph(icon=day.icon, side=MARK_MM)
        )
        super().__init__(theme=theme, size_hint=(None, None))
        for part in (self._number, self._word):
            part.theme = theme
            self.add_widget(part)
            part.bind(size=self._arrange)
        self.disabled = day.dead
        self.bind(pos=self._arrange, size=self._arrange)
        self.bind(on_release=lambda _: chosen(day.day))
        self.repaint()
        self._arrange()

    def repaint(self) -> None:
        """Colour by how the day stands, and by the finger on it."""
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
        space = self.theme.mm(1.5)
        left = self.center_x - (number.width + space + word.width) / 2
        number.pos = (left, self.center_y - number.height / 2)
        word.pos = (left + number.width + space, self.center_y - word.height / 2)
