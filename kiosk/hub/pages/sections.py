"""What a part of the pages is: its routes, its places in the navigation, what tests look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import APIRouter

from kiosk.settings import Permission

SIGN_IN = "/console/sign-in"
HOME = "/console"


@dataclass(frozen=True)
class Link:
    """A place in the navigation of the console.

    Attributes:
        title: marked English words (``kiosk.words.mark``).
        permission: what a role needs to be shown it; ``None``: everybody who is signed in.
        group: links of one group stand together, under this marked title.
    """

    path: str
    title: str
    permission: Permission | None
    group: str


class Need(msgspec.Struct, frozen=True):
    """Something that needs somebody, on the first page: how urgent, and where it is seen to."""

    text: str
    hint: str = ""
    tone: str = "care"
    path: str = ""


Needs = Callable[[Any], Iterable[Need]]
"""Gets the ``StaffPage`` of whoever asks; on a thread that may ask the database."""


@dataclass(frozen=True)
class Section:
    """Some pages that belong together.

    Attributes:
        routes: makes their routes; ``kiosk.hub.pages.route.page_router`` gives the router.
        needs: says what of this part needs whoever is signed in.
        examples: addresses that are opened signed in by the tests of every page, beside the links.
        open_examples: the same for pages that nobody has to sign in for.
    """

    routes: Callable[[], APIRouter]
    links: tuple[Link, ...] = ()
    needs: Needs | None = None
    examples: tuple[str, ...] = ()
    open_examples: tuple[str, ...] = ()
