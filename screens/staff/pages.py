"""The staff pages, one line each; the registry takes them over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.staff.doors import DoorFilterScreen, DoorsScreen
from screens.staff.first_pins import FirstPinsScreen
from screens.staff.home import StaffHomeScreen
from screens.staff.pin import PinScreen

STAFF_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "staff.first_pins": FirstPinsScreen,
        "staff.pin": PinScreen,
        "staff.home": StaffHomeScreen,
        "staff.doors": DoorsScreen,
        "staff.door_filter": DoorFilterScreen,
    }
)
