"""Pages on which a PIN is typed: the staff entrance, the second person, one's own new PIN."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.errors import Refused
from kiosk.ids import DoorId, PinHash, StaffId
from kiosk.settings import Permission
from kiosk.staff import STAFF, rules
from kiosk.staff.login import Session
from kiosk.tap import Done
from screens.base import layout_beside
from screens.icons import Icon
from screens.staff.page import SignedInPage, StaffPage

NUMBER_DIGITS = 2
LEAST, MOST = 6, 12
"""Digits of any PIN; an older one may be shorter, or a chosen one longer, than is asked for now."""


class PinScreen(StaffPage):
    """The staff entrance. Digits go to the number first, then to the PIN."""

    icon = Icon.KEY
    layout = layout_beside(__file__)

    number = StringProperty("")
    pin = StringProperty("")
    digits = NumericProperty(LEAST)
    with_number = BooleanProperty(True)
    ask = StringProperty("")
    verb = StringProperty("")
    least = LEAST

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Staff")

    def on_pre_enter(self) -> None:
        """Ask how long PINs are here; on a low panel the button stands beside the digits."""
        self.digits = self.staff.settings.staff.pin_digits
        self.ask = self.ask or self._("PIN")
        self.verb = self.verb or self._("Sign in")
        if not self.with_number:
            self.ids.entry.remove_widget(self.ids.number)
        if self.theme.tight and self.body is not None:
            button = self.ids.enter
            self.body.remove_widget(button)
            button.size_hint_x = 0.4
            button.pos_hint = {"y": 0}
            self.ids.entry.add_widget(button)

    def on_leave(self) -> None:
        """Forget what was typed."""
        self.clear()

    def type(self, digit: str) -> None:
        """Take a digit."""
        if self.busy:
            return
        if self.with_number and len(self.number) < NUMBER_DIGITS:
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


class SecondPersonScreen(PinScreen, SignedInPage):
    """A second member of staff says yes to clearing a door. Given: ``door``, ``note``."""

    def heading(self) -> str:
        """Return whose digits are wanted."""
        return self._("The second person")

    def enter(self) -> None:
        """Check the second person; then the door may be opened."""
        number, pin, self.pin = StaffId(self.number), self.pin, ""
        self.do(
            self.login.second,
            number,
            pin,
            first=self.session.member,
            needs=Permission.CLEAR_DOORS,
            then=self._agreed,
        )

    def on_pre_enter(self) -> None:
        """Name the button."""
        self.verb = self._("Agree")
        super().on_pre_enter()

    def _agreed(self, second: StaffId) -> None:
        door: DoorId = self.given["door"]
        self.goes.replace("staff.clear_door", door=door, note=self.given["note"], second=second)


class OwnPinScreen(PinScreen, SignedInPage):
    """Choose one's own PIN, typed twice."""

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Change my PIN")

    def on_pre_enter(self) -> None:
        """Ask for the new PIN the first time."""
        self._first = ""
        self.with_number = False
        self.ask, self.verb = self._("New PIN"), self._("Next")
        super().on_pre_enter()
        self.least = int(self.digits)

    def on_leave(self) -> None:
        """Forget what was typed."""
        self._first = ""
        super().on_leave()

    def enter(self) -> None:
        """Remember the first time; compare the second."""
        typed, self.pin = self.pin, ""
        if not self._first:
            self.do(self.login.hash, typed, then=lambda _: self._once_more(typed))
        elif typed != self._first:
            self._begin_again(self._("The two were not the same. Please begin again."))
        else:
            self.do(self.login.hash, typed, then=self._change)

    def refuse(self, refused: Refused) -> None:
        """Say why not, and begin again."""
        self._begin_again(self.words(refused))

    def _once_more(self, typed: str) -> None:
        self._first = typed
        self.ask, self.verb = self._("The new PIN once more"), self._("Change")

    def _begin_again(self, sentence: str) -> None:
        self._first = ""
        self.ask, self.verb = self._("New PIN"), self._("Next")
        self.say_notice(sentence, tone="bad")

    def _change(self, pin: PinHash) -> None:
        me = self.session.member
        self.act(STAFF, rules.change_pin, by=me, member=me, pin=pin, then=self._changed)

    def _changed(self, _: Done) -> None:
        self._begin_again("")
        self.say_notice(self._("Your new PIN holds from now on."), tone="good")
