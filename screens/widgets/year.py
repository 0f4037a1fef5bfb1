"""A year on one page: twelve small months; what is not of the plain week has colour and letter.

As many months as can be read stand on a leaf. The days are drawn, not made of widgets: there are
366 of them. A month is touched as a whole; its days are too small for a finger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, InstructionGroup, Rectangle, SmoothRoundedRectangle
from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from screens.theme import Colour, Theme
from screens.widgets.dress import Dressed, Pressable
from screens.widgets.text import Say, width_of

WEEK, WEEKS = 7, 6
PAD, GAP = 1.2, 3.0
"""Inside a month and between months, mm."""
LINE = 1.18
"""Height of a week over the size of its digits."""


class DayMark(msgspec.Struct, frozen=True):
    """One day.

    Attributes:
        letter: what it is, where it is something of its own; empty for the plain week.
        tone: the ground of a day with a letter.
        quiet: said quietly: weekends, and days nobody knows yet.
    """

    day: date
    letter: str = ""
    tone: str = "card"
    quiet: bool = False


class MonthShown(msgspec.Struct, frozen=True):
    """One month with all its days in order."""

    month: int
    name: str
    days: tuple[DayMark, ...]


class Plan(msgspec.Struct, frozen=True):
    """How months stand on a leaf.

    Attributes:
        beside: the name stands left of the days, else above them.
    """

    across: int
    down: int
    beside: bool

    @property
    def months(self) -> int:
        """How many stand on a leaf."""
        return min(12, self.across * self.down)


class YearSheet(Dressed, Widget):
    """Shows ``months``, leaf by leaf.

    Attributes:
        leaf: which leaf is shown, 0 first.
        leaves: how many there are, for the room there is.
        chosen: called with the number of the month that was touched.
    """

    months = ObjectProperty(())
    leaf = NumericProperty(0)
    leaves = NumericProperty(1)
    chosen = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs: Any) -> None:
        self._again = Clock.create_trigger(self._show, -1)
        super().__init__(**kwargs)
        for name in ("months", "leaf", "chosen", "size", "pos", "theme"):
            self.fbind(name, self._again)

    def _show(self, *_: object) -> None:
        if self.theme is None or not self.months or self.width <= 100 or self.height <= 100:
            return
        self.clear_widgets()
        plan = plan_for(self.theme, self.months, self.width, self.height)
        self.leaves = -(-len(self.months) // plan.months)
        self.leaf = max(0, min(self.leaf, self.leaves - 1))
        shown = self.months[int(self.leaf) * plan.months :][: plan.months]
        gap = self.theme.mm(GAP)
        wide = (self.width - gap * (plan.across - 1)) / plan.across
        high = (self.height - gap * (plan.down - 1)) / plan.down
        ink = _Ink(self.theme)
        for place, month in enumerate(shown):
            row, column = divmod(place, plan.across)
            card = MonthCard(month, self._touched, ink, theme=self.theme, beside=plan.beside)
            card.size = (wide, high)
            card.pos = (self.x + column * (wide + gap), self.top - (row + 1) * (high + gap) + gap)
            self.add_widget(card)

    def _touched(self, month: int) -> None:
        if self.chosen is not None:
            self.chosen(month)


def plan_for(theme: Theme, months: Sequence[MonthShown], width: float, height: float) -> Plan:
    """Return the plan that shows the most months of a readable size; one month at least."""
    gap, pad = theme.mm(GAP), theme.mm(PAD)
    size = theme.font()
    wide = WEEK * _cell(theme, months) + 2 * pad
    high = WEEKS * size * LINE + 2 * pad
    name = max(width_of(month.name, size, bold=True) for month in months) + 2 * pad
    plans: list[tuple[int, bool, Plan]] = []
    for beside in (False, True):
        card_wide = wide + (name if beside else 0)
        card_high = high + (0 if beside else size * LINE)
        across = int((width + gap) // (card_wide + gap))
        down = int((height + gap) // (card_high + gap))
        fits = across > 0 and down > 0
        plan = Plan(max(1, across), max(1, down), beside)
        # Where nothing fits, the days have the most room without a name above them.
        plans.append((plan.months if fits else 0, beside is not fits, plan))
    return max(plans, key=lambda each: each[:2])[2]


def _cell(theme: Theme, months: Sequence[MonthShown]) -> float:
    letters = {day.letter for month in months for day in month.days}
    # A year without a letter has the same room, or its days would run together.
    widest = max(theme.font(), *(width_of(letter, theme.font()) for letter in letters))
    return width_of("28", theme.font()) + widest + theme.mm(0.2)


class _Ink:
    """Pictures of words in a colour, each made once for a sheet."""

    def __init__(self, theme: Theme) -> None:
        self._size = theme.font()
        self._made: dict[tuple[str, Colour], Any] = {}

    def of(self, text: str, colour: Colour) -> Any:
        """Return the texture of ``text``."""
        found = self._made.get((text, colour))
        if found is None:
            label = CoreLabel(text=text, font_name="Text", font_size=self._size, color=colour)
            label.refresh()
            found = self._made[text, colour] = label.texture
        return found


class MonthCard(Pressable):
    """One month; it says its name to whoever asks for its text."""

    def __init__(
        self,
        month: MonthShown,
        chosen: Callable[[int], None],
        ink: _Ink,
        *,
        theme: Theme,
        beside: bool,
    ) -> None:
        self.month, self.text = month, month.name
        self._ink, self._beside = ink, beside
        self._name = Say(text=month.name, tone="card", bold=True, wrap="line")
        self._days = InstructionGroup()
        super().__init__(theme=theme, size_hint=(None, None))
        self._name.theme = theme
        self.add_widget(self._name)
        self.canvas.after.add(self._days)
        self.bind(pos=self._arrange, size=self._arrange)
        self.bind(on_release=lambda _: chosen(month.month))
        self.repaint()

    def repaint(self) -> None:
        """Show the finger on it by its edge; the days keep their colours."""
        palette = self.theme.palette
        down = self.state == "down"
        self.paint(palette.card.fill, palette.primary.fill if down else palette.line)

    def _arrange(self, *_: object) -> None:
        pad, size = self.theme.mm(PAD), self.theme.font()
        self._name.texture_update()
        self._name.size = self._name.texture_size
        aside = self._name.width + 2 * pad if self._beside else 0
        above = 0 if self._beside else size * LINE
        self._name.pos = (self.x + pad * 1.5, self.top - pad - self._name.height)
        wide = (self.width - 2 * pad - aside) / WEEK
        high = (self.height - 2 * pad - above) / WEEKS
        self._days.clear()
        first = self.month.days[0].day.weekday()
        for number, mark in enumerate(self.month.days, first):
            row, column = divmod(number, WEEK)
            x = self.x + pad + aside + column * wide
            y = self.top - pad - above - (row + 1) * high
            self._put(mark, x, y, wide, high)

    def _put(self, mark: DayMark, x: float, y: float, wide: float, high: float) -> None:
        palette = self.theme.palette
        ground = self.theme.ground(mark.tone)
        colour = palette.muted if mark.quiet else ground.ink
        if mark.letter:
            thin = self.theme.mm(0.3)
            self._days.add(Color(*ground.fill))
            self._days.add(
                SmoothRoundedRectangle(
                    pos=(x + thin / 2, y + thin),
                    size=(wide - thin, high - 2 * thin),
                    radius=[self.theme.mm(1)],
                )
            )
        parts = [self._ink.of(text, colour) for text in (str(mark.day.day), mark.letter) if text]
        left = x + (wide - sum(part.width for part in parts)) / 2
        self._days.add(Color(1, 1, 1, 1))
        for part in parts:
            place = (round(left), round(y + (high - part.height) / 2))
            self._days.add(Rectangle(texture=part, pos=place, size=part.size))
            left += part.width
