"""A request of somebody who has nothing but a link."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from kiosk.hub.pages.following import NoPage
from kiosk.hub.pages.page import Page
from kiosk.words import LANGUAGES

HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""Of every answer: the address is the secret."""


class PhonePage(Page):
    """A request of a phone, in its language or the one that was touched."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        asked = request.query_params.get("lang")
        if asked in LANGUAGES:
            self.words = self.kit.words[asked]
            self.language = asked

    def sorry(self, why: NoPage) -> Response:
        """Answer in one sentence and a code why there is no page."""
        response = self.show(
            "phone/sorry.html",
            status=why.status,
            number=int(why.status),
            code=why.code,
            sentence=self._(why.sentence),
        )
        response.headers.update(HEADERS)
        return response
