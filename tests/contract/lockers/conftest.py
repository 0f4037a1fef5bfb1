"""Real lines for the scenarios of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.lockers.sidebyside import Running, side_by_side


@pytest.fixture(scope="session")
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Every selected scenario on a real line, begun."""
    with side_by_side(request, tmp_path_factory) as begun:
        yield begun
