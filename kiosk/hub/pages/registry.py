"""Every page of the hub, in one table: a part that is new writes itself in here."""

from __future__ import annotations

from kiosk.hub.office.sections import SECTIONS as OFFICE
from kiosk.hub.pages import (
    assets,
    calendars,
    counter,
    display,
    displays,
    doors,
    home,
    phone,
    sign_in,
    terminals,
)
from kiosk.hub.pages.sections import Section

PAGES: tuple[Section, ...] = (
    Section(assets.routes),
    sign_in.SECTION,
    home.SECTION,
    counter.SECTION,
    doors.SECTION,
    terminals.SECTION,
    *OFFICE,
    displays.SECTION,
    phone.SECTION,
    display.SECTION,
    calendars.SECTION,
)
"""In the order of the navigation."""
