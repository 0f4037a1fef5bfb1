"""Home: what the station offers, how one likes the screen, and nothing else."""

from __future__ import annotations

from functools import partial

from kivy.properties import StringProperty

from screens.base import KioskScreen, layout_beside
from screens.icons import Icon
from screens.services import Entrance
from screens.shell.attract import open_today, say_if_cared_for, station_name, today
from screens.theme import Family
from screens.visit import Language
from screens.widgets.button import Tile

WIDE_TILES = 3
"""Up to so many services stand in one column upright: wide tiles are easier to hit."""


class HomeScreen(KioskScreen):
    """One tile for each service that is built; care, low and language, one tap each."""

    family = Family.SHELL
    icon = Icon.STOREFRONT
    layout = layout_beside(__file__)
    clips = ("home",)
    ribbon = True

    day = StringProperty("")
    hours = StringProperty("")

    def heading(self) -> str:
        """Return the name of the station."""
        return station_name(self)

    def on_pre_enter(self) -> None:
        """Lay out the tiles."""
        self.can_go_home = False
        self.day = today(self)
        self.hours = open_today(self)
        tiles = self.ids.tiles
        tiles.cols = self._columns()
        say_if_cared_for(self)
        for entrance in self.services.entrances:
            tiles.add_widget(self._tile(entrance))

    @property
    def beside(self) -> bool:
        """Few services on a wide page: the question stands beside them, not above."""
        theme = self.theme
        wide = not (theme.portrait or theme.tight or theme.lowered)
        return wide and len(self.services.entrances) <= WIDE_TILES

    def switch_language(self) -> None:
        """Take the other language."""
        others = [code for code in self.services.about.languages if code != self.visit.language]
        if others:
            self.visit.language = Language(others[0])
            self.goes.rebuild()

    def switch_care(self) -> None:
        """Care mode on or off."""
        self.visit.care = not self.visit.care
        self.goes.rebuild()

    def switch_low(self) -> None:
        """Low mode on or off."""
        self.visit.low = not self.visit.low
        self.goes.rebuild()

    def _tile(self, entrance: Entrance) -> Tile:
        return Tile(
            theme=self.theme,
            tone=entrance.family.value,
            icon=entrance.icon,
            title=self._(entrance.title),
            about=self._(entrance.hint),
            on_release=partial(self._open, entrance.page),
        )

    def on_scan(self, code: str) -> bool:
        """A code leads straight to the service it belongs to."""
        for entrance in self.services.entrances:
            if entrance.scans and code.startswith(entrance.scans):
                self.goes.go(entrance.scan_page, scanned=code)
                return True
        return False

    def _open(self, page: str, *_: object) -> None:
        self.goes.go(page)

    def _columns(self) -> int:
        count = len(self.services.entrances)
        if self.theme.portrait:
            return 1 if count <= WIDE_TILES else 2
        if self.beside:
            return 1
        widest = 4 if self.theme.tight and not self.theme.care else 3
        rows = -(-count // widest)
        return max(1, -(-count // max(1, rows)))
