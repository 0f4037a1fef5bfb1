"""The staff pages, one line each; the registry takes them over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.staff.about import AboutScreen, ClockScreen
from screens.staff.bench import BenchScreen
from screens.staff.bench_console import ConsoleScreen, ConsoleSendScreen
from screens.staff.bench_contacts import ContactsScreen
from screens.staff.bench_counts import CountsScreen
from screens.staff.bench_line import LineScreen
from screens.staff.bench_listen import ListenScreen
from screens.staff.bench_ports import PortsScreen
from screens.staff.bench_tools import ToolsScreen
from screens.staff.bench_walk import WalkScreen
from screens.staff.calendar import CalendarScreen
from screens.staff.calendar_day import CalendarDayScreen, CalendarSureScreen, CalendarWhyScreen
from screens.staff.calendar_files import CalendarFilesScreen, CalendarOfferScreen
from screens.staff.calendar_history import CalendarHistoryScreen
from screens.staff.calendar_month import CalendarMonthScreen
from screens.staff.calendar_year import CalendarYearScreen
from screens.staff.cleaning import CleaningScreen
from screens.staff.counter_pages import COUNTER_PAGES
from screens.staff.day_sheet import DaySheetScreen
from screens.staff.door import BlockWhyScreen, StaffDoorScreen
from screens.staff.doors import DoorFilterScreen, DoorsScreen
from screens.staff.first_pins import FirstPinsScreen
from screens.staff.goods import CollectScreen, GoodsScreen
from screens.staff.handovers import (
    ExtendScreen,
    HandOverScreen,
    HandoversScreen,
    ReservationsScreen,
)
from screens.staff.home import StaffHomeScreen
from screens.staff.hours import SetHoursScreen
from screens.staff.hub import HubCodeScreen, HubDiffersScreen, HubScreen
from screens.staff.members import (
    EnrolScreen,
    GiveRoleScreen,
    LeavesScreen,
    MemberScreen,
    MembersScreen,
)
from screens.staff.opening import ClearScreen, ClearWhyScreen, OpenScreen, OpenWhyScreen
from screens.staff.pin import OwnPinScreen, PinScreen, SecondPersonScreen
from screens.staff.plan_change import PlanChangeScreen
from screens.staff.setting import (
    SetChoiceScreen,
    SetNumberScreen,
    SetPermissionsScreen,
    SetTextScreen,
)
from screens.staff.settings import HistoryScreen, SettingGroupScreen, SettingsScreen
from screens.staff.to_tell import ToTellOneScreen, ToTellScreen
from screens.staff.try_typing import TryTypingScreen
from screens.staff.venues.pages import VENUE_STAFF_PAGES

STAFF_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "staff.first_pins": FirstPinsScreen,
        "staff.pin": PinScreen,
        "staff.home": StaffHomeScreen,
        **COUNTER_PAGES,
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
        "staff.goods": GoodsScreen,
        "staff.collect": CollectScreen,
        "staff.handovers": HandoversScreen,
        "staff.hand_over": HandOverScreen,
        "staff.reservations": ReservationsScreen,
        "staff.extend": ExtendScreen,
        "staff.cleaning": CleaningScreen,
        "staff.to_tell": ToTellScreen,
        "staff.to_tell_one": ToTellOneScreen,
        **VENUE_STAFF_PAGES,
        "staff.settings": SettingsScreen,
        "staff.setting_group": SettingGroupScreen,
        "staff.set_number": SetNumberScreen,
        "staff.set_hours": SetHoursScreen,
        "staff.set_choice": SetChoiceScreen,
        "staff.set_permissions": SetPermissionsScreen,
        "staff.set_text": SetTextScreen,
        "staff.history": HistoryScreen,
        "staff.calendar": CalendarScreen,
        "staff.calendar_year": CalendarYearScreen,
        "staff.calendar_month": CalendarMonthScreen,
        "staff.calendar_day": CalendarDayScreen,
        "staff.calendar_why": CalendarWhyScreen,
        "staff.calendar_sure": CalendarSureScreen,
        "staff.calendar_files": CalendarFilesScreen,
        "staff.calendar_offer": CalendarOfferScreen,
        "staff.calendar_history": CalendarHistoryScreen,
        "staff.day_sheet": DaySheetScreen,
        "staff.hub": HubScreen,
        "staff.hub_code": HubCodeScreen,
        "staff.hub_differs": HubDiffersScreen,
        "staff.members": MembersScreen,
        "staff.member": MemberScreen,
        "staff.enrol": EnrolScreen,
        "staff.give_role": GiveRoleScreen,
        "staff.leaves": LeavesScreen,
        "staff.bench": BenchScreen,
        "staff.bench_walk": WalkScreen,
        "staff.bench_contacts": ContactsScreen,
        "staff.bench_line": LineScreen,
        "staff.bench_tools": ToolsScreen,
        "staff.bench_counts": CountsScreen,
        "staff.bench_ports": PortsScreen,
        "staff.bench_listen": ListenScreen,
        "staff.bench_console": ConsoleScreen,
        "staff.bench_send": ConsoleSendScreen,
        "staff.plan_change": PlanChangeScreen,
        "staff.try_typing": TryTypingScreen,
        "staff.clock": ClockScreen,
        "staff.about": AboutScreen,
    }
)
