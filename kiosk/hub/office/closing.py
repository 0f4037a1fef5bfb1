"""Routes of closed venues: which are, closing one for some days, opening it again."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.office import days_shown
from kiosk.hub.office.asking import (
    CONFLICT,
    LONGEST_NOTE,
    ManagesPlaces,
    places_of,
    why_not,
)
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import BlackoutId, VenueId
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.staff.calendar_rules import FIRST_YEAR, LAST_YEAR
from kiosk.venues import VENUES, upkeep
from kiosk.venues.upkeep_events import BlackoutReason

PATH = "/console/closed"
_FIELDS = ("venue", "first", "last", "reason", "note")


def routes() -> APIRouter:
    """Return the routes of closed venues."""
    api = page_router()

    @api.get(PATH)
    async def closed(page: ManagesPlaces) -> Response:
        """Show what is closed, and the form to close something."""
        return await _shown(page)

    @api.post(PATH)
    async def close(page: ManagesPlaces) -> Response:
        """Close a venue; bookings are called off only if that was said."""
        try:
            await _close(page)
        except Refused as refused:
            return await _refused(page, refused)
        return page.go(PATH, Said(page._("Closed.")))

    @api.post(PATH + "/{name}/open")
    async def open_again(page: ManagesPlaces, name: str) -> Response:
        """Open a venue again."""
        try:
            await page.do(
                Permission.MANAGE_VENUES,
                page.tap(),
                VENUES,
                upkeep.lift,
                blackout=BlackoutId(name),
            )
        except Refused as refused:
            return await _shown(page, said=why_not(page, refused))
        return page.go(PATH, Said(page._("It is open again.")))

    return api


async def _close(page: StaffPage) -> None:
    fields = page.fields
    note = fields.text("note", most=LONGEST_NOTE)
    first, last = _day(page, "first"), _day(page, "last")
    tap = page.tap(note)
    await page.do(
        Permission.MANAGE_VENUES,
        tap,
        VENUES,
        upkeep.black_out,
        blackout=BlackoutId(tap.id),
        site=page.file.site,
        venue=VenueId(fields.text("venue")),
        during=days_shown.whole_days(first, last),
        reason=fields.choice("reason", BlackoutReason),
        cancelling=fields.text("cancelling") == "yes",
        explained=bool(note),
    )


def _day(page: StaffPage, field: str) -> date:
    """Return a day of the form; no calendar here goes further.

    Raises:
        Refused: ``bad_input`` (field).
    """
    found = page.fields.day(field)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refused("bad_input", field=field)
    return found


async def _refused(page: StaffPage, refused: Refused) -> Response:
    if refused.reason != "booked":
        return await _shown(page, said=why_not(page, refused))
    count = int(refused.facts["bookings"])
    text = page.plural(
        "{count} booking would be called off, and nobody marked for it. Please confirm below.",
        "{count} bookings would be called off, and nobody marked for it. Please confirm below.",
        count,
    ).format(count=count)
    return await _shown(page, said=Said(text, "care"), booked=count)


async def _shown(page: StaffPage, *, said: Said | None = None, booked: int = 0) -> Response:
    rows = await page.run(lambda: days_shown.blackouts(places_of(page)))
    reasons = phrases.blackout_reasons(page._)
    return page.show(
        "office/closed.html",
        status=CONFLICT if said else 200,
        said=said,
        rows=rows,
        venues=[(each.id, each.name.in_language(page.language)) for each in page.file.site.venues],
        reasons=list(reasons.items()),
        typed={name: next(iter(page.fields.every(name)), "") for name in _FIELDS},
        today=page.moment.business_date,
        booked=booked,
        longest_note=LONGEST_NOTE,
    )
