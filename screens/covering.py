"""Pages made in code, put together from a few parts; on a low panel a sentence covers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.clock import Moment
from kiosk.station import Station
from screens.base import KioskScreen
from screens.frame import Notice
from screens.icons import Icon
from screens.widgets.button import BigButton
from screens.widgets.cards import Telling, TellingCard


class CoveringScreen(KioskScreen):
    """A page that is filled to its edge on a low panel."""

    @property
    def station(self) -> Station:
        """The station."""
        station: Station = self.services.station
        return station

    def moment(self) -> Moment:
        """Return the present moment."""
        return self.station.moment()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._covered: list[Widget] | None = None
        super().__init__(*args, **kwargs)

    @property
    def cramped(self) -> bool:
        """Large type on a small page: only what must be said is said."""
        return bool(self.theme.care and (self.theme.tight or self.theme.lowered))

    # -- little room -----------------------------------------------------------------------

    @property
    def covers(self) -> bool:
        """A sentence finds no room beside the rest."""
        return bool(self.theme.tight)

    def say_notice(self, sentence: str, *, tone: str = "care") -> None:
        """Say a sentence; on a page too low for both, it takes the place of the rest first."""
        if self.covers and sentence:
            self._cover(sentence, tone)
        else:
            super().say_notice(sentence, tone=tone)

    def _cover(self, sentence: str, tone: str) -> None:
        assert self.body is not None
        if self._covered is None:
            self._covered = list(reversed(self.body.children))
        self.body.clear_widgets()
        telling = Telling(tone, Icon(Notice.ICONS[tone]), sentence, "")
        self.body.add_widget(TellingCard(telling, theme=self.theme))
        self.body.add_widget(Widget())
        self.body.add_widget(
            BigButton(
                theme=self.theme,
                tone="primary",
                icon=Icon.DONE,
                text=self._("Go on"),
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.uncover(),
            )
        )

    def uncover(self) -> None:
        """Show the page again."""
        if self._covered is None or self.body is None:
            return
        covered, self._covered = self._covered, None
        self.body.clear_widgets()
        for part in covered:
            self.body.add_widget(part)

    # -- parts -----------------------------------------------------------------------------

    def add(self, *parts: Widget) -> None:
        """Put parts into the body, one below the other."""
        for part in parts:
            self.add_widget(part)

    def row(self, *parts: Widget, high: float) -> BoxLayout:
        """Return parts beside each other."""
        row = BoxLayout(size_hint_y=None, height=high, spacing=self.theme.gap)
        for part in parts:
            row.add_widget(part)
        return row

    def big_button(
        self, text: str, icon: Icon, act: Callable[[], None], *, primary: bool = False
    ) -> BigButton:
        """Return a button across the page."""
        return BigButton(
            theme=self.theme,
            tone="primary" if primary else "card",
            icon=icon,
            text=text,
            size_hint_y=None,
            height=self.theme.mm(20 if self.theme.tight else 30),
            on_release=lambda _: act(),
        )
