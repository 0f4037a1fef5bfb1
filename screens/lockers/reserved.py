"""A reservation that is made, and coming with one."""

from __future__ import annotations

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.steps import (
    Failed,
    Found,
    ReservationFound,
    ReservationGone,
    ReservationMade,
    Said,
    Step,
)
from kiosk.lockers.waiting import Told
from kiosk.secrets import CODE_DIGITS
from kiosk.tap import Tap
from screens.icons import Icon
from screens.lockers.errand import Errand
from screens.lockers.reserving import ReservationScreen
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.keypad import CodeField, CodeShown, Keypad
from screens.widgets.qr import QrCode
from screens.widgets.rows import Fact
from screens.widgets.text import Say


class ReservedScreen(ReservationScreen):
    """The code of a new reservation. Given: ``made``."""

    personal = True

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Your reservation")

    def on_pre_enter(self) -> None:
        """Show when, the code and the QR."""
        made: ReservationMade = self.given["made"]
        theme = self.theme
        telling = Telling(
            "good",
            Icon.CHECK_CIRCLE,
            self.span(made.starts, made.ends),
            self._sentence(made),
        )
        if theme.tight and theme.care:  # no room for it on the page
            self.title = self.time_of(made.starts)
        else:
            self.add(TellingCard(telling, short=theme.tight, theme=theme))
        self.add(self._code(made))
        if not theme.tight:
            self.add(Widget())
        self.add(self.big_button(self._("Done"), Icon.DONE, self.goes.finish, primary=True))

    def on_scan(self, code: str) -> bool:
        """Not now: the code is being copied."""
        return False

    def _sentence(self, made: ReservationMade) -> str:
        if self.theme.tight:
            return self._("From {starts}. Please take a photo.").format(
                starts=self.time_of(made.starts)
            )
        return self._("Remember the code, or take a photo. Your door waits until {until}.").format(
            until=self.time_of(made.grace_until)
        )

    def _code(self, made: ReservationMade) -> BoxLayout:
        theme = self.theme
        side = 32 if theme.tight else 46 if theme.lowered else 62 if theme.portrait else 74
        row = BoxLayout(size_hint_y=None, height=theme.mm(side), spacing=theme.gap)
        column = BoxLayout(orientation="vertical", size_hint_y=None, pos_hint={"center_y": 0.5})
        column.bind(minimum_height=column.setter("height"))
        if not theme.tight:
            column.add_widget(Say(theme=theme, role="lead", halign="center", text=self._("Code")))
        column.add_widget(CodeShown(theme=theme, code=made.code))
        row.add_widget(column)
        row.add_widget(QrCode(theme=theme, data=made.qr, side=side))
        return row


class ArriveScreen(ReservationScreen):
    """Six digits, or the QR code before the scanner."""

    icon = Icon.KEY
    personal = True
    clips = ("reservation_code",)

    code = StringProperty("")

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("I have reserved")

    def on_pre_enter(self) -> None:
        """Ask for the code; or follow a scan at once."""
        theme = self.theme
        upright = theme.portrait or theme.tight
        field = CodeField(theme=theme, length=CODE_DIGITS, typed=self.code)
        self.bind(code=field.setter("typed"))
        question = self._("Please type the code of your reservation.")
        left = BoxLayout(orientation="vertical", spacing=theme.gap)
        if upright:
            left.size_hint_y = None
            left.bind(minimum_height=left.setter("height"))
        if theme.tight:
            self.title = self._("Your code")
        else:
            left.add_widget(Say(theme=theme, role="title", bold=True, text=question))
        left.add_widget(field)
        if self.services.scanner and not theme.tight:
            left.add_widget(self._scan_hint())
        if not upright:
            left.add_widget(Widget())
        whole = BoxLayout(orientation="vertical" if upright else "horizontal", spacing=theme.gap)
        whole.add_widget(left)
        whole.add_widget(self._keypad())
        self.add_widget(whole)
        if "scanned" in self.given:
            self.on_scan(self.given["scanned"])

    def on_scan(self, code: str) -> bool:
        """Follow any code that is held to the scanner here."""
        if self.wait():
            self.desk.scan(self._told, text=code)
        return True

    def type(self, digit: str) -> None:
        """Add a digit; the sixth one asks."""
        if self.busy or len(self.code) >= CODE_DIGITS:
            return
        self.notice = ""
        self.code += digit
        if len(self.code) == CODE_DIGITS and self.wait():
            self.desk.reservations.enter_code(self._told, code=self.code)

    def erase(self) -> None:
        """Take the last digit back."""
        if not self.busy:
            self.code = self.code[:-1]

    def clear(self) -> None:
        """Take all digits back."""
        if not self.busy:
            self.code = ""

    def _told(self, step: Step) -> None:
        if not self.answered():
            return
        self.code = ""
        match step:
            case ReservationFound():
                self.goes.replace("lockers.reservation", found=step)
            case Found():
                self.follow(step)
            case Said(refused=refused):
                self.refuse(refused)
            case Failed():
                self.failed()

    def _scan_hint(self) -> Fact:
        return Fact(
            theme=self.theme,
            icon=Icon.QR_CODE_SCANNER,
            label=self._("You have a QR code?"),
            text=self._("Hold it to the scanner."),
        )

    def _keypad(self) -> Keypad:
        keypad = Keypad(
            theme=self.theme,
            clear=self.clear_key(),
            rows_of_six=self.theme.tight,
            pos_hint={"center_x": 0.5},
        )
        keypad.bind(
            on_digit=lambda _, digit: self.type(digit),
            on_erase=lambda _: self.erase(),
            on_clear=lambda _: self.clear(),
        )
        return keypad


class ReservationFoundScreen(ReservationScreen):
    """The code was right: open the door, or give the promise back. Given: ``found``."""

    personal = True

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Your reservation")

    @property
    def found(self) -> ReservationFound:
        """What the desk found."""
        found: ReservationFound = self.given["found"]
        return found

    def on_pre_enter(self) -> None:
        """Show what was reserved."""
        found = self.found
        telling = Telling(
            "quiet",
            Icon.EVENT,
            self.span(found.starts, found.ends),
            self._("{door}. It waits until {until}.").format(
                door=self.size_name(found.size), until=self.time_of(found.grace_until)
            ),
        )
        theme = self.theme
        open_ = self.big_button(self._("Open my door"), Icon.DOOR_OPEN, self.open, primary=True)
        cancel = self.big_button(self._("I do not need it"), Icon.CANCEL, self.cancel)
        self.add(TellingCard(telling, pictured=not theme.tight, theme=theme), Widget())
        if theme.portrait:
            self.add(cancel, open_)
        else:
            self.add(self.row(cancel, open_, high=open_.height))

    def open(self) -> None:
        """Come with it: the door opens."""
        found, tap = self.found, Tap.fresh()
        via = Via.QR if found.by_qr else Via.CODE

        def order(told: Told) -> None:
            self.desk.reservations.arrive(tap, told, reservation=found.reservation, via=via)

        self.to_the_door(Errand(Purpose.STORE, via=via), order)

    def cancel(self) -> None:
        """Give the promise back."""
        if self.wait():
            self.desk.reservations.cancel(
                Tap.fresh(), self._told, reservation=self.found.reservation
            )

    def _told(self, step: Step) -> None:
        if not self.answered():
            return
        match step:
            case ReservationGone():
                self._show_cancelled()
            case Said(refused=refused):
                self.refuse(refused)
            case Failed():
                self.failed()

    def _show_cancelled(self) -> None:
        assert self.body is not None
        self.body.clear_widgets()
        telling = Telling(
            "good",
            Icon.CHECK_CIRCLE,
            self._("Your reservation is cancelled"),
            self._("Thank you: the door is free for others now."),
        )
        self.add(
            TellingCard(telling, pictured=not self.theme.tight, theme=self.theme),
            Widget(),
            self.big_button(self._("Done"), Icon.DONE, self.goes.finish, primary=True),
        )
