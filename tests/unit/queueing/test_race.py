"""Two counters, one ticket: the lock lets one win; without it both call."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager
from functools import partial

from kiosk.queueing.events import Called
from tests.halls import ONE, TWO, House
from tests.meeting import MeetingJournal, at_once

ROUNDS = 25


def called(lock: AbstractContextManager[object] | None) -> list[Called]:
    """Let two counters call at once while one ticket waits; return the calls in the journal."""
    journal = MeetingJournal(guarded=lock is None)
    house = House(journal=journal, lock=lock).open(ONE, TWO)
    house.take()
    at_once(journal, partial(house.call, ONE), partial(house.call, TWO))
    return [event for _, event in house.station.events() if isinstance(event, Called)]


def test_without_the_lock_two_counters_call_the_same_ticket() -> None:
    """Shows that the test below would see a missing lock."""
    assert {len(called(contextlib.nullcontext())) for _ in range(ROUNDS)} == {2}


def test_two_counters_never_call_the_same_ticket() -> None:
    assert {len(called(None)) for _ in range(ROUNDS)} == {1}
