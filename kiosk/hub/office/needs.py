"""What of the office needs somebody, for the first page: each is told those who may see to it."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.concerned import TELLERS
from kiosk.hub.office import calendar, marks, members, reviews, telling
from kiosk.hub.pages.sections import Need
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.phrases import days
from kiosk.settings import Permission
from kiosk.staff import STAFF
from kiosk.telling import TELLING
from kiosk.venues import VENUES, integrity
from kiosk.workdays import unknown_soon


def telling_needs(page: StaffPage) -> Iterator[Need]:
    """Yield how many do not know yet that something was refused, of those this role may tell."""
    news = page.station.state(TELLING).to_tell()
    count = sum(each.family in TELLERS and page.may(TELLERS[each.family]) for each in news)
    if count:
        text = page.plural(
            "{count} person does not know yet that something was refused",
            "{count} people do not know yet that something was refused",
            count,
        )
        hint = page._("Please tell them, in person or by phone.")
        yield Need(text.format(count=count), hint, path=telling.PATH)


def review_needs(page: StaffPage) -> Iterator[Need]:
    """Yield applications that wait, and how urgent they are."""
    if not page.may(Permission.REVIEW_VENUES):
        return
    waiting = page.station.state(VENUES).undecided()
    if not waiting:
        return
    near = sum(each.escalated is not None for each in waiting)
    late = sum(each.reminded is not None for each in waiting)
    text = page.plural(
        "{count} application to decide", "{count} applications to decide", len(waiting)
    ).format(count=len(waiting))
    hint, tone = "", "plain"
    if near:
        hint, tone = page._("{count} for tomorrow or today").format(count=near), "bad"
    elif late:
        hint, tone = page._("{count} wait too long").format(count=late), "care"
    yield Need(text, hint, tone, reviews.PATH)


def mark_needs(page: StaffPage) -> Iterator[Need]:
    """Yield appeals that are to be heard."""
    count = len(integrity.appeals(page.station.state(VENUES)))
    if count and page.may(Permission.MANAGE_VENUES):
        text = page.plural("{count} appeal to hear", "{count} appeals to hear", count)
        yield Need(text.format(count=count), path=marks.PATH)


def calendar_needs(page: StaffPage) -> Iterator[Need]:
    """Yield that a year is not announced, in time to take its notice over."""
    if not page.may(Permission.EDIT_CALENDAR):
        return
    moment = page.moment
    first = unknown_soon(moment.calendar, moment.business_date)
    if first is not None:
        text = page._("Working days are not known from {day}").format(
            day=days.date_of(page._, first)
        )
        yield Need(
            text,
            page._("Take over the new notice of public holidays."),
            "care",
            f"{calendar.PATH}/notice",
        )


def member_needs(page: StaffPage) -> Iterator[Need]:
    """Yield members whose PIN rests."""
    if not page.may(Permission.MANAGE_STAFF):
        return
    now = page.moment.at
    for member in page.station.state(STAFF).active():
        if member.rest_until is not None and member.rest_until > now:
            text = page._("Number {number} typed too many wrong PINs").format(number=member.id)
            yield Need(text, path=f"{members.PATH}/{member.id}")
