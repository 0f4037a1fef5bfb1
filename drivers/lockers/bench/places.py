"""Labels of doors while they are given out, one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk import forms
from kiosk.ids import DoorId

Wire = tuple[int, int]
"""Board and lock."""


class Labels:
    """Which labels there are, and which are given.

    Args:
        bank: begins the labels of a cabinet that is not in a station file yet: A01, A02 …
        wired: doors of the station file with the wire they have there.
    """

    def __init__(self, bank: str, wired: Mapping[DoorId, Wire]) -> None:
        self._letter = bank[:1]
        self._by_wire = {wire: door for door, wire in wired.items()}
        self._known = set(wired)
        self._taken: set[DoorId] = set()

    @property
    def missing(self) -> tuple[DoorId, ...]:
        """Doors of the station file that were not given to any lock."""
        return tuple(sorted(self._known - self._taken))

    def expected(self, board: int, lock: int) -> DoorId | None:
        """Return the door the station file has here, or the next free label."""
        if self._known:
            door = self._by_wire.get((board, lock))
            return None if door is None or door in self._taken else door
        return DoorId(f"{self._letter}{len(self._taken) + 1:02}")

    def named(self, said: str) -> DoorId | None:
        """Return the label somebody typed: ``a7``, ``A07`` or only ``7``."""
        text = said.strip().upper()
        if text.isdigit():
            text = self._letter + text
        found = re.fullmatch(r"([A-Z])(\d{1,3})", text)
        if found is None:
            return None
        label = DoorId(f"{found[1]}{int(found[2]):02}")
        if DoorId(text) in self._known:
            label = DoorId(text)
        fits = re.fullmatch(forms.DOOR, label) is not None
        return label if fits and (not self._known or label in self._known) else None

    def taken(self, door: DoorId) -> bool:
        """Whether a lock was found for this door already."""
        return door in self._taken

    def take(self, door: DoorId) -> None:
        """A lock was found for this door."""
        self._taken.add(door)
