"""Names of people: a surname, then one or two hanzi that names are made of. Pure.

Nobody's name is known here, only how common surnames and the hanzi of given names are.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice, product

from kiosk.typing.lexicon import Found, Index, Lexicon
from kiosk.typing.sounds import Heard
from kiosk.typing.split import Graph, on_best_way

WHOLE_NAMES = 4
"""Whole names that are offered."""
_SURNAMES, _GIVEN, _GIVEN_NAMES = 4, 8, 8
_MOST_WAYS = 12


class Names:
    """Guesses names from syllables."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def whole(self, graph: Graph, before: str) -> tuple[str, ...]:
        """Return what the whole row may be: a name, or the rest of one after ``before``."""
        guess = self._given if before else self._named
        found: dict[str, int] = {}
        for heard in islice(_ways(graph, 0, on_best_way(graph)), _MOST_WAYS):
            for cost, text in guess(heard, before):
                found[text] = min(cost, found.get(text, cost))
        return tuple(nsmallest(WHOLE_NAMES, found, key=lambda text: (found[text], text)))

    def first(self, heard: tuple[Heard, ...], before: str) -> tuple[Found, ...]:
        """Return what the first hanzi may be: a surname, or one of a given name."""
        return self._index(before).find(heard)

    def _index(self, before: str) -> Index:
        return self._lexicon.given if before else self._lexicon.surnames

    def _named(self, heard: tuple[Heard, ...], _: str = "") -> Iterator[Found]:
        for size in (1, 2):
            surnames = self._lexicon.surnames.find(heard[:size])[:_SURNAMES]
            if surnames and len(heard) > size:
                given = self._given(heard[size:])
                for one, other in product(surnames, given):
                    yield Found(one.cost + other.cost, one.text + other.text)

    def _given(self, heard: tuple[Heard, ...], _: str = "") -> list[Found]:
        given, pairs = self._lexicon.given, self._lexicon.pairs
        if len(heard) == 1:
            return list(given.find(heard)[:_GIVEN_NAMES])
        if len(heard) != 2:
            return []
        both = product(given.find(heard[:1])[:_GIVEN], given.find(heard[1:])[:_GIVEN])
        free = [Found(one.cost + other.cost, one.text + other.text) for one, other in both]
        return nsmallest(_GIVEN_NAMES, [*free, *pairs.find(heard)])


def _ways(
    graph: Graph, at: int, ends: frozenset[int], most: int = 4
) -> Iterator[tuple[Heard, ...]]:
    if at == len(graph):
        yield ()
    elif most:
        for edge in graph[at]:
            if edge.end in ends:
                for rest in _ways(graph, edge.end, ends, most - 1):
                    yield (edge.heard, *rest)
