"""Where staff can go from their first page: by part of the station, each with what it takes."""

from __future__ import annotations

import msgspec

from kiosk.settings import Permission
from kiosk.words import mark
from screens.icons import Icon

_P = Permission


class Way(msgspec.Struct, frozen=True):
    """One page; ``permission`` is what a role needs to be shown it."""

    page: str
    title: str
    icon: Icon
    permission: Permission | None


class Group(msgspec.Struct, frozen=True):
    """The pages of one part of the station, under its name."""

    title: str
    icon: Icon
    ways: tuple[Way, ...]


COUNTER = Group(
    mark("Counter"),
    Icon.CONFIRMATION_NUMBER,
    (
        Way("staff.counter", mark("Work at a counter"), Icon.CAMPAIGN, _P.WORK_COUNTER),
        Way("staff.home_visits", mark("Home visits"), Icon.HOME, _P.HOME_VISITS),
    ),
)
LOCKERS = Group(
    mark("Lockers"),
    Icon.INVENTORY_2,
    (
        Way("staff.doors", mark("Doors"), Icon.GRID_VIEW, _P.VIEW_DOORS),
        Way("staff.handovers", mark("Hand-overs"), Icon.PACKAGE_2, _P.OPEN_DOORS),
        Way("staff.reservations", mark("Reservations"), Icon.EVENT, _P.VIEW_DOORS),
        Way("staff.goods", mark("Goods from cleared doors"), Icon.SHELVES, _P.CLEAR_DOORS),
        Way("staff.cleaning", mark("Cleaning round"), Icon.CLEANING_SERVICES, _P.OPEN_DOORS),
        Way("staff.extend", mark("Extend all rentals"), Icon.TIMER, _P.EXTEND_RENTALS),
    ),
)
VENUES = Group(
    mark("Places"),
    Icon.MEETING_ROOM,
    (
        Way(
            "staff.venue_reviews",
            mark("Applications to decide"),
            Icon.FACT_CHECK,
            _P.VIEW_VENUES,
        ),
        Way(
            "staff.venue_calendar",
            mark("Calendar of all places"),
            Icon.CALENDAR_MONTH,
            _P.VIEW_VENUES,
        ),
        Way("staff.day_sheet", mark("Day sheet"), Icon.PRINT, _P.VIEW_VENUES),
        Way("staff.venue_blackouts", mark("Closed places"), Icon.BLOCK, _P.MANAGE_VENUES),
        Way("staff.venue_marks", mark("Marks and appeals"), Icon.REPORT, _P.VIEW_VENUES),
    ),
)
STATION = Group(
    mark("Station and terminal"),
    Icon.TUNE,
    (
        Way("staff.calendar", mark("Working days"), Icon.CALENDAR_MONTH, _P.EDIT_CALENDAR),
        Way("staff.settings", mark("Settings"), Icon.TUNE, _P.CHANGE_SETTINGS),
        Way("staff.history", mark("Changes of settings"), Icon.HISTORY, _P.READ_AUDIT),
        Way("staff.members", mark("Staff members"), Icon.GROUPS, _P.MANAGE_STAFF),
        Way("staff.own_pin", mark("Change my PIN"), Icon.PIN, None),
        Way("staff.clock", mark("Clock"), Icon.SCHEDULE, _P.SET_CLOCK),
        Way("staff.hub", mark("Connection to the hub"), Icon.REFRESH, _P.TEST_DEVICES),
        Way("staff.bench", mark("Test the doors"), Icon.BUILD, _P.TEST_DEVICES),
        Way("staff.try_typing", mark("Try the keyboard"), Icon.EDIT, _P.TEST_DEVICES),
        Way("ruler", mark("Check the screen's size"), Icon.STRAIGHTEN, _P.TEST_DEVICES),
        Way("staff.about", mark("About this terminal"), Icon.INFO, None),
    ),
)
GROUPS = (COUNTER, LOCKERS, VENUES, STATION)
"""In the order of the page: what is used all day long comes first."""
