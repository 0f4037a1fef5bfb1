"""Routes of pages: what goes wrong is told by a page too, in one sentence and a code."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from kiosk.errors import JournalError, KioskError, Refused
from kiosk.hub.faults import Denied
from kiosk.hub.pages.forms import NotOurs, TooLarge
from kiosk.hub.pages.kit import HEADERS
from kiosk.hub.pages.page import Page
from kiosk.hub.pages.sections import SIGN_IN
from kiosk.hub.pages.signed_in import NotAllowed, SignedOut
from kiosk.hub.pages.streams import SIGNED_OUT, STREAM, wants_stream
from kiosk.phrases import staff
from kiosk.phrases.refusals import sentence
from kiosk.words import mark

_log = logging.getLogger(__name__)
_S = HTTPStatus
_NOT_FOUND = mark("There is no such page.")
_SENTENCES: dict[type[Exception], tuple[HTTPStatus, str, str]] = {
    NotOurs: (
        _S.FORBIDDEN,
        "stale_form",
        mark("This page was open for too long. Please open it again; nothing was changed."),
    ),
    TooLarge: (_S.REQUEST_ENTITY_TOO_LARGE, "too_large", mark("That is more than can be taken.")),
    RequestValidationError: (
        _S.BAD_REQUEST,
        "unreadable",
        mark("The address of this page is not written as it must be."),
    ),
    Denied: (_S.NOT_FOUND, "no_such_page", _NOT_FOUND),
    JournalError: (
        _S.SERVICE_UNAVAILABLE,
        "away",
        mark("The hub cannot write at present. Nothing was changed; please try again soon."),
    ),
}


class PageRoute(APIRoute):
    """A route whose faults are pages too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what handles a request."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                response = await handle(request)
            except (KioskError, RequestValidationError, HTTPException) as error:
                response = await fault(request, error)
            return _with_headers(response)

        return handled


def page_router() -> APIRouter:
    """Return a router for pages."""
    return APIRouter(
        route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse
    )


async def fault(request: Request, error: Exception) -> Response:
    """Answer what could not be done, or is nobody's page."""
    page = Page(request)
    if isinstance(error, SignedOut | NotAllowed) and wants_stream(request):
        return Response(SIGNED_OUT, media_type=STREAM)  # loaded again, the page says why
    match error:
        case SignedOut():
            return _to_sign_in(page)
        case NotAllowed(permission=permission):
            text = page._("Your role may not do this: {permission}.").format(
                permission=staff.permissions(page._)[permission]
            )
            return _told(page, _S.FORBIDDEN, "not_allowed", text)
        case Refused():
            text = sentence(page.words, error)
            return _told(page, _S.CONFLICT, error.reason, text)
        case HTTPException(status_code=status) if status != _S.NOT_FOUND:
            text = page._("That is not possible here.")
            return _told(page, HTTPStatus(status), "not_possible", text)
    for kind, (status, code, text) in _SENTENCES.items():
        if isinstance(error, kind):
            if kind is JournalError:
                _log.error("a page could not be answered: %s", type(error).__name__)
            return _told(page, status, code, page._(text))
    return _told(page, _S.NOT_FOUND, "no_such_page", page._(_NOT_FOUND))


def say_faults(app: FastAPI) -> None:
    """Have addresses that belong to no route, and faults nobody foresaw, answered by a page."""

    async def lost(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/v1/"):
            assert isinstance(error, HTTPException)
            return await http_exception_handler(request, error)  # a terminal asked, not a browser
        return _with_headers(await fault(request, error))

    async def broken(request: Request, error: Exception) -> Response:
        page = Page(request)
        text = page._("Something does not work here. It was noted; please try again.")
        return _with_headers(_told(page, _S.INTERNAL_SERVER_ERROR, "broken", text))

    app.add_exception_handler(HTTPException, lost)
    app.add_exception_handler(Exception, broken)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _to_sign_in(page: Page) -> Response:
    path = page.request.url.path
    if page.request.method != "GET":
        return page.go(SIGN_IN)
    return page.go(f"{SIGN_IN}?next={quote(path)}")


def _told(page: Page, status: HTTPStatus, code: str, text: str) -> Response:
    return page.show("fault.html", status=status, code=code, number=int(status), sentence=text)
