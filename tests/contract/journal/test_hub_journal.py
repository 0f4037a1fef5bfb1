"""What a journal in a shared database promises beyond the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kiosk.errors import JournalDamaged, JournalNewer, NotDurable
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from kiosk.ids import OriginId, StationId
from kiosk.journal.entry import Head, Placed
from tests.contract.journal.keepers import HUBS, InHub
from tests.journals import NOON, STATION, draft, private, traces


@pytest.fixture(params=HUBS)
def keeper(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_database: Callable[[], str]
) -> Iterator[InHub]:
    made = HUBS[request.param](tmp_path / "hub", postgres_database)
    yield made
    made.close()


@pytest.fixture
def journal(keeper: InHub) -> Any:
    return keeper.open()


def test_what_is_appended_in_a_turn_that_fails_has_not_happened(journal: HubJournal) -> None:
    before = journal.append(draft(), position_time=NOON)
    inside = draft(private=private())

    def fail() -> None:
        with journal.turn():
            entry = journal.append(inside, position_time=NOON)
            assert journal.find(inside.id) == entry
            assert journal.head.position == 2
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert journal.head == Head(1, before.digest)
    assert journal.find(inside.id) is None
    assert journal.append(draft(), position_time=NOON).seq == 2


def test_two_journals_of_one_station_write_one_chain(keeper: InHub) -> None:
    one = keeper.open()
    other_database = Database(keeper.url)
    other = HubJournal(other_database, station=STATION)
    for journal in (one, other, one, other):
        journal.append(draft(), position_time=NOON)
    assert [entry.seq for entry in one.read()] == [1, 2, 3, 4]
    assert one.verify() == other.verify() == one.head
    other_database.close()


def test_stations_of_one_database_do_not_see_each_other(keeper: InHub) -> None:
    here = keeper.open()
    assert keeper.database is not None
    there = HubJournal(keeper.database, station=StationId("pingdi"))
    same = draft(private=private("p1"))
    mine = here.append(same, position_time=NOON)
    theirs = there.append(same, position_time=NOON)
    assert (mine.position, theirs.position) == (1, 1)
    assert mine.digest != theirs.digest
    there.erase([mine.id], draft(), position_time=NOON)
    assert here.private(mine.id) == same.private
    assert there.private(mine.id) is None


def test_what_is_foreseen_is_what_would_be_found(journal: HubJournal) -> None:
    kept = journal.append(draft(), position_time=NOON)
    fresh = draft()
    with journal.turn():
        journal.foresee([kept.id, fresh.id], [0, 1, 7])
        assert journal.find(kept.id) == kept
        assert journal.find(fresh.id) is None
        assert journal.digest_at(1) == kept.digest
        assert journal.digest_at(7) is None
        placed = journal.append(fresh, position_time=NOON)
        assert journal.find(fresh.id) == placed
        assert journal.digest_at(2) == placed.digest
    assert journal.last_number(OriginId("hub.0")) == 2


def test_a_nonce_is_used_once(journal: HubJournal) -> None:
    with journal.turn():
        assert journal.use_once({"a": 1.0, "b": 1.0}) == set()
    with journal.turn():
        assert journal.use_once({"b": 2.0, "c": 2.0}) == {"b"}


def test_a_history_is_taken_whole_or_not_at_all(keeper: InHub, tmp_path: Path) -> None:
    elsewhere = HUBS["SQLite"](tmp_path / "elsewhere", lambda: "")
    source = elsewhere.open()
    rows = [private(), None, private("p2")]
    for row in rows:
        source.append(draft(private=row), position_time=NOON, refused=None)
    page = list(source.page(0))
    journal = keeper.open()
    for wrong in (page[1:], [page[0], page[2]], [Placed(page[0].entry, private())]):
        with pytest.raises(JournalDamaged):
            journal.take(wrong)
        assert journal.head == Head()
    assert journal.take(page) == source.head
    assert list(journal.page(0)) == page
    assert journal.verify() == source.verify()
    elsewhere.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET event = CAST('x' AS {bytes}) WHERE position = 1",
        "UPDATE entries SET refused = 'taken' WHERE position = 1",
        "UPDATE entries SET actor = 'staff:09' WHERE position = 1",
        "DELETE FROM entries WHERE position = 1",
        "DELETE FROM entries WHERE position = 2",
        "UPDATE private SET salt = CAST('x' AS {bytes})",
        "UPDATE private SET body = CAST('not json' AS {bytes})",
        "UPDATE private SET position = 2",
    ],
)
def test_a_change_behind_its_back_is_found(keeper: InHub, change: str) -> None:
    journal = keeper.open()
    journal.append(draft(private=private()), position_time=NOON)
    journal.append(draft(), position_time=NOON)
    journal.verify()
    with keeper.planting() as connection:
        connection.execute(text(change.format(bytes="BLOB" if keeper.is_sqlite else "BYTEA")))
    with pytest.raises(JournalDamaged):
        journal.verify()


def test_a_database_of_a_newer_program_is_read_and_never_written(keeper: InHub) -> None:
    kept = keeper.open().append(draft(), position_time=NOON)
    with keeper.planting() as connection:
        connection.execute(text("UPDATE facts SET value = '99' WHERE key = 'format'"))
    journal = keeper.open()
    assert journal.read_only
    assert journal.find(kept.id) == kept
    with pytest.raises(JournalNewer):
        journal.append(draft(), position_time=NOON)


def test_a_number_that_is_used_twice_is_not_stored(journal: HubJournal) -> None:
    import msgspec

    first = msgspec.structs.replace(draft(), origin=OriginId("t1.0"), seq=7)
    again = msgspec.structs.replace(draft(), origin=OriginId("t1.0"), seq=7)
    journal.append(first, position_time=NOON)
    with pytest.raises(NotDurable):
        journal.append(again, position_time=NOON)
    assert journal.head.position == 1


def test_of_an_erased_row_no_byte_is_left_in_a_file_of_sqlite(tmp_path: Path) -> None:
    kept = HUBS["SQLite"](tmp_path / "hub", lambda: "")
    journal = kept.open()
    entry = journal.append(draft(private=private(phone="13877776666")), position_time=NOON)
    assert traces(tmp_path, b"13877776666")
    journal.erase([entry.id], draft(), position_time=NOON)
    assert traces(tmp_path, b"13877776666") == []
    kept.close()
