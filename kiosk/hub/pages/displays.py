"""Links that staff give away: of hall displays, which can be ended, and of venues' calendars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Depends
from fastapi.responses import Response

from kiosk.errors import Refused
from kiosk.hub.displays import Display, Displays
from kiosk.hub.pages.calendars import calendar_path
from kiosk.hub.pages.home import STATION
from kiosk.hub.pages.page import Said
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Link, Section
from kiosk.hub.pages.signed_in import StaffPage, signed_in
from kiosk.ids import DisplayId
from kiosk.links import tail_of
from kiosk.phrases.dates import Says
from kiosk.settings import Permission
from kiosk.staff import STAFF, rules
from kiosk.words import mark

PATH = "/console/displays"
MOST = 20
_NAME_MOST = 60

Setting = Annotated[StaffPage, Depends(signed_in(Permission.CHANGE_SETTINGS))]
api = page_router()


class Given(msgspec.Struct, frozen=True):
    """A link that can be given away.

    Attributes:
        ends: what names it when it is ended; empty: it cannot be.
    """

    name: str
    address: str
    ends: str = ""


@api.get(PATH)
async def shown(page: Setting) -> Response:
    """Show every link that holds."""
    return await _page(page)


@api.post(f"{PATH}/make")
async def make(page: Setting) -> Response:
    """Let another display show the calls."""

    def made() -> None:
        displays, name = Displays(page.hub.database), page.fields.text("name", most=_NAME_MOST)
        if not name:
            raise Refused("bad_input", field="name")
        if len(displays.of(page.name)) >= MOST:
            raise Refused("too_many_displays", most=MOST)
        tap = page.tap()
        display = DisplayId(UUID(tap.id).hex)  # pressed twice, it is one
        rule, needs = rules.link_display, Permission.CHANGE_SETTINGS
        page.do_now(needs, tap, STAFF, rule, by=page.member, display=display)
        displays.make(page.name, display, name=name, by=page.member, at=page.moment.at)

    try:
        await page.run(made)
    except Refused as refused:
        return page.go(PATH, page.why_not(refused, _refusals))
    said = page._("The link is made. Open it on the display, and touch “Start with sound” once.")
    return page.go(PATH, Said(said))


@api.post(f"{PATH}/end/{{display}}")
async def end(page: Setting, display: str) -> Response:
    """Let a display show nothing more."""

    def ended() -> None:
        displays = Displays(page.hub.database)
        found = [each.display for each in displays.of(page.name) if each.display == display]
        if not found:
            return  # somebody was faster, or it never was
        rule, needs = rules.end_display, Permission.CHANGE_SETTINGS
        page.do_now(needs, page.tap(), STAFF, rule, by=page.member, display=found[0])
        displays.end(page.name, found[0], at=page.moment.at)

    try:
        await page.run(ended)
    except Refused as refused:
        return page.go(PATH, page.why_not(refused, _refusals))
    return page.go(PATH, Said(page._("The display shows nothing more.")))


async def _page(page: StaffPage) -> Response:
    def found() -> tuple[list[Given], list[Given]]:
        held = Displays(page.hub.database).of(page.name)
        return [_display(page, each) for each in held], _calendars(page)

    displays, calendars = await page.run(found)
    return page.show("displays.html", displays=displays, calendars=calendars)


def _display(page: StaffPage, display: Display) -> Given:
    tail = tail_of(display.link, page.hub.keys.of(page.name))
    address = f"{_begin(page)}/display/{page.name}/{tail}"
    return Given(display.name, address, display.display)


def _calendars(page: StaffPage) -> list[Given]:
    key = page.hub.keys.of(page.name)
    return [
        Given(
            plan.name.in_language(page.language),
            _begin(page) + calendar_path(page.name, plan.id, key),
        )
        for plan in page.file.site.bookable()
    ]


def _begin(page: StaffPage) -> str:
    """Return where others open the pages: as the station file says, else as this browser did."""
    return page.file.device.hub.pages or str(page.request.base_url).rstrip("/")


def _refusals(_: Says) -> Mapping[str, str]:
    return {"too_many_displays": _("There are {most} displays already. Please end one first.")}


SECTION = Section(
    lambda: api,
    links=(Link(PATH, mark("Displays and calendars"), Permission.CHANGE_SETTINGS, STATION),),
)
