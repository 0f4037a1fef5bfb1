"""Somebody at the screen with the hall of ``huaken`` behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from screens.theme import Screen
from screens.visit import Language
from tests.ui.harness import PORTRAIT, Stage
from tests.ui.queue.world import Hall


class Resident(Stage):
    """Reads and touches in English."""

    hall: Hall

    def says(self, sentence: str) -> bool:
        """Tell whether the screen says so, anywhere in a text."""
        self.settle()
        return any(sentence in text for text in self.texts())

    def press(self, text: str) -> None:
        """Touch what begins with ``text``."""
        from screens.widgets.dress import Pressable

        self.advance(0.6)
        self.settle()
        found = [
            each
            for each in self.widgets()
            if isinstance(each, Pressable) and getattr(each, "text", "").startswith(text)
        ]
        assert found, f"no button says {text!r}; there are {self.texts()}"
        self.tap(*found[0].center, wait=0)

    def type(self, digits: str) -> None:
        """Type on the keys."""
        for digit in digits:
            self.touch(digit, wait=0.3)
        self.settle()

    def scan(self, code: str) -> None:
        """Hold a code to the reader."""
        self.app.scanned(code)
        self.settle()


@contextmanager
def standing(
    hall: Hall, screen: Screen = PORTRAIT, *, page: str = "", **given: Any
) -> Iterator[Resident]:
    """A resident at home, or on a page."""
    with Resident(screen, services=hall.services()) as resident:
        resident.hall = hall
        resident.navigator.wake(language=Language.EN)
        if page:
            resident.navigator.go(page, **given)
        resident.advance(0.6)
        resident.settle()
        yield resident
