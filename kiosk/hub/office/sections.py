"""The pages of the office for the table of all pages."""

from __future__ import annotations

from kiosk.hub.office import (
    calendar,
    closing,
    days,
    figures,
    marks,
    members,
    record,
    reviews,
    settings,
    telling,
)
from kiosk.hub.office.needs import (
    calendar_needs,
    mark_needs,
    member_needs,
    review_needs,
    telling_needs,
)
from kiosk.hub.pages.home import STATION
from kiosk.hub.pages.sections import Link, Section
from kiosk.settings import Permission
from kiosk.words import mark

PLACES = mark("Places")
OFFICE = mark("Office")

SECTIONS: tuple[Section, ...] = (
    Section(
        telling.routes,
        needs=telling_needs,
        links=(Link(telling.PATH, mark("To be told"), None, STATION),),
    ),
    Section(
        reviews.routes,
        needs=review_needs,
        links=(Link(reviews.PATH, mark("Applications to decide"), Permission.VIEW_VENUES, PLACES),),
    ),
    Section(
        days.routes,
        links=(Link(days.DAY, mark("Day plan"), Permission.VIEW_VENUES, PLACES),),
        examples=(f"{days.DAY}?day=2026-03-09",),
    ),
    Section(
        closing.routes,
        links=(Link(closing.PATH, mark("Closed places"), Permission.MANAGE_VENUES, PLACES),),
    ),
    Section(
        marks.routes,
        needs=mark_needs,
        links=(Link(marks.PATH, mark("Marks and appeals"), Permission.MANAGE_VENUES, PLACES),),
    ),
    Section(
        settings.routes,
        links=(Link(settings.PATH, mark("Settings"), Permission.CHANGE_SETTINGS, OFFICE),),
        examples=(
            f"{settings.PATH}/history",
            f"{settings.PATH}/hours.mon",
            f"{settings.PATH}/lockers.reserve_share",
            f"{settings.PATH}/notice.counting",
            f"{settings.PATH}/roles.reviewer",
        ),
    ),
    Section(
        calendar.routes,
        needs=calendar_needs,
        links=(Link(calendar.PATH, mark("Working days"), Permission.EDIT_CALENDAR, OFFICE),),
        examples=(
            f"{calendar.PATH}/notice",
            f"{calendar.PATH}/2026-03-07",
            f"{calendar.PATH}/2026-03-06?worked=no&holiday=own",
            f"{calendar.PATH}?year=2027&month=2",
        ),
    ),
    Section(
        figures.routes,
        links=(Link(figures.PATH, mark("Statistics"), Permission.READ_AUDIT, OFFICE),),
        examples=(f"{figures.PATH}?first=2025-06-01&last=2026-03-02",),
    ),
    Section(
        record.routes,
        links=(Link(record.PATH, mark("Record"), Permission.READ_AUDIT, OFFICE),),
        examples=(f"{record.PATH}?tag=venues&actor=resident", f"{record.PATH}/chain"),
    ),
    Section(
        lambda: members.api,
        needs=member_needs,
        links=(Link(members.PATH, mark("Staff"), Permission.MANAGE_STAFF, OFFICE),),
        examples=(f"{members.PATH}/02",),
    ),
)
"""In the order of the navigation."""
