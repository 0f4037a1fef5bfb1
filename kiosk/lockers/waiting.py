"""Who waits to be told what became of which order. Safe to use from any lane."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.ids import EntryId
from kiosk.jobs import Post
from kiosk.lockers.steps import IsShut, Step

Told = Callable[[Step], None]


class Waiting:
    """Listeners by the order they wait for; what they hear comes through ``post``."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._lock = threading.Lock()
        self._told: dict[EntryId, Told] = {}

    def wait(self, told: Told, order: EntryId) -> None:
        """Let ``told`` hear every step of ``order`` until its door is shut."""
        with self._lock:
            self._told[order] = told

    def wait_too(self, order: EntryId, other: EntryId) -> None:
        """Let whoever waits for ``order`` hear of ``other`` as well."""
        with self._lock:
            if order in self._told:
                self._told[other] = self._told[order]

    def leave(self, told: Told) -> None:
        """Tell this listener nothing more."""
        with self._lock:
            self._told = {order: each for order, each in self._told.items() if each != told}

    def pass_on(self, step: Step) -> None:
        """Tell ``step`` to whoever waits for its order; the last one ends the wait."""
        order = getattr(step, "order", EntryId(""))
        with self._lock:
            told = self._told.get(order)
            if isinstance(step, IsShut):
                self._told.pop(order, None)
        if told is not None:
            self.tell(told, step)

    def tell(self, told: Told, step: Step) -> None:
        """Tell one listener, whatever it waits for."""
        self._post(lambda: told(step))
