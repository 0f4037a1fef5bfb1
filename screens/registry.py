"""Every page and every service on the home page, in two explicit tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.lockers.finding import QR_PREFIX
from kiosk.queueing.desk import QR_PREFIX as TICKET_PREFIX
from kiosk.venues.finder import QR_PREFIX as VENUE_PREFIX
from kiosk.words import mark
from screens.base import KioskScreen
from screens.icons import Icon
from screens.lockers.ask import AskScreen
from screens.lockers.door import DoorScreen
from screens.lockers.lockers import LockersScreen
from screens.lockers.more import MoreScreen
from screens.lockers.pick_up import PickUpScreen
from screens.lockers.reserve import ReserveScreen, ReserveWhenScreen
from screens.lockers.reserved import ArriveScreen, ReservationFoundScreen, ReservedScreen
from screens.lockers.size import SizeScreen
from screens.queue.pages import QUEUE_PAGES
from screens.services import Entrance
from screens.shell.attract import AttractScreen
from screens.shell.help import HelpScreen
from screens.shell.home import HomeScreen
from screens.shell.ruler import RulerScreen
from screens.shell.still_here import StillHereScreen
from screens.staff.pages import STAFF_PAGES
from screens.telling.news import NewsScreen
from screens.theme import Family
from screens.typing.typing import TypingScreen
from screens.venues.pages import VENUE_PAGES
from screens.widgets import (  # noqa: F401  layouts name these classes
    button,
    cabinet,
    keypad,
    qr,
    ribbon,
    ring,
    rows,
    ruler,
    text,
)

PAGES: Mapping[str, type[KioskScreen]] = MappingProxyType(
    {
        "attract": AttractScreen,
        "home": HomeScreen,
        "help": HelpScreen,
        "still_here": StillHereScreen,
        "ruler": RulerScreen,
        "typing": TypingScreen,
        "telling.news": NewsScreen,
        **QUEUE_PAGES,
        "lockers": LockersScreen,
        "lockers.size": SizeScreen,
        "lockers.more": MoreScreen,
        "lockers.door": DoorScreen,
        "lockers.pick_up": PickUpScreen,
        "lockers.ask": AskScreen,
        "lockers.reserve": ReserveScreen,
        "lockers.reserve_when": ReserveWhenScreen,
        "lockers.reserved": ReservedScreen,
        "lockers.arrive": ArriveScreen,
        "lockers.reservation": ReservationFoundScreen,
        **VENUE_PAGES,
        **STAFF_PAGES,
    }
)

ENTRANCES: tuple[Entrance, ...] = (
    Entrance(
        page="queue",
        family=Family.SERVICES,
        icon=Icon.CONFIRMATION_NUMBER,
        title=mark("Take a number"),
        hint=mark("For the counter: wait sitting down"),
        scans=TICKET_PREFIX,
        scan_page="queue.find",
    ),
    Entrance(
        page="lockers",
        family=Family.LOCKERS,
        icon=Icon.INVENTORY_2,
        title=mark("Lockers"),
        hint=mark("Store a bag, pick it up later"),
        scans=QR_PREFIX,
        scan_page="lockers.pick_up",
    ),
    Entrance(
        page="venues",
        family=Family.VENUES,
        icon=Icon.MEETING_ROOM,
        title=mark("Book a place"),
        hint=mark("Rooms and squares, three working days ahead"),
        scans=VENUE_PREFIX,
        scan_page="venues.find",
    ),
)
"""Only what is built stands here; the home page shows nothing else."""
