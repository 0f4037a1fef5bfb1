"""The venue pages, one line each; the registry takes them over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.venues.applied import AppliedScreen
from screens.venues.booking import BookingScreen
from screens.venues.cancel import CancelScreen
from screens.venues.find import FindScreen, SeriesScreen
from screens.venues.form import KindScreen, PurposeScreen, WhoScreen
from screens.venues.heads import CountScreen, HeadsScreen
from screens.venues.month import MonthScreen
from screens.venues.phone import PhoneScreen
from screens.venues.slots import SlotsScreen
from screens.venues.summary import SummaryScreen
from screens.venues.weekly import WeeklyScreen
from screens.venues.zones import VenuesScreen

VENUE_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "venues": VenuesScreen,
        "venues.month": MonthScreen,
        "venues.slots": SlotsScreen,
        "venues.who": WhoScreen,
        "venues.kind": KindScreen,
        "venues.purpose": PurposeScreen,
        "venues.heads": HeadsScreen,
        "venues.count": CountScreen,
        "venues.summary": SummaryScreen,
        "venues.weekly": WeeklyScreen,
        "venues.applied": AppliedScreen,
        "venues.phone": PhoneScreen,
        "venues.find": FindScreen,
        "venues.series": SeriesScreen,
        "venues.booking": BookingScreen,
        "venues.cancel": CancelScreen,
    }
)
