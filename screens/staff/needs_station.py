"""What about the record, the clock and the calendar needs somebody, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.phrases.days import date_of
from kiosk.settings import Permission
from kiosk.workdays import unknown_soon
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row


def station_needs(page: SignedInPage) -> Iterator[Row]:
    """Yield what is wrong with the record, the clock or the calendar."""
    station = page.station
    if station.read_only:
        text = page._("A newer version wrote the record: it can only be read.")
        yield Row(text, icon=Icon.ERROR, tone="bad")
    if station.set_aside:
        text = page.plural(
            "{count} entry could not be read and was set aside.",
            "{count} entries could not be read and were set aside.",
            len(station.set_aside),
        ).format(count=len(station.set_aside))
        names = page._("Takes no promises until it is repaired: {families}")
        families = ", ".join(sorted({each.family for each in station.set_aside}))
        hint = names.format(families=families)
        yield Row(text, hint, icon=Icon.SYNC_PROBLEM, tone="bad")
    if not station.moment().trusted:
        may = page.may(Permission.SET_CLOCK)
        yield Row(
            page._("The clock cannot be trusted."),
            page._("Compare it with another one."),
            icon=Icon.SCHEDULE,
            tone="bad",
            touched=partial(page.goes.go, "staff.clock") if may else None,
        )
    moment = station.moment()
    unknown = unknown_soon(moment.calendar, moment.business_date)
    if unknown is not None:
        text = page._("Working days are not known from {day}")
        may = page.may(Permission.EDIT_CALENDAR)
        yield Row(
            text.format(day=date_of(page._, unknown)),
            page._("Take over the new notice of public holidays.")
            if may
            else page._("Ask for the new calendar of public holidays."),
            icon=Icon.EVENT,
            tone="care",
            touched=partial(page.goes.go, "staff.calendar") if may else None,
        )
