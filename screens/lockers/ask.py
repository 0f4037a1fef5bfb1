"""A code or QR was right: take something and keep the door, or give it back?"""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.steps import Found
from kiosk.lockers.waiting import Told
from kiosk.tap import Tap
from screens.base import layout_beside
from screens.icons import Icon
from screens.lockers.errand import Errand
from screens.lockers.page import LockerScreen


class AskScreen(LockerScreen):
    """Asks before the door opens; a second scan alone never gives a door back."""

    layout = layout_beside(__file__)
    icon = Icon.KEY
    personal = True
    clips = ("take_or_give_back",)

    door = StringProperty("")
    until = StringProperty("")
    overdue = BooleanProperty(False)

    def heading(self) -> str:
        """Return whose door it is."""
        return self._("Your door {door}").format(door=self.found.door)

    @property
    def found(self) -> Found:
        """What the desk found."""
        found: Found = self.given["found"]
        return found

    def on_pre_enter(self) -> None:
        """Show until when; kindly where that is over."""
        self.door = self.found.door
        self.overdue = self.found.overdue
        self.until = self.time_of(self.found.until)
        if self.overdue:
            self.say_notice(
                self._("Your time ended at {until}. Your things are safe.").format(until=self.until)
            )

    def take(self) -> None:
        """Take something, keep the door."""
        self._open(Purpose.FETCH)

    def give_back(self) -> None:
        """Take everything, give the door back."""
        self._open(Purpose.GIVE_BACK)

    def _open(self, purpose: Purpose) -> None:
        found, tap = self.found, Tap.fresh()
        via = Via.QR if found.by_qr else Via.CODE

        def order(told: Told) -> None:
            self.desk.open_rental(tap, told, rental=found.rental, purpose=purpose, via=via)

        self.to_the_door(Errand(purpose, rental=found.rental, until=found.until, via=via), order)
