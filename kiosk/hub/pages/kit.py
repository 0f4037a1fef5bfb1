"""What every page is made with: templates, words, addresses of files. One for each application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.hub.core import Hub
from kiosk.hub.pages.assets import Assets
from kiosk.hub.pages.sections import Section
from kiosk.words import LANGUAGES, Words

TEMPLATES = Path(__file__).parent / "templates"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Of every page: nothing of others, nothing inline, shown in no frame, kept in no cache."""


class Kit:
    """Templates and words.

    Args:
        sections: every part of the pages, in the order of the navigation.
    """

    def __init__(self, hub: Hub, sections: Iterable[Section] = ()) -> None:
        self.hub = hub
        parts = tuple(sections)
        self.links = tuple(link for part in parts for link in part.links)
        self.needs = tuple(part.needs for part in parts if part.needs is not None)
        self.words = {language: Words(language) for language in LANGUAGES}
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["asset"] = Assets().address

    def render(self, template: str, given: Mapping[str, Any]) -> str:
        """Return ``template`` filled in; every value is escaped."""
        return self._templates.get_template(template).render(given)


def kit_of(request: Request) -> Kit:
    """Return what the pages of this application are made with."""
    return cast(Kit, request.app.state.kit)
