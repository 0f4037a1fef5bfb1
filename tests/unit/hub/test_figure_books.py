"""Figures are counted once: a view reads what came since, and no more than a slice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.figures import FIGURES
from kiosk.folding import Folding
from kiosk.hub.database import Database
from kiosk.hub.figures import FigureBooks
from kiosk.hub.store import HubJournal
from kiosk.ids import DoorId, RentalId, StationId, new_id
from kiosk.journal.entry import Draft, Entry
from kiosk.lockers.events import Ending, RentalEnded
from kiosk.lockers.service_events import HandoverBegun
from tests.histories import one_of_each
from tests.journals import NOON, STATION, draft


class Counting(HubJournal):
    """Counts the entries that are read."""

    count = 0

    def read(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        for entry in super().read(after, limit):
            self.count += 1
            yield entry


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.in_directory(tmp_path / "hub")
    yield made
    made.close()


@pytest.fixture
def journal(database: Database) -> Counting:
    return Counting(database, station=STATION)


def use(journal: HubJournal, number: int) -> None:
    """So many times something is left in a door and fetched."""
    known = next(event for event in one_of_each() if isinstance(event, HandoverBegun))
    with journal.turn():
        for _ in range(number):
            rental = RentalId(new_id())
            begun = msgspec.structs.replace(known, rental=rental, door=DoorId("A01"))
            for event in (begun, RentalEnded(rental, Ending.GIVEN_BACK)):
                journal.append(_draft(event), position_time=NOON)


def _draft(event: object) -> Draft:
    return draft(msgspec.json.encode(event))


def begun(books: FigureBooks) -> int:
    return books.counted(STATION).figures.day(NOON.date()).doors.begun


def test_a_second_view_reads_only_what_came_since(journal: Counting) -> None:
    books = FigureBooks(lambda _: journal)
    use(journal, 40)
    assert begun(books) == 40
    journal.count = 0
    assert begun(books) == 40
    assert journal.count == 0
    use(journal, 2)
    assert begun(books) == 42
    assert journal.count == 4


def test_a_view_reads_no_more_than_a_slice_and_says_how_far_it_is(journal: Counting) -> None:
    use(journal, 25)
    books = FigureBooks(lambda _: journal, most=20)
    seen = []
    while not (counted := books.counted(STATION)).whole:
        seen.append((counted.position, counted.end))
    assert seen == [(20, 50), (40, 50)]
    assert journal.count == 50
    assert counted.figures == Folding([FIGURES]).replay(journal).states["figures"]


def test_what_was_counted_is_kept_for_the_next_process(
    journal: Counting, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.figures._KEEP_EVERY", 10)
    use(journal, 20)
    begun(FigureBooks(lambda _: journal))
    journal.count = 0
    use(journal, 1)
    assert begun(FigureBooks(lambda _: journal)) == 21
    assert journal.count == 2


def test_a_history_that_was_put_back_is_counted_anew(journal: Counting, database: Database) -> None:
    books = FigureBooks(lambda _: journal)
    use(journal, 5)
    assert begun(books) == 5
    other = Counting(database, station=StationId("other"))
    use(other, 3)
    assert begun(FigureBooks(lambda _: other)) == 3
    books._journal = lambda _: other
    assert begun(books) == 3
