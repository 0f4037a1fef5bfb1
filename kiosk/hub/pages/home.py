"""The first page after signing in: what needs somebody, and where one can go."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response

from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import HOME, Link, Need, Section
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.words import mark

SignedIn = Annotated[StaffPage, Depends(signed_in())]
api = page_router()
STATION = mark("Station")


@api.get(HOME)
async def home(page: SignedIn) -> Response:
    """Show what needs somebody."""

    def found() -> list[Need]:
        return [need for needs in page.kit.needs for need in needs(page)]

    return page.show("home.html", needs=await page.run(found))


SECTION = Section(lambda: api, links=(Link(HOME, mark("Overview"), None, STATION),))
