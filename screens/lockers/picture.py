"""The cabinet of the station as the cabinet picture wants it, in true proportions."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.ids import BankId, DoorId
from kiosk.lockers.plan import Cabinet, DoorPlan, Size
from screens.theme import Theme
from screens.widgets.cabinet import DoorShown

TOUCH_MM = 16.0
GAP_MM = 3.0
"""Least side of a door that is touched, and the room between two."""


def shown_doors(
    cabinet: Cabinet, *, marked: DoorId | None = None, named: bool = False
) -> tuple[DoorShown, ...]:
    """Return the doors of all banks side by side; of the marked door's bank, if one is marked."""
    banks = cabinet.banks
    if marked is not None and (plan := cabinet.find(marked)) is not None:
        banks = (plan.bank,)
    shown: list[DoorShown] = []
    for columns in _columns(cabinet, banks):
        left = max((door.column for door in shown), default=-1) + 1
        for offset, column in enumerate(columns):
            shown.extend(_column(column, left + offset, marked, named=named))
    return tuple(shown)


def height_to_touch(cabinet: Cabinet) -> float:
    """Return how high (mm) the picture must be so that its smallest door can be touched."""
    shown = shown_doors(cabinet)
    units = max((door.row + door.height for door in shown), default=0)
    least = min((door.height for door in shown), default=1)
    return units * (TOUCH_MM + 0.5 + GAP_MM) / least


def can_be_touched(cabinet: Cabinet, theme: Theme, *, width_mm: float, height_mm: float) -> bool:
    """Tell whether every door of the picture would be large enough for a finger."""
    shown = shown_doors(cabinet)
    if not shown:
        return False
    columns = max(door.column for door in shown) + 1
    wide = (width_mm - GAP_MM * (columns - 1)) / columns
    # A label in large type must fit on the door as well.
    label = 22 if not theme.care else 28
    return wide >= max(TOUCH_MM, label) and height_mm >= height_to_touch(cabinet)


def _columns(cabinet: Cabinet, banks: Sequence[BankId]) -> list[tuple[tuple[DoorPlan, ...], ...]]:
    return [cabinet.columns(bank) for bank in banks]


def _column(
    doors: Sequence[DoorPlan], column: int, marked: DoorId | None, *, named: bool
) -> list[DoorShown]:
    row, shown = 0, []
    for door in doors:
        is_it = door.id == marked
        shown.append(
            DoorShown(
                label=door.id,
                column=column,
                row=row,
                height=Size(door.size).share,
                tone="lockers" if is_it else "card" if named else "idle",
                named=named or is_it,
            )
        )
        row += Size(door.size).share
    return shown
