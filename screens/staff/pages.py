"""The staff pages, one line each; the registry takes them over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.staff.door import BlockWhyScreen, StaffDoorScreen
from screens.staff.doors import DoorFilterScreen, DoorsScreen
from screens.staff.first_pins import FirstPinsScreen
from screens.staff.home import StaffHomeScreen
from screens.staff.opening import ClearScreen, ClearWhyScreen, OpenScreen, OpenWhyScreen
from screens.staff.pin import OwnPinScreen, PinScreen, SecondPersonScreen

STAFF_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "staff.first_pins": FirstPinsScreen,
        "staff.pin": PinScreen,
        "staff.home": StaffHomeScreen,
        "staff.doors": DoorsScreen,
        "staff.door_filter": DoorFilterScreen,
        "staff.door": StaffDoorScreen,
        "staff.block_why": BlockWhyScreen,
        "staff.open_why": OpenWhyScreen,
        "staff.open": OpenScreen,
        "staff.clear_why": ClearWhyScreen,
        "staff.second": SecondPersonScreen,
        "staff.clear_door": ClearScreen,
        "staff.own_pin": OwnPinScreen,
    }
)
