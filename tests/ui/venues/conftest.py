"""A station of its own for each test of the venue pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.venues.hall import Hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """The station ``huaken`` on a Wednesday morning, with nothing booked."""
    made = Hall(tmp_path)
    yield made
    made.close()
