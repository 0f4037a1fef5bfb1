"""A hub and its command line may begin on an empty directory at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from kiosk.errors import JournalError
from kiosk.hub import database
from kiosk.hub.database import Database

AT_ONCE = 6
MOST_ROUNDS = 200
ROUNDS = 40


def begun_at_once(directory: Path) -> list[JournalError]:
    """Open the same new directory from several threads at once; return what went wrong."""
    start, wrong = threading.Barrier(AT_ONCE), list[JournalError]()

    def begin() -> None:
        start.wait()
        try:
            Database.in_directory(directory).close()
        except JournalError as error:
            wrong.append(error)

    threads = [threading.Thread(target=begin) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@contextmanager
def nobody_waits(_url: URL) -> Iterator[None]:
    yield


def test_without_one_beginner_somebody_finds_the_file_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_one_beginner", nobody_waits)
    assert any(begun_at_once(tmp_path / str(number)) for number in range(MOST_ROUNDS))


def test_all_who_begin_at_once_find_the_same_hub(tmp_path: Path) -> None:
    assert not any(begun_at_once(tmp_path / str(number)) for number in range(ROUNDS))
