"""A file has one writer: threads of a hub stand in line for it, and do not look again and again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.errors import NotDurable
from kiosk.hub import database as module
from kiosk.hub.database import Database
from kiosk.hub.tables import FACTS


def written(database: Database, key: str) -> None:
    with database.changing() as connection:
        connection.execute(FACTS.insert(), {"key": key, "value": "1"})


def test_who_comes_to_no_turn_in_time_holds_no_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.05)
    database = Database.in_directory(tmp_path)
    with (
        ThreadPoolExecutor(1) as thread,
        database.changing(),
        pytest.raises(NotDurable, match="no turn"),
    ):
        thread.submit(written, database, "a").result(60)
    written(database, "a")
    database.close()
