"""The hall of the station, fresh for each test."""

from __future__ import annotations

import pytest

from tests.ui.queue.world import Hall


@pytest.fixture
def hall() -> Hall:
    """Nobody waits yet; counter 1 is open."""
    made = Hall()
    made.open()
    return made
