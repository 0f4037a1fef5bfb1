"""A station of its own for each test, with its positioner in the same process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.telling.far import FarHall


@pytest.fixture
def far(tmp_path: Path) -> Iterator[FarHall]:
    """The station ``huaken``: nothing travels to its positioner by itself."""
    made = FarHall(tmp_path)
    yield made
    made.close()
