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
    """Yield who is to be told."""
    telling: Telling = page.station.state(TELLING)
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
            touched=partial(page.goes.go, "staff.to_tell"),
        )
