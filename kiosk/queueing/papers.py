"""A slip that says what to bring, before there is a ticket or after the counter. Pure."""

from __future__ import annotations

from kiosk.queueing.plan import Service
from kiosk.settings import Bilingual
from kiosk.slips import Block, List, Slip, Speech, Text, TextSize, Title


def papers_slip(
    words: Speech,
    service: Service,
    *,
    station: Bilingual,
    missing: tuple[Bilingual, ...] = (),
    hours: str = "",
    large: bool = False,
) -> Slip:
    """Return the list of a service.

    Args:
        missing: only these are still wanted; empty: all of them.
        hours: when the service is given, in words.
    """
    heading = words.gettext("Still missing") if missing else words.gettext("Please bring")
    items = tuple(each.in_language(words.language) for each in missing or service.materials)
    blocks: tuple[Block, ...] = (
        Title(station.in_language(words.language)),
        Text(service.name.in_language(words.language), size=TextSize.LARGE, bold=True),
        List(heading, items),
        *((Text(hours),) if hours else ()),
    )
    return Slip(blocks=blocks, language=words.language, large=large)
