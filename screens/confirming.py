"""Pages about what is recorded here and decided elsewhere: they wait a little, mark it, and tell.

Most of the time the answer is there before anybody sees that it was waited for. While there is
none, the page says that it will be confirmed; the mark goes by itself when the answer comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kivy.clock import Clock
from msgspec.structs import replace

from kiosk.telling.records import ToTell
from screens.base import LOADING_AFTER
from screens.covering import CoveringScreen
from screens.icons import Icon
from screens.telling.finding import news_about
from screens.widgets.cards import Telling

CONFIRM_WITHIN = 2.0
"""Seconds a page waits for a position before it says that it will be confirmed."""
NEWS = "telling.news"
"""The page that tells."""
Place = tuple[str, Mapping[str, Any]]
"""A page, and what it is given."""


def _nothing() -> None:
    """End what was never begun."""


class ConfirmingScreen(CoveringScreen):
    """A page whose acts get their positions from the positioner of the station."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._end_watch: Callable[[], None] = _nothing
        self._end_wait: Callable[[], None] = _nothing
        super().__init__(*args, **kwargs)

    def on_leave(self) -> None:
        """Watch and wait no more."""
        self._end_watch()
        self._end_watch = _nothing
        self._end_wait()
        super().on_leave()

    # -- marks -----------------------------------------------------------------------------

    def is_tentative(self, *things: str) -> bool:
        """Tell whether any of these, or what they are about, waits to be confirmed."""
        return any(map(self.station.is_tentative, things))

    def tentative_words(self) -> str:
        """Return what stands beside whatever waits to be confirmed."""
        return self._("Recorded, will be confirmed")

    def marked(self, telling: Telling, *things: str) -> Telling:
        """Return what a card says with the mark, while ``things`` wait to be confirmed."""
        if not self.is_tentative(*things):
            return telling
        sentence = "\n".join(each for each in (self.tentative_words(), telling.sentence) if each)
        return replace(telling, icon=Icon.HOURGLASS_TOP, sentence=sentence, stands_alone=False)

    def keep_mark(self, changed: Callable[[], None], *things: str) -> None:
        """Call ``changed`` when what is known of ``things`` has another mark than now.

        If they were refused meanwhile, the page gives way to the one that tells it.
        """
        self._end_watch()
        marked = self.is_tentative(*things)

        def look(_: float) -> None:
            over = self._end_watch is _nothing or self.busy
            if over or self.is_tentative(*things) is marked:
                return
            if not (self.current and self.tell_news(news_about(self.station, *things))):
                changed()

        self._end_watch = self._watch(look)

    # -- waiting a little ------------------------------------------------------------------

    def once_sure(self, then: Callable[[], None], *things: str) -> None:
        """Go on with ``then`` once ``things`` are confirmed, or were not for two seconds.

        Until then the page takes no touches. What was refused meanwhile is told instead.
        """
        go_on = partial(self._go_on, then, things)
        if not self.is_tentative(*things):
            go_on()
            return
        self.busy = True
        self._waiting = Clock.schedule_once(self._say_working, LOADING_AFTER)

        def settle(_: float) -> None:
            self._end_wait()
            if self.current:
                go_on()

        def look(_: float) -> None:
            if self._end_wait is end and not self.is_tentative(*things):
                settle(0)

        end_watch = self._watch(look)
        patience = Clock.schedule_once(settle, CONFIRM_WITHIN)

        def end() -> None:
            self._end_wait = _nothing
            end_watch()
            patience.cancel()
            self._settled()

        self._end_wait = end
        look(0)  # it may have come since the first question

    def _go_on(self, then: Callable[[], None], things: tuple[str, ...]) -> None:
        if not self.tell_news(news_about(self.station, *things)):
            then()

    def _watch(self, look: Callable[[float], None]) -> Callable[[], None]:
        """Have ``look`` called on the thread of the screen whenever positions came."""
        return self.station.watch_positions(lambda: Clock.schedule_once(look, 0))

    # -- news ------------------------------------------------------------------------------

    def after_news(self) -> Place | None:
        """Return where whoever was told goes on from here; ``None``: home."""
        return None

    def tell_news(self, news: tuple[ToTell, ...], onward: Place | None = None) -> bool:
        """Tell what somebody does not know yet, then go ``onward``; False if there is nothing."""
        if news:
            entries = tuple(each.entry for each in news)
            self.goes.replace(NEWS, news=entries, onward=onward or self.after_news())
        return bool(news)
