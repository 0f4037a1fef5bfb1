"""A long day: one terminal, one visit after another, nothing wears out.

``SOAK_VISITS`` sets the number.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.e2e.kiosk import Board, Kiosk, Reader, display
from tests.e2e.resident import Resident

VISITS = int(os.environ.get("SOAK_VISITS", "300"))
WARM = 10
"""Visits after which memory is taken for full."""
MOST_GROWTH_MB = 25.0
SPREAD = 20
"""Cycles by which doors of one size may differ."""
SIZE = "540x960"

pytestmark = pytest.mark.soak


def test_memory_does_not_grow_and_no_pulse_is_lost_or_doubled(tmp_path: Path) -> None:
    with (
        display(SIZE) as screen,
        Board(tmp_path / "board", "--person", "1") as board,
        Reader(tmp_path / "reader") as reader,
        Kiosk(tmp_path / "data", screen, "--size", SIZE, board=board, reader=reader) as kiosk,
    ):
        resident = Resident(kiosk, reader)
        resident.pass_first_pins()
        resident.touch("Back")
        kiosk.served()
        memory = psutil.Process(kiosk.process.pid).memory_info
        expected: list[int] = []
        codes: set[str] = set()
        warm = 0
        for visit in range(VISITS):
            resident.begin()
            bag = resident.store()
            resident.done()
            resident.give_back(bag)
            resident.done()
            expected += [bag.lock] * 2
            codes.add(bag.qr)
            warm = memory().rss if visit == min(WARM, VISITS - 1) else warm
        assert board.pulsed() == expected
        assert len(codes) == VISITS
        audit = kiosk.ask("audit")
        assert audit["sound"]
        assert audit["tags"]["lockers.open_ended"] == 2 * VISITS
        grown = (memory().rss - warm) / 1e6
        print(f"{VISITS} visits, {audit['entries']} entries, memory grew by {grown:.1f} MB")
        assert grown <= MOST_GROWTH_MB
        cycles = Counter(expected).values()
        assert max(cycles) - min(cycles) <= SPREAD
        assert kiosk.stop() == 0
