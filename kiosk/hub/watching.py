"""Waiting for something new: one question for all who wait, a few times a second.

Turns of this process wake their waiters at once; those of other processes are seen by looking at
the heads. docs/decisions/0029 says why they are looked at, and not told by the database.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from kiosk.errors import JournalError
from kiosk.hub.database import Database
from kiosk.hub.tables import HEADS
from kiosk.ids import StationId

LOOK_EVERY = 0.05
"""Seconds between two looks at the heads; the same for one terminal and a thousand."""
_REST = 9
"""A look that takes long is followed by so many times its own length: a tenth goes into looking."""


class Watch:
    """Wakes those who wait for entries beyond a position. Lives on one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[StationId, dict[asyncio.Event, int]] = defaultdict(dict)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ended = False
        """The hub is ending: nobody should begin to wait again."""

    async def run(self) -> None:
        """Look until cancelled."""
        self._loop = asyncio.get_running_loop()
        pause = LOOK_EVERY
        while True:
            await asyncio.sleep(pause)
            began = self._loop.time()
            stations = [station for station, events in self._waiting.items() if events]
            if stations:
                for station, position in await run_in_threadpool(self._heads, stations):
                    self._wake(station, position)
            pause = max(LOOK_EVERY, _REST * (self._loop.time() - began))

    async def beyond(self, station: StationId, position: int, seconds: float) -> None:
        """Wait until the station's head is beyond ``position``, at most ``seconds``.

        Not at all while the hub is ending: whoever began to wait now would hold it up.
        """
        if self.ended:
            return
        event = asyncio.Event()
        self._waiting[station][event] = position
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
        finally:
            del self._waiting[station][event]

    def moved(self, station: StationId, position: int) -> None:
        """Say from any thread that the station's head is at ``position``."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, station, position)

    def release(self) -> None:
        """Wake everybody: the hub is ending."""
        self.ended = True
        for events in self._waiting.values():
            for event in events:
                event.set()

    def _wake(self, station: StationId, position: int) -> None:
        for event, known in self._waiting.get(station, {}).items():
            if position > known:
                event.set()

    def _heads(self, stations: Sequence[StationId]) -> list[tuple[StationId, int]]:
        asked = select(HEADS.c.station, HEADS.c.position).where(HEADS.c.station.in_(stations))
        try:
            with self._database.reading() as connection:
                return [(StationId(row[0]), row[1]) for row in connection.execute(asked)]
        except JournalError:
            return []  # who waits asks again anyway
