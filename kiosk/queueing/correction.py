"""How earlier promises ended, carried over to a new one. Pure.

Whatever a simulation cannot know (people who overtake, breaks to come, a slow day) shows in the
waits that came after earlier promises. So the range is taken from the waits drawn now mixed with
earlier waits, each scaled to what is drawn now.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from kiosk.queueing.records import Score

OWN_WEIGHT = 20
"""The waits drawn now count as much as so many promises that have ended."""
TELLING_S = 180
"""Shorter waits say nothing about how fast a station is."""


def corrected(waits: Sequence[float], drawn: float, scores: Sequence[Score], share: float) -> float:
    """Return the seconds within which ``share`` are called.

    Args:
        waits: drawn now, sorted.
        drawn: the high end of ``waits``, as it was drawn for every score too.
    """
    own = [(each, OWN_WEIGHT / len(waits)) for each in waits]
    told = [each for each in scores if each.drawn_high_s > 0]
    carried = [(drawn * each.waited_s / each.drawn_high_s, 1.0) for each in told]
    mixed = sorted(own + carried)
    left = share * sum(weight for _, weight in mixed)
    for seconds, weight in mixed:
        left -= weight
        if left <= 0:
            return seconds
    return mixed[-1][0]


def slower(scores: Sequence[Score]) -> float:
    """Return how many times longer people waited lately than was drawn for them."""
    told = [each for each in scores if each.drawn_middle_s >= TELLING_S]
    ratios = [each.waited_s / each.drawn_middle_s for each in told]
    return median([1.0] * OWN_WEIGHT + ratios)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` of the sorted values lie."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
