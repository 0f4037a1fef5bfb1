"""Pages for phones, behind the links that slips and screens carry. Nobody signs in.

The link is all there is to show: no cookie goes with it, so no other site can act for anybody. It
stands in no log, and no page that is linked to hears of it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from kiosk.documents.ics import Presence, booking_file
from kiosk.errors import JournalError, Refused
from kiosk.hub.pages.following import (
    AWAY,
    TOO_MANY,
    UNKNOWN,
    Followed,
    Following,
    NoPage,
    no_page,
)
from kiosk.hub.pages.forms import TooLarge
from kiosk.hub.pages.live import changing
from kiosk.hub.pages.phone_page import HEADERS, PhonePage
from kiosk.hub.pages.route import page_router
from kiosk.hub.pages.sections import Section
from kiosk.hub.pages.streams import STREAM, event, wants_stream
from kiosk.hub.pages.subjects import SUBJECTS, Subject, tap_for
from kiosk.links import Kind
from kiosk.phones.page import Act
from kiosk.phones.page import Page as Shown
from kiosk.phrases.refusals import sentence

_log = logging.getLogger(__name__)
MOST_LIVE = 6
"""Phones that may watch one link at once."""
_LIVE_HEADERS = {**HEADERS, "X-Accel-Buffering": "no"}
_OVER = event("over", "-")
_MOST_FORM = 2_000
"""Bytes of a form; it has one short field."""
_ICS = "text/calendar; charset=utf-8; method={method}"


class Phones:
    """The routes of one kind of link.

    Args:
        live: how many phones watch a link, by its token.
    """

    def __init__(self, kind: Kind, following: Following, live: Counter[str]) -> None:
        self._kind = kind
        self._following = following
        self._live = live

    def add_to(self, api: APIRouter, base: str) -> None:
        """Add the routes to ``api``."""
        api.add_api_route(base, self.show, methods=["GET"])
        api.add_api_route(f"{base}/live", self.live, methods=["GET"])
        api.add_api_route(f"{base}/calendar/{{of}}.ics", self.calendar, methods=["GET"])
        for of in ("", "/{of}"):
            api.add_api_route(f"{base}/ask/{{act}}{of}", self.ask, methods=["GET"])
            api.add_api_route(f"{base}/do/{{act}}{of}", self.do, methods=["POST"])

    async def show(self, request: Request, station: str, tail: str) -> Response:
        """Show how it stands."""
        phone = PhonePage(request)

        def shown() -> Response:
            subject = self._subject(phone, station, tail)
            return self._page(phone, subject)

        return await self._answer(phone, shown)

    async def live(self, request: Request, station: str, tail: str) -> Response:
        """Go on showing how it stands, as often as it changes; say so where it is over."""
        phone = PhonePage(request)

        def first() -> Response:
            try:
                followed = self._follow(phone, station, tail)
                self._made(followed).page(phone.words)
            except (NoPage, Refused) as why:
                if wants_stream(request) and _is_over(why):
                    return Response(_OVER, media_type=STREAM, headers=_LIVE_HEADERS)
                raise
            link = followed.link.token
            if self._live[link] >= MOST_LIVE:
                raise NoPage(*TOO_MANY)
            parts = self._parts(phone, station, tail, followed)
            return StreamingResponse(parts, media_type=STREAM, headers=_LIVE_HEADERS)

        return await self._answer(phone, first)

    async def ask(
        self, request: Request, station: str, tail: str, act: str, of: str = ""
    ) -> Response:
        """Say what something means, and ask whether to do it."""
        phone = PhonePage(request)

        def asked() -> Response:
            subject = self._subject(phone, station, tail)
            shown = subject.page(phone.words)
            found = shown.act(act, of)
            if found is None:
                return self._to_page(phone)
            return self._ask(phone, subject, shown, found)

        return await self._answer(phone, asked)

    async def do(
        self, request: Request, station: str, tail: str, act: str, of: str = ""
    ) -> Response:
        """Do it, and show how it stands then."""
        phone = PhonePage(request)
        seen = await _seen(request)

        def done() -> Response:
            followed = self._follow(phone, station, tail)
            subject = self._made(followed)
            try:
                subject.do(act, of, tap_for(followed, act, of, seen))
            except Refused as refused:
                return self._refused(phone, subject, refused)
            return self._to_page(phone)

        return await self._answer(phone, done)

    async def calendar(self, request: Request, station: str, tail: str, of: str) -> Response:
        """Send the file for a calendar."""
        phone = PhonePage(request)

        def file() -> Response:
            subject = self._subject(phone, station, tail)
            occasion = subject.occasion(of, phone.language)
            gone = occasion.status is Presence.CANCELLED
            return Response(
                booking_file(occasion),
                media_type=_ICS.format(method="CANCEL" if gone else "PUBLISH"),
                headers={**HEADERS, "Content-Disposition": 'attachment; filename="booking.ics"'},
            )

        return await self._answer(phone, file)

    # -- parts -----------------------------------------------------------------------------

    async def _answer(self, phone: PhonePage, make: Callable[[], Response]) -> Response:
        try:
            return await phone.run(make)
        except NoPage as why:
            return phone.sorry(why)
        except Refused as refused:
            return phone.sorry(no_page(refused) or NoPage(*UNKNOWN))
        except JournalError as error:
            _log.error("a phone could not be answered: %s", type(error).__name__)
            return phone.sorry(NoPage(*AWAY))

    def _follow(self, phone: PhonePage, station: str, tail: str) -> Followed:
        return self._following.follow(phone.hub, self._kind, station, tail, sender=phone.sender)

    def _made(self, followed: Followed) -> Subject:
        return SUBJECTS[self._kind](followed)

    def _subject(self, phone: PhonePage, station: str, tail: str) -> Subject:
        return self._made(self._follow(phone, station, tail))

    async def _parts(
        self, phone: PhonePage, station: str, tail: str, followed: Followed
    ) -> AsyncIterator[str]:
        def anew() -> tuple[int, str]:
            found = self._follow(phone, station, tail)
            position = found.station.position
            shown = self._made(found).page(phone.words)
            return position, phone.part("phone/now.html", **self._given(phone, shown))

        link, name = followed.link.token, followed.link.station
        self._live[link] += 1
        try:
            async for part in changing(phone.hub.watch, name, lambda: phone.run(anew)):
                yield part
        except (NoPage, Refused):
            yield _OVER
        finally:
            self._live[link] -= 1
            if not self._live[link]:
                del self._live[link]

    def _page(
        self, phone: PhonePage, subject: Subject, *, refusal: str = "", status: int = 200
    ) -> Response:
        shown = subject.page(phone.words)
        return self._shown(
            phone,
            "phone/page.html",
            status=status,
            kind=subject.name,
            refusal=refusal,
            **self._given(phone, shown),
        )

    def _ask(self, phone: PhonePage, subject: Subject, shown: Shown, act: Act) -> Response:
        titles = (card.title for card in shown.cards if act in card.acts)
        return self._shown(
            phone,
            "phone/ask.html",
            kind=subject.name,
            act=act,
            title=next(titles, ""),
            **self._given(phone, shown),
        )

    def _refused(self, phone: PhonePage, subject: Subject, refused: Refused) -> Response:
        why = no_page(refused)
        if why is not None:
            raise why
        said = subject.refusal(phone._, refused) or sentence(phone.words, refused)
        return self._page(phone, subject, refusal=said, status=HTTPStatus.CONFLICT)

    def _shown(self, phone: PhonePage, template: str, **given: Any) -> Response:
        response = phone.show(template, **given)
        response.headers.update(HEADERS)
        return response

    def _given(self, phone: PhonePage, shown: Shown) -> dict[str, Any]:
        return {"shown": shown, "base": self._base(phone)}

    def _base(self, phone: PhonePage) -> str:
        """Return the path of the link itself."""
        return "/".join(phone.request.url.path.split("/")[:4])

    def _to_page(self, phone: PhonePage) -> Response:
        path = f"{self._base(phone)}?lang={phone.language}"
        return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER, headers=HEADERS)


def _is_over(why: NoPage | Refused) -> bool:
    """Tell whether a page that stands open learns more by being loaded again than by waiting."""
    over = (HTTPStatus.GONE, HTTPStatus.NOT_FOUND)
    return isinstance(why, Refused) or why.status in over


async def _seen(request: Request) -> str:
    """Return how often what is acted on had changed when the form was shown.

    Raises:
        TooLarge: it is no form of ours.
    """
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()) or int(length) > _MOST_FORM:
        raise TooLarge
    form = await request.form(max_files=0, max_fields=4)
    seen = form.get("seen", "")
    return seen[:20] if isinstance(seen, str) else ""


def routes() -> APIRouter:
    """Return the routes of every kind of link that stands on slips."""
    api = page_router()
    following, live = Following(), Counter[str]()
    for kind in SUBJECTS:
        phones = Phones(kind, following, live)
        for letter in (kind.value, kind.value.lower()):
            phones.add_to(api, f"/{letter}/{{station}}/{{tail}}")
    return api


SECTION = Section(routes)
