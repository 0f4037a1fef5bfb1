"""Door labels as people type them: letters from the cabinet, then a number. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from kiosk.ids import DoorId

_LABEL = re.compile(r"(.*?)(\d*)$", re.DOTALL)


class Labels(msgspec.Struct, frozen=True):
    """What the labels of a cabinet are made of.

    Attributes:
        letters: every beginning there is, in the order of the cabinet; ``""`` if there is none.
        digits: the most digits that follow.
    """

    letters: tuple[str, ...]
    digits: int
    doors: tuple[DoorId, ...] = ()

    @classmethod
    def of(cls, doors: Iterable[DoorId]) -> Labels:
        """Return the labels of ``doors``."""
        known = tuple(doors)
        parts = [_split(door) for door in known]
        letters = tuple(dict.fromkeys(letter for letter, _ in parts))
        return cls(letters, max((len(number) for _, number in parts), default=0), known)

    def find(self, letter: str, number: str) -> DoorId | None:
        """Return the door that was typed; leading zeros need not be."""
        for door in self.doors:
            begins, its_number = _split(door)
            if begins == letter and its_number.lstrip("0") == number.lstrip("0"):
                return door
        return None

    def is_whole(self, number: str) -> bool:
        """Tell whether no digit can follow."""
        return len(number) >= self.digits


def _split(door: DoorId) -> tuple[str, str]:
    found = _LABEL.fullmatch(door)
    assert found is not None  # both parts may be empty, so everything fits
    return found[1], found[2]
