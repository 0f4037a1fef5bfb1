"""Which touches count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screens.touch import SECOND_PRESS, STUCK, WAKING, CornerWalk, TouchGuard

SIZE = (1080.0, 1920.0)
CORNERS = ((20.0, 1900.0), (1060.0, 1900.0), (1060.0, 20.0), (20.0, 20.0))


def test_one_finger_at_a_time() -> None:
    guard = TouchGuard()
    assert guard.down("one", 0.0)
    assert not guard.down("two", 1.0)
    assert not guard.follows("two")
    assert not guard.up("two")
    assert guard.up("one")
    assert guard.down("two", 2.0)


def test_a_second_press_counts_only_after_400_ms_or_on_a_key() -> None:
    guard = TouchGuard()
    guard.down("one", 0.0)
    guard.up("one")
    assert not guard.down("two", SECOND_PRESS - 0.01)
    assert guard.down("three", SECOND_PRESS - 0.01, quick=True)
    guard.up("three")
    assert guard.down("four", 2 * SECOND_PRESS)


def test_an_ignored_press_does_not_put_the_next_one_off() -> None:
    guard = TouchGuard()
    guard.down("one", 0.0)
    guard.up("one")
    guard.down("two", 0.3)
    assert guard.down("three", SECOND_PRESS)


def test_after_waking_nothing_counts_for_half_a_second_not_even_a_key() -> None:
    guard = TouchGuard()
    guard.pause(10.0)
    assert not guard.down("one", 10.0 + WAKING - 0.01)
    assert not guard.down("one", 10.0 + WAKING - 0.01, quick=True)
    assert guard.down("one", 10.0 + WAKING)


def test_a_finger_whose_end_was_lost_does_not_block_for_ever() -> None:
    guard = TouchGuard()
    guard.down("lost", 0.0)
    assert not guard.down("next", STUCK - 1)
    assert guard.down("next", STUCK)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.booleans(), st.floats(0, 0.6)),
        max_size=40,
    )
)
def test_never_two_fingers_and_never_two_presses_too_soon(
    events: list[tuple[str, bool, float]],
) -> None:
    guard, now, down, last = TouchGuard(), 0.0, set[str](), float("-inf")
    for finger, is_down, wait in events:
        now += wait
        if is_down and finger not in down:
            if guard.down(finger, now):
                assert not down
                assert now - last >= SECOND_PRESS
                down.add(finger)
                last = now
        elif not is_down and guard.up(finger):
            down.discard(finger)


def walk(corners: tuple[tuple[float, float], ...], step: float = 1.0) -> bool:
    path = CornerWalk(*SIZE, corner=100.0)
    ended = False
    for number, (x, y) in enumerate(corners):
        ended = path.down(number, x, y, number * step)
    return ended and path.is_held(len(corners) - 1)


def test_the_corners_in_their_order_lead_in() -> None:
    assert walk(CORNERS)


def test_the_corners_too_slowly_lead_nowhere() -> None:
    assert not walk(CORNERS, step=3.0)


def test_a_wrong_corner_begins_again() -> None:
    assert not walk((CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]))
    assert walk((CORNERS[0], CORNERS[2], *CORNERS))
    assert walk((CORNERS[0], *CORNERS))


def test_a_touch_in_the_middle_breaks_the_walk() -> None:
    assert not walk((*CORNERS[:2], (500.0, 900.0), *CORNERS[2:]))


def test_lifting_the_last_finger_ends_the_holding() -> None:
    path = CornerWalk(*SIZE, corner=100.0)
    for number, (x, y) in enumerate(CORNERS):
        path.down(number, x, y, float(number))
    path.up(3)
    assert not path.is_held(3)


@given(st.lists(st.sampled_from(range(4)), max_size=12))
def test_only_the_whole_walk_leads_in(numbers: list[int]) -> None:
    path = CornerWalk(*SIZE, corner=100.0)
    for place, number in enumerate(numbers):
        ended = path.down(place, *CORNERS[number], 0.1 * place)
        if ended:
            assert numbers[place - 3 : place + 1] == [0, 1, 2, 3]
