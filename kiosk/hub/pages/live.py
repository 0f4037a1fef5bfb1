"""What is shown goes on by itself: a part of a page, sent again whenever it looks different."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from fastapi.responses import StreamingResponse

from kiosk.errors import JournalError
from kiosk.hub.pages.signed_in import NotAllowed, SignedOut, StaffPage
from kiosk.hub.pages.streams import SIGNED_OUT, STREAM, event
from kiosk.hub.watching import Watch
from kiosk.ids import StationId

_LOOK_AGAIN = 15.0
"""Seconds after which it is made anew although nothing was written: it may say how long ago."""
_LEAST = 0.2
"""Seconds between two that are sent."""


async def live(page: StaffPage, make: Callable[[], str]) -> StreamingResponse:
    """Answer with a stream of what ``make`` returns, as long as session and role allow it.

    A page that only stands open does not keep the session alive. What cannot be shown at all is
    raised here, before the stream begins, and so told by a page.

    Args:
        make: makes the part of the page; asked on a thread of its own.
    """

    def anew() -> tuple[int, str]:
        page.begin(touch=False)
        position = page.station.position
        return position, make()

    looks = changing(page.hub.watch, page.name, lambda: page.run(anew))
    first = await anext(looks, "")

    async def parts() -> AsyncIterator[str]:
        yield first
        try:
            async for part in looks:
                yield part
        except (SignedOut, NotAllowed):
            yield SIGNED_OUT

    return StreamingResponse(parts(), media_type=STREAM, headers={"X-Accel-Buffering": "no"})


async def changing(
    watch: Watch, station: StationId, look: Callable[[], Coroutine[Any, Any, tuple[int, str]]]
) -> AsyncIterator[str]:
    """Yield messages of server-sent events: what ``look`` returns, whenever it is another text.

    It ends where the database cannot be asked any more: whoever listens asks anew, and is told.

    Args:
        look: returns up to which position it has looked, and the text.
    """
    shown: str | None = None
    while not watch.ended:
        try:
            position, text = await look()
        except JournalError:
            if shown is None:
                raise
            return
        if text != shown:
            shown = text
            yield event("", text)
        else:
            yield ": still here\n\n"
        await asyncio.sleep(_LEAST)
        await watch.beyond(station, position, _LOOK_AGAIN)
