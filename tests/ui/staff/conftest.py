"""A station with its staff, fresh for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.staff.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The station ``huaken`` with four members of staff."""
    made = House(tmp_path)
    yield made
    made.close()


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[House]:
    """The same station on its first day: nobody can sign in."""
    made = House(tmp_path, enrolled=False)
    yield made
    made.close()
