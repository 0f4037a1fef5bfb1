"""What a walk along the doors teaches about their wires."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.ids import DoorId
from kiosk.lockers.walking import Rewiring, Walked, claimed_before, rewiring

DOORS = [DoorId(f"A{n:02}") for n in range(1, 9)]
A01, A02, A03, A04, *_ = DOORS


def walked(**moved: str | None) -> list[Walked]:
    return [
        Walked(DoorId(ordered), None if door is None else DoorId(door))
        for ordered, door in moved.items()
    ]


def test_a_plan_that_is_right_needs_no_change() -> None:
    assert rewiring(walked(A01="A01", A02="A02")) == Rewiring()
    assert rewiring([]) == Rewiring()


def test_two_doors_that_were_swapped_get_each_others_locks() -> None:
    found = rewiring(walked(A01="A02", A02="A01", A03="A03"))
    assert found == Rewiring({A01: A02, A02: A01})


def test_a_door_that_nobody_saw_keeps_its_lock_unless_another_opened_by_it() -> None:
    assert rewiring(walked(A01=None, A02="A02")) == Rewiring()
    found = rewiring(walked(A01="A02", A02=None))
    assert (dict(found.wires), found.guesses) == ({A02: A01, A01: A02}, (A01,))


def test_a_door_that_was_not_walked_but_opened_gets_the_lock_that_opened_it() -> None:
    # A04 has goods in it and was left out; the lock of A01 opened it all the same.
    found = rewiring(walked(A01="A04", A02="A02"))
    assert (dict(found.wires), found.guesses) == ({A04: A01, A01: A04}, (A01,))


def test_a_door_that_is_named_twice_is_noticed() -> None:
    seen = walked(A01="A02", A03=None)
    assert claimed_before(seen, A02) == seen[0]
    assert claimed_before(seen, A03) is None


@given(st.permutations(DOORS), st.sets(st.sampled_from(DOORS)))
def test_any_map_is_learned_and_no_lock_is_given_twice(
    secret: list[DoorId], missed: set[DoorId]
) -> None:
    opens = dict(zip(DOORS, secret, strict=True))
    told = [Walked(lock, None if lock in missed else opens[lock]) for lock in DOORS]
    found = rewiring(told)
    lock_of = {door: found.wires.get(door, door) for door in DOORS}
    assert sorted(lock_of.values()) == DOORS
    for lock in DOORS:
        if lock not in missed:
            assert lock_of[opens[lock]] == lock
    assert set(found.guesses) <= {opens[lock] for lock in missed}
