"""Opening hours of one weekday: touch a time, then move it."""

from __future__ import annotations

from datetime import time

from kivy.properties import NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from kiosk.hours import DAY_MINUTES, Span, minute_of, print_spans, read_spans, time_at
from screens.icons import Icon
from screens.staff.setting import SettingPage, save_button
from screens.widgets.button import BigButton
from screens.widgets.text import Say

MOST_SPANS = 3


class SetHoursScreen(SettingPage):
    """Up to three spans; none means closed all day.

    Attributes:
        chosen: the time that is moved: two for each span.
    """

    chosen = NumericProperty(0)

    def heading(self) -> str:
        """Return which day it is."""
        return self.name

    def on_pre_enter(self) -> None:
        """Begin with what holds now."""
        self._minutes = [minute_of(at) for span in read_spans(self.value) for at in _ends(span)]
        wide = not self.theme.portrait
        room = BoxLayout(orientation="horizontal" if wide else "vertical", spacing=self.theme.gap)
        self._times = BoxLayout(orientation="vertical", spacing=self.theme.mm(3))
        tools = self._tools()
        for part in (self._times, tools):
            room.add_widget(part)
        self.add_widget(room)
        self.add_widget(save_button(self, self._keep))
        self.bind(chosen=self._show)
        self._show()

    # -- what is shown ---------------------------------------------------------------------

    def _tools(self) -> GridLayout:
        tools = GridLayout(
            size_hint_x=1.2 if self.theme.tight else 1,
            cols=2,
            spacing=self.theme.mm(3),
            size_hint_y=None,
        )
        high = self.theme.target if self.theme.tight else self.theme.button
        tools.height = 3 * high + 2 * self.theme.mm(3)
        tools.pos_hint = {"top": 1}
        for text, icon, touched in (
            (self._("− 1 h"), "", lambda _: self.move(-60)),
            (self._("+ 1 h"), "", lambda _: self.move(60)),
            (self._("− 15 min"), "", lambda _: self.move(-15)),
            (self._("+ 15 min"), "", lambda _: self.move(15)),
            (self._("Remove"), Icon.DELETE, lambda _: self.take_away()),
            (self._("Add"), Icon.SCHEDULE, lambda _: self.add_span()),
        ):
            button = BigButton(theme=self.theme, text=text, icon=icon, role="body")
            button.bind(on_release=touched)
            tools.add_widget(button)
        return tools

    def _show(self, *_: object) -> None:
        self._times.clear_widgets()
        for first in range(0, len(self._minutes), 2):
            row = BoxLayout(size_hint_y=None, spacing=self.theme.mm(3))
            row.height = self.theme.target if self.theme.tight else self.theme.button
            row.add_widget(self._time(first))
            dash = Say(theme=self.theme, text="–", wrap="box", halign="center", size_hint_x=0.1)
            row.add_widget(dash)
            row.add_widget(self._time(first + 1))
            self._times.add_widget(row)
        if not self._minutes:
            closed = Say(theme=self.theme, text=self._("Closed all day"), role="lead", bold=True)
            self._times.add_widget(closed)
        self._times.add_widget(BoxLayout())

    def _time(self, place: int) -> BigButton:
        button = BigButton(
            theme=self.theme,
            text=_text(self._minutes[place]),
            tone="shell" if place == self.chosen else "card",
            role="body" if self.theme.tight else "lead",
        )
        button.bind(on_release=lambda _: self.choose(place))
        return button

    # -- verbs -----------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """Let this time be moved."""
        self.chosen = place

    def move(self, minutes: int) -> None:
        """Move the chosen time, within the day."""
        if self._minutes:
            at = self._minutes[self.chosen] + minutes
            self._minutes[self.chosen] = max(0, min(DAY_MINUTES, at))
            self._show()

    def take_away(self) -> None:
        """Take the chosen span away."""
        first = int(self.chosen) // 2 * 2
        del self._minutes[first : first + 2]
        self.chosen = max(0, min(self.chosen, len(self._minutes) - 1))
        self._show()

    def add_span(self) -> None:
        """Add a span after the last one."""
        if len(self._minutes) >= 2 * MOST_SPANS:
            self.say_notice(self._("There is room for three times a day."))
            return
        start = min(self._minutes[-1] + 60, DAY_MINUTES - 60) if self._minutes else 8 * 60 + 30
        self._minutes += [start, min(DAY_MINUTES, start + 180)]
        self.chosen = len(self._minutes) - 1
        self._show()

    def _keep(self) -> None:
        pairs = zip(self._minutes[::2], self._minutes[1::2], strict=True)
        self.save(print_spans(tuple(Span(time_at(begin), time_at(end)) for begin, end in pairs)))


def _ends(span: Span) -> tuple[time, time]:
    return span.opens, span.closes


def _text(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
