"""Waits drawn from what a queue may do next: who is ahead, in order, and which counters take them.

Knows numbers only: no ticket, no clock. The same seed gives the same waits in every process.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence

import msgspec

Draws = Sequence[float]
"""Seconds, every value equally likely."""


class Desk(msgspec.Struct, frozen=True):
    """A counter that takes people.

    Attributes:
        free_in: seconds until it is free, every value equally likely.
    """

    free_in: Draws


class Person(msgspec.Struct, frozen=True):
    """Somebody in the order of calls.

    Attributes:
        takes: seconds a counter is taken by them.
        desks: indices of the counters they can be called to.
    """

    takes: Draws
    desks: tuple[int, ...]


def draw_waits(
    desks: Sequence[Desk], ahead: Sequence[Person], own: tuple[int, ...], *, runs: int, seed: str
) -> list[float]:
    """Return ``runs`` waits in seconds until somebody behind ``ahead`` is called, sorted.

    Args:
        own: indices of the counters they can be called to; at least one.
    """
    chance = random.Random(seed)
    frees = zip(*(chance.choices(desk.free_in, k=runs) for desk in desks), strict=True)
    takes = (
        zip(*(chance.choices(each.takes, k=runs) for each in ahead), strict=True)
        if ahead
        else iter([()] * runs)
    )
    alike = len(own) == len(desks) and all(len(each.desks) == len(desks) for each in ahead)
    run = _one_line if alike else _by_skill
    return sorted(
        run(list(free), ahead, taken, own) for free, taken in zip(frees, takes, strict=True)
    )


def _one_line(
    free: list[float], ahead: Sequence[Person], takes: Sequence[float], own: tuple[int, ...]
) -> float:
    """Everybody can go anywhere: the counter that is free first takes the next."""
    heapq.heapify(free)
    for seconds in takes:
        heapq.heapreplace(free, free[0] + seconds)
    return free[0]


def _by_skill(
    free: list[float], ahead: Sequence[Person], takes: Sequence[float], own: tuple[int, ...]
) -> float:
    for person, seconds in zip(ahead, takes, strict=True):
        first = min(person.desks, key=free.__getitem__)
        free[first] += seconds
    return min(free[desk] for desk in own)
