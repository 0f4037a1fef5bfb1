"""Somebody who types by touch, in Chinese, and finds their way through lists.

The terminal never tells what is typed: a candidate is told as ``(3)``. What stands there is worked
out as the terminal does, since the same letters give the same candidates everywhere.
"""

from __future__ import annotations

from kiosk.typing.draft import Draft
from kiosk.typing.engine import Engine
from kiosk.typing.fields import Kind
from kiosk.words import Words
from tests.e2e.kiosk import Kiosk

HELD = 2.4
"""Seconds the last corner is held; the terminal wants two."""


class Typist:
    """Types, and turns leaves."""

    def __init__(self, kiosk: Kiosk, engine: Engine) -> None:
        self._kiosk = kiosk
        self._engine = engine
        self.words = Words("zh").gettext

    def enter(self, number: str, pin: str) -> None:
        """Walk over the corners and sign in."""
        kiosk = self._kiosk
        kiosk.at("attract")
        kiosk.touch(self.words("Touch to begin"))
        kiosk.at("home")
        kiosk.walk_corners(HELD)
        kiosk.at("staff.pin")
        kiosk.type(number + pin)
        kiosk.touch(self.words("Sign in"))
        kiosk.at("staff.home")

    def find(self, row: str, page: str = "staff.try_typing") -> None:
        """Touch a row of a list, turning leaves until it is there."""
        self._kiosk.at(page)
        self._kiosk.touch_in_list(self.words(row), self.words("Next"))

    def type(self, letters: str, text: str, kind: Kind = Kind.TEXT) -> int:
        """Type letters and choose what is meant; return how many touches that took."""
        self._kiosk.at("typing")
        self._kiosk.type(letters)
        draft, touches = Draft(letters=letters), len(letters)
        while draft.letters:
            found = self._engine.candidates(draft.letters, before=draft.text, kind=kind)
            rest = text[len(draft.text) :]
            place = next(n for n, each in enumerate(found) if rest.startswith(each.text))
            touches += self._choose(f"({place + 1})")
            draft = draft.chosen(found[place])
        assert draft.text == text
        return touches

    def _choose(self, candidate: str) -> int:
        touches = 1
        for _ in range(2):  # what was touched last is surely shown
            self._kiosk.screen()
        while all(each["text"] != candidate for each in self._kiosk.screen()["targets"]):
            self._kiosk.touch(self.words("Next"))
            touches += 1
        self._kiosk.touch(candidate)
        return touches
