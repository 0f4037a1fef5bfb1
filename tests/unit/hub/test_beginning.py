"""A hub and its command line may begin on an empty directory at the same moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from kiosk.errors import JournalError
from kiosk.files import alone_in, keep_private_file
from kiosk.hub import database
from kiosk.hub.database import FILE, Database

AT_ONCE = 6
ROUNDS = 10
LATE = 60.0


def begun(directory: Path) -> JournalError | None:
    """Open the directory; return what went wrong."""
    try:
        Database.in_directory(directory).close()
    except JournalError as error:
        return error
    return None


def begun_beside(directory: Path, patience: float) -> JournalError | None:
    """Open a new directory in which another begins, who is done after ``patience``."""
    file = keep_private_file(directory / FILE)
    with ThreadPoolExecutor(1) as thread, closing(sqlite3.connect(file)) as other:
        with alone_in(directory):
            other.execute("BEGIN IMMEDIATE")
            beginning = thread.submit(begun, directory)
            wait([beginning], patience)
            other.execute("COMMIT")
        return beginning.result(LATE)


@contextmanager
def nobody_waits(_url: URL) -> Iterator[None]:
    yield


def test_without_one_beginner_the_second_finds_the_file_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_one_beginner", nobody_waits)
    assert begun_beside(tmp_path, LATE) is not None


def test_who_begins_second_waits_for_the_first(tmp_path: Path) -> None:
    assert begun_beside(tmp_path, 0.1) is None


def test_all_who_begin_at_once_find_the_same_hub(tmp_path: Path) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for number in range(ROUNDS):
            assert {*threads.map(begun, [tmp_path / str(number)] * AT_ONCE)} == {None}
