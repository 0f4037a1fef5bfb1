"""The cabinet as it was built: which doors there are, where, how large. Pure; never changes.

Columns count from 1 at the left of each bank, rows from 1 at the top, seen from the front.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from kiosk.errors import Refused
from kiosk.ids import BankId, DoorId

EASY_REACH_MM = (380, 1220)
"""Handle heights (mm above the floor) reached sitting in a wheelchair or without bending low."""


class Size(StrEnum):
    """How large a door is. ``Size`` iterates from small to large."""

    S = "S"
    M = "M"
    L = "L"

    @property
    def share(self) -> int:
        """Return the height of the door relative to others, for drawing (3 : 5 : 8)."""
        return {Size.S: 3, Size.M: 5, Size.L: 8}[self]

    def or_larger(self) -> tuple[Size, ...]:
        """Return this size and the larger ones, nearest first."""
        sizes = tuple(Size)
        return sizes[sizes.index(self) :]


class DoorPlan(msgspec.Struct, frozen=True):
    """One door.

    Attributes:
        id: the label on the door, unique in the station.
        board: address of the lock board on the bank's line.
        lock: number of the lock on that board, as the board counts.
        handle_mm: height of the handle above the floor.
        contact: how the feedback contact is wired, if it differs from the board's.
    """

    id: DoorId
    bank: BankId
    board: int
    lock: int
    size: Size
    handle_mm: int
    column: int
    row: int
    contact: str | None = None

    @property
    def easy_reach(self) -> bool:
        """True if the handle is between 380 and 1,220 mm above the floor, both included."""
        low, high = EASY_REACH_MM
        return low <= self.handle_mm <= high


class Cabinet(msgspec.Struct, frozen=True):
    """All doors of the station, bank by bank, in the order of the station file."""

    doors: tuple[DoorPlan, ...] = ()

    @property
    def banks(self) -> tuple[BankId, ...]:
        """Every bank once, in the order of the station file."""
        return tuple(dict.fromkeys(door.bank for door in self.doors))

    def find(self, door: DoorId) -> DoorPlan | None:
        """Return the door labelled ``door``, if there is one."""
        return next((plan for plan in self.doors if plan.id == door), None)

    def door(self, door: DoorId) -> DoorPlan:
        """Return the door labelled ``door``.

        Raises:
            Refused: ``no_subject`` (door).
        """
        plan = self.find(door)
        if plan is None:
            raise Refused("no_subject", door=door)
        return plan

    def of_bank(self, bank: BankId) -> tuple[DoorPlan, ...]:
        """Return the doors of one bank."""
        return tuple(door for door in self.doors if door.bank == bank)

    def of_size(self, size: Size) -> tuple[DoorPlan, ...]:
        """Return the doors of exactly this size."""
        return tuple(door for door in self.doors if door.size is size)

    def sizes(self) -> tuple[Size, ...]:
        """Return the sizes this cabinet has, small to large."""
        return tuple(size for size in Size if self.of_size(size))

    def easy_reach(self, size: Size | None = None) -> tuple[DoorPlan, ...]:
        """Return the doors that are easy to reach, of one size or of all."""
        return tuple(door for door in self.doors if door.easy_reach and size in (None, door.size))

    def columns(self, bank: BankId) -> tuple[tuple[DoorPlan, ...], ...]:
        """Return the columns of a bank from left to right, each from top to bottom."""
        doors = self.of_bank(bank)
        return tuple(
            _top_to_bottom(door for door in doors if door.column == column)
            for column in sorted({door.column for door in doors})
        )


def _top_to_bottom(doors: Iterable[DoorPlan]) -> tuple[DoorPlan, ...]:
    return tuple(sorted(doors, key=lambda door: door.row))
