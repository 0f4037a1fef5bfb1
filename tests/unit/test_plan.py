"""The cabinet as it was built."""

from __future__ import annotations

import pytest

from kiosk.errors import Refused
from kiosk.ids import BankId, DoorId
from kiosk.lockers.plan import Cabinet, DoorPlan, Size


def door(
    label: str, size: Size = Size.M, handle_mm: int = 900, column: int = 1, row: int = 1
) -> DoorPlan:
    return DoorPlan(
        id=DoorId(label),
        bank=BankId(label[0]),
        board=1,
        lock=int(label[1:]),
        size=size,
        handle_mm=handle_mm,
        column=column,
        row=row,
    )


CABINET = Cabinet(
    (
        door("A02", Size.L, 1221, column=1, row=2),
        door("A01", Size.S, 380, column=1, row=1),
        door("A03", Size.S, 1220, column=3, row=1),
        door("B01", Size.L, 379),
    )
)


@pytest.mark.parametrize(
    ("handle_mm", "easy"), [(379, False), (380, True), (1220, True), (1221, False)]
)
def test_easy_reach_includes_both_ends(handle_mm: int, *, easy: bool) -> None:
    assert door("A01", handle_mm=handle_mm).easy_reach is easy


def test_doors_are_found_by_label_size_bank_and_reach() -> None:
    assert CABINET.door(DoorId("A03")).lock == 3
    assert CABINET.find(DoorId("C01")) is None
    with pytest.raises(Refused, match="no_subject"):
        CABINET.door(DoorId("C01"))
    assert [plan.id for plan in CABINET.of_size(Size.L)] == ["A02", "B01"]
    assert [plan.id for plan in CABINET.of_bank(BankId("B"))] == ["B01"]
    assert [plan.id for plan in CABINET.easy_reach()] == ["A01", "A03"]
    assert CABINET.easy_reach(Size.L) == ()
    assert CABINET.banks == ("A", "B")
    assert CABINET.sizes() == (Size.S, Size.L)


def test_a_bank_is_drawn_column_by_column_from_the_top() -> None:
    columns = CABINET.columns(BankId("A"))
    assert [[plan.id for plan in column] for column in columns] == [["A01", "A02"], ["A03"]]


def test_a_larger_door_comes_next_never_a_smaller_one() -> None:
    assert Size.M.or_larger() == (Size.M, Size.L)
    assert Size.S.or_larger() == (Size.S, Size.M, Size.L)
    assert Size.S.share < Size.M.share < Size.L.share
