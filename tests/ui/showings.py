"""How each page of the registry is brought onto the screen with something to show.

A page that needs more than to be gone to has a line in ``SHOWINGS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def show_attract(stage: Any) -> None:
    stage.navigator.wait_for_somebody()


def show_home(stage: Any) -> None:
    stage.navigator.home()


def show_still_here(stage: Any) -> None:
    stage.navigator.home()
    stage.navigator.ask_still_here()


SHOWINGS: Mapping[str, Callable[[Any], None]] = {
    "attract": show_attract,
    "home": show_home,
    "still_here": show_still_here,
}


def show(stage: Any, page: str) -> None:
    """Bring ``page`` onto the screen, in the language and mood of the visit."""
    if page in SHOWINGS:
        SHOWINGS[page](stage)
    else:
        stage.navigator.home()
        stage.navigator.go(page)
    stage.settle()
