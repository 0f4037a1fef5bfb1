"""Two counters, one ticket: the lock lets one win; without it both call."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from kiosk.errors import Refused
from kiosk.ids import CounterId
from kiosk.queueing.events import Called
from tests.fakes import FakeClock
from tests.halls import MONDAY_TEN, ONE, TWO, House

ROUNDS = 25


@pytest.fixture(autouse=True)
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


class SlowClock(FakeClock):
    """Once ``slow``, lets the other thread in between the question and the answer."""

    def __init__(self, patience: float) -> None:
        super().__init__(MONDAY_TEN)
        self._patience = patience
        self._meet = threading.Barrier(2)
        self.slow = False

    def trusted(self) -> bool:
        if self.slow:
            with contextlib.suppress(threading.BrokenBarrierError):
                self._meet.wait(self._patience)
        return True


def called(lock: AbstractContextManager[object] | None, patience: float) -> list[Called]:
    """Let two counters call at once while one ticket waits; return the calls in the journal."""
    clock = SlowClock(patience)
    house = House(clock=clock, lock=lock).open(ONE, TWO)
    house.take()
    clock.slow = True
    start = threading.Barrier(2)

    def call(counter: CounterId) -> None:
        start.wait(10)
        with contextlib.suppress(Refused):
            house.call(counter)

    threads = [threading.Thread(target=call, args=(counter,)) for counter in (ONE, TWO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return [event for _, event in house.station.events() if isinstance(event, Called)]


def test_without_the_lock_two_counters_call_the_same_ticket() -> None:
    """Shows that the test below would see a missing lock."""
    assert any(len(called(contextlib.nullcontext(), 10)) == 2 for _ in range(20 * ROUNDS))


def test_two_counters_never_call_the_same_ticket() -> None:
    assert {len(called(None, 0.02)) for _ in range(ROUNDS)} == {1}
