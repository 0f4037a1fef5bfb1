"""The whole contract matrix over real lines: every family, every fault, a pty and TCP."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.contract.lockers.lines import stepped_rig
from tests.contract.lockers.scenarios import ROWS, Row

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("transport", ["pty", "tcp"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_on_a_real_line(row: Row, transport: str, tmp_path: Path) -> None:
    row.run(partial(stepped_rig, tmp_path, transport))
