"""How the pages of the queue are brought onto the screen when all pages are walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from screens.services import Services
from tests.ui.queue.states import FACES
from tests.ui.queue.world import Hall

SHOWN = {
    "queue": "services",
    "queue.service": "service",
    "queue.first": "first",
    "queue.papers": "papers",
    "queue.ticket": "ticket",
    "queue.find": "find",
    "queue.mine": "mine: waiting",
    "queue.book": "book",
    "queue.book_time": "book time",
    "queue.booked": "booked",
    "queue.appointment": "appointment",
    "queue.visit": "visit",
    "queue.visit_where": "visit where",
}
"""The face each page is shown with."""


@cache
def hall() -> Hall:
    """A busy morning, made once."""
    return Hall().busy()


def services() -> Services:
    """What the pages are given."""
    return hall().services()


def show(face: str, stage: Any) -> None:
    """Bring a face onto the screen."""
    FACES[face](stage, hall())


SHOWINGS: Mapping[str, Callable[[Any], None]] = {
    page: partial(show, face) for page, face in SHOWN.items()
}
