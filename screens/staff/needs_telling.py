"""Who is to be told of a refusal, as rows of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kiosk.telling import TELLING
from kiosk.telling.records import Telling
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.staff.rows import Row


def telling_needs(page: SignedInPage) -> Iterator[Row]:
    """Yield who is to be told, and what a restored hub decided differently."""
    telling: Telling = page.station.state(TELLING)
    to_list = partial(page.goes.go, "staff.to_tell")
    if telling.refused:
        text = page.plural(
            "{count} person does not know yet that something was refused",
            "{count} people do not know yet that something was refused",
            len(telling.refused),
        )
        yield Row(
            text.format(count=len(telling.refused)),
            page._("Please tell them, in person or by phone."),
            icon=Icon.FORUM,
            tone="care",
            touched=to_list,
        )
    if telling.different:
        text = page.plural(
            "{count} entry came out differently after the hub was restored",
            "{count} entries came out differently after the hub was restored",
            len(telling.different),
        )
        yield Row(
            text.format(count=len(telling.different)),
            icon=Icon.SYNC_PROBLEM,
            tone="care",
            touched=to_list,
        )
