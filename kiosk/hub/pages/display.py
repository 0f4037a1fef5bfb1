"""The hall display in a browser: the picture, what it is told, and what it says.

Whoever has the link staff made for it may look; nobody signs in. It gets ticket numbers, counters,
and how many wait; nothing of a person.
"""

from __future__ import annotations

import asyncio
import re
from array import array
from collections.abc import AsyncIterator, Callable, Iterable
from http import HTTPStatus

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from kiosk.errors import JournalError
from kiosk.hub.calling import Told, told
from kiosk.hub.core import Hub
from kiosk.hub.displays import Displays
from kiosk.hub.pages.following import OVER, UNKNOWN, Followed, Following, NoPage
from kiosk.hub.pages.phone_page import PhonePage
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Section
from kiosk.hub.pages.streams import STREAM, event
from kiosk.ids import StationId
from kiosk.links import Kind
from kiosk.sounds.library import OWN, SHIPPED, Sounds
from kiosk.sounds.wav import as_wav
from kiosk.voice.clips import CHIME
from kiosk.voice.manner import manner_of

BEAT = 10.0
"""Seconds between two messages while nothing happens; a display that hears none knows."""
_LEAST = 0.1
"""Seconds between two messages."""
_NUMBER = re.compile(r"[A-Z][1-9]-[0-9]{3}")
_MOST_COUNTER = 99
_WAV = "audio/wav"
ENDED = event("ended", "-")
_LIVE_HEADERS = {"Referrer-Policy": "no-referrer", "X-Accel-Buffering": "no"}


class HallDisplay:
    """The routes of a display."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._sounds: dict[Hub, Sounds] = {}

    def add_to(self, api: APIRouter, base: str) -> None:
        """Add the routes to ``api``."""
        api.add_api_route(base, self.show, methods=["GET"])
        api.add_api_route(f"{base}/live", self.live, methods=["GET"])
        api.add_api_route(f"{base}/say/chime.wav", self.chime, methods=["GET"])
        api.add_api_route(f"{base}/say/{{number}}/{{counter}}.wav", self.say, methods=["GET"])

    async def show(self, request: Request, station: str, tail: str) -> Response:
        """Show the picture; what stands in it comes by ``live``."""
        page = PhonePage(request)
        try:
            followed = await page.run(self._follow, page, station, tail)
        except NoPage as why:
            return page.sorry(why)
        words = page.kit.words["zh"]
        name = followed.station.moment().settings.labels.name
        given = {"_": words.gettext, "mark": str, "name": name}
        response = HTMLResponse(page.kit.render("display.html", given))
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    async def live(
        self, request: Request, station: str, tail: str, after: int | None = None
    ) -> Response:
        """Tell the hall, again whenever it changes; calls after position ``after`` are said."""
        page = PhonePage(request)
        try:
            await page.run(self._follow, page, station, tail)
        except NoPage as why:
            if why.status is HTTPStatus.GONE:
                return StreamingResponse(_ended(), media_type=STREAM, headers=_LIVE_HEADERS)
            return page.sorry(why)
        parts = self._parts(page, station, tail, after)
        return StreamingResponse(parts, media_type=STREAM, headers=_LIVE_HEADERS)

    async def say(
        self, request: Request, station: str, tail: str, number: str, counter: int
    ) -> Response:
        """Send a call as one sound, in the manner the station has now."""
        page = PhonePage(request)

        def made() -> Response:
            if _NUMBER.fullmatch(number) is None or not 1 <= counter <= _MOST_COUNTER:
                raise NoPage(*UNKNOWN)
            moment = self._follow(page, station, tail).station.moment()
            manner = manner_of(moment.settings.voice, moment.local.time())
            return _sound(self._of(page.hub).call(number, counter, manner, str))

        return await self._sent(page, made)

    async def chime(self, request: Request, station: str, tail: str) -> Response:
        """Send the sound by which a browser is tried."""
        page = PhonePage(request)

        def made() -> Response:
            self._follow(page, station, tail)
            return _sound(self._of(page.hub).clips((CHIME,), "", str))

        return await self._sent(page, made)

    # -- parts -----------------------------------------------------------------------------

    async def _sent(self, page: PhonePage, make: Callable[[], Response]) -> Response:
        try:
            return await page.run(make)
        except NoPage as why:
            return page.sorry(why)

    def _follow(self, page: PhonePage, station: str, tail: str) -> Followed:
        found = self._following.follow(page.hub, Kind.DISPLAY, station, tail, sender=page.sender)
        if not Displays(page.hub.database).shows(found.link):
            raise NoPage(*OVER)
        return found

    async def _parts(
        self, page: PhonePage, station: str, tail: str, after: int | None
    ) -> AsyncIterator[str]:
        def look(heard: int | None) -> Told:
            followed = self._follow(page, station, tail)
            return told(followed.station, followed.file.hall, heard)

        watch, heard = page.hub.watch, after
        try:
            while not watch.ended:
                news = await page.run(look, heard)
                heard = news.position
                yield f"data: {msgspec.json.encode(news).decode()}\n\n"
                await asyncio.sleep(_LEAST)
                await watch.beyond(StationId(station.lower()), heard, BEAT)
        except NoPage:
            yield ENDED
        except JournalError:
            return  # the display asks again by itself

    def _of(self, hub: Hub) -> Sounds:
        """Return the sounds; recordings beside the hub's own files go first."""
        if hub not in self._sounds:
            self._sounds[hub] = Sounds((hub.certificate.parent / OWN, SHIPPED))
        return self._sounds[hub]


def _sound(parts: Iterable[array[int]]) -> Response:
    samples = array("h")
    for part in parts:
        samples.extend(part)
    return Response(as_wav(samples), media_type=_WAV)


async def _ended() -> AsyncIterator[str]:
    yield ENDED


def routes() -> APIRouter:
    """Return the routes of displays."""
    api = page_router()
    HallDisplay(Following()).add_to(api, "/display/{station}/{tail}")
    return api


SECTION = Section(routes)
