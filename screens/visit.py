"""Who stands at the screen: how they want it, and what they have given. Wiped when they go."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from kiosk.ids import new_id


class Language(StrEnum):
    """Languages of the screen."""

    ZH = "zh"
    EN = "en"


SESSION = "session"
"""Under this name the session of a signed-in member of staff stands in ``Visit.given``."""


class Visit:
    """One person at the screen, from the first touch to home, time-out, help call or crash.

    Attributes:
        language: for this visit only, as are ``care`` and ``low``.
        given: what was typed, chosen or scanned, for the pages of one task; personal.
        holds: why the idle clock stands still (``"door A03"``); empty means it runs.
        name: of this visit alone, so that what one person takes can be counted; tells nothing.
    """

    def __init__(self, language: Language = Language.ZH) -> None:
        self.language = language
        self.name: str = new_id()
        self.care = False
        self.low = False
        self.given: dict[str, Any] = {}
        self.holds: set[str] = set()
        self._at_end: list[Callable[[bool], None]] = []

    def at_end(self, call: Callable[[bool], None]) -> None:
        """Call once when what was given is dropped; gets True if nobody stands here any more."""
        self._at_end.append(call)

    def forget_task(self) -> None:
        """Drop what was given; the person stays, so language and moods do."""
        self._drop(gone=False)

    def wipe(self, language: Language = Language.ZH) -> None:
        """Nobody stands here any more. A held idle clock is let go as well."""
        self._drop(gone=True)
        self.holds.clear()
        self.name = new_id()
        self.care = False
        self.low = False
        self.language = language

    def _drop(self, *, gone: bool) -> None:
        self.given.clear()
        calls, self._at_end = self._at_end, []
        for call in calls:
            call(gone)
