"""Words of the place: organisations, streets, blocks, venues; they come before all others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from kiosk.typing.sounds import Ear, Heard
from kiosk.typing.split import Graph

SECTIONS = (
    "labels",
    "organisations",
    "places",
    "venues",
    "services",
    "activities",
    "grids",
    "facilities",
    "lists",
)
"""Tables of a station file whose names people type."""
_SHORTEST, _LONGEST = 2, 30
_BEGUN = 2
"""Syllables after which the whole of a local word is offered."""


def local_words(file: object) -> tuple[str, ...]:
    """Return the Chinese names in a station file, in its order; sections it lacks are passed over.

    Longer sentences (rules, greetings) are no names and stay out.
    """
    found = (
        name
        for section in SECTIONS
        for name in _names(msgspec.to_builtins(getattr(file, section, None)))
    )
    names = dict.fromkeys(name for name in found if _SHORTEST <= len(name) <= _LONGEST)
    return tuple(names)


_NAMED = ("name", "names", "items", "address", "street", "block", "blocks", "units", "buildings")


def _names(value: Any, *, named: bool = False) -> Iterator[str]:
    match value:
        case str():
            if named and any("\u4e00" <= sign <= "\u9fff" for sign in value):
                yield value
        case {"zh": str(text)}:
            yield from _names(text, named=named)
        case Mapping():
            for key, part in value.items():
                yield from _names(part, named=key in _NAMED)
        case list() | tuple():
            for part in value:
                yield from _names(part, named=named)


class LocalWord(NamedTuple):
    """A word of the place and how it is read."""

    text: str
    syllables: tuple[str, ...]


class Match(NamedTuple):
    """A local word in a row of letters.

    Attributes:
        cost: how far what was typed is from how it is said.
        end: where it ends in the row.
        missing: syllables that were not typed yet.
    """

    cost: int
    end: int
    text: str
    missing: int


class LocalWords:
    """The words of the place by how they begin.

    Args:
        read: tells how a word may be read.
    """

    def __init__(
        self, words: Iterable[str], read: Callable[[str], tuple[tuple[str, ...], ...]], ear: Ear
    ) -> None:
        self._ear = ear
        self._by_first: dict[str, list[LocalWord]] = defaultdict(list)
        for text in dict.fromkeys(words):
            for syllables in read(text):
                if len(syllables) >= _SHORTEST:
                    self._by_first[syllables[0][0]].append(LocalWord(text, syllables))

    def at(self, graph: Graph, at: int) -> Iterator[Match]:
        """Yield the local words that begin at this place of the row."""
        letters = dict.fromkeys("".join(self._ear.firsts(edge.heard) for edge in graph[at]))
        for word in (word for letter in letters for word in self._by_first.get(letter, ())):
            for cost, end, missing in self._along(graph, at, word.syllables):
                if not missing or len(word.syllables) - missing >= _BEGUN:
                    yield Match(cost, end, word.text, missing)

    def _along(
        self, graph: Graph, at: int, syllables: tuple[str, ...]
    ) -> Iterator[tuple[int, int, int]]:
        if not syllables or at == len(graph):
            yield 0, at, len(syllables)
            return
        for edge in graph[at]:
            away = self._distance(edge.heard, syllables[0], last=edge.end == len(graph))
            if away is not None:
                for cost, end, missing in self._along(graph, edge.end, syllables[1:]):
                    yield away + cost, end, missing

    def _distance(self, heard: Heard, syllable: str, *, last: bool) -> int | None:
        away = self._ear.distance(heard, syllable)
        if away is None and last:  # "ji" may become "jia"
            return self._ear.distance(heard._replace(whole=False), syllable)
        return away
