"""The first page after signing in: what needs somebody, and where one can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

import msgspec
from fastapi import Depends
from fastapi.responses import Response

from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import HOME, Link, Section
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.words import mark

SignedIn = Annotated[StaffPage, Depends(signed_in())]
api = page_router()
STATION = mark("Station")


class Need(msgspec.Struct, frozen=True):
    """Something that needs somebody: in words, how urgent, and where it is seen to."""

    text: str
    hint: str = ""
    tone: str = "care"
    path: str = ""


Needs = Callable[[StaffPage], Iterable[Need]]
"""Says what of one part of the station needs whoever asks; on a thread of its own."""
NEEDS: list[Needs] = []


@api.get(HOME)
async def home(page: SignedIn) -> Response:
    """Show what needs somebody."""

    def found() -> list[Need]:
        return [need for needs in NEEDS for need in needs(page)]

    return page.show("home.html", needs=await page.run(found))


SECTION = Section(lambda: api, links=(Link(HOME, mark("Overview"), None, STATION),))
