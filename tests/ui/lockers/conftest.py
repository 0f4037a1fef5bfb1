"""A station of its own for each test of the locker pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.lockers.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The station ``huaken`` with all its doors shut and free."""
    made = World(tmp_path)
    yield made
    made.close()
