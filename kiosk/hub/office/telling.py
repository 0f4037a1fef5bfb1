"""Routes of the list "To be told": whom to tell that something could not stand, and who did."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from kiosk.concerned import TELLERS, application_of
from kiosk.errors import Refused
from kiosk.hub.office.asking import CONFLICT, why_not
from kiosk.hub.office.telling_shown import ListShown
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import NotAllowed, StaffPage, signed_in
from kiosk.ids import RESIDENT, EntryId
from kiosk.settings import Permission
from kiosk.telling import TELLING, rules
from kiosk.telling.events import How
from kiosk.telling.records import ToTell
from kiosk.venues import VENUES, review
from kiosk.words import mark

PATH = "/console/to-tell"
WAYS: Mapping[How, str] = MappingProxyType(
    {How.IN_PERSON: mark("Told in person"), How.PHONE: mark("Told by phone")}
)
"""How somebody is told from a desk; screens and slips are at the terminals."""
SignedIn = Annotated[StaffPage, Depends(signed_in())]
"""Everybody sees what is to be told, as at a terminal; whom it concerns, who may tell them."""


def routes() -> APIRouter:
    """Return the routes of the list."""
    api = page_router()

    @api.get(PATH)
    async def to_tell(page: SignedIn) -> Response:
        """Show everybody who is to be told."""
        return await _shown(page)

    @api.post(PATH + "/{name}/number")
    async def number(page: SignedIn, name: str) -> Response:
        """Show the whole number, to be called; of a venue, the record keeps who asked."""
        news = await page.run(_news, page, name)
        return _known(page) if news is None else await _number(page, news)

    @api.post(PATH + "/{name}/told")
    async def told(page: SignedIn, name: str) -> Response:
        """They know it."""
        news = await page.run(_news, page, name)
        return _known(page) if news is None else await _told(page, news)

    return api


async def _number(page: StaffPage, news: ToTell) -> Response:
    need = _need(page, news)
    if news.family == VENUES.name and news.actor == RESIDENT:
        application = application_of(page.station, news)
        try:
            await page.do(need, page.tap(), VENUES, review.show_contact, application=application)
        except Refused as refused:
            return await _shown(page, said=why_not(page, refused))
    return await _shown(page, whole=news.entry)


async def _told(page: StaffPage, news: ToTell) -> Response:
    need = _need(page, news)
    try:
        how = page.fields.choice("how", How)
        if how not in WAYS:
            raise Refused("bad_input", field="how")
        await page.do(need, page.tap(), TELLING, rules.tell, entries=(news.entry,), how=how)
    except Refused as refused:
        if refused.reason == "no_subject":
            return _known(page)
        return await _shown(page, said=page.why_not(refused))
    return page.go(PATH, Said(page._("Noted: they know.")))


def _news(page: StaffPage, name: str) -> ToTell | None:
    return page.station.state(TELLING).refused.get(EntryId(name))


def _need(page: StaffPage, news: ToTell) -> Permission:
    """Return what it takes to tell somebody this.

    Raises:
        NotAllowed: the role may not.
    """
    need = TELLERS[news.family]
    if not page.may(need):
        raise NotAllowed(need)
    return need


def _known(page: StaffPage) -> Response:
    return page.go(PATH, Said(page._("They have been told already."), "care"))


async def _shown(
    page: StaffPage, *, whole: EntryId | None = None, said: Said | None = None
) -> Response:
    shown = ListShown(page.station, page.hub.file(page.name), page.words, page.may)
    rows = await page.run(shown.rows, whole)
    return page.show(
        "office/telling.html",
        status=CONFLICT if said else 200,
        said=said,
        rows=rows,
        ways=[(how.value, page._(text)) for how, text in WAYS.items()],
    )
