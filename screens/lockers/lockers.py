"""The first page of the lockers: store or pick up, and how things stand."""

from __future__ import annotations

from collections.abc import Iterable

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.ids import DoorId
from screens.base import layout_beside
from screens.icons import Icon
from screens.lockers.page import LockerScreen
from screens.widgets.rows import Fact

SHOWN_DOORS = 8
"""More door numbers than these tell nobody anything."""


class LockersScreen(LockerScreen):
    """Two huge choices, two for later. Late doors are shown as numbers, never as people."""

    layout = layout_beside(__file__)
    clips = ("lockers",)

    free = NumericProperty(-1)
    free_words = StringProperty("")
    pick_up_words = StringProperty("")
    online = BooleanProperty(True)
    late = StringProperty("")
    nearly = StringProperty("")

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Lockers")

    def on_pre_enter(self) -> None:
        """Show what is free, and go on looking."""
        if not self.cramped:
            self.pick_up_words = (
                self._("With door number and code, or the QR code")
                if self.services.scanner
                else self._("With door number and code")
            )
        self.look_again(self._look_round)

    def store(self) -> None:
        """Go on to the sizes; without a cabinet there is nothing to go on to."""
        if self.online:
            self.goes.go("lockers.size")

    def pick_up(self) -> None:
        """Go on to door number and code."""
        self.goes.go("lockers.pick_up")

    def reserve(self) -> None:
        """Go on to a door for later."""
        self.goes.go("lockers.reserve")

    def arrive(self) -> None:
        """Go on to the code of a reservation."""
        self.goes.go("lockers.arrive")

    def _in_words(self) -> str:
        if not self.online:
            return self._("Not possible now")
        if not self.free:
            return self._("No door is free now")
        return self.plural("{count} door is free", "{count} doors are free", self.free).format(
            count=self.free
        )

    def _look_round(self) -> None:
        was = self.online
        self.online = self.desk.state.online
        self.free = sum(max(size.doors, size.easy) for size in self.desk.free())
        self.free_words = self._in_words()
        if was and not self.online:
            self.say_notice(
                self._("The doors do not answer now. What is stored is safe; please ask the staff.")
            )
        elif self.online and not was:
            self.say_notice("")
        self._look_at_times()

    def _look_at_times(self) -> None:
        moment = self.services.station.moment()
        share = moment.settings.lockers.reminder_share
        # What staff put in for somebody is theirs to look after.
        rentals = [each for each in self.lockers.rentals.values() if each.giver is None]
        late = [each.door for each in rentals if each.is_overdue(moment.at)]
        nearly = [
            each.door
            for each in rentals
            if each.door not in late and each.remind_from(share) <= moment.at
        ]
        told = (_listed(late), _listed(nearly))
        if told != (self.late, self.nearly):
            self.late, self.nearly = told
            self._show_times()

    def _show_times(self) -> None:
        self.ids.times.clear_widgets()
        for icon, label, doors, tone in (
            (Icon.SCHEDULE, self._("Time is over"), self.late, "care"),
            (Icon.HOURGLASS_TOP, self._("Time is nearly over"), self.nearly, "card"),
        ):
            if doors:
                fact = Fact(theme=self.theme, icon=icon, label=label, text=doors, tone=tone)
                self.ids.times.add_widget(fact)


def _listed(doors: Iterable[DoorId]) -> str:
    found = sorted(doors)
    more = " …" if len(found) > SHOWN_DOORS else ""
    return "  ".join(found[:SHOWN_DOORS]) + more
