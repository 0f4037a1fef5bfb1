"""What is on the screen now, as data: for support over ssh, and for whoever touches from outside.

Tells the page and what can be touched, never what was typed or handed out: words with numbers
long enough to be a code or a phone are masked, and only words of buttons, the notice and the
headlines of cards that tell how things stand (``says``) are told. A button that would tell what is
being typed has another name for outside (``told``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from typing import Any

from kivy.uix.widget import Widget

from kiosk.jobs import Post
from kiosk.masking import mask_numbers
from screens.base import KioskScreen
from screens.navigation import Navigator
from screens.widgets.dress import Pressable

_PATIENCE = 5.0


def shown(navigator: Navigator, height: float) -> dict[str, Any]:
    """Return the page, its heading, and the centre of each target in px from the top left."""
    page = navigator.page
    targets = [] if page is None else [_target(each, height) for each in _pressable(page)]
    return {
        "page": navigator.place.page,
        "title": "" if page is None else mask_numbers(page.title),
        "says": [] if page is None else _said(page),
        "language": navigator.visit.language.value,
        "targets": targets,
    }


def asked_from_outside(
    post: Post, navigator: Callable[[], Navigator | None], height: float
) -> Callable[[Mapping[str, Any]], object]:
    """Return an answer for the control socket; the widgets are read on the UI thread."""

    def answer(question: Mapping[str, Any]) -> object:
        future: Future[dict[str, Any]] = Future()

        def look() -> None:
            there = navigator()
            future.set_result({} if there is None else shown(there, height))

        post(look)
        return future.result(_PATIENCE)

    return answer


def _said(page: KioskScreen) -> list[str]:
    headlines = [str(getattr(widget, "says", "")) for widget in page.walk(restrict=True)]
    return [mask_numbers(words) for words in (page.notice, *headlines) if words]


def _pressable(widget: Widget) -> Iterator[Pressable]:
    if isinstance(widget, Pressable) and not widget.disabled and widget.opacity > 0:
        yield widget
    for child in reversed(widget.children):
        yield from _pressable(child)


def _target(button: Pressable, height: float) -> dict[str, Any]:
    x, y = button.to_window(*button.center)
    return {
        "text": mask_numbers(str(getattr(button, "told", "") or getattr(button, "text", ""))),
        "x": round(x),
        "y": round(height - y),
        "width": round(button.width),
        "height": round(button.height),
    }
