"""One calm page: what was not possible, why, and what now. Whoever read it has been told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.errors import Refused
from kiosk.ids import EntryId
from kiosk.phrases import telling as phrases
from kiosk.tap import Tap
from kiosk.telling import TELLING, rules
from kiosk.telling.events import How
from kiosk.telling.records import ToTell
from kiosk.venues.events import Applied
from screens.covering import CoveringScreen
from screens.icons import Icon
from screens.telling.details import details
from screens.telling.slip import news_slip
from screens.theme import Family, Role
from screens.widgets.button import BigButton
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.text import Say

READ_AFTER = 10.0
"""Seconds after which whoever stands there has read the page, even if they only walk away."""
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {"lockers": Family.LOCKERS, "queueing": Family.SERVICES, "venues": Family.VENUES}
)
_log = logging.getLogger(__name__)


class NewsScreen(CoveringScreen):
    """News one after the other. Given: ``news`` (entries), ``onward`` (page, what it is given)."""

    icon = Icon.INFO
    personal = True

    def __init__(self, *args: Any, **given: Any) -> None:
        self._news: list[EntryId] = list(given["news"])
        self._reading: Any = None
        self._read = False
        first = args[0].station.state(TELLING).refused.get(self._news[0])
        self.family = FAMILIES.get(first.family, Family.SHELL) if first else Family.SHELL
        super().__init__(*args, **given)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("A message for you")

    def on_pre_enter(self) -> None:
        """Show the first of them."""
        self.can_go_back = False
        self._show()

    def on_leave(self) -> None:
        """Whoever had it before them long enough knows it."""
        self._told_if_read()
        super().on_leave()

    @property
    def news(self) -> ToTell | None:
        """What is shown now; ``None`` once somebody else was told it."""
        return self.station.state(TELLING).refused.get(self._news[0])

    # -- verbs -----------------------------------------------------------------------------

    def understood(self) -> None:
        """They know it: show the next one, or go on to what they came for."""
        self._read = True
        self._told_if_read()
        del self._news[0]
        if self._news:
            assert self.body is not None
            self.body.clear_widgets()
            self._show()
            return
        self._go_on()

    def again(self) -> None:
        """They know it, and choose another time."""
        news = self.news
        self._read = True
        self._told_if_read()
        event = None if news is None else self._application(news)
        if event is None:
            self.goes.home()
        else:
            self.goes.replace("venues.month", venue=event.asked.venue)

    def print(self) -> None:
        """Put it on paper."""
        news = self.news
        if news is not None:
            name = self.services.printing.print(news_slip(self, news))
            self.visit.at_end(lambda gone: self.services.printing.forget(name))
            self.say_notice(self._("Your slip is being printed …"), tone="good")

    def _go_on(self) -> None:
        onward = self.given.get("onward")
        if onward is None:
            self.goes.home()
        else:
            page, given = onward
            self.goes.replace(page, **given)

    # -- who was told ----------------------------------------------------------------------

    def _told_if_read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self._read and self._news:
            tell = partial(
                self.station.do,
                Tap.fresh(),
                TELLING,
                rules.tell,
                entries=(self._news[0],),
                how=How.SCREEN,
            )
            self.services.lane.submit(tell, failed=_not_noted)
        self._read = False

    def _was_read(self, _: float) -> None:
        self._read = self.current

    # -- showing ---------------------------------------------------------------------------

    def _show(self) -> None:
        news = self.news
        if news is None:  # somebody was told elsewhere meanwhile
            Clock.schedule_once(self._pass, 0)
            return
        self._reading = Clock.schedule_once(self._was_read, READ_AFTER)
        theme, which = self.theme, details(self, news)
        headline = phrases.headline(self._, news)
        why, now = phrases.why(self._, news.reason), phrases.now(self._, news)
        lines = [why, now]
        if theme.tight and theme.care:
            # Large type on a low page: the button says what now, or else the sentence does.
            lines = [headline, why if self._application(news) else now]
        elif theme.tight:
            self.title = headline
            lines = [which, why, now]
        elif which:
            self.add(Say(theme=theme, role=Role.TITLE, bold=True, text=which))
        telling = Telling("care", Icon.INFO, headline, "\n".join(line for line in lines if line))
        pictured = not (theme.tight or theme.lowered)
        self.add(TellingCard(telling, theme=theme, pictured=pictured, short=theme.tight))
        self.add(Widget(), self._ways(news))

    def _pass(self, _: float) -> None:
        if self.current:
            self.understood()

    def _ways(self, news: ToTell) -> Widget:
        theme = self.theme
        little = theme.tight or theme.care
        ways = [(self._("I know now"), Icon.DONE, self.understood)]
        if self._application(news) is not None:
            text = self._("Another time") if little else self._("Choose another time")
            ways.append((text, Icon.EVENT, self.again))
        if self.services.printing.fitted and not little:
            ways.insert(0, (self._("Print it"), Icon.PRINT, self.print))
        high = theme.mm(20 if theme.tight else 30)
        last = len(ways) - 1
        buttons = [
            BigButton(
                theme=theme,
                tone="primary" if place == last else "card",
                icon=icon,
                role=Role.BODY if little else Role.LEAD,
                text=text,
                on_release=lambda _, act=act: act(),
            )
            for place, (text, icon, act) in enumerate(ways)
        ]
        return self.row(*buttons, high=high)

    def _application(self, news: ToTell) -> Applied | None:
        """Return what was applied for, if another time can be chosen for it here."""
        if news.kind != "venues.applied" or self.services.venues is None:
            return None
        entry = self.station.journal.find(news.entry)
        return None if entry is None else msgspec.json.decode(entry.event, type=Applied)


def _not_noted(error: Exception) -> None:
    """Somebody else was quicker, or the disk said no: then they are told once more."""
    if not isinstance(error, Refused):
        _log.error("that somebody was told was not written: %s", type(error).__name__)
