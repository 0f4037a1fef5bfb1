"""Verifying finds what was changed behind the journal's back, whatever it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kiosk.errors import JournalDamaged
from kiosk.ids import StationId
from kiosk.journal.checking import check_chain
from kiosk.journal.local import codec
from kiosk.journal.local.journal import FILE
from tests.journals import NOON, STATION, draft, opened, private, run

ENTRY_CHANGES = {
    "doc_id": "doc_id=99",
    "id": "id='another'",
    "station": "station='pingdi'",
    "origin": "origin='t2.0'",
    "seq": "seq=99",
    "at": "at='2026-02-11T04:00:01+00:00'",
    "business_date": "business_date='2026-02-12'",
    "actor": "actor='staff:01'",
    "event": "event=x'00'",
    "private_digest": "private_digest=x''",
    "position_time": "position_time='2026-02-11T12:00:00+08:00'",
    "refused": "refused='taken'",
    "digest": "digest=zeroblob(32)",
}
PRIVATE_CHANGES = {
    "entry": "entry=(SELECT id FROM entries WHERE doc_id=2)",
    "person": "person='p2'",
    "body": """body=CAST('{"phone":"13800001112"}' AS BLOB)""",
    "salt": "salt=zeroblob(16)",
}


OF_THE_THIRD = "WHERE entry=(SELECT id FROM entries WHERE doc_id=3)"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Five entries; 1, 3 and 5 have a private row, and that of 5 is erased by 5's successor."""
    journal = opened(tmp_path)
    entries = [
        journal.append(draft(private=private() if number % 2 else None), position_time=NOON)
        for number in range(1, 6)
    ]
    journal.erase([entries[4].id], draft(), position_time=NOON)
    assert journal.verify().position == 6
    journal.close()
    return tmp_path


def damage(directory: Path, sql: str) -> JournalDamaged:
    connection = sqlite3.connect(directory / FILE)
    assert connection.execute(sql).rowcount == 1
    connection.commit()
    connection.close()
    journal = opened(directory)
    with pytest.raises(JournalDamaged) as raised:
        journal.verify()
    journal.close()
    return raised.value


def columns(table: str) -> set[str]:
    return {column.name for column in codec.SHAPES[table].columns}


def test_every_column_has_a_planted_change() -> None:
    assert ENTRY_CHANGES.keys() == {"doc_id", *columns(codec.ENTRIES)}
    assert PRIVATE_CHANGES.keys() == columns(codec.PRIVATE)


@pytest.mark.parametrize("column", ENTRY_CHANGES)
def test_a_change_in_any_column_of_an_entry_is_found(directory: Path, column: str) -> None:
    found = damage(directory, f"UPDATE entries SET {ENTRY_CHANGES[column]} WHERE doc_id=3")
    assert found.position == 3


@pytest.mark.parametrize("column", PRIVATE_CHANGES)
def test_a_change_in_any_column_of_a_private_row_is_found(directory: Path, column: str) -> None:
    found = damage(directory, f"UPDATE private SET {PRIVATE_CHANGES[column]} {OF_THE_THIRD}")
    assert found.position == (2 if column == "entry" else 3)


@pytest.mark.parametrize("sql", ["at='soon'", "business_date='2026-02-30'", "position_time=''"])
def test_a_time_that_is_none_is_damage(directory: Path, sql: str) -> None:
    assert damage(directory, f"UPDATE entries SET {sql} WHERE doc_id=3").position == 3


@pytest.mark.parametrize("body", ["x''", "x'5b5d'", "zeroblob(20)"])
def test_a_body_that_is_none_is_damage(directory: Path, body: str) -> None:
    assert damage(directory, f"UPDATE private SET body={body} {OF_THE_THIRD}").position == 3


def test_a_missing_entry_is_found(directory: Path) -> None:
    assert damage(directory, "DELETE FROM entries WHERE doc_id=3").position == 3


def test_a_cut_off_end_is_found_by_the_journal_that_wrote_it(directory: Path) -> None:
    journal = opened(directory)
    journal._entries.remove(doc_ids=[6])
    with pytest.raises(JournalDamaged) as raised:
        journal.verify()
    assert raised.value.position == 6
    journal.close()


def test_digests_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    heads = {run("journal_head", tmp_path / seed, PYTHONHASHSEED=seed) for seed in ("1", "2", "3")}
    assert len(heads) == 1


def test_a_whole_chain_of_another_station_is_not_ours(tmp_path: Path) -> None:
    journal = opened(tmp_path, station=StationId("pingdi"))
    journal.append(draft(), position_time=NOON)
    assert check_chain(StationId("pingdi"), journal.read()) == journal.head
    with pytest.raises(JournalDamaged, match="another station"):
        check_chain(STATION, journal.read())
    journal.close()
