"""Routes of marks and appeals: excusing, letting stand, exempting an applicant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.office import days_shown
from kiosk.hub.office.asking import CONFLICT, LONGEST_NOTE, ManagesPlaces, places_of, why_not
from kiosk.hub.office.places import MarkShown, RecordShown
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.ids import MarkId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import VENUES, integrity
from kiosk.venues.records import Appeal, Mark
from kiosk.venues.upkeep_events import ExcuseReason

PATH = "/console/marks"
LONGEST_EXEMPTION = 366


def routes() -> APIRouter:
    """Return the routes of marks."""
    api = page_router()

    @api.get(PATH)
    async def marks(page: ManagesPlaces) -> Response:
        """Show every mark, appeals first."""
        rows = await page.run(lambda: days_shown.marks(places_of(page)))
        return page.show("office/marks.html", rows=rows)

    @api.get(PATH + "/{name}")
    async def one(page: ManagesPlaces, name: str) -> Response:
        """Show one mark and the record it stands in."""
        return await _shown(page, name)

    @api.post(PATH + "/{name}/excuse")
    async def excuse(page: ManagesPlaces, name: str) -> Response:
        """Let it count no more."""
        said = page._("Excused: it stays in the record and does not count.")
        return await _reasoned(page, name, integrity.excuse, said, mark=MarkId(name))

    @api.post(PATH + "/{name}/uphold")
    async def uphold(page: ManagesPlaces, name: str) -> Response:
        """Hear the appeal and let it stand."""
        try:
            await page.do(
                Permission.MANAGE_VENUES,
                page.tap(),
                VENUES,
                integrity.uphold,
                mark=MarkId(name),
            )
        except Refused as refused:
            return await _shown(page, name, said=why_not(page, refused))
        return page.go(PATH, Said(page._("The mark stands.")))

    @api.post(PATH + "/{name}/exempt")
    async def exempt(page: ManagesPlaces, name: str) -> Response:
        """Let whoever has it apply in spite of the record."""
        found = _mark(page, name)
        if found is None:
            return await _shown(page, name)
        try:
            days = page.fields.number("days", least=1, most=LONGEST_EXEMPTION)
        except Refused as refused:
            return await _shown(page, name, said=why_not(page, refused))
        until = page.moment.business_date + timedelta(days=days)
        said = page._("Exempted until {day}.").format(day=dates.day_words(page._, until))
        return await _reasoned(
            page, name, integrity.exempt, said, applicant=found.applicant, until=until
        )

    return api


async def _reasoned(page: StaffPage, name: str, rule: Any, said: str, **facts: Any) -> Response:
    try:
        note = page.fields.text("note", most=LONGEST_NOTE)
        reason = page.fields.choice("reason", ExcuseReason)
        await page.do(
            Permission.MANAGE_VENUES,
            page.tap(note),
            VENUES,
            rule,
            reason=reason,
            explained=bool(note),
            **facts,
        )
    except Refused as refused:
        return await _shown(page, name, said=why_not(page, refused))
    return page.go(PATH, Said(said))


async def _shown(page: StaffPage, name: str, *, said: Said | None = None) -> Response:
    found = _mark(page, name)
    if found is None:
        return page.go(PATH, Said(page._("This mark is not known."), "care"))

    def asked() -> tuple[MarkShown, RecordShown, tuple[str, ...]]:
        places = places_of(page)
        application = places.venues.application_of(found.booking)
        notes = () if application is None else places.desk.notes(application.id)
        return places.mark(found), places.record(found.applicant), notes

    shown, record, notes = await page.run(asked)
    return page.show(
        "office/mark.html",
        status=CONFLICT if said else 200,
        said=said,
        mark=shown,
        record=record,
        notes=notes,
        booking=found.booking,
        excused=found.excused is not None,
        appealed=found.appeal is Appeal.HEARD_SOON and found.excused is None,
        reasons=list(phrases.excuse_reasons(page._).items()),
        typed={each: next(iter(page.fields.every(each)), "") for each in ("note", "reason")},
        days=next(iter(page.fields.every("days")), "30"),
        longest_note=LONGEST_NOTE,
    )


def _mark(page: StaffPage, name: str) -> Mark | None:
    return page.station.state(VENUES).marks.get(MarkId(name))
