"""What every journal promises, whoever keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.ids import ActorId, EntryId, PersonId
from kiosk.journal.entry import GENESIS, Checkpoint, Draft, Head, Private, chain
from tests.contract.journal.keepers import KEEPERS, AnyJournal, Keeper
from tests.journals import NOON, STATION, draft, private


@pytest.fixture(params=KEEPERS)
def keeper(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_database: Callable[[], str]
) -> Iterator[Keeper]:
    made = KEEPERS[request.param](tmp_path / "kept", postgres_database)
    yield made
    made.close()


@pytest.fixture
def journal(keeper: Keeper) -> AnyJournal:
    return keeper.open()


def test_an_empty_journal_is_of_its_station_and_has_no_end(journal: AnyJournal) -> None:
    assert (journal.station, journal.read_only, journal.head) == (STATION, False, Head(0, GENESIS))
    assert list(journal.read()) == []
    assert journal.verify() == Head()


def test_entries_are_numbered_from_one_and_chained(journal: AnyJournal) -> None:
    entries = [journal.append(draft(), position_time=NOON) for _ in range(3)]
    assert [(entry.position, entry.seq) for entry in entries] == [(1, 1), (2, 2), (3, 3)]
    digest = GENESIS
    for entry in entries:
        assert entry.digest == chain(digest, entry)
        digest = entry.digest
    assert journal.head == Head(3, digest)
    assert list(journal.read()) == entries
    assert journal.verify() == journal.head


def test_a_known_id_returns_what_is_stored_and_changes_nothing(journal: AnyJournal) -> None:
    first = journal.append(draft(), position_time=NOON)
    again = draft(b'{"tag":"tests.other"}', private(), entry=first.id)
    assert journal.append(again, position_time=NOON + timedelta(hours=1)) == first
    assert journal.head.position == 1
    assert journal.private(first.id) is None


def test_numbers_and_chain_go_on_when_it_is_opened_again(keeper: Keeper) -> None:
    first = keeper.open().append(draft(private=private()), position_time=NOON)
    journal = keeper.open()
    assert journal.find(first.id) == first
    assert journal.private(first.id) is not None
    second = journal.append(draft(), position_time=NOON)
    assert (second.position, second.seq) == (2, 2)
    assert journal.verify() == Head(2, second.digest)


def test_a_refused_entry_keeps_its_reason(journal: AnyJournal) -> None:
    entry = journal.append(draft(), position_time=NOON, refused="taken")
    assert journal.find(entry.id).refused == "taken"
    assert next(journal.read()).refused == "taken"


def test_reading_goes_over_pages_without_a_hole(journal: AnyJournal) -> None:
    with journal.turn():
        entries = [journal.append(draft(), position_time=NOON) for _ in range(505)]
    assert list(journal.read()) == entries
    assert list(journal.read(498, 5)) == entries[498:503]
    assert list(journal.read(505)) == []


def test_what_is_not_there_is_none(journal: AnyJournal) -> None:
    assert journal.find(EntryId("nothing")) is None
    assert journal.private(EntryId("nothing")) is None
    assert journal.checkpoint("places") is None
    assert journal.of_person(PersonId("nobody")) == []


def test_entries_of_a_person_are_found_oldest_first(journal: AnyJournal) -> None:
    rows = [private("p1"), private("p2"), None, private("p1"), private(None)]
    ids = [journal.append(draft(private=row), position_time=NOON).id for row in rows]
    assert journal.of_person(PersonId("p1")) == [ids[0], ids[3]]
    assert [journal.private(each) for each in ids] == rows


def test_an_erased_row_is_gone_and_its_entry_still_verifies(keeper: Keeper) -> None:
    journal = keeper.open()
    gone, stays = private("p1"), private("p1", note="stays")
    ids = [journal.append(draft(private=row), position_time=NOON).id for row in (gone, stays)]
    erasure = draft(b'{"tag":"privacy.erased","entries":[]}')
    entry = journal.erase([ids[0]], erasure, position_time=NOON)
    assert journal.erase([ids[0]], erasure, position_time=NOON) == entry
    assert journal.private(ids[0]) is None
    journal = keeper.open()
    assert journal.private(ids[0]) is None
    assert journal.private(ids[1]) == stays
    assert journal.of_person(PersonId("p1")) == [ids[1]]
    assert journal.verify() == Head(3, entry.digest)


def test_a_checkpoint_replaces_the_one_before(keeper: Keeper) -> None:
    journal = keeper.open()
    entry = journal.append(draft(), position_time=NOON)
    head = Head(1, entry.digest)
    for version in (1, 2):
        journal.keep(
            [Checkpoint("a", version, head, b"state"), Checkpoint("b", version, Head(), b"")]
        )
    again = keeper.open()
    assert again.checkpoint("a") == Checkpoint("a", 2, head, b"state")
    assert again.checkpoint("b") == Checkpoint("b", 2, Head(), b"")


times = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001  the zones are drawn beside it
    max_value=datetime(2099, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
)
drafts = st.builds(
    Draft,
    id=st.uuids().map(lambda each: EntryId(str(each))),
    at=times,
    business_date=st.dates(),
    actor=st.sampled_from([ActorId("resident"), ActorId("staff:01")]),
    event=st.binary(max_size=80),
    private=st.none()
    | st.builds(
        Private,
        body=st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3),
        salt=st.binary(min_size=16, max_size=16).filter(any),
        person=st.none() | st.sampled_from([PersonId("p1"), PersonId("p2")]),
    ),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(st.tuples(drafts, times), max_size=4))
def test_whatever_is_written_is_read_back(
    journal: AnyJournal, drawn: list[tuple[Draft, datetime]]
) -> None:
    for each, at in drawn:
        known = journal.find(each.id)
        entry = journal.append(each, position_time=at)
        assert journal.find(each.id) == entry
        if known is None:
            assert journal.private(each.id) == each.private
            assert (entry.event, entry.at, entry.position_time) == (each.event, each.at, at)
    assert journal.verify() == journal.head
