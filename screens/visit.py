"""Who stands at the screen: how they want it, and what they have given. Wiped when they go."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Language(StrEnum):
    """Languages of the screen."""

    ZH = "zh"
    EN = "en"


class Visit:
    """One person at the screen, from the first touch to home, time-out, help call or crash.

    Attributes:
        language: for this visit only, as are ``care`` and ``low``.
        given: what was typed, chosen or scanned, for the pages of one task; personal.
        holds: why the idle clock stands still (``"door A03"``); empty means it runs.
    """

    def __init__(self, language: Language = Language.ZH) -> None:
        self.language = language
        self.care = False
        self.low = False
        self.given: dict[str, Any] = {}
        self.holds: set[str] = set()

    def forget_task(self) -> None:
        """Drop what was given; the person stays, so language and moods do."""
        self.given.clear()

    def wipe(self, language: Language = Language.ZH) -> None:
        """Nobody stands here any more. A held idle clock is let go as well."""
        self.given.clear()
        self.holds.clear()
        self.care = False
        self.low = False
        self.language = language
