"""What about venues needs somebody, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.settings import Permission
from kiosk.venues import VENUES, integrity
from kiosk.venues.records import Status, Venues
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row


def venue_needs(page: SignedInPage) -> Iterator[Row]:
    """Yield applications to decide, appeals to hear, and who did not come today."""
    if page.services.venues is None or not page.may(Permission.VIEW_VENUES):
        return
    venues: Venues = page.station.state(VENUES)
    yield from _reviews(page, venues)
    yield from _appeals(page, venues)
    yield from _no_shows(page, venues)


def _reviews(page: SignedInPage, venues: Venues) -> Iterator[Row]:
    waiting = venues.undecided()
    if not waiting:
        return
    urgent = sum(each.escalated is not None for each in waiting)
    late = sum(each.reminded is not None and each.escalated is None for each in waiting)
    text = page.plural(
        "{count} application for a place waits",
        "{count} applications for a place wait",
        len(waiting),
    ).format(count=len(waiting))
    hints = []
    if urgent:
        hints.append(page._("{count} for tomorrow or today").format(count=urgent))
    if late:
        hints.append(page._("{count} wait too long").format(count=late))
    yield Row(
        text,
        " · ".join(hints),
        icon=Icon.FACT_CHECK,
        tone="bad" if urgent else "care",
        touched=partial(page.goes.go, "staff.venue_reviews"),
    )


def _appeals(page: SignedInPage, venues: Venues) -> Iterator[Row]:
    count = len(integrity.appeals(venues))
    if count:
        text = page.plural(
            "{count} appeal against a mark", "{count} appeals against marks", count
        ).format(count=count)
        to_marks = partial(page.goes.go, "staff.venue_marks")
        yield Row(text, icon=Icon.FORUM, tone="care", touched=to_marks)


def _no_shows(page: SignedInPage, venues: Venues) -> Iterator[Row]:
    today = page.station.moment().business_date
    count = sum(
        each.status is Status.NO_SHOW and each.slot.day == today
        for each in venues.bookings.values()
    )
    if count:
        text = page.plural(
            "{count} booking of today: nobody came", "{count} bookings of today: nobody came", count
        ).format(count=count)
        to_day = partial(page.goes.go, "staff.venue_day", day=today)
        yield Row(text, icon=Icon.INFO, tone="care", touched=to_day)
