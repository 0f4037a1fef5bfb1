"""Which words sound how, and how common they are: the files of assets/pinyin, read once.

``tools/pinyin.py`` writes the files and tells their form. A row is taken apart when it is first
asked for, so reading them is quick and memory stays near the size of the files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, islice, product
from pathlib import Path
from typing import NamedTuple

from kiosk.typing.sounds import Ear, Heard

FILES = Path(__file__).resolve().parents[2] / "assets" / "pinyin"
_ROWS_OPEN, _ANSWERS_KEPT = 2048, 4096
_MOST_UNFINISHED = 80
"""Words of an unfinished reading that are worth offering."""

_COMMON, _MOST_READINGS = 40, 8
"""How much rarer than the commonest a reading may be, in units of cost; readings of one text."""

Readings = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By blurred reading: the readings that blur to it, and their words as they stand in the file."""


class Found(NamedTuple):
    """A word that fits, and its cost: -10 ln of its share, and more where it fits roughly."""

    cost: int
    text: str


class Index:
    """Words by how they sound.

    Args:
        rows: lines of a file by their first letters.
        ear: which sounds are taken for each other.
    """

    def __init__(self, rows: Mapping[str, str], ear: Ear) -> None:
        self._rows = rows
        self._ear = ear
        self._row = lru_cache(_ROWS_OPEN)(self._opened)
        self.find = lru_cache(_ANSWERS_KEPT)(self._find)

    def forget(self) -> None:
        """Close the rows and drop the answers: they tell what was typed."""
        self.find.cache_clear()
        self._row.cache_clear()

    def _find(self, heard: tuple[Heard, ...]) -> tuple[Found, ...]:
        """Return the words of as many syllables as were heard, best first."""
        firsts = map("".join, product(*map(self._ear.firsts, heard)))
        rows = [self._row(each) for each in firsts if each in self._rows]
        if all(each.whole for each in heard):
            blurred = " ".join(self._ear.blurred(each.letters) for each in heard)
            groups = [group for row in rows for group in row.get(blurred, ())]
            return tuple(sorted(self._words(heard, groups)))
        groups = [group for row in rows for each in row.values() for group in each]
        return tuple(nsmallest(_MOST_UNFINISHED, self._words(heard, groups)))

    def _words(
        self, heard: tuple[Heard, ...], groups: Iterable[tuple[tuple[str, ...], str]]
    ) -> Iterator[Found]:
        for syllables, words in groups:
            away = 0
            for one, syllable in zip(heard, syllables, strict=True):
                distance = self._ear.distance(one, syllable)
                if distance is None:
                    break
                away += distance
            else:
                for word in words.split(","):
                    text, cost = word.split(" ")
                    yield Found(int(cost) + away, text)

    def _opened(self, firsts: str) -> Readings:
        row: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for group in self._rows[firsts].split(";"):
            reading, _, words = group.partition("=")
            syllables = tuple(reading.split(" "))
            row[" ".join(map(self._ear.blurred, syllables))].append((syllables, words))
        return {blurred: tuple(groups) for blurred, groups in row.items()}

    def readings(self, *, of: int) -> Iterator[tuple[tuple[str, ...], Found]]:
        """Yield every word of so many syllables, with its reading."""
        for row in (row for firsts, row in self._rows.items() if len(firsts) == of):
            for group in row.split(";"):
                reading, _, words = group.partition("=")
                for word in words.split(","):
                    text, cost = word.split(" ")
                    yield tuple(reading.split(" ")), Found(int(cost), text)


class Lexicon:
    """Everything the files hold.

    Attributes:
        words: hanzi and words.
        surnames, given, pairs: what names are made of.
        syllables: every syllable there is.
    """

    def __init__(self, files: Path = FILES, ear: Ear | None = None) -> None:
        ear = ear or Ear()
        self.ear = ear
        self.words = Index(_by_firsts((files / "words.txt").read_text("utf-8").splitlines()), ear)
        names = (files / "names.txt").read_text("utf-8").splitlines()
        self.surnames, self.given, self.pairs = (Index(_rows(line), ear) for line in names)
        singles = [(reading[0], found) for reading, found in self.words.readings(of=1)]
        self.syllables = frozenset(syllable for syllable, _ in singles)
        self._usual = _usual(singles)
        self._polyphones = _polyphones((files / "polyphones.txt").read_text("utf-8"))

    def forget(self) -> None:
        """Keep nothing of what was asked for."""
        for index in (self.words, self.surnames, self.given, self.pairs):
            index.forget()

    def readings(self, text: str) -> tuple[tuple[str, ...], ...]:
        """Return how the hanzi of ``text`` may be read, likeliest first; other signs have no sound.

        Words that are known are read as they are known; any other hanzi with two common readings
        is read both ways: whoever lives in a street knows which.
        """
        pieces = [
            (
                (self._polyphones[piece],)
                if piece in self._polyphones
                else self._usual.get(piece, ())
            )
            for piece in self._pieces(text)
        ]
        ways = product(*(piece for piece in pieces if piece))
        return tuple(tuple(chain.from_iterable(way)) for way in islice(ways, _MOST_READINGS))

    def _pieces(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            size = next((n for n in range(6, 1, -1) if text[at : at + n] in self._polyphones), 1)
            yield text[at : at + size]
            at += size


def _by_firsts(lines: Iterable[str]) -> dict[str, str]:
    return {firsts: row for firsts, _, row in (line.partition("\t") for line in lines)}


def _rows(line: str) -> dict[str, str]:
    rows: dict[str, list[str]] = defaultdict(list)
    for group in line.split(";"):
        reading, _, _ = group.partition("=")
        rows["".join(each[0] for each in reading.split(" "))].append(group)
    return {firsts: ";".join(groups) for firsts, groups in rows.items()}


def _usual(singles: Iterable[tuple[str, Found]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the common readings of each hanzi, likeliest first."""
    known: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for syllable, (cost, text) in singles:
        known[text].append((cost, syllable))
    return {
        text: tuple(
            (syllable,) for cost, syllable in sorted(ways) if cost <= min(ways)[0] + _COMMON
        )
        for text, ways in known.items()
    }


def _polyphones(text: str) -> dict[str, tuple[str, ...]]:
    rows = (line.split(" ") for line in text.splitlines())
    return {word: tuple(syllables) for word, *syllables in rows}
