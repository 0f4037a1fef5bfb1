"""Ten thousand opens under random faults, in virtual time and over a pty.

``SOAK_OPENS`` sets the number; over a pty it is spread over several cabinets side by side.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drivers.lockers.simulator.board import BoardPlan
from tests.contract.lockers.lines import memory_rig, served_rig
from tests.contract.lockers.soaking import Tally, soak

OPENS = int(os.environ.get("SOAK_OPENS", "10000"))
CABINETS = 16
PLAN = BoardPlan(locks=8, report_head=0x81)

pytestmark = pytest.mark.soak


def judge(tally: Tally) -> None:
    assert tally.double_pulses == []
    assert tally.false_opened == []
    assert tally.false_not_opened == []


def test_random_faults_in_virtual_time() -> None:
    tally = soak(memory_rig(PLAN, seed=1), opens=OPENS, seed=1)
    print(tally)
    judge(tally)


def test_random_faults_over_a_pty(tmp_path: Path) -> None:
    def run(number: int) -> Tally:
        folder = tmp_path / str(number)
        folder.mkdir()
        rig = served_rig(folder, "pty", PLAN, seed=number)
        try:
            return soak(rig, opens=OPENS // CABINETS, seed=1000 + number)
        finally:
            rig.end()

    with ThreadPoolExecutor(CABINETS) as pool:
        for tally in pool.map(run, range(CABINETS)):
            print(tally)
            judge(tally)
