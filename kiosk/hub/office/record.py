"""Routes of the record: searching it, a file of it, and recomputing its chain."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from kiosk.hub.office import record_shown
from kiosk.hub.office.asking import ReadsRecord
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage
from kiosk.hub.searching import Wanted, check, everything, is_tag, search
from kiosk.staff import STAFF

PATH = "/console/record"
_LARGEST = 2**62
_ACTOR = re.compile(r"staff:[0-9]{2}|resident|terminal|command_line")


def routes() -> APIRouter:
    """Return the routes of the record."""
    api = page_router()

    @api.get(PATH)
    async def found(
        page: ReadsRecord, tag: str = "", day: str = "", actor: str = "", before: int | None = None
    ) -> Response:
        """Show a page of what was looked for, the newest first."""
        wanted = _wanted(tag, day, actor)
        start = None if before is None else min(max(before, 0), _LARGEST)
        result = await page.run(lambda: search(page.hub.database, page.name, wanted, before=start))
        older = None
        if result.before is not None:
            older = urlencode({**record_shown.address(wanted), "before": str(result.before)})
        return page.show(
            "office/record.html",
            rows=record_shown.rows(page._, result.entries),
            older=older,
            wanted=wanted,
            tags=record_shown.tags(page._),
            members=[each.id for each in page.station.state(STAFF).active()],
            query=urlencode(record_shown.address(wanted)),
        )

    @api.get(f"{PATH}/entries.csv")
    async def download(
        page: ReadsRecord, tag: str = "", day: str = "", actor: str = ""
    ) -> Response:
        """Send all that was looked for as a table."""
        entries = everything(page.hub.database, page.name, _wanted(tag, day, actor))
        return StreamingResponse(
            record_shown.as_csv(entries),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{page.name}-record.csv"'},
        )

    @api.get(f"{PATH}/chain")
    async def chain(page: ReadsRecord, after: int = 0) -> Response:
        """Recompute the next stretch of the chain and say how far it is whole."""
        return await _chain(page, after)

    return api


async def _chain(page: StaffPage, after: int) -> Response:
    journal = page.hub.turns(page.name).journal
    head = await page.run(lambda: journal.head)
    checked = await page.run(check, journal, after if 0 <= after <= head.position else 0)
    part = page.request.headers.get("hx-request") == "true"
    name = "office/chain_part.html" if part else "office/chain.html"
    return page.show(name, checked=checked, head=head.digest.hex())


def _wanted(tag: str, day: str, actor: str) -> Wanted:
    """Return what is looked for; what cannot be right is not asked."""
    try:
        when = date.fromisoformat(day) if day else None
    except ValueError:
        when = None
    return Wanted(
        tag=tag if is_tag(tag) else "",
        day=when,
        actor=actor if _ACTOR.fullmatch(actor) else "",
    )
