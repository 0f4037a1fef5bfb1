"""What the pages of reservations share: their refusals, spans of time in words."""

from __future__ import annotations

from datetime import datetime

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.lockers.finding import QR_PREFIX
from kiosk.lockers.plan import Size
from screens.icons import Icon
from screens.lockers.page import LockerScreen


class ReservationScreen(LockerScreen):
    """A page about a door for later."""

    icon = Icon.EVENT

    # -- words -----------------------------------------------------------------------------

    def span(self, starts: datetime, ends: datetime) -> str:
        """Return from when to when, as people say it."""
        until = ends.astimezone(STATION_ZONE)
        same = until.date() == starts.astimezone(STATION_ZONE).date()
        return self._("{starts} to {ends}").format(
            starts=self.time_of(starts), ends=f"{until:%H:%M}" if same else self.time_of(ends)
        )

    def size_name(self, size: Size) -> str:
        """Return a door of this size in words."""
        return {
            Size.S: self._("A small door"),
            Size.M: self._("A medium door"),
            Size.L: self._("A large door"),
        }[size]

    def words(self, refused: Refused) -> str:
        """Return the sentence for what is refused about a reservation."""
        facts = dict(refused.facts)
        for name, value in facts.items():
            if isinstance(value, datetime):
                facts[name] = self.time_of(value)
        sentence = self._of_reservations().get(refused.reason)
        return sentence.format(**facts) if sentence else super().words(refused)

    def _of_reservations(self) -> dict[str, str]:
        return {
            "promised": self._("All doors of this size are promised then. Please change the time."),
            "in_the_past": self._("This time is over already. Please choose a later one."),
            "too_far": self._("A door can be reserved {hours} hours ahead at most."),
            "too_early": self._("Your reservation begins at {starts}. Please come back then."),
            "reservation_failed": self._(
                "We are sorry: all doors are still taken. The staff know. Please ask them."
            ),
            "wrong_reservation": self._("There is no reservation with this code."),
            "no_subject": self._("This reservation is over already."),
            "no_easy_door": self._("No door within easy reach can be kept for then."),
        }

    # -- parts -----------------------------------------------------------------------------

    def on_scan(self, code: str) -> bool:
        """A code of the lockers leads to its door, or to its reservation."""
        if not code.startswith(QR_PREFIX) or self.busy:
            return False
        self.goes.go("lockers.arrive", scanned=code)
        return True
