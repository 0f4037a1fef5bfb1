"""Parts of the hall display: header, a sentence in two languages, a ground, a headed list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from screens.display.letters import Letters
from screens.display.plan import Plan
from screens.frame import Band
from screens.says import SaysWords
from screens.theme import Family, Theme
from screens.widgets.dress import Card


class Both:
    """Sentences in both languages of the hall, Chinese first."""

    def __init__(self, words: Callable[[str], SaysWords]) -> None:
        self.zh, self.en = words("zh"), words("en")

    def pair(self, message: str) -> tuple[str, str]:
        """Return the sentence in Chinese and in English."""
        return self.zh.gettext(message), self.en.gettext(message)


class HallHeader(Band):
    """The name of the station in both languages, and the time."""

    def __init__(self, theme: Theme, plan: Plan) -> None:
        tone = Family.SERVICES.value
        edge = [plan.px(plan.margin), plan.px(4)]
        super().__init__(theme, tone, size_hint_y=None, height=plan.px(plan.header), padding=edge)
        ground = theme.ground(tone)
        names = BoxLayout(orientation="vertical")
        self._zh = Letters(plan, ground, capital=17, bold=True, halign="left")
        self._en = Letters(plan, ground, capital=9, halign="left", size_hint_y=0.6)
        self._time = Letters(plan, ground, capital=24, bold=True, halign="right", size_hint_x=0.35)
        for name in (self._zh, self._en):
            names.add_widget(name)
        for part in (names, self._time):
            self.add_widget(part)

    def show(self, zh: str, en: str, time: str) -> None:
        """Show the names and the time."""
        self._zh.text, self._en.text, self._time.text = zh, en, time


class Sentence(Band):
    """A sentence in Chinese and, smaller, in English below or beside it.

    Args:
        capital, second: heights of the capitals of the two.
    """

    def __init__(
        self,
        theme: Theme,
        plan: Plan,
        *,
        tone: str,
        capital: float,
        second: float,
        beside: bool = False,
    ) -> None:
        edge = [plan.px(plan.margin), plan.px(3)]
        way = "horizontal" if beside else "vertical"
        super().__init__(theme, tone, orientation=way, padding=edge)
        ground = theme.ground(tone)
        sides = ("left", "right") if beside else ("center", "center")
        self._zh = Letters(plan, ground, capital=capital, bold=True, halign=sides[0])
        self._en = Letters(plan, ground, capital=second, halign=sides[1])
        if not beside:
            self._zh.valign, self._en.valign = "bottom", "top"
        for part in (self._zh, self._en):
            self.add_widget(part)

    @property
    def says(self) -> str:
        """What can be read, in Chinese."""
        return str(self._zh.text)

    def show(self, zh: str, en: str) -> None:
        """Show the sentence."""
        self._zh.text, self._en.text = zh, en


class Panel(Card, BoxLayout):
    """A rounded ground for rows."""

    def __init__(
        self, theme: Theme, plan: Plan, tone: str, *, orientation: str = "vertical"
    ) -> None:
        edge = 0 if tone == "page" else plan.px(6)
        super().__init__(
            theme=theme,
            orientation=orientation,
            padding=[edge, edge / 2],
            spacing=plan.px(plan.gap),
        )
        self.paint(theme.ground(tone).fill)


def headed(
    theme: Theme, plan: Plan, tone: str, headings: Sequence[str], rows: Sequence[Widget]
) -> Panel:
    """Return rows under a line of headings, the first on the left, the other on the right."""
    panel = Panel(theme, plan, tone)
    line = BoxLayout(size_hint_y=None, height=plan.px(plan.title), padding=[plan.px(4), 0])
    for text, side in zip(headings, ("left", "right"), strict=False):
        letters = Letters(plan, theme.ground(tone), capital=plan.heading, halign=side, text=text)
        line.add_widget(letters)
    for part in (line, *rows):
        panel.add_widget(part)
    return panel
