"""The PostgreSQL of the tests ends whole, however its users left it, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.postgres import Server, postgres


@pytest.fixture
def place() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="yizhan-pg-"))
    yield place
    shutil.rmtree(place, ignore_errors=True)  # one that lost its head may write a moment longer


def test_it_ends_while_some_are_connected(place: Path) -> None:
    with postgres(place / "data") as url:
        engine = create_engine(url)
        connections = [engine.connect() for _ in range(5)]
        number = int((place / "data/postmaster.pid").read_text().split()[0])
    assert not (place / "data").exists()
    assert _is_over(number)
    for connection in connections:
        connection.invalidate()
        connection.close()


def test_one_that_has_ended_by_itself_is_no_fault(place: Path) -> None:
    with postgres(place / "data"):
        number = int((place / "data/postmaster.pid").read_text().split()[0])
        os.kill(number, signal.SIGKILL)
    Server(place / "data").stop()
    assert _is_over(number)


def _is_over(number: int) -> bool:
    """Tell whether it does nothing any more; who began it may not have noticed yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True
