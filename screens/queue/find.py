"""Find a ticket again: by its code before the reader, or by the number on the slip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kivy.properties import StringProperty
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout

from kiosk.errors import Refused
from kiosk.queueing import rules
from kiosk.queueing.booked import Booking
from kiosk.queueing.plan import Hall
from kiosk.queueing.records import Ticket
from screens.base import KioskScreen
from screens.confirming import Place
from screens.icons import Icon
from screens.queue.page import QueueScreen
from screens.telling.finding import news_about, news_of_scan
from screens.theme import Role, Theme
from screens.widgets.button import Toggle
from screens.widgets.keypad import CodeField, Keypad
from screens.widgets.rows import Fact
from screens.widgets.text import Say

DIGITS = 4
"""Digits of a number: one of the terminal, three of the ticket."""


def letters_of(hall: Hall) -> tuple[str, ...]:
    """Return the letters a number may begin with."""
    return tuple(dict.fromkeys(each.letter for each in hall.offered()))


class NumberKeys(BoxLayout):
    """The letter of a number by one touch, its digits on the keys; ``done`` gets all of it."""

    letter = StringProperty("")
    digits = StringProperty("")

    def __init__(self, page: KioskScreen, letters: Sequence[str], done: object) -> None:
        self._done = done
        theme: Theme = page.theme
        super().__init__(orientation="vertical", spacing=theme.gap)
        self.letter = letters[0] if letters else ""
        self._toggles = {each: self._toggle(theme, each) for each in letters}
        field = CodeField(theme=theme, length=DIGITS)
        self.bind(digits=field.setter("typed"))
        chosen = BoxLayout(size_hint_y=None, height=theme.key, spacing=theme.mm(3))
        for toggle in self._toggles.values():
            chosen.add_widget(toggle)
        if theme.tight:
            field.size_hint = (1, 1)
            chosen.add_widget(field)
            self.add_widget(chosen)
        else:
            self.add_widget(chosen)
            self.add_widget(field)
        keypad = Keypad(
            theme=theme,
            clear="" if theme.tight else page._("Clear"),
            rows_of_six=theme.tight or not theme.portrait,
        )
        keypad.bind(
            on_digit=lambda _, digit: self.type(digit),
            on_erase=lambda _: self.erase(),
            on_clear=lambda _: self.clear(),
        )
        middle = AnchorLayout(anchor_y="bottom")
        if theme.tight:
            middle.size_hint_y, middle.height = None, keypad.size_hint_min_y
        middle.add_widget(keypad)
        self.add_widget(middle)

    def _toggle(self, theme: Theme, letter: str) -> Toggle:
        return Toggle(
            theme=theme,
            text=letter,
            on=letter == self.letter,
            size_hint_x=None if theme.tight else 1,
            width=theme.target,
            on_release=lambda _: self.choose(letter),
        )

    def choose(self, letter: str) -> None:
        """Take another letter."""
        self.letter = letter
        for each, toggle in self._toggles.items():
            toggle.on = each == letter

    def type(self, digit: str) -> None:
        """Take a digit; the last one asks."""
        if len(self.digits) < DIGITS:
            self.digits += digit
            if len(self.digits) == DIGITS:
                self._done(f"{self.letter}{self.digits}")  # type: ignore[operator]

    def erase(self) -> None:
        """Take the last digit back."""
        self.digits = self.digits[:-1]

    def clear(self) -> None:
        """Take all digits back."""
        self.digits = ""


class FindScreen(QueueScreen):
    """Hold the code to the reader, or type the number. Given: ``scanned``, if it was scanned."""

    icon = Icon.SEARCH
    clips = ("scan_code",)

    def heading(self) -> str:
        """Return what is asked."""
        return self._("Your number")

    def on_pre_enter(self) -> None:
        """Show the keys; a code that was scanned is looked up at once."""
        self.keys = NumberKeys(self, letters_of(self.hall), self.look_up)
        if self.services.scanner and not (self.theme.tight or self.theme.lowered):
            self.add(
                Fact(
                    theme=self.theme,
                    icon=Icon.QR_CODE_SCANNER,
                    label=self._("You have a QR code?"),
                    text=self._("Hold it to the scanner."),
                )
            )
        if not (self.theme.tight or self.theme.lowered or self.theme.care):
            words = self._("First the letter, then the four digits")
            self.add(Say(theme=self.theme, role=Role.LEAD, bold=True, text=words))
        self.add(self.keys)
        scanned: str = self.given.pop("scanned", "")
        if scanned:
            self._look_up_code(scanned)

    def on_scan(self, code: str) -> bool:
        """Look the code up."""
        if self.busy:
            return False
        self._look_up_code(code)
        return True

    def _look_up_code(self, code: str) -> None:
        unknown = partial(self._unknown, code)
        self.do(self.desk.find, code, then=self._by_qr, refused=unknown)

    def look_up(self, number: str) -> None:
        """Look the number up."""
        desk, station = self.desk, self.station

        def found() -> Ticket:
            return rules.by_number(desk.state, station.moment(), number=number)

        self.do(found, then=self._by_number)

    def refuse(self, refused: Refused) -> None:
        """Say why not; the digits are typed again."""
        self.keys.clear()
        super().refuse(refused)

    def _by_qr(self, found: Ticket | Booking) -> None:
        if isinstance(found, Booking):
            self._go_past_news(found.id, ("queue.appointment", {"appointment": found.id}))
        else:
            self._go_past_news(found.id, ("queue.mine", {"ticket": found.id, "theirs": True}))

    def _by_number(self, ticket: Ticket) -> None:
        # Anybody may type a number; what its owner does not know yet is told to its code.
        self.goes.replace("queue.mine", ticket=ticket.id, theirs=False)

    def _go_past_news(self, thing: str, onward: Place) -> None:
        if not self.tell_news(news_about(self.station, thing), onward):
            page, given = onward
            self.goes.replace(page, **given)

    def _unknown(self, scanned: str, refused: Refused) -> None:
        """A number that was refused later is known to nobody but its owner, who is told now."""
        if not self.tell_news(news_of_scan(self.station, scanned)):
            self.refuse(refused)
