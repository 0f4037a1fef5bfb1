"""Routes of the reviews: what waits, one application, and the three answers to it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.office import reviews_shown
from kiosk.hub.office.asking import (
    CONFLICT,
    LONGEST_NOTE,
    Reviews,
    SeesPlaces,
    places_of,
    why_not,
)
from kiosk.hub.pages.live import live
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import ApplicationId, BookingId
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import VENUES, review
from kiosk.venues.events import RejectReason

PATH = "/console/reviews"


def routes() -> APIRouter:
    """Return the routes of the reviews."""
    api = page_router()

    @api.get(PATH)
    async def waiting(page: SeesPlaces) -> Response:
        """Show what waits for a decision."""
        return page.show("office/reviews.html", rows=await page.run(_rows, page))

    @api.get(f"{PATH}/live")
    async def waiting_live(page: SeesPlaces) -> Response:
        """Go on showing what waits."""
        return await live(page, lambda: page.part("office/reviews_rows.html", rows=_rows(page)))

    @api.get(PATH + "/{name}")
    async def application(page: SeesPlaces, name: str) -> Response:
        """Show one application beside everything it is decided by."""
        return await _shown(page, name)

    @api.post(PATH + "/{name}/contact")
    async def contact(page: Reviews, name: str) -> Response:
        """Show name and phone; the record keeps who asked."""
        try:
            await page.do(
                Permission.REVIEW_VENUES,
                page.tap(),
                VENUES,
                review.show_contact,
                application=ApplicationId(name),
            )
        except Refused as refused:
            return await _shown(page, name, said=why_not(page, refused))
        return await _shown(page, name, contact_shown=True)

    @api.post(PATH + "/{name}/approve")
    async def approve(page: Reviews, name: str) -> Response:
        """Say yes to the dates that are ticked."""
        return await _decide(page, name, page._("Approved."), review.approve)

    @api.post(PATH + "/{name}/reject")
    async def reject(page: Reviews, name: str) -> Response:
        """Say no to the dates that are ticked."""
        return await _decide(page, name, page._("Rejected."), review.reject, reasoned=True)

    @api.post(PATH + "/{name}/more")
    async def more(page: Reviews, name: str) -> Response:
        """Ask for what is missing."""
        try:
            note = page.fields.text("note", most=LONGEST_NOTE)
            await page.do(
                Permission.REVIEW_VENUES,
                page.tap(note),
                VENUES,
                review.ask_supplement,
                application=ApplicationId(name),
                explained=bool(note),
            )
        except Refused as refused:
            return await _shown(page, name, said=why_not(page, refused))
        return page.go(PATH, Said(page._("Asked for more. The applicant reads it.")))

    return api


async def _decide(
    page: StaffPage, name: str, sentence: str, rule: Any, *, reasoned: bool = False
) -> Response:
    facts: dict[str, Any] = {}
    note = ""
    try:
        facts["bookings"] = [*dict.fromkeys(map(BookingId, page.fields.every("booking")))]
        if reasoned:
            note = page.fields.text("note", most=LONGEST_NOTE)
            facts["reason"] = page.fields.choice("reason", RejectReason)
            facts["explained"] = bool(note)
        await page.do(Permission.REVIEW_VENUES, page.tap(note), VENUES, rule, **facts)
    except Refused as refused:
        said = why_not(page, refused)
        if not facts.get("bookings"):
            said = Said(page._("Please tick at least one date."), "bad")
        return await _shown(page, name, said=said)
    return page.go(PATH, Said(sentence))


async def _shown(
    page: StaffPage, name: str, *, said: Said | None = None, contact_shown: bool = False
) -> Response:
    def asked() -> reviews_shown.ApplicationShown | None:
        places = places_of(page)
        return reviews_shown.application(places, ApplicationId(name), contact_shown=contact_shown)

    found = await page.run(asked)
    if found is None:
        return page.go(PATH, Said(page._("This application is not known any more."), "care"))
    reasons = phrases.reject_reasons(page._)
    given = page.fields.every
    return page.show(
        "office/application.html",
        status=CONFLICT if said else 200,
        said=said,
        application=found,
        reasons=[(each, reasons[each]) for each in RejectReason if each not in review.BY_TIME],
        may_decide=page.may(Permission.REVIEW_VENUES),
        may_manage=page.may(Permission.MANAGE_VENUES),
        typed={
            "note": next(iter(given("note")), ""),
            "reason": next(iter(given("reason")), ""),
            "booking": given("booking"),
        },
        longest_note=LONGEST_NOTE,
    )


def _rows(page: StaffPage) -> list[reviews_shown.WaitingShown]:
    return reviews_shown.waiting(places_of(page))
