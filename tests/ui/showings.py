"""How each page of the registry is brought onto the screen with something to show.

A family of pages has a line in ``SERVICES`` (what its pages are given), and a page that needs more
than to be gone to has one in ``SHOWINGS``. Family modules beside this one hold the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.typing.draft import Draft
from kiosk.typing.fields import Field, Kind
from screens.registry import PAGES
from screens.services import Services
from screens.typing.typing import DRAFTS
from tests.ui import people
from tests.ui.lockers import reservation_states as reservations
from tests.ui.lockers import showings as lockers
from tests.ui.queue import showings as queue
from tests.ui.staff import showings as staff
from tests.ui.telling import states as telling
from tests.ui.venues import states as venues


def show_attract(stage: Any) -> None:
    stage.navigator.wait_for_somebody()


def show_home(stage: Any) -> None:
    stage.navigator.home()


def show_still_here(stage: Any) -> None:
    stage.navigator.home()
    stage.navigator.ask_still_here()


def show_typing(stage: Any) -> None:
    stage.navigator.home()
    field = Field(name="name", label=stage.page._("What is the name?"), kind=Kind.NAME)
    stage.navigator.visit.given[DRAFTS] = {field.name: Draft(letters="wangyuehe")}
    stage.navigator.go("typing", field=field)


SERVICES: Mapping[str, Callable[[], Services]] = {
    "shell": people.services,
    "lockers": lockers.services,
    "queue": queue.services,
    "venues": venues.services,
    "telling": telling.services,
    "staff": staff.busy_services,
}
"""By family: the part of a page's name before the dot, or ``shell``."""

SHOWINGS: Mapping[str, Callable[[Any], None]] = {
    "attract": show_attract,
    "home": show_home,
    "still_here": show_still_here,
    "typing": show_typing,
    **lockers.SHOWINGS,
    **reservations.SHOWINGS,
    **queue.SHOWINGS,
    **venues.SHOWINGS,
    **telling.SHOWINGS,
    **staff.SHOWINGS,
}


def family_of(page: str) -> str:
    """Return the family a page belongs to."""
    first = page.split(".", 1)[0]
    return first if any(each.startswith(f"{first}.") for each in PAGES) else "shell"


def show(stage: Any, page: str) -> None:
    """Bring ``page`` onto the screen, in the language and mood of the visit."""
    if page in SHOWINGS:
        SHOWINGS[page](stage)
    else:
        stage.navigator.visit.forget_task()
        stage.navigator.go(page)
    stage.settle()
