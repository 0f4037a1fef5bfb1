"""The whole contract matrix over real lines: every family, every fault, a pty and TCP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.lockers.scenarios import ROWS, Row
from tests.contract.lockers.sidebyside import Running, side_by_side

_LONGEST_SECONDS = 600

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Every selected scenario on a real line, begun."""
    with side_by_side(request, tmp_path_factory) as begun:
        yield begun


@pytest.mark.parametrize("transport", ["pty", "tcp"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_on_a_real_line(row: Row, transport: str, running: Running) -> None:
    running[row, transport].result(timeout=_LONGEST_SECONDS)
