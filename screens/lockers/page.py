"""What the pages of the lockers share: refusals in words, times in words, asking the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kivy.clock import Clock

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.lockers import LOCKERS
from kiosk.lockers.desk import LockerDesk
from kiosk.lockers.events import Purpose, Via
from kiosk.lockers.finding import QR_PREFIX
from kiosk.lockers.records import Lockers
from kiosk.lockers.steps import Found
from kiosk.lockers.waiting import Told
from kiosk.station import Station
from kiosk.tap import Tap
from screens.base import LOADING_AFTER
from screens.confirming import ConfirmingScreen
from screens.icons import Icon
from screens.lockers.at_door import AtDoor
from screens.lockers.errand import Errand
from screens.telling.finding import news_of_code, news_of_scan
from screens.theme import Family

LOOK_EVERY = 1.0
"""Seconds between two looks at what is free, while a page shows it."""


class LockerScreen(ConfirmingScreen):
    """A yellow page."""

    family = Family.LOCKERS
    icon = Icon.INVENTORY_2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._looking: Any = None
        self._scanned = ""
        super().__init__(*args, **kwargs)

    # -- the desk --------------------------------------------------------------------------

    @property
    def desk(self) -> LockerDesk:
        """The one front of the lockers."""
        desk: LockerDesk = self.services.desk
        return desk

    @property
    def lockers(self) -> Lockers:
        """What is true of the doors now."""
        station: Station = self.services.station
        return station.state(LOCKERS)

    def look_again(self, look: Callable[[], None]) -> None:
        """Call ``look`` now and every second until the page is left."""

        def again(_: float) -> None:
            look()

        self._look = again  # Kivy would let go of it
        self._looking = Clock.schedule_interval(again, LOOK_EVERY)
        look()

    def wait(self) -> bool:
        """Begin to wait for the desk; False if the page waits already."""
        if self.busy:
            return False
        self.notice = ""
        self.busy = True
        self.can_go_home = self.can_go_back = False
        self._waiting = Clock.schedule_once(self._say_working, LOADING_AFTER)
        return True

    def answered(self) -> bool:
        """The desk has answered; False if the page is not there any more."""
        self.can_go_home = self.can_go_back = True
        return self._settled()

    def to_the_door(self, errand: Errand, order: Callable[[Told], None]) -> None:
        """Order a door; the door page follows as soon as it is durable."""
        if not self.wait():
            return
        at_door = AtDoor(
            errand,
            desk=self.desk,
            visit=self.visit,
            goes=self.goes,
            voice=self.services.voice,
        )
        at_door.refused = self._not_ordered
        at_door.begin(order)

    def _not_ordered(self, errand: Errand) -> None:
        if not self.answered():
            return
        if errand.refused is not None:
            self.refuse(errand.refused)
        else:
            self.failed()

    def follow(self, found: Found) -> None:
        """Go on with what a code or QR opens: a hand-over opens at once, a rental asks first."""
        if not found.hand_over:
            self.goes.replace("lockers.ask", found=found)
            return
        tap, via = Tap.fresh(), Via.QR if found.by_qr else Via.CODE
        purpose = Purpose.GIVE_BACK

        def order(told: Told) -> None:
            self.desk.open_rental(tap, told, rental=found.rental, purpose=purpose, via=via)

        errand = Errand(purpose, rental=found.rental, until=found.until, via=via, hand_over=True)
        self.to_the_door(errand, order)

    def refuse_unless_news(self, refused: Refused, shown: str) -> None:
        """Tell what whoever shows this QR or code does not know yet; or else why not."""
        code = self.desk.code_tag(shown)
        news = news_of_scan(self.station, shown) or news_of_code(self.station, code)
        if not self.tell_news(news):
            self.refuse(refused)

    def failed(self) -> None:
        """Say that the program or the disk did not do it."""
        self.say_notice(
            self._("That did not work. Nothing was changed. Please ask the staff."), tone="bad"
        )

    def on_leave(self) -> None:
        """Look and wait no more."""
        if self._looking is not None:
            self._looking.cancel()
        if self.busy:
            self._settled()
        super().on_leave()

    def on_scan(self, code: str) -> bool:
        """A rental's QR leads to its door from every page that has nothing better to do."""
        if not code.startswith(QR_PREFIX) or self.busy:
            return False
        self.goes.go("lockers.pick_up", scanned=code)
        return True

    def clear_key(self) -> str:
        """Return what stands on the key that wipes all digits."""
        return self._("C") if self.cramped else self._("Clear")

    # -- words -----------------------------------------------------------------------------

    def time_of(self, at: datetime) -> str:
        """Return a time as people say it: the hour today, with the day on any other."""
        local = at.astimezone(STATION_ZONE)
        today = self.services.clock.now().astimezone(STATION_ZONE).date()
        hour = f"{local:%H:%M}"
        if local.date() == today:
            return self._("{hour} today").format(hour=hour)
        if local.date() == today + timedelta(days=1):
            return self._("{hour} tomorrow").format(hour=hour)
        return self._("{hour} on {day}/{month}").format(hour=hour, day=local.day, month=local.month)

    def words(self, refused: Refused) -> str:
        """Return the sentence for what the lockers refuse."""
        facts = dict(refused.facts)
        if isinstance(facts.get("until"), datetime):
            facts["until"] = self.time_of(facts["until"])
        sentence = self._sentences().get(refused.reason)
        return sentence.format(**facts) if sentence else super().words(refused)

    def _sentences(self) -> dict[str, str]:
        away = self._("The lockers do not answer now. Please try again soon, or ask the staff.")
        cared_for = self._("The lockers are being looked after. Please ask the staff.")
        return {
            "wrong_code": self._("This code is not right. Please check the six digits."),
            "code_of_another_door": self._(
                "This code does not belong to door {door}. Please check the door number."
            ),
            "door_free": self._("Door {door} is not in use. Please check the door number."),
            "codes_resting": self._(
                "Too many wrong codes. Codes can be entered again at {until}; a QR code works now."
            ),
            "reservation_used": self._("This reservation is used already, or was cancelled."),
            "reservation_released": self._(
                "Your door waited until {until} and is free for others now."
            ),
            "no_such_door": self._("There is no door {door} here."),
            "qr_used": self._("This QR code is used up: its door was given back."),
            "already_fetched": self._("This was fetched already, at {until}."),
            "elsewhere": self._("Door {door} is at another cabinet of this station."),
            "qr_unknown": self._("This is not a QR code of these lockers."),
            "door_busy": self._("Door {door} is being opened already. Please wait a moment."),
            "on_battery": self._(
                "The power is out: things can be fetched, but nothing new stored now."
            ),
            "lockers_away": away,
            "full": self._("All doors of this size are taken, and all larger ones."),
            "no_easy_door": self._("No door within easy reach is free; higher or lower ones are."),
            "too_long": self._("A door can be had for {most} hours at most."),
            "no_subject": self._("This door was given back already."),
            "too_late": self._("That took too long, so nothing was done. Please touch it again."),
            "code_in_use": self._("That did not work. Please touch it once more."),
            "read_only": cared_for,
            "family_read_only": cared_for,
        }
