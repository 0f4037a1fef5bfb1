"""Weeks of halls whose ways no estimate knows: promises are kept, and not by being vague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kiosk.queueing.scores import Kept, Waits, score
from tests.weeks import Scene, Week

SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "three counters, late staff, breaks": Scene(),
        "skills that overlap": Scene(skills=((0, 1), (1, 2), (0, 1, 2))),
        "one counter": Scene(minutes=(7.0,), norms=(10,), skills=((),), per_hour=5.5),
        "long tails and rush": Scene(per_hour=15.5, rush=1.6, spread=0.9, long_share=0.15),
        "calm with a hard rush": Scene(per_hour=9, rush=2.2),
        "as the book says": Scene(late_min=3, breaks=0, no_show=0, long_share=0, priority=0),
        "many priorities and no-shows": Scene(priority=0.4, no_show=0.15, late_min=25, breaks=2),
    }
)


def pooled(scenes: Mapping[str, Scene], *, seeds: Iterable[int], days: int) -> Waits:
    kept: list[Kept] = []
    for seed in seeds:
        for scene in scenes.values():
            kept += Week(scene, seed).run(days)
    return score(kept)


def must_be_good(found: Waits) -> None:
    print(found)
    assert found.within is not None
    assert 0.75 <= found.within <= 0.90
    assert found.mean_high is not None
    assert found.mean_wait is not None
    assert found.mean_high <= 1.5 * found.mean_wait
    assert found.error is not None
    assert found.error_three is not None
    assert found.error_average is not None
    assert found.error < found.error_three
    assert found.error < found.error_average


def test_a_week_in_each_of_seven_halls_keeps_its_promises() -> None:
    must_be_good(pooled(SCENES, seeds=[1], days=7))


def test_nothing_is_said_about_minutes_before_enough_was_seen() -> None:
    first = Week(Scene(), 3).run(1)
    shown = [each.promise.high_min is not None for each in first]
    assert not shown[0]
    assert sum(not each for each in shown) < 20
