"""From a row of letters to syllables: every reasonable way at once, as a graph. Pure.

    xian → xian | xi an     fangan → fang an | fan gan     kjdy → k j d y     zhongg → zhong g

A way is reasonable if it costs little more than the best one; so the graph stays thin, however
long the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kiosk.typing.sounds import Heard

MARK = "'"
"""Keeps two syllables apart: ``xi'an``."""
_STARTS = frozenset((*"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh"))
"""What may stand for a whole syllable."""
_LONGEST = 6
_WHOLE, _TAIL, _START, _STRAY = 10, 12, 30, 80
_SLACK, _SLACK_OF_STARTS = 10, 31


class Edge(NamedTuple):
    """A syllable in the row: where it ends, with the marks behind it, and what was typed."""

    end: int
    heard: Heard
    cost: int


Graph = tuple[tuple[Edge, ...], ...]
"""The edges that begin at each place of the row."""


def split(letters: str, syllables: frozenset[str]) -> Graph:
    """Return the ways to read ``letters`` (a to z and marks) as syllables."""
    tails = _tails(syllables)
    graph = [list(_edges(letters, at, syllables, tails)) for at in range(len(letters))]
    return _thinned(graph, _from_begin(graph), _to_end(graph))


def on_best_way(graph: Graph) -> frozenset[int]:
    """Return the places of the row where the cheapest ways have a syllable end."""
    before, after = _from_begin(graph), _to_end(graph)
    return frozenset(at for at in range(1, len(before)) if before[at] + after[at] == after[0])


@lru_cache(4)
def _tails(syllables: frozenset[str]) -> frozenset[str]:
    return frozenset(each[:size] for each in syllables for size in range(1, len(each)))


def _edges(
    letters: str, at: int, syllables: frozenset[str], tails: frozenset[str]
) -> tuple[Edge, ...]:
    found = []
    for end in range(at + 1, min(len(letters), at + _LONGEST) + 1):
        piece = letters[at:end]
        if MARK in piece:
            break
        cost = _cost(piece, last=end == len(letters), syllables=syllables, tails=tails)
        if cost is not None:
            found.append(Edge(_over_marks(letters, end), Heard(piece, cost == _WHOLE), cost))
    return tuple(found)


def _cost(
    piece: str, *, last: bool, syllables: frozenset[str], tails: frozenset[str]
) -> int | None:
    if piece in syllables:
        return _WHOLE
    if piece in _STARTS:
        return _START
    if last and len(piece) > 1 and piece in tails:
        return _TAIL
    return _STRAY if len(piece) == 1 else None


def _over_marks(letters: str, end: int) -> int:
    while end < len(letters) and letters[end] == MARK:
        end += 1
    return end


def _from_begin(graph: Sequence[Sequence[Edge]]) -> list[float]:
    cost = [float("inf")] * (len(graph) + 1)
    cost[0] = 0
    for at, edges in enumerate(graph):
        for edge in edges:
            cost[edge.end] = min(cost[edge.end], cost[at] + edge.cost)
    return cost


def _to_end(graph: Sequence[Sequence[Edge]]) -> list[float]:
    cost = [float("inf")] * (len(graph) + 1)
    cost[-1] = 0
    for at in range(len(graph) - 1, -1, -1):
        cost[at] = min((edge.cost + cost[edge.end] for edge in graph[at]), default=float("inf"))
    return cost


def _thinned(graph: Sequence[Sequence[Edge]], before: list[float], after: list[float]) -> Graph:
    best = after[0]
    only_starts = not any(
        edge.cost == _WHOLE and before[at] + edge.cost + after[edge.end] == best
        for at, edges in enumerate(graph)
        for edge in edges
    )
    most = best + (_SLACK_OF_STARTS if only_starts else _SLACK)
    return tuple(
        tuple(edge for edge in edges if before[at] + edge.cost + after[edge.end] <= most)
        for at, edges in enumerate(graph)
    )
