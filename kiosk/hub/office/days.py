"""Routes of the day plan, and of one booking: in, out, cancelled, called off, marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.office import days_shown
from kiosk.hub.office.asking import CONFLICT, LONGEST_NOTE, SeesPlaces, places_of, why_not
from kiosk.hub.pages.live import live
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import NotAllowed, StaffPage
from kiosk.ids import BookingId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.staff.calendar_rules import FIRST_YEAR, LAST_YEAR
from kiosk.venues import VENUES, integrity, using
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.upkeep_events import Fault
from kiosk.words import mark

DAY = "/console/places"
BOOKING = "/console/bookings"
FAULTS = (Fault.DAMAGE, Fault.MISUSE)
"""What staff mark; the rest is marked by time."""


class Act(NamedTuple):
    """What can be done with a booking.

    Attributes:
        explains: the rule wants to know whether a note goes with it.
    """

    rule: Callable[..., Any]
    needs: Permission
    said: str
    proven: bool = False
    explains: bool = False


ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "check-in": Act(
            using.check_in, Permission.VIEW_VENUES, mark("They are checked in."), proven=True
        ),
        "leave": Act(
            using.leave_early, Permission.VIEW_VENUES, mark("The use is over."), proven=True
        ),
        "cancel": Act(using.cancel, Permission.VIEW_VENUES, mark("Cancelled."), proven=True),
        "call-off": Act(
            using.call_off,
            Permission.REVIEW_VENUES,
            mark("Called off. Nobody is marked for it."),
            explains=True,
        ),
        "mark": Act(
            integrity.mark,
            Permission.MANAGE_VENUES,
            mark("It stands in the record now."),
            explains=True,
        ),
    }
)


def routes() -> APIRouter:
    """Return the routes of the day plan and of bookings."""
    api = page_router()

    @api.get(DAY)
    async def plan(page: SeesPlaces, day: date | None = None) -> Response:
        """Show every venue on one day."""
        when = _within(day or page.moment.business_date)
        venues = await page.run(_venues, page, when)
        return page.show(
            "office/day.html",
            day=when,
            title=dates.day_words(page._, when),
            before=_within(when, -1),
            after=_within(when, 1),
            venues=venues,
        )

    @api.get(f"{DAY}/live")
    async def plan_live(page: SeesPlaces, day: date | None = None) -> Response:
        """Go on showing a day."""
        when = _within(day or page.moment.business_date)
        return await live(
            page, lambda: page.part("office/day_rows.html", venues=_venues(page, when))
        )

    @api.get(BOOKING + "/{name}")
    async def booking(page: SeesPlaces, name: str) -> Response:
        """Show one booking and what can be done."""
        return await _shown(page, name)

    @api.post(BOOKING + "/{name}/{act}")
    async def change(page: SeesPlaces, name: str, act: str) -> Response:
        """Do one of the acts."""
        return await _done(page, name, act)

    return api


async def _done(page: StaffPage, name: str, word: str) -> Response:
    act = ACTS.get(word)
    if act is None:
        return page.go(f"{BOOKING}/{name}")
    if not page.may(act.needs):
        raise NotAllowed(act.needs)
    facts: dict[str, Any] = {"booking": BookingId(name)}
    try:
        note = page.fields.text("note", most=LONGEST_NOTE) if act.explains else ""
        if act.proven:
            facts["proof"] = BY_STAFF
        if act.explains:
            facts["explained"] = bool(note)
        if word == "mark":
            facts["fault"] = page.fields.choice("fault", Fault)
        await page.do(act.needs, page.tap(note), VENUES, act.rule, **facts)
    except Refused as refused:
        return await _shown(page, name, said=why_not(page, refused), asked=word)
    return page.go(f"{BOOKING}/{name}", Said(page._(act.said)))


async def _shown(
    page: StaffPage, name: str, *, said: Said | None = None, asked: str = ""
) -> Response:
    found = await page.run(lambda: days_shown.booking(places_of(page), BookingId(name)))
    if found is None:
        return page.go(DAY, Said(page._("This booking is not known any more."), "care"))
    faults = phrases.faults(page._)
    return page.show(
        "office/booking.html",
        status=CONFLICT if said else 200,
        said=said,
        found=found,
        faults=[(each, faults[each]) for each in FAULTS],
        typed={"act": asked, "note": next(iter(page.fields.every("note")), "")},
        longest_note=LONGEST_NOTE,
    )


def _venues(page: StaffPage, when: date) -> list[days_shown.VenueShown]:
    return days_shown.day(places_of(page), when)


def _within(day: date, more: int = 0) -> date:
    """Return a day that can be shown, whatever was asked."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    day = min(max(day, first), last)
    return min(max(date.fromordinal(day.toordinal() + more), first), last)
