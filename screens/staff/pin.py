"""The staff entrance: a number of two digits and a PIN."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from kiosk.errors import Refused
from kiosk.ids import StaffId
from kiosk.staff.login import Session
from screens.base import layout_beside
from screens.icons import Icon
from screens.staff.page import StaffPage

NUMBER_DIGITS = 2
LEAST, MOST = 6, 12
"""Digits of any PIN; an older one may be shorter, or a chosen one longer, than is asked for now."""


class PinScreen(StaffPage):
    """Digits go to the number first, then to the PIN."""

    icon = Icon.KEY
    layout = layout_beside(__file__)

    number = StringProperty("")
    pin = StringProperty("")
    digits = NumericProperty(LEAST)
    least = LEAST

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Staff")

    def on_pre_enter(self) -> None:
        """Ask how long PINs are here; on a low panel the button stands beside the digits."""
        self.digits = self.staff.settings.staff.pin_digits
        if self.theme.tight and self.body is not None:
            button = self.ids.enter
            self.body.remove_widget(button)
            button.size_hint_x = 0.4
            button.pos_hint = {"y": 0}
            self.ids.entry.add_widget(button)

    def on_leave(self) -> None:
        """Forget what was typed."""
        self.number = self.pin = ""

    def type(self, digit: str) -> None:
        """Take a digit."""
        if self.busy:
            return
        if len(self.number) < NUMBER_DIGITS:
            self.number += digit
        elif len(self.pin) < MOST:
            self.pin += digit

    def erase(self) -> None:
        """Take the last digit back."""
        if self.pin:
            self.pin = self.pin[:-1]
        else:
            self.number = self.number[:-1]

    def clear(self) -> None:
        """Begin again."""
        self.number = self.pin = ""

    def enter(self) -> None:
        """Check the PIN."""
        number, pin, self.pin = StaffId(self.number), self.pin, ""
        self.do(self.login.sign_in, number, pin, then=self._signed_in)

    def refuse(self, refused: Refused) -> None:
        """Say why not; the number stays, the PIN is typed again."""
        self.pin = ""
        super().refuse(refused)

    def _signed_in(self, session: Session) -> None:
        self.begin(session)
        self.goes.replace("staff.home")
