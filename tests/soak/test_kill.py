"""200 kills of the whole terminal, on several stations one after another.

``SOAK_KILLS`` sets the number.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.kills import killed

KILLS = int(os.environ.get("SOAK_KILLS", "200"))
AT_A_STATION = 20
"""Doors whose order was cut off wait for staff; a cabinet has not enough for 200 of them."""

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", range(-(-KILLS // AT_A_STATION)))
def test_what_was_told_stored_outlives_every_kill(tmp_path: Path, seed: int) -> None:
    with killed(tmp_path, seed=100 + seed) as terminal:
        terminal.begin()
        while terminal.kills < min(AT_A_STATION, KILLS):
            terminal.live_and_die()
        terminal.end()
