"""One PostgreSQL server for all contracts that need one; each test has a database of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import new_database, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    # Not below pytest's own directory, which no other user may enter: as root the server is one.
    place = Path(tempfile.mkdtemp(prefix="yizhan-pg-"))
    try:
        with postgres(place / "data") as url:
            yield url
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_server: str) -> Callable[[], str]:
    """Make empty databases on the server."""
    return lambda: new_database(postgres_server)
