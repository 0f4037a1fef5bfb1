"""One suite for the bank, over memory in virtual time and over real lines."""

from __future__ import annotations

import pytest

from tests.contract.lockers.conftest import Running
from tests.contract.lockers.lines import memory_rig
from tests.contract.lockers.scenarios import SCENARIOS

_LONGEST_SECONDS = 120


@pytest.mark.parametrize("name", SCENARIOS)
def test_in_memory(name: str) -> None:
    SCENARIOS[name](memory_rig)


@pytest.mark.parametrize("transport", ["pty", "tcp"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_on_a_real_line(name: str, transport: str, running: Running) -> None:
    running[name, transport].result(timeout=_LONGEST_SECONDS)
