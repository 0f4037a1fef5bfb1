"""Which door a resident gets: by table, and over long random histories."""

from __future__ import annotations

import random
from collections.abc import Sequence

import immutables
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.ids import DoorId, RentalId
from kiosk.lockers.allocation import choose_door, free_doors
from kiosk.lockers.events import Mark
from kiosk.lockers.plan import Cabinet, Size
from kiosk.lockers.records import Door, DoorState, Lockers, Rental
from tests.builders import EASY_MM, HIGH_MM, LOW_MM, SMALL, cabinet, door, moment

S, M, L = Size.S, Size.M, Size.L
WIDE = cabinet(*[S] * 8, *[M] * 12, *[L] * 4)


def lockers(
    rented: Sequence[int] = (),
    *,
    cycles: dict[int, int] | None = None,
    marks: dict[int, Mark] | None = None,
    doors: Cabinet = SMALL,
) -> Lockers:
    records = {}
    for number in range(1, len(doors.doors) + 1):
        records[door(number)] = Door(
            door(number),
            mark=(marks or {}).get(number, Mark.IN_SERVICE),
            rental=RentalId(f"r{number}") if number in rented else None,
            cycles=(cycles or {}).get(number, 0),
        )
    live = {RentalId(f"r{number}"): _rental(number) for number in rented}
    return Lockers(doors=immutables.Map(records), rentals=immutables.Map(live))


def _rental(number: int) -> Rental:
    at = moment().at
    return Rental(
        id=RentalId(f"r{number}"),
        door=door(number),
        size=S,
        code="c",  # type: ignore[arg-type]
        token="t",  # type: ignore[arg-type]
        began=at,
        until=at,
        overdue_from=at,
        position=number,
    )


def given_door(
    state: Lockers,
    size: Size,
    *,
    easy: bool = False,
    doors: Cabinet = SMALL,
    usable: Sequence[DoorId] | None = None,
) -> str:
    all_doors = [plan.id for plan in doors.doors]
    try:
        return choose_door(
            state,
            moment(),
            cabinet=doors,
            usable=all_doors if usable is None else usable,
            size=size,
            easy=easy,
        ).id
    except Refused as refused:
        return refused.reason


@pytest.mark.parametrize(
    ("rented", "size", "easy", "expected"),
    [
        ((), S, False, "A02"),  # A01 is easy to reach and kept
        ((), S, True, "A01"),
        ((), M, False, "A05"),
        ((2,), S, False, "A03"),
        ((2, 3), S, False, "A05"),  # no small one left: the next larger
        ((2, 3, 5, 6), S, False, "A08"),
        ((2, 3, 5, 6, 8, 9), S, False, "full"),  # only what is kept is left
        ((2, 3, 5, 6, 8, 9), S, True, "A01"),
        ((1, 2, 3, 5, 6, 8, 9), S, True, "A04"),
        ((1, 4, 7), S, True, "no_easy_door"),
        ((8, 9), L, False, "full"),
        ((7, 8, 9), L, True, "full"),
        ((2, 3, 5, 6, 8, 9, 1, 4), L, False, "full"),
        (tuple(range(1, 10)), S, True, "full"),
    ],
)
def test_the_right_size_first_then_the_next_larger(
    rented: tuple[int, ...], size: Size, easy: bool, expected: str
) -> None:
    assert given_door(lockers(rented), size, easy=easy) == expected


def test_what_is_kept_is_given_once_the_bank_is_nearly_full() -> None:
    taken = [number for number in range(1, 25) if WIDE.doors[number - 1].handle_mm != EASY_MM]
    assert len(taken) == 16
    easy = [number for number in range(1, 25) if number not in taken]
    for more in range(len(easy)):
        state = lockers([*taken, *easy[:more]], doors=WIDE)
        found = given_door(state, S, doors=WIDE)
        left = {plan.size for plan in WIDE.doors if plan.id in {door(n) for n in easy[more:]}}
        assert (found == "full") == (16 + more < 0.9 * 24 and len(easy) - more <= len(left)), more


def test_doors_that_cannot_be_given_count_as_taken() -> None:
    """Or a bank with some of them would never be nearly full, and never give its last doors."""
    marks = dict.fromkeys(range(1, 9), Mark.OUT_OF_SERVICE)
    heights = {9: EASY_MM}
    doors = cabinet(*[S] * 9, heights=heights)
    assert given_door(lockers(marks=marks, doors=doors), S, doors=doors) == "full"
    ten = cabinet(*[S] * 10, heights={9: HIGH_MM, 10: EASY_MM})
    marks = dict.fromkeys(range(1, 10), Mark.TO_CHECK)
    assert given_door(lockers(marks=marks, doors=ten), S, doors=ten) == "A10"


def test_the_least_used_door_is_given_among_equals() -> None:
    assert given_door(lockers(cycles={2: 5, 3: 4}), S) == "A03"
    assert given_door(lockers(cycles={2: 4, 3: 4}), S) == "A02"


def test_only_doors_sensed_closed_are_given() -> None:
    assert given_door(lockers(), S, usable=[door(3), door(5)]) == "A03"
    assert given_door(lockers(), S, usable=[]) == "full"


@pytest.mark.parametrize("mark", [Mark.CLEANING, Mark.TO_CHECK, Mark.OUT_OF_SERVICE])
def test_a_marked_door_is_not_given(mark: Mark) -> None:
    assert given_door(lockers(marks={2: mark}), S) == "A03"


@pytest.mark.parametrize(("mm", "easy"), [(379, False), (380, True), (1220, True), (1221, False)])
def test_easy_to_reach_is_between_380_and_1220_mm(mm: int, easy: bool) -> None:
    doors = cabinet(S, heights={1: mm})
    assert doors.doors[0].easy_reach is easy
    assert (given_door(Lockers(), S, easy=True, doors=doors) == "A01") is easy
    assert LOW_MM < 380 < EASY_MM < 1220 < HIGH_MM


@given(
    st.lists(st.sampled_from([S, M, L]), min_size=1, max_size=30),
    st.data(),
    st.sampled_from([S, M, L]),
    st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_whatever_the_bank_looks_like_the_reserve_stands_and_no_door_is_given_twice(
    sizes: list[Size], data: st.DataObject, size: Size, easy: bool
) -> None:
    heights = {
        number: data.draw(st.sampled_from([LOW_MM, EASY_MM, HIGH_MM]))
        for number in range(1, len(sizes) + 1)
    }
    doors = cabinet(*sizes, heights=heights)
    numbers = st.integers(1, len(sizes))
    rented = sorted(data.draw(st.sets(numbers)))
    cycles = {number: data.draw(st.integers(0, 9)) for number in heights}
    state = lockers(rented, cycles=cycles, doors=doors)
    found = given_door(state, size, easy=easy, doors=doors)
    chosen = doors.find(DoorId(found))
    if chosen is None:
        return
    assert state.state_of(chosen.id, moment().at) is DoorState.FREE
    assert chosen.size in size.or_larger()
    assert not easy or chosen.easy_reach
    if easy or len(rented) >= 0.9 * len(sizes):
        return
    free_easy = [
        plan
        for plan in doors.of_size(chosen.size)
        if plan.easy_reach and state.door(plan.id).rental is None
    ]
    left = len(free_easy) - chosen.easy_reach
    kept = min(len(free_easy), max(1, -(-len(doors.of_size(chosen.size)) * 5 // 100)))
    assert left >= kept


def test_what_is_shown_as_free_can_be_had() -> None:
    for free in free_doors(
        lockers((2,)), moment(), cabinet=SMALL, usable=[plan.id for plan in SMALL.doors]
    ):
        assert (free.doors, free.easy) == ({S: 1, M: 2, L: 2}[free.size], 1)
        assert given_door(lockers((2,)), free.size) != "full"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("busy", [0.15, 0.4, 0.6])
def test_doors_wear_evenly_over_a_long_time(seed: int, busy: float) -> None:
    """Doors of one size and reach differ by at most 10 % or 20 cycles.

    In a bank that is nearly full all the time there is no choice, and how long people stay decides.
    """
    chance = random.Random(seed)
    heights = {number: chance.choice([EASY_MM, HIGH_MM, LOW_MM]) for number in range(1, 25)}
    doors = cabinet(*[S] * 8, *[M] * 12, *[L] * 4, heights=heights)
    cycles = dict.fromkeys(range(1, 25), 0)
    rented: list[int] = []
    for _ in range(2_000):
        if len(rented) > busy * 24 or (rented and chance.random() < 0.1):
            rented.remove(chance.choice(rented))
        state = lockers(rented, cycles=cycles, doors=doors)
        wish = chance.choice([S, M, M, L])
        found = given_door(state, wish, easy=chance.random() < 0.1, doors=doors)
        if found.startswith("A"):
            number = int(found[1:])
            rented.append(number)
            cycles[number] += 1
    for size in Size:
        for easy in (False, True):
            used = [
                cycles[number]
                for number, plan in enumerate(doors.doors, 1)
                if plan.size is size and plan.easy_reach is easy
            ]
            assert max(used, default=0) - min(used, default=0) <= max(
                20, 0.1 * max(used, default=0)
            )
