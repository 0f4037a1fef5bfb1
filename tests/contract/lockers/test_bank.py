"""One suite for the bank and every family: in memory, and a chosen few rows over real lines."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from kiosk.config.boards import FAMILIES
from tests.contract.lockers.families import TRAITS
from tests.contract.lockers.lines import memory_rig, stepped_rig
from tests.contract.lockers.scenarios import ROWS, Row

CHOSEN = [row for row in ROWS if row.scenario.chosen]


def test_every_family_a_station_file_may_name_is_put_to_this_suite() -> None:
    assert set(FAMILIES) <= {traits.name for traits in TRAITS}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_in_memory(row: Row) -> None:
    row.run(memory_rig)


@pytest.mark.parametrize("transport", ["pty", "tcp"])
@pytest.mark.parametrize("row", CHOSEN, ids=str)
def test_on_a_real_line(row: Row, transport: str, tmp_path: Path) -> None:
    row.run(partial(stepped_rig, tmp_path, transport))
