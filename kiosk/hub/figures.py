"""Counting the figures of each station: once, then only what came since.

What was counted is kept as a checkpoint beside those of the families, so no view ever reads a
journal from its start again. A journal that was never counted is read in slices; until the last
one the figures say how far they are.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import msgspec

from kiosk.figures import FIGURES
from kiosk.figures.records import Figures
from kiosk.folding import Folding, States
from kiosk.hub.store import HubJournal
from kiosk.ids import StationId
from kiosk.journal.entry import Checkpoint, Head

SLICE = 20_000
"""Most entries that are read for one view."""
_KEEP_EVERY = 2_000


class Counted(msgspec.Struct, frozen=True):
    """Figures, and up to which position of the journal they go."""

    figures: Figures
    position: int
    end: int

    @property
    def whole(self) -> bool:
        """True when nothing is left to count."""
        return self.position >= self.end


class _Book(msgspec.Struct, frozen=True):
    """What one station's figures are, after ``head``."""

    states: States
    head: Head
    kept: int


class FigureBooks:
    """The figures of every station, as this process has counted them.

    Args:
        journal: gives the journal of a station.
        most: entries that are read for one view.
    """

    def __init__(self, journal: Callable[[StationId], HubJournal], *, most: int = SLICE) -> None:
        self._journal = journal
        self._most = most
        self._folding = Folding([FIGURES])
        self._books: dict[StationId, _Book] = {}
        self._one_at_a_time = Lock()

    def counted(self, station: StationId) -> Counted:
        """Return the figures of ``station``, with the next slice of its journal counted."""
        with self._one_at_a_time:
            journal = self._journal(station)
            book = self._gone_on(journal, self._book(station, journal))
            if book.head.position - book.kept >= _KEEP_EVERY:
                book = self._keep(journal, book)
            self._books[station] = book
            figures: Figures = book.states[FIGURES.name]
            return Counted(figures, book.head.position, journal.head.position)

    def _book(self, station: StationId, journal: HubJournal) -> _Book:
        known = self._books.get(station)
        if known is not None and journal.digest_at(known.head.position) == known.head.digest:
            return known
        found = journal.checkpoint(FIGURES.name)
        states = self._folding.empty
        if found is None or found.fold_version != FIGURES.fold_version:
            return _Book(states, Head(), 0)
        states = states.set(FIGURES.name, FIGURES.unpack(found.state))
        return _Book(states, found.head, found.head.position)

    def _gone_on(self, journal: HubJournal, book: _Book) -> _Book:
        entries = list(journal.read(book.head.position, self._most))
        if not entries:
            return book
        states = self._folding.go_on(book.states, entries).states
        head = Head(entries[-1].position, entries[-1].digest)
        return _Book(states, head, book.kept)

    def _keep(self, journal: HubJournal, book: _Book) -> _Book:
        packed = FIGURES.pack(book.states[FIGURES.name])
        journal.keep([Checkpoint(FIGURES.name, FIGURES.fold_version, book.head, packed)])
        return msgspec.structs.replace(book, kept=book.head.position)
