"""Rows of the hall display: a call in large, a call of before, those who wait for a service."""

from __future__ import annotations

from typing import Any

from kivy.animation import Animation
from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label

from kiosk.hall.board import Call, WaitingFor
from screens.display.letters import Letters
from screens.display.plan import Plan
from screens.icons import Icon
from screens.says import SaysWords
from screens.theme import Family, Ground, Theme, Tone
from screens.widgets.dress import Card

FADE = 0.3
"""Seconds in which a new call settles into its colour."""


class CallRow(Card, BoxLayout):
    """One call, large: number, arrow, counter. Dark while somebody is awaited.

    Attributes:
        heat: 1 when it has just been called, then 0 within ``FADE``.
    """

    heat = NumericProperty(0)

    def __init__(self, theme: Theme, plan: Plan, words: SaysWords) -> None:
        self._plan, self._words = plan, words
        self._call: Call | None = None
        super().__init__(theme=theme, padding=[plan.px(10), 0], spacing=plan.px(4))
        ground = theme.ground(Tone.CARD)
        self._number = Letters(
            plan, ground, digits=True, capital=plan.number, bold=True, halign="left"
        )
        self._arrow = Label(
            font_name="Icons",
            font_size=max(1.0, plan.px(plan.arrow)),
            size_hint_x=None,
            width=plan.px(plan.arrow),
        )
        self._before, self._after = (
            Letters(plan, ground, capital=plan.word, bold=True, halign="left") for _ in range(2)
        )
        self._counter = Letters(
            plan, ground, digits=True, capital=plan.number, bold=True, halign="right"
        )
        for part in (self._number, self._arrow):
            self.add_widget(part)
        before, after = around_number(words)
        for part, text in ((self._before, before), (self._counter, "00"), (self._after, after)):
            part.keep_room_for(text)
            self.add_widget(part)
        self.bind(heat=self._colour)
        self.show(None)

    @property
    def says(self) -> str:
        """What can be read in this row."""
        shown = (self._number, self._before, self._counter, self._after)
        return " ".join(each.text for each in shown if each.text)

    def show(self, call: Call | None) -> None:
        """Show a call, or nothing."""
        if call == self._call and call is not None:
            return
        fresh = call is not None and call.waits and not _same_call(call, self._call)
        self._call = call
        self._arrow.text = Icon.ARROW_FORWARD if call is not None else ""
        self._number.text = call.number if call is not None else ""
        self._show_counter(call)
        Animation.cancel_all(self, "heat")
        self.heat = 1 if fresh else 0
        if fresh:
            Animation(heat=0, duration=FADE).start(self)
        self._colour()

    def _show_counter(self, call: Call | None) -> None:
        counter = "" if call is None else str(call.counter)
        before, after = around_number(self._words) if call is not None else ("", "")
        self._before.text, self._counter.text, self._after.text = before, counter, after

    def _colour(self, *_: object) -> None:
        ground = self._ground()
        for part in (self._number, self._arrow, self._before, self._counter, self._after):
            part.color = ground.ink
        warm = self.theme.ground(Family.VENUES.value).fill  # legible on all the way
        fill = tuple(
            there + (hot - there) * self.heat for hot, there in zip(warm, ground.fill, strict=True)
        )
        self.paint(fill if self._call is not None else (0, 0, 0, 0))

    def _ground(self) -> Ground:
        waits = self._call is not None and self._call.waits
        ground: Ground = self.theme.ground(Tone.PRIMARY if waits else Tone.CARD)
        return ground


class RecentRow(BoxLayout):
    """One of the last calls: number and counter."""

    def __init__(self, theme: Theme, plan: Plan, words: SaysWords) -> None:
        super().__init__(spacing=plan.px(4))
        self._words = words
        ground = theme.ground(Tone.CARD)
        self._number = Letters(
            plan, ground, digits=True, capital=plan.recent, bold=True, halign="left"
        )
        self._counter = Letters(
            plan, ground, capital=plan.recent_word, halign="right", size_hint_x=0.85
        )
        for part in (self._number, self._counter):
            self.add_widget(part)

    @property
    def says(self) -> str:
        """What can be read in this row."""
        return f"{self._number.text} {self._counter.text}".strip()

    def show(self, call: Call | None) -> None:
        """Show a call, or nothing."""
        self._number.text = "" if call is None else call.number
        self._counter.text = "" if call is None else counter_words(self._words, call.counter)


class WaitingCell(BoxLayout):
    """How many wait for one service, its name in both languages."""

    def __init__(self, theme: Theme, plan: Plan) -> None:
        super().__init__(spacing=plan.px(4))
        ground = theme.ground(Tone.QUIET)
        names = BoxLayout(orientation="vertical", padding=[0, plan.px(6)])
        self._zh = Letters(plan, ground, capital=plan.heading, halign="left", bold=True)
        self._en = Letters(plan, ground, capital=plan.small, halign="left", size_hint_y=0.7)
        for name in (self._zh, self._en):
            names.add_widget(name)
        self._count = Letters(
            plan,
            ground,
            digits=True,
            capital=plan.recent,
            bold=True,
            halign="center",
            size_hint_x=0.5,
        )
        for part in (names, self._count):
            self.add_widget(part)

    @property
    def says(self) -> str:
        """What can be read in this cell."""
        return f"{self._zh.text} {self._count.text}".strip()

    def show(self, waiting: WaitingFor | None) -> None:
        """Show a service, or nothing."""
        self._zh.text = "" if waiting is None else waiting.name.zh
        self._en.text = "" if waiting is None else waiting.name.en
        self._count.text = "" if waiting is None else str(waiting.count)

    def show_nobody(self) -> None:
        """Show that nobody waits at all."""
        self._count.text = "0"


def counter_words(words: SaysWords, counter: int) -> str:
    """Return what a counter is called."""
    return words.gettext("Counter {counter}").format(counter=counter)


def around_number(words: SaysWords) -> tuple[str, str]:
    """Return what stands before and after the number of a counter."""
    before, _, after = words.gettext("Counter {counter}").partition("{counter}")
    return before.strip(), after.strip()


def _same_call(one: Call, other: Any) -> bool:
    return isinstance(other, Call) and (one.number, one.at) == (other.number, other.at)
