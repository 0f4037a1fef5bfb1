"""The first run: three numbers with their PINs, shown once, because there is no default PIN."""

from __future__ import annotations

from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.errors import Refused
from kiosk.ids import TERMINAL
from kiosk.phrases import staff as phrases
from kiosk.staff.login import FirstPin
from kiosk.tap import Tap
from screens.base import layout_beside
from screens.icons import Icon
from screens.staff.page import StaffPage
from screens.theme import Theme
from screens.widgets.dress import Card
from screens.widgets.keypad import grouped
from screens.widgets.text import Say


class PinCard(Card, BoxLayout):
    """A number, what it may be, and its PIN."""

    def __init__(self, theme: Theme, *, number: str, role: str, pin: str) -> None:
        narrow = theme.tight and theme.care
        super().__init__(
            theme=theme,
            orientation="vertical",
            padding=[theme.mm(4), theme.mm(0.5 if narrow else 3)],
            spacing=theme.mm(1),
            size_hint_y=None,
        )
        self.paint(theme.ground("card").fill, theme.palette.line)
        self.bind(minimum_height=self.setter("height"))
        large = "lead" if theme.tight else "title" if theme.care else "display"
        lines: tuple[tuple[str, str], ...] = ((f"{number} {role}", "body"), (pin, large))
        if narrow:
            lines = ((f"{number} {role}   {pin}", "body"),)
        for text, size in lines:
            words = Say(theme=theme, tone="card", role=size, text=text, bold=True, halign="center")
            self.add_widget(words)


class FirstPinsScreen(StaffPage):
    """Shows the drawn PINs until somebody says they are written down; only then they hold.

    "Later" keeps nothing: the next time other PINs are drawn.
    """

    icon = Icon.KEY
    layout = layout_beside(__file__)

    drawn = BooleanProperty(False)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("First start")

    def on_pre_enter(self) -> None:
        """Draw the PINs."""
        self.can_go_home = self.can_go_back = False
        if self.narrow:
            self.title = self._("Write these down now")
        self._drawn: tuple[FirstPin, ...] = ()
        self.do(self.login.draw_first, then=self._show)

    def on_leave(self) -> None:
        """Forget the PINs, in the widgets too."""
        self._drawn = ()
        for words in self.walk(restrict=True):
            if isinstance(words, Say):
                words.text = ""
        self.ids.pins.clear_widgets()

    @property
    def narrow(self) -> bool:
        """True where there is room for one line a number and no more."""
        return bool(self.theme.tight and self.theme.care)

    def patience(self) -> float:
        """Return how long it may take to write three PINs down."""
        return 300.0

    def keep(self) -> None:
        """They are written down: enrol the three, then ask for a PIN as every day."""
        self.do(self.login.keep_first, Tap.fresh(TERMINAL), self._drawn, then=self._kept)

    def later(self) -> None:
        """Begin without staff; the staff entrance leads here again."""
        self.goes.home()

    def refuse(self, refused: Refused) -> None:
        """Somebody else was faster: go on to the staff entrance."""
        if refused.reason == "already_enrolled":
            self.goes.replace("staff.pin")
        else:
            super().refuse(refused)

    def _show(self, drawn: tuple[FirstPin, ...]) -> None:
        self._drawn = drawn
        self.drawn = True
        roles = phrases.roles(self._)
        for each in drawn:
            pin = grouped(each.pin)
            card = PinCard(self.theme, number=each.member, role=roles[each.role], pin=pin)
            self.ids.pins.add_widget(card)

    def _kept(self, _: object) -> None:
        self.goes.replace("staff.pin")
