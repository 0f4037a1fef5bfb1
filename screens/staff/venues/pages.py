"""The staff pages of venues, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screens.base import KioskScreen
from screens.staff.venues.closed import BlackoutsScreen, OpenScreen, StationOpenScreen
from screens.staff.venues.closing import CloseScreen
from screens.staff.venues.closing_station import StationCloseScreen
from screens.staff.venues.deciding import ApplicationScreen, AskMoreScreen, RejectScreen
from screens.staff.venues.marks import ExcuseScreen, ExemptScreen, MarksScreen, RecordScreen
from screens.staff.venues.sure import CallOffScreen, MarkScreen, StaffCancelScreen
from screens.staff.venues.todo import CalendarScreen, ReviewsScreen
from screens.staff.venues.using import DayScreen, StaffBookingScreen

VENUE_STAFF_PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "staff.venue_reviews": ReviewsScreen,
        "staff.venue_application": ApplicationScreen,
        "staff.venue_reject": RejectScreen,
        "staff.venue_more": AskMoreScreen,
        "staff.venue_calendar": CalendarScreen,
        "staff.venue_day": DayScreen,
        "staff.venue_booking": StaffBookingScreen,
        "staff.venue_cancel": StaffCancelScreen,
        "staff.venue_call_off": CallOffScreen,
        "staff.venue_mark": MarkScreen,
        "staff.venue_blackouts": BlackoutsScreen,
        "staff.venue_close": CloseScreen,
        "staff.venue_open": OpenScreen,
        "staff.station_close": StationCloseScreen,
        "staff.station_open": StationOpenScreen,
        "staff.venue_marks": MarksScreen,
        "staff.venue_record": RecordScreen,
        "staff.venue_excuse": ExcuseScreen,
        "staff.venue_exempt": ExemptScreen,
    }
)
