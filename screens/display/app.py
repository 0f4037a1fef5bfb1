"""The application of the hall display: a window with what the terminal tells; nothing to touch.

Import this after ``screens.kivy_setup.prepare``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.base import ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.clock import STATION_ZONE
from kiosk.hall.board import HallBoard
from screens.display.hall import HallView
from screens.display.plan import plan_for
from screens.failsafe import Failsafe, Watchdog
from screens.kivy_setup import register_fonts
from screens.says import SaysWords
from screens.services import TellsTime
from screens.shut import ShutApp
from screens.theme import Screen, Theme

TURN = 10.0
"""Seconds a notice stands."""
_TICK = 1.0


class DisplayApp(ShutApp):
    """The hall display.

    Args:
        board: what is shown before the terminal has said anything: the name of the station.
    """

    def __init__(
        self,
        screen: Screen,
        words: Callable[[str], SaysWords],
        clock: TellsTime,
        board: HallBoard,
        **kwargs: Any,
    ) -> None:
        self._screen = screen
        self._say_words = words
        self._now = clock
        self._board = board
        self._watchdog = Watchdog()
        self._failsafe = Failsafe(self._recover, self.leave)
        self._ticks: list[Any] = []
        self.view: HallView | None = None
        super().__init__(**kwargs)

    def build(self) -> HallView:
        """Make the picture."""
        register_fonts()
        theme = Theme(self._screen)
        Window.clearcolor = theme.palette.page.fill
        Window.bind(on_request_close=self.stay)
        ExceptionManager.add_handler(self._failsafe)
        self.view = HallView(theme, plan_for(self._screen), self._say_words, self._board)
        return self.view

    def on_start(self) -> None:
        """Let time pass on the display."""
        self._tick(0)
        self._ticks = [
            Clock.schedule_interval(self._tick, _TICK),
            Clock.schedule_interval(self._turn, TURN),
        ]
        if self._watchdog.period is not None:
            ping = Clock.schedule_interval(lambda _: self._watchdog.ping(), self._watchdog.period)
            self._ticks.append(ping)
        self._watchdog.ready()

    def on_stop(self) -> None:
        """Let go of what is not ours alone."""
        self._watchdog.stopping()
        for event in self._ticks:
            event.cancel()
        Window.unbind(on_request_close=self.stay)
        ExceptionManager.remove_handler(self._failsafe)

    def show(self, board: HallBoard) -> None:
        """Show what the terminal tells. On the UI thread."""
        if self.view is not None:
            self.view.show(board)
            self._tick(0)

    def says(self) -> dict[str, Any]:
        """Return what can be read now. From any thread; nothing personal is ever shown."""
        return {} if self.view is None else self.view.says()

    def show_lost(self) -> None:
        """The terminal is gone. On the UI thread."""
        if self.view is not None and not self.view.lost:
            self.view.show_lost()

    def _recover(self) -> None:
        if self.view is not None:
            self.view.show_lost()  # the next line of the feed brings the picture back

    def _tick(self, _: float) -> None:
        if self.view is not None:
            now = self._now.now().astimezone(STATION_ZONE)
            self.view.show_time(now.strftime("%H:%M"))

    def _turn(self, _: float) -> None:
        if self.view is not None:
            self.view.turn()
