"""Two people, one door, one code: the lock lets one win; without it both do."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from kiosk.errors import Refused
from kiosk.ids import RentalId
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.plan import Size
from kiosk.secrets import draw_token, token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import cabinet, door, key, station
from tests.fakes import FakeClock, MemoryJournal

ONE_DOOR = cabinet(Size.S)
ROUNDS = 25
AT_ONCE = 2


@pytest.fixture
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


class SlowClock(FakeClock):
    """Lets the other thread in between the question and the answer."""

    def __init__(self, meet: threading.Barrier) -> None:
        super().__init__()
        self._meet = meet

    def trusted(self) -> bool:
        with contextlib.suppress(threading.BrokenBarrierError):
            self._meet.wait(0.02)
        return True


def winners(lock: AbstractContextManager[object] | None, tap: Tap | None = None) -> int:
    """Let two threads rent the only door at once; return how many were promised it."""
    where = station(MemoryJournal(), SlowClock(threading.Barrier(AT_ONCE)), lock=lock)
    start = threading.Barrier(AT_ONCE)
    won: list[str] = []

    def rent() -> None:
        start.wait(10)
        with contextlib.suppress(Refused):
            won.append(rent_one(where, tap or Tap.fresh()))

    threads = [threading.Thread(target=rent) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return len(won) if tap is None else len(list(where.events()))


def rent_one(where: Station, tap: Tap) -> str:
    done = where.do(
        tap,
        LOCKERS,
        rules.rent,
        rental=RentalId(tap.id),
        cabinet=ONE_DOOR,
        usable=[door(1)],
        size=Size.S,
        easy=True,
        code=key().code_tag("135790"),
        token=token_tag(draw_token()),
    )
    return done.entry.id


@pytest.mark.usefixtures("quick_switches")
def test_without_the_lock_one_door_is_promised_twice() -> None:
    """Shows that the test below would see a missing lock."""
    assert any(winners(contextlib.nullcontext()) == AT_ONCE for _ in range(20 * ROUNDS))


@pytest.mark.usefixtures("quick_switches")
def test_one_door_and_one_code_have_one_winner() -> None:
    assert {winners(None) for _ in range(ROUNDS)} == {1}


@pytest.mark.usefixtures("quick_switches")
def test_one_tap_from_two_threads_is_one_entry() -> None:
    assert {winners(None, Tap.fresh()) for _ in range(ROUNDS)} == {1}
