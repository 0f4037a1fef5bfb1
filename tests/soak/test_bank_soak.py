"""Ten thousand opens under random faults, in virtual time and over a pty.

``SOAK_OPENS`` sets the number; over a pty it is shared by the families, each with
``SOAK_CABINETS`` cabinets side by side.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drivers.lockers.simulator.board import BoardPlan
from tests.contract.lockers.families import TRAITS, Traits
from tests.contract.lockers.lines import memory_rig, served_rig
from tests.contract.lockers.soaking import Tally, soak

OPENS = int(os.environ.get("SOAK_OPENS", "10000"))
CABINETS = int(os.environ.get("SOAK_CABINETS", "16"))

pytestmark = pytest.mark.soak
FELT = [traits for traits in TRAITS if traits.feels]
of_every_family = pytest.mark.parametrize("traits", FELT, ids=lambda traits: traits.name)


def plan(traits: Traits) -> BoardPlan:
    return traits.plan(locks=8, report_head=traits.report_head)


def judge(tally: Tally) -> None:
    assert tally.double_pulses == []
    assert tally.false_opened == []
    assert tally.false_not_opened == []


@of_every_family
def test_random_faults_in_virtual_time(traits: Traits) -> None:
    tally = soak(memory_rig(plan(traits), seed=1, family=traits.name), opens=OPENS, seed=1)
    print(tally)
    judge(tally)


@of_every_family
def test_random_faults_over_a_pty(tmp_path: Path, traits: Traits) -> None:
    def run(number: int) -> Tally:
        folder = tmp_path / str(number)
        folder.mkdir()
        rig = served_rig(folder, "pty", plan(traits), seed=number, family=traits.name)
        try:
            return soak(rig, opens=OPENS // CABINETS // len(FELT), seed=1000 + number)
        finally:
            rig.end()

    with ThreadPoolExecutor(CABINETS) as pool:
        for tally in pool.map(run, range(CABINETS)):
            print(tally)
            judge(tally)
