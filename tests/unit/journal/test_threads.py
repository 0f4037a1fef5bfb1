"""Threads are put in one order by the journal's lock; without it they are not."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kiosk.errors import KioskError
from kiosk.journal.local import LocalJournal
from tests.journals import NOON, ORIGIN, STATION, draft, private

EACH = 40


@pytest.fixture
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def faults(directory: Path, lock: AbstractContextManager[object] | None) -> list[str]:
    """Let two threads append to one journal and return everything that went wrong."""
    journal = LocalJournal.open(directory, station=STATION, origin=ORIGIN, lock=lock)
    found: list[str] = []
    start = threading.Barrier(2)
    positions: list[int] = []

    def write() -> None:
        start.wait(60)
        for _ in range(EACH):
            try:
                entry = journal.append(draft(private=private()), position_time=NOON)
                positions.append(entry.position)
            except Exception as error:  # noqa: BLE001  whatever a race brings is the finding
                found.append(repr(error))

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    if sorted(positions) != list(range(1, 2 * EACH + 1)):
        found.append("a position was given twice or not at all")
    try:
        if journal.verify().position != 2 * EACH:
            found.append("entries are missing")
    except KioskError as error:
        found.append(repr(error))
    journal.close()
    return found


@pytest.mark.usefixtures("quick_switches")
def test_two_threads_append_in_one_order(tmp_path: Path) -> None:
    for round_number in range(3):
        assert faults(tmp_path / str(round_number), None) == []


@pytest.mark.usefixtures("quick_switches")
def test_without_the_lock_two_threads_do_harm(tmp_path: Path) -> None:
    """Shows that the test above would see a missing lock."""
    deadline = time.monotonic() + 60
    rounds = 0
    while time.monotonic() < deadline:
        rounds += 1
        if faults(tmp_path / str(rounds), contextlib.nullcontext()):
            return
    pytest.fail(f"{rounds} rounds without a lock and without a fault")
