"""What a local journal promises: order, identity, pages, checkpoints, and who may open it."""

from __future__ import annotations

import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import JournalBusy, JournalDamaged, JournalError, JournalNewer, NotDurable
from kiosk.ids import ActorId, EntryId, OriginId, PersonId, StationId
from kiosk.journal.entry import GENESIS, Checkpoint, Draft, Entry, Head, Journal, Private, chain
from kiosk.journal.local import LocalJournal
from kiosk.journal.local.journal import FILE, LOCK
from tests.journals import NOON, ORIGIN, STATION, draft, opened, private


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[LocalJournal]:
    with_file = opened(tmp_path)
    yield with_file
    with_file.close()


def test_it_keeps_the_journal_protocol(journal: LocalJournal) -> None:
    kept: Journal = journal
    assert (kept.station, kept.read_only, kept.head) == (STATION, False, Head(0, GENESIS))


def test_entries_are_numbered_from_one_and_chained(journal: LocalJournal) -> None:
    entries = [journal.append(draft(), position_time=NOON) for _ in range(3)]
    assert [(entry.position, entry.seq) for entry in entries] == [(1, 1), (2, 2), (3, 3)]
    digest = GENESIS
    for entry in entries:
        assert entry.digest == chain(digest, entry)
        digest = entry.digest
    assert journal.head == Head(3, digest)
    assert list(journal.read()) == entries


def test_a_known_id_returns_what_is_stored_and_changes_nothing(journal: LocalJournal) -> None:
    first = journal.append(draft(), position_time=NOON)
    again = draft(b'{"tag":"tests.other"}', private(), entry=first.id)
    assert journal.append(again, position_time=NOON + timedelta(hours=1)) == first
    assert journal.head.position == 1
    assert journal.private(first.id) is None


def test_numbers_and_chain_go_on_after_a_restart(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    first = journal.append(draft(), position_time=NOON)
    journal.close()
    journal = opened(tmp_path)
    assert journal.append(draft(entry=first.id), position_time=NOON) == first
    second = journal.append(draft(), position_time=NOON)
    assert (second.position, second.seq) == (2, 2)
    journal.close()


def test_every_origin_counts_for_itself(tmp_path: Path) -> None:
    for origin, seq in (("t1.0", 1), ("t1.0", 2), ("t1.1", 1), ("t1.0", 3), ("t1.1", 2)):
        journal = opened(tmp_path, origin=OriginId(origin))
        entry = journal.append(draft(), position_time=NOON)
        assert (entry.origin, entry.seq) == (origin, seq)
        journal.close()
    journal = opened(tmp_path)
    assert journal.verify().position == 5
    journal.close()


def test_a_refused_entry_keeps_its_reason(journal: LocalJournal) -> None:
    entry = journal.append(draft(), position_time=NOON, refused="taken")
    assert journal.find(entry.id) == entry
    assert entry.refused == "taken"


@pytest.mark.parametrize(("after", "limit"), [(0, None), (0, 0), (498, 4), (500, None), (1203, 1)])
def test_reading_goes_over_pages_without_a_hole(
    filled: LocalJournal, after: int, limit: int | None
) -> None:
    end = 1204 if limit is None else min(1204, after + limit)
    found = [entry.position for entry in filled.read(after, limit)]
    assert found == list(range(after + 1, end + 1))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalJournal]:
    journal = opened(tmp_path_factory.mktemp("filled"))
    journal.append_all((draft() for _ in range(1204)), position_time=NOON)
    yield journal
    journal.close()


def test_many_entries_in_one_change_are_like_many_changes(journal: LocalJournal) -> None:
    drafts = [draft(private=private()) for _ in range(5)]
    journal.append(drafts[1], position_time=NOON)
    head = journal.append_all(drafts, position_time=NOON)
    assert head == journal.head == journal.verify()
    assert [entry.id for entry in journal.read()] == [
        drafts[1].id, drafts[0].id, *(one.id for one in drafts[2:])
    ]  # fmt: skip


def test_many_entries_in_one_change_are_all_or_none(journal: LocalJournal, tmp_path: Path) -> None:
    def drafts() -> Iterator[Draft]:
        yield draft(private=private())
        raise LookupError

    before = journal.append(draft(), position_time=NOON)
    with pytest.raises(LookupError):
        journal.append_all(drafts(), position_time=NOON)
    assert list(journal.read()) == [before]
    assert (tmp_path / f"{FILE}-wal").stat().st_size == 0  # nothing there to come back from
    assert journal.append(draft(), position_time=NOON).seq == 2
    assert journal.verify().position == 2


def test_entries_of_a_person_are_found_oldest_first(journal: LocalJournal) -> None:
    mine = [journal.append(draft(private=private("p1")), position_time=NOON) for _ in range(3)]
    journal.append(draft(private=private("p2")), position_time=NOON)
    journal.append(draft(private=private(None)), position_time=NOON)
    assert journal.of_person(PersonId("p1")) == [entry.id for entry in mine]
    assert journal.of_person(PersonId("nobody")) == []


def test_what_is_not_there_is_none(journal: LocalJournal) -> None:
    assert journal.find(EntryId("no")) is None
    assert journal.private(EntryId("no")) is None
    assert journal.checkpoint("no") is None


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(minutes=90))])
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
DRAFTS = st.builds(
    Draft,
    id=TEXT.map(EntryId),
    at=MOMENTS,
    business_date=st.dates(date(1900, 1, 1)),
    actor=TEXT.map(ActorId),
    event=st.binary(max_size=60),
    private=st.none()
    | st.builds(
        Private,
        body=st.dictionaries(TEXT, TEXT, max_size=4),
        salt=st.binary(min_size=16, max_size=16),
        person=st.none() | TEXT.map(PersonId),
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DRAFTS, max_size=6), MOMENTS)
def test_whatever_is_written_is_read_back_and_writing_it_again_changes_nothing(
    drafts: list[Draft], moment: datetime
) -> None:
    with tempfile.TemporaryDirectory() as name:
        journal = opened(Path(name))
        entries: dict[EntryId, Entry] = {}
        for one in drafts:
            entries.setdefault(one.id, journal.append(one, position_time=moment))
        journal.close()
        journal = opened(Path(name))
        head = journal.verify()
        seen: set[EntryId] = set()
        for one in drafts:
            entry = journal.append(one, position_time=NOON)
            assert entry == entries[one.id] == journal.find(one.id)
            if one.id not in seen:
                assert journal.private(one.id) == one.private
                assert entry.at.isoformat() == one.at.isoformat()
            seen.add(one.id)
        assert list(journal.read()) == list(entries.values())
        assert journal.head == head
        journal.close()


# -- checkpoints ----------------------------------------------------------------------------


def test_a_checkpoint_replaces_the_one_before(journal: LocalJournal) -> None:
    journal.append(draft(), position_time=NOON)
    old, other, new = (
        Checkpoint("a", 1, journal.head, b"old"),
        Checkpoint("b", 1, journal.head, b"other"),
        Checkpoint("a", 2, journal.head, b"new" * 10_000),
    )
    journal.keep([old, other])
    journal.keep([new])
    assert journal.checkpoint("a") == new
    assert journal.checkpoint("b") == other


def test_a_checkpoint_of_another_history_is_thrown_away(journal: LocalJournal) -> None:
    entry = journal.append(draft(), position_time=NOON)
    journal.keep([Checkpoint("a", 1, Head(1, bytes(32)), b""), Checkpoint("b", 1, Head(9), b"")])
    assert journal.checkpoint("a") is None
    assert journal.checkpoint("b") is None
    assert journal.find(entry.id) == entry


@pytest.mark.parametrize(
    "change",
    ["fold_version=7", "position=0", "digest=x'00'", "state=x'01'", "\"check\"=x'00'"],
)
def test_a_changed_checkpoint_is_thrown_away(tmp_path: Path, change: str) -> None:
    journal = opened(tmp_path)
    journal.append(draft(), position_time=NOON)
    journal.keep([Checkpoint("a", 1, journal.head, b"state")])
    journal.close()
    tamper(tmp_path, f"UPDATE checkpoints SET {change}")
    journal = opened(tmp_path)
    assert journal.checkpoint("a") is None
    journal.close()


def tamper(directory: Path, *statements: str) -> None:
    connection = sqlite3.connect(directory / FILE)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# -- who may open it ------------------------------------------------------------------------


def test_the_disk_is_waited_for_at_every_commit(journal: LocalJournal) -> None:
    wanted = {
        "synchronous": 2,
        "journal_mode": "wal",
        "locking_mode": "exclusive",
        "secure_delete": 1,
        "temp_store": 2,
    }
    assert {name: journal._rows.setting(name) for name in wanted} == wanted


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    directory = tmp_path / "data" / "huaken"
    journal = opened(directory)
    journal.append(draft(), position_time=NOON)
    files = [directory, *directory.iterdir()]
    assert {file.name for file in files} == {"huaken", FILE, f"{FILE}-wal", LOCK}
    assert [stat.S_IMODE(file.stat().st_mode) & 0o077 for file in files] == [0] * len(files)
    journal.close()


def test_a_file_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / FILE).chmod(0o644)
    opened(tmp_path).close()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_journal_of_another_station_is_not_opened(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(JournalError, match="huaken"):
        opened(tmp_path, station=StationId("pingdi"))
    opened(tmp_path).close()


def test_a_second_opening_is_refused_at_once(journal: LocalJournal, tmp_path: Path) -> None:
    with pytest.raises(JournalBusy):
        opened(tmp_path)
    journal.append(draft(), position_time=NOON)


def test_a_journal_of_a_newer_program_is_read_and_never_written(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    entry = journal.append(draft(private=private()), position_time=NOON)
    head = journal.head
    journal.close()
    tamper(
        tmp_path,
        "UPDATE meta SET value='4' WHERE key='format'",
        "ALTER TABLE entries ADD COLUMN hint TEXT",
    )
    journal = opened(tmp_path)
    assert journal.read_only
    assert list(journal.read()) == [entry]
    assert journal.private(entry.id) is not None
    assert journal.verify() == head
    journal.keep([Checkpoint("a", 1, head, b"")])
    assert journal.checkpoint("a") is None
    with pytest.raises(JournalNewer) as raised:
        journal.append(draft(), position_time=NOON)
    assert (raised.value.found, raised.value.known) == (4, 3)
    with pytest.raises(JournalNewer):
        journal.erase([entry.id], draft(), position_time=NOON)
    with pytest.raises(JournalNewer):
        journal.append_all([draft()], position_time=NOON)
    with pytest.raises(NotDurable), journal._change():  # below the journal, SQLite refuses too
        journal._entries.truncate()
    journal.close()
    assert sqlite3.connect(tmp_path / FILE).execute("SELECT count(*) FROM entries").fetchone()[0]


def test_a_newer_journal_that_cannot_even_be_read_says_so(tmp_path: Path) -> None:
    opened(tmp_path).close()
    tamper(tmp_path, "UPDATE meta SET value='4' WHERE key='format'", "DROP TABLE entries")
    with pytest.raises(JournalNewer):
        opened(tmp_path)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + bytes(99)])
def test_a_file_that_is_no_journal_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(JournalDamaged):
        opened(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


@pytest.mark.parametrize("sql", ["DROP TABLE meta", "DELETE FROM meta WHERE key='format'"])
def test_a_journal_without_a_format_is_damaged(tmp_path: Path, sql: str) -> None:
    opened(tmp_path).close()
    tamper(tmp_path, sql)
    with pytest.raises(JournalDamaged):
        opened(tmp_path)


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotDurable):
        opened(tmp_path / "file" / "data")


def test_a_closed_journal_says_so(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.close()
    journal.close()
    with pytest.raises(JournalError):
        journal.append(draft(), position_time=NOON)
    assert journal.origin == ORIGIN
