"""The waiting screen: the station, the time, "touch to begin". Nothing personal, ever."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.clock import STATION_ZONE
from screens.base import KioskScreen, layout_beside
from screens.icons import Icon
from screens.theme import Family
from screens.visit import Language


class AttractScreen(KioskScreen):
    """Waits for the first touch; care mode and English begin here too."""

    family = Family.SHELL
    icon = Icon.STOREFRONT
    layout = layout_beside(__file__)

    ribbon = True

    name = StringProperty("")
    day = StringProperty("")
    hours = StringProperty("")
    hour = StringProperty("")

    def heading(self) -> str:
        """Return the words of welcome that staff chose, or else the name of the station."""
        return self.services.about.welcome.get(self.visit.language) or station_name(self)

    def on_pre_enter(self) -> None:
        """Show today, and whether the station can do anything now."""
        self.can_go_back = False
        self.name = station_name(self)
        say_if_cared_for(self)
        self.day = today(self)
        self.hours = open_today(self)

    def show_time(self, text: str) -> None:
        """Show the time of day large, here where there is room; a day may end meanwhile."""
        super().show_time(text)
        self.hour = text
        self.day = today(self)
        self.hours = open_today(self)

    def on_touch_down(self, touch: Any) -> bool:
        """Any touch wakes the screen; on a button, the button says how."""
        if super().on_touch_down(touch):
            return True
        self.goes.wake()
        return True

    def start(self) -> None:
        """Begin as everybody does."""
        self.goes.wake()

    def start_with_care(self) -> None:
        """Begin in care mode."""
        self.goes.wake(care=True)

    def start_in_english(self) -> None:
        """Begin in English."""
        self.goes.wake(language=Language.EN)


def station_name(page: KioskScreen) -> str:
    """Return what the station is called in the language of the visit."""
    names = page.services.about.names
    return names.get(page.visit.language, next(iter(names.values()), ""))


def say_if_cared_for(page: KioskScreen) -> None:
    """Say it on the page when the station takes no entries now, or a service takes none."""
    station = page.services.station
    if station is None:
        return
    if station.read_only:
        page.say_notice(page._("Nothing can be done here at the moment. Please ask the staff."))
    elif station.set_aside:
        page.say_notice(page._("Some services are being looked after. Please ask the staff."))


def today(page: KioskScreen) -> str:
    """Return the local day as people say it."""
    now = page.services.clock.now().astimezone(STATION_ZONE)
    weekdays = (
        page._("Monday"),
        page._("Tuesday"),
        page._("Wednesday"),
        page._("Thursday"),
        page._("Friday"),
        page._("Saturday"),
        page._("Sunday"),
    )
    return page._("{weekday}, {day}/{month}").format(
        weekday=weekdays[now.weekday()], day=now.day, month=now.month
    )


def open_today(page: KioskScreen) -> str:
    """Return when the station is open today, as a sentence; empty if it does not say."""
    hours = page.services.about.hours.get(page.visit.language, "")
    return page._("Open today {hours}").format(hours=hours) if hours else ""
