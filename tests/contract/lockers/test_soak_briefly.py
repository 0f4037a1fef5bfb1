"""A short, seeded part of the soak: the long one is ``make soak``."""

from __future__ import annotations

import pytest

from tests.contract.lockers.families import TRAITS, Traits
from tests.contract.lockers.lines import Rigs, memory_rig
from tests.contract.lockers.soaking import soak

FELT = [traits for traits in TRAITS if traits.feels]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("traits", FELT, ids=lambda traits: traits.name)
def test_no_random_fault_pulses_twice_or_lies_about_a_door(traits: Traits, seed: int) -> None:
    rigs = Rigs(traits, memory_rig)
    rig = rigs(traits.plan(locks=8, report_head=traits.report_head), seed=seed)
    tally = soak(rig, opens=200, seed=seed)
    assert tally.double_pulses == []
    assert tally.false_opened == []
    assert tally.false_not_opened == []
    assert tally.outcomes["opened"] > 100
    assert {"opened", "not_opened", "unconfirmed", "not_sent"} <= set(tally.outcomes)
