"""The journal in memory keeps the promises that stations rely on, as the one on disk does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ids import EntryId, PersonId, new_id
from kiosk.journal.entry import Checkpoint, Head, Journal, chain
from tests.fakes import MemoryJournal
from tests.journals import NOON, draft, opened, private


@pytest.fixture(params=["memory", "disk"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    one: Journal = MemoryJournal() if request.param == "memory" else opened(tmp_path)
    yield one
    one.close()


def append(journal: Journal, times: int = 1, **more: object) -> list[EntryId]:
    drafts = [draft(**more) for _ in range(times)]  # type: ignore[arg-type]
    return [journal.append(each, position_time=NOON).id for each in drafts]


def test_an_empty_journal_has_no_end(journal: Journal) -> None:
    assert journal.head == Head()
    assert list(journal.read()) == []
    assert journal.find(new_id()) is None
    assert not journal.read_only
    assert journal.station == "huaken"


def test_entries_are_numbered_chained_and_read_in_order(journal: Journal) -> None:
    ids = append(journal, 5)
    entries = list(journal.read())
    assert [entry.id for entry in entries] == ids
    assert [(entry.position, entry.seq) for entry in entries] == [(n, n) for n in range(1, 6)]
    previous = Head().digest
    for entry in entries:
        assert entry.digest == chain(previous, entry)
        previous = entry.digest
    assert journal.head == Head(5, previous)
    assert journal.verify() == journal.head
    assert [entry.position for entry in journal.read(2)] == [3, 4, 5]
    assert [entry.position for entry in journal.read(2, 2)] == [3, 4]
    assert list(journal.read(5)) == []
    assert journal.find(ids[2]) == entries[2]


def test_a_known_id_changes_nothing(journal: Journal) -> None:
    one = draft(private=private())
    first = journal.append(one, position_time=NOON)
    append(journal)
    assert journal.append(one, position_time=NOON) == first
    assert journal.head.position == 2


def test_a_refusal_stays_with_its_entry(journal: Journal) -> None:
    entry = journal.append(draft(), position_time=NOON, refused="taken")
    assert journal.find(entry.id) == entry
    assert entry.refused == "taken"


def test_what_is_private_is_found_by_person_and_erased_for_good(journal: Journal) -> None:
    body = private("p1", phone="13800001111")
    (first,) = append(journal, private=body)
    (second,) = append(journal, private=private("p2"))
    assert journal.private(first) == body
    assert list(journal.of_person(PersonId("p1"))) == [first]
    before = journal.find(first)
    gone = journal.erase([first], draft(), position_time=NOON)
    assert gone.position == 3
    assert journal.private(first) is None
    assert journal.private(second) is not None
    assert list(journal.of_person(PersonId("p1"))) == []
    assert journal.find(first) == before
    assert journal.verify().position == 3


def test_the_same_erasure_twice_is_one_entry(journal: Journal) -> None:
    ids = append(journal, private=private())
    one = draft()
    first = journal.erase(ids, one, position_time=NOON)
    assert journal.erase(ids, one, position_time=NOON) == first
    assert journal.head.position == 2


def test_the_newest_checkpoint_of_each_family_is_kept(journal: Journal) -> None:
    append(journal, 2)
    assert journal.checkpoint("one") is None
    for state in (b"old", b"new"):
        kept = [Checkpoint(name, 1, journal.head, state) for name in ("one", "two")]
        journal.keep(kept)
    for name in ("one", "two"):
        assert journal.checkpoint(name) == Checkpoint(name, 1, journal.head, b"new")
