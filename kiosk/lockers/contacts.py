"""What the contacts of one bank say, read by read: a reading counts when it came twice in a row.

Pure bookkeeping for the lane that owns the bank; ``seen`` is replaced whole, for other threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.ids import DoorId
from kiosk.lockers.steps import Seen
from kiosk.ports import Reading


class Contacts:
    """The readings of some doors."""

    def __init__(self, doors: Iterable[DoorId]) -> None:
        self.seen: Mapping[DoorId, Seen] = {door: Seen() for door in doors}
        self._before: Mapping[DoorId, Reading] = {}

    def forget(self) -> None:
        """Nothing is known any more: the bank is away."""
        self.seen = {door: Seen() for door in self.seen}
        self._before = {}

    def took_open(self, door: DoorId, at: float) -> None:
        """Take ``door`` as sensed open; a closed reading counts only if it is a new one, twice."""
        self._before = {**self._before, door: Reading.OPEN}
        self.seen = {**self.seen, door: Seen(Reading.OPEN, at)}

    def take(self, readings: Mapping[DoorId, Reading], at: float) -> Mapping[DoorId, Reading]:
        """Take one reading of every door; return those that are the same as the time before."""
        steady = {
            door: reading for door, reading in readings.items() if self._before.get(door) is reading
        }
        self._before = readings
        self.seen = {
            door: _seen(was, door, steady, readings, at) for door, was in self.seen.items()
        }
        return steady


def _seen(
    was: Seen,
    door: DoorId,
    steady: Mapping[DoorId, Reading],
    readings: Mapping[DoorId, Reading],
    at: float,
) -> Seen:
    if door in steady:
        return Seen(steady[door], at)
    if readings.get(door, Reading.UNKNOWN) is Reading.UNKNOWN:
        return Seen()
    return was
