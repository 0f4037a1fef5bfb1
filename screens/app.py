"""The Kivy application: a window, the navigator in it, and every way out of it shut.

Import this after ``screens.kivy_setup.prepare``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kivy.base import ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder

from kiosk.clock import STATION_ZONE
from screens.base import KioskScreen
from screens.failsafe import Failsafe, Watchdog
from screens.kivy_setup import register_fonts
from screens.navigation import Navigator
from screens.pace import Pace
from screens.services import Services
from screens.shut import ShutApp
from screens.theme import Screen
from screens.visit import Language


def post(call: Callable[[], None]) -> None:
    """Run ``call`` on the UI thread at the next frame; may be called from any thread."""
    Clock.schedule_once(lambda _: call(), 0)


def load_layouts(pages: Mapping[str, type[KioskScreen]]) -> None:
    """Load each page's layout once: one loaded twice doubles its widgets."""
    for screen in pages.values():
        if screen.layout is not None and str(screen.layout) not in Builder.files:
            Builder.load_file(str(screen.layout))


class KioskApp(ShutApp):
    """The terminal's screen.

    Args:
        services: what pages may ask.
        screen: the panel.
        pages: the registry of pages.
    """

    def __init__(
        self,
        services: Services,
        screen: Screen,
        pages: Mapping[str, type[KioskScreen]],
        **kwargs: Any,
    ) -> None:
        self._services = services
        self._screen = screen
        self._pages = pages
        self._watchdog = Watchdog()
        self._pace = Pace()
        self._failsafe = Failsafe(self._recover, self.leave)
        self._clock_ticks: Any = None
        self._pings: Any = None
        self.navigator: Navigator | None = None
        super().__init__(**kwargs)

    # -- life ------------------------------------------------------------------------------

    def build(self) -> Navigator:
        """Make the root of the window."""
        register_fonts()
        load_layouts(self._pages)
        Window.bind(on_request_close=self.stay, on_touch_down=self._pace.touched)
        ExceptionManager.add_handler(self._failsafe)
        self.navigator = Navigator(self._services, self._screen, self._pages)
        self.navigator.bind(page=self._page_shown)
        return self.navigator

    def on_start(self) -> None:
        """Show the first page."""
        assert self.navigator is not None
        self.navigator.begin()
        self._clock_ticks = Clock.schedule_interval(self._tick, 5)
        if self._watchdog.period is not None:
            self._pings = Clock.schedule_interval(
                lambda _: self._watchdog.ping(), self._watchdog.period
            )
        self._watchdog.ready()

    def on_stop(self) -> None:
        """Let go of what is not ours alone: the window and the handlers outlive the app."""
        self._watchdog.stopping()
        for event in (self._clock_ticks, self._pings):
            if event is not None:
                event.cancel()
        Window.unbind(on_request_close=self.stay, on_touch_down=self._pace.touched)
        self._pace.touched()
        ExceptionManager.remove_handler(self._failsafe)
        if self.navigator is not None:
            self.navigator.close()

    def scanned(self, code: str) -> None:
        """A QR code was read."""
        if self.navigator is not None:
            self.navigator.scanned(code)

    def _recover(self) -> None:
        assert self.navigator is not None
        words = self._services.words(self._services.about.languages[0])
        self.navigator.finish()
        self.navigator.wake(language=Language(self._services.about.languages[0]))
        self.navigator.show_notice(
            words.gettext("Something went wrong, so we began again. Nothing you stored is lost.")
        )

    def _page_shown(self, navigator: Navigator, page: KioskScreen) -> None:
        Window.clearcolor = page.theme.palette.page.fill
        self._show_time()

    def _tick(self, _: float) -> None:
        self._pace.look()
        self._show_time()

    def _show_time(self, *_: object) -> None:
        navigator = self.navigator
        if navigator is not None and navigator.page is not None:
            navigator.page.show_time(
                self._services.clock.now().astimezone(STATION_ZONE).strftime("%H:%M")
            )
