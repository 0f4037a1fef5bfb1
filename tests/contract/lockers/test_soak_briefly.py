"""A short, seeded part of the soak: the long one is ``make soak``."""

from __future__ import annotations

import pytest

from drivers.lockers.simulator.board import BoardPlan
from tests.contract.lockers.lines import memory_rig
from tests.contract.lockers.soaking import soak


@pytest.mark.parametrize("seed", range(4))
def test_no_random_fault_pulses_twice_or_lies_about_a_door(seed: int) -> None:
    rig = memory_rig(BoardPlan(locks=8, report_head=0x81), seed=seed)
    tally = soak(rig, opens=150, seed=seed)
    assert tally.double_pulses == []
    assert tally.false_opened == []
    assert tally.false_not_opened == []
    assert tally.outcomes["opened"] > 75
    assert {"opened", "not_opened", "unconfirmed", "not_sent"} <= set(tally.outcomes)
