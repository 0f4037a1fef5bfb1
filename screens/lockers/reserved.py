"""A reservation that is made, and coming with one."""

from __future__ import annotations

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
from kiosk.tap import Tap
from screens.icons import Icon
from screens.lockers.errand import Errand
from screens.lockers.reserving import ReservationScreen
from screens.six_digits import SixDigits
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.keypad import CodeShown
from screens.widgets.qr import QrCode
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


class ArriveScreen(SixDigits, ReservationScreen):
    """Six digits, or the QR code before the scanner."""

    icon = Icon.KEY
    personal = True
    clips = ("reservation_code",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("I have reserved")

    def on_pre_enter(self) -> None:
        """Ask for the code; or follow a scan at once."""
        question = self._("Please type the code of your reservation.")
        self.ask_for_code(question, self._("Your code"))
        if "scanned" in self.given:
            self.on_scan(self.given["scanned"])

    def on_scan(self, code: str) -> bool:
        """Follow any code that is held to the scanner here."""
        if self.wait():
            self.desk.scan(self._told, text=code)
        return True

    def entered(self) -> None:
        """Ask the desk whose reservation it is."""
        if self.wait():
            self.desk.reservations.enter_code(self._told, code=self.code)

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
