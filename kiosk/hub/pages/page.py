"""``Page``: one request for a page: in which language, and how it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Match

from kiosk.hub.pages.kit import kit_of
from kiosk.ids import new_id
from kiosk.words import LANGUAGES

LANGUAGE_COOKIE = "yizhan-language"
_SAID_COOKIE = "__Host-yizhan-said"
_SAID_FOR = 60
_LONGEST_SAID = 300
"""Letters; more would not fit into a cookie."""
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Said:
    """A sentence above a page: ``good``, ``care`` or ``bad``."""

    def __init__(self, text: str, tone: str = "good") -> None:
        self.text = text
        self.tone = tone


class Page:
    """A request, and the answer that is made of a template."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.kit = kit_of(request)
        self.hub = self.kit.hub
        self.words = self.kit.words[language_of(request)]
        self.language = self.words.language

    @property
    def sender(self) -> str:
        """Where it comes from; kept nowhere."""
        return "" if self.request.client is None else self.request.client.host

    def _(self, message: str) -> str:
        """Return ``message`` in the language of the page."""
        return self.words.gettext(message)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the sentence for ``count`` things."""
        return self.words.ngettext(one, many, count)

    async def run(self, ask: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run what asks the database or a rule beside the event loop."""
        return await run_in_threadpool(ask, *args, **kwargs)

    def part(self, template: str, **given: Any) -> str:
        """Return a template filled in, as a part of a page."""
        return self.kit.render(template, {**self._context(), **given})

    def show(
        self, template: str, *, status: int = 200, said: Said | None = None, **given: Any
    ) -> Response:
        """Answer with ``template``; a sentence that was left by the page before is shown once."""
        left = self._left_said()
        text = self.part(template, said=said or left, **given)
        response = HTMLResponse(text, status_code=status)
        if left is not None:
            response.delete_cookie(_SAID_COOKIE, secure=True, httponly=True, samesite="strict")
        return response

    def go(self, path: str, said: Said | None = None) -> Response:
        """Answer by sending the browser to ``path``, which shows ``said``."""
        response = RedirectResponse(path, status_code=303)
        if said is not None:
            kept = json.dumps([said.tone, said.text[:_LONGEST_SAID]])
            keep_cookie(response, _SAID_COOKIE, quote(kept), seconds=_SAID_FOR)
        return response

    def _context(self) -> dict[str, Any]:
        return {
            "page": self,
            "_": self._,
            "plural": self.plural,
            "language": self.language,
            "said": None,
            "new_tap": new_id,
        }

    def _left_said(self) -> Said | None:
        kept = self.request.cookies.get(_SAID_COOKIE)
        if not kept:
            return None
        try:
            tone, text = json.loads(unquote(kept))
        except ValueError:
            return None
        return Said(str(text), str(tone)) if tone in ("good", "care", "bad") else None


def language_of(request: Request) -> str:
    """Return the language that was chosen, else the first the browser asks for that there is."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    asked = request.headers.get("accept-language", "")
    for each in asked.split(","):
        language = each.split(";")[0].strip().split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def path_of(request: Request) -> str:
    """Return where a page is opened: the nearest path above that of a form which is shown."""
    path = request.url.path
    while request.method == "POST" and path.count("/") > 1 and not _is_shown(request, path):
        path = path.rpartition("/")[0]
    return path


def _is_shown(request: Request, path: str) -> bool:
    asked = {"type": "http", "method": "GET", "path": path}
    routes = request.app.router.routes
    return any(route.matches(asked)[0] is Match.FULL for route in routes)


def keep_cookie(response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    """Have the browser keep a value that no script, and no page of others, gets to see or send."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict"
    )
