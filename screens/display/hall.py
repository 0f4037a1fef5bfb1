"""The whole picture of the hall display. Static: only what has changed is drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.hall.board import MOST_LAST, HallBoard
from kiosk.words import mark
from screens.display.parts import Both, HallHeader, Panel, Sentence, headed
from screens.display.plan import Plan
from screens.display.rows import CallRow, RecentRow, WaitingCell
from screens.says import SaysWords
from screens.theme import Theme, Tone
from screens.widgets.ribbon import Ribbon


class HallView(BoxLayout):
    """Header, calls, who waits, a line of notices; or one calm sentence.

    Args:
        words: sentences of a language code.
        board: has the name of the station until the terminal says it itself.

    Attributes:
        lost: nobody feeds the display; old numbers would mislead, so none is shown.
    """

    def __init__(
        self, theme: Theme, plan: Plan, words: Callable[[str], SaysWords], board: HallBoard
    ) -> None:
        super().__init__(orientation="vertical")
        self._theme, self._plan, self._both = theme, plan, Both(words)
        self._board = board
        self._turn = 0
        self.lost = True
        self._header = HallHeader(theme, plan)
        self._rows = [CallRow(theme, plan, self._both.zh) for _ in range(plan.rows)]
        self._last = [RecentRow(theme, plan, self._both.zh) for _ in range(MOST_LAST)]
        self._cells = [WaitingCell(theme, plan) for _ in range(plan.cells)]
        self._calls = self._build_calls()
        self._calm = Sentence(theme, plan, tone="page", capital=34, second=16)
        self._strip = self._build_strip()
        self._notice = Sentence(
            theme, plan, tone="quiet", capital=10, second=8, beside=not plan.portrait
        )
        self._notice.size_hint_y, self._notice.height = None, plan.px(plan.notice)
        self._ribbon = Ribbon(theme=theme)
        self.show_lost()

    # -- what is told ----------------------------------------------------------------------

    def show(self, board: HallBoard) -> None:
        """Show the hall as the terminal tells it."""
        self._board = board
        self.lost = False
        for row, call in zip_longest(self._rows, board.current[: len(self._rows)]):
            row.show(call)
        for last, call in zip_longest(self._last, board.last[: len(self._last)]):
            last.show(call)
        if board.current or board.last:
            self._put(self._calls, self._strip, self._notice)
        else:
            self._calm.show(*self._both.pair(mark("Take a ticket and wait for your number.")))
            strip = (self._strip,) if board.waiting else ()
            self._put(self._calm, *strip, self._notice)
        self._show_turn()

    def show_lost(self) -> None:
        """Say calmly that nobody is called here now."""
        self.lost = True
        self._calm.show(*self._both.pair(mark("Calls have stopped. Please watch the counters.")))
        for row in self._rows:
            row.show(None)  # so that a call is new again when the terminal is back
        self._put(self._calm)

    def show_time(self, text: str) -> None:
        """Show the time of day."""
        self._header.show(self._board.name.zh, self._board.name.en, text)

    def turn(self) -> None:
        """Go on to the next notice, and to the next services if not all of them fit."""
        self._turn += 1
        self._show_turn()

    def says(self) -> dict[str, Any]:
        """Return what can be read, for support and tests."""
        shown = {each for each in self.children if each is not self._header}

        def lines(inside: Widget, parts: list[Any]) -> list[str]:
            return [part.says for part in parts if part.says] if inside in shown else []

        return {
            "lost": self.lost,
            "sentence": self._calm.says if self._calm in shown else "",
            "calls": lines(self._calls, self._rows),
            "last": lines(self._calls, self._last),
            "waiting": lines(self._strip, self._cells),
            "notice": self._notice.says if self._notice in shown else "",
        }

    # -- parts -----------------------------------------------------------------------------

    def _build_calls(self) -> Widget:
        theme, plan = self._theme, self._plan
        calls = BoxLayout(
            orientation="vertical" if plan.portrait else "horizontal",
            padding=[plan.px(plan.margin), plan.px(plan.gap)],
            spacing=plan.px(plan.gap),
        )
        now = headed(
            theme, plan, "page", self._headings(mark("Now calling"), mark("Counter")), self._rows
        )
        last = headed(theme, plan, Tone.CARD, self._headings(mark("Last calls")), self._last)
        for panel, share in ((now, 0.66), (last, 0.34)):
            panel.size_hint = (1, share) if plan.portrait else (share, 1)
            calls.add_widget(panel)
        return calls

    def _headings(self, *messages: str) -> tuple[str, ...]:
        return tuple("  ".join(self._both.pair(message)) for message in messages)

    def _build_strip(self) -> Widget:
        plan = self._plan
        edge = plan.px(plan.margin)
        around = BoxLayout(size_hint_y=None, height=plan.px(plan.strip))
        around.padding = [edge, 0, edge, plan.px(plan.gap)]
        strip = Panel(self._theme, plan, Tone.QUIET, orientation="horizontal")
        title = Sentence(
            self._theme, plan, tone=Tone.QUIET, capital=plan.heading, second=plan.small
        )
        title.show(*self._both.pair(mark("People waiting")))
        title.size_hint_x, title.width = None, plan.px(90)
        for part in (title, *self._cells):
            strip.add_widget(part)
        around.add_widget(strip)
        return around

    # -- turns -----------------------------------------------------------------------------

    def _put(self, *below: Widget) -> None:
        wanted = (self._header, self._ribbon, *below)
        if tuple(reversed(self.children)) == wanted:
            return
        self.clear_widgets()
        for part in wanted:
            self.add_widget(part)

    def _show_turn(self) -> None:
        shown = len(self._cells)
        pages = max(1, -(-len(self._board.waiting) // shown))
        first = self._turn % pages * shown
        for cell, waiting in zip_longest(self._cells, self._board.waiting[first : first + shown]):
            cell.show(waiting)
        if not self._board.waiting:
            self._cells[0].show_nobody()
        notices = self._board.notices
        notice = notices[self._turn % len(notices)] if notices else None
        self._notice.show(*(("", "") if notice is None else (notice.zh, notice.en)))
