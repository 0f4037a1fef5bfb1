"""From letters to hanzi: words of the place, the likeliest whole, then words, then single hanzi.

Nothing is learnt: the same letters give the same candidates, whoever types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from kiosk.typing.fields import Kind
from kiosk.typing.lexicon import Lexicon
from kiosk.typing.local import LocalWords, Match
from kiosk.typing.names import Names
from kiosk.typing.sounds import BLURRED, Heard
from kiosk.typing.split import MARK, Graph, on_best_way, split

MOST_LETTERS = 48
"""Letters that may wait for a choice."""
MOST_CANDIDATES = 240
_LONGEST_WORD = 6
_LOCAL = 50
"""What a word of the place costs within a sentence."""
_SPELT = ((re.compile("([jqxy])v"), r"\1u"), (re.compile("([nl])ue"), r"\1ve"))
"""ü is v, but u where no other can stand; people type both."""

Word = tuple[int, int, str]
"""Cost, end, text; sorts by cost."""


class Candidate(msgspec.Struct, frozen=True):
    """Something to choose, and how many of the letters it takes."""

    text: str
    letters: int


class Engine:
    """Candidates for letters.

    Args:
        words: of the place and of the field; the first come first.
    """

    def __init__(self, lexicon: Lexicon, words: Sequence[str] = ()) -> None:
        self._lexicon = lexicon
        self._words = tuple(words)
        self._local = LocalWords(words, lexicon.readings, lexicon.ear)
        self._names = Names(lexicon)

    def with_words(self, words: Sequence[str]) -> Engine:
        """Return an engine that offers these words before the others."""
        return Engine(self._lexicon, (*words, *self._words)) if words else self

    def candidates(
        self, letters: str, *, before: str = "", kind: Kind = Kind.TEXT
    ) -> tuple[Candidate, ...]:
        """Return what ``letters`` (a to z and marks) may mean, likeliest first.

        The last candidate takes the letters as they are, so there is always one, and choosing
        goes on to the end of any row.

        Args:
            before: what stands in the field already; the given name follows the surname.
        """
        letters = letters[:MOST_LETTERS]
        if not letters.strip(MARK):
            return ()
        graph = split(_spelt(letters), self._lexicon.syllables)
        found = dict.fromkeys(self._offered(graph, before=before, kind=kind))
        offered = [Candidate(text, end) for text, end in found]
        return (*offered[:MOST_CANDIDATES], Candidate(letters.replace(MARK, ""), len(letters)))

    def forget(self) -> None:
        """Keep nothing in memory of what was asked for."""
        self._lexicon.forget()

    def spelled(self, letters: str) -> str:
        """Return the letters with a space between syllables, as the likeliest reading has them."""
        graph = split(_spelt(letters), self._lexicon.syllables)
        ends = on_best_way(graph)
        pieces, begin = [], 0
        for end in sorted(ends):
            pieces.append(letters[begin:end].strip(MARK))
            begin = end
        return " ".join(pieces)

    def _offered(self, graph: Graph, *, before: str, kind: Kind) -> Iterator[tuple[str, int]]:
        local = sorted(self._local.at(graph, 0), key=_place_of_match)
        yield from ((each.text, each.end) for each in local if each.cost < BLURRED)
        if kind is Kind.NAME:
            yield from self._of_names(graph, before)
        sentence = self._sentence(graph)
        if sentence is not None:
            yield sentence, len(graph)
        yield from ((each.text, each.end) for each in local)
        by_the_way = on_best_way(graph)
        words = sorted(
            self._words_at(graph, 0),
            key=lambda word: (word[1] not in by_the_way, -word[1], word[0], word[2]),
        )
        yield from ((text, end) for _, end, text in words)

    def _of_names(self, graph: Graph, before: str) -> Iterator[tuple[str, int]]:
        for text in self._names.whole(graph, before):
            yield text, len(graph)
        by_the_way = on_best_way(graph)
        found = [
            (edge.end not in by_the_way, each.cost, edge.end, each.text)
            for edge in graph[0]
            for each in self._names.first((edge.heard,), before)
        ]
        yield from ((text, end) for _, _, end, text in sorted(found))

    def _sentence(self, graph: Graph) -> str | None:
        """Return the likeliest whole: the cheapest way through the row."""
        best: list[tuple[int, str] | None] = [None] * (len(graph) + 1)
        best[0] = (0, "")
        for at in range(len(graph)):
            here = best[at]
            if here is None:
                continue
            for cost, end, text in chain(self._words_at(graph, at), self._locals_at(graph, at)):
                there = (here[0] + cost, here[1] + text)
                known = best[end]
                if known is None or there < known:
                    best[end] = there
        whole = best[-1]
        return whole[1] if whole is not None else None

    def _locals_at(self, graph: Graph, at: int) -> Iterator[Word]:
        for match in self._local.at(graph, at):
            if not match.missing:
                yield match.cost + _LOCAL, match.end, match.text

    def _words_at(self, graph: Graph, at: int) -> Iterator[Word]:
        for heard, end in _ways(graph, at):
            for cost, text in self._lexicon.words.find(heard):
                yield cost, end, text


def _ways(
    graph: Graph, at: int, before: tuple[Heard, ...] = ()
) -> Iterator[tuple[tuple[Heard, ...], int]]:
    if at == len(graph) or len(before) == _LONGEST_WORD:
        return
    for edge in graph[at]:
        heard = (*before, edge.heard)
        yield heard, edge.end
        yield from _ways(graph, edge.end, heard)


def _place_of_match(match: Match) -> tuple[int, int, int]:
    """Sort by how much is said; among equals the words stay in the order they were given."""
    return (match.missing, -match.end, match.cost)


def _spelt(letters: str) -> str:
    letters = re.sub("[^a-z']", MARK, letters.lower())
    for said, written in _SPELT:
        letters = said.sub(written, letters)
    return letters
