"""Routes of the statistics: charts of a stretch of days, and the same as a file."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from kiosk.figures.sums import Stretch, stretch
from kiosk.hub.figures import Counted
from kiosk.hub.office.asking import ReadsRecord
from kiosk.hub.office.figures_shown import PRESETS, Figured, as_csv, between
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.signed_in import StaffPage

PATH = "/console/figures"


def routes() -> APIRouter:
    """Return the routes of the statistics."""
    api = page_router()

    @api.get(PATH)
    async def figures(
        page: ReadsRecord, first: date | None = None, last: date | None = None
    ) -> Response:
        """Show the charts."""
        today = page.moment.business_date
        first, last = between(today, first, last)
        counted = await page.run(page.hub.figures.counted, page.name)
        shown = await page.run(_figured, page, stretch(counted.figures, first, last))
        return page.show(
            "office/figures.html",
            first=first,
            last=last,
            today=today,
            presets=[(days, last - timedelta(days=days - 1)) for days in PRESETS],
            totals=shown.totals(),
            charts=shown.charts(),
            counted=_progress(counted),
        )

    @api.get(f"{PATH}/days.csv")
    async def download(
        page: ReadsRecord, first: date | None = None, last: date | None = None
    ) -> Response:
        """Send a row for each day."""
        first, last = between(page.moment.business_date, first, last)
        counted = await page.run(page.hub.figures.counted, page.name)
        name = f"{page.name}-{first}-{last}.csv"
        return Response(
            as_csv(stretch(counted.figures, first, last)),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return api


def _figured(page: StaffPage, found: Stretch) -> Figured:
    file = page.file
    return Figured(
        found,
        page.words,
        services={each.id: each.name.in_language(page.language) for each in file.services},
        venues={each.id: each.name.in_language(page.language) for each in file.site.venues},
        doors=len(file.cabinet.doors),
    )


def _progress(counted: Counted) -> int | None:
    """Return how many in a hundred entries are counted; ``None`` when all are."""
    return None if counted.whole else 100 * counted.position // max(1, counted.end)
