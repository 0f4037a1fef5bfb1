"""Two people, one door, one code: the lock lets one win; without it both do."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager

from kiosk.ids import RentalId
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.plan import Size
from kiosk.secrets import draw_token, token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import cabinet, door, key, station
from tests.meeting import MeetingJournal, at_once

ONE_DOOR = cabinet(Size.S)
ROUNDS = 25


def winners(lock: AbstractContextManager[object] | None, tap: Tap | None = None) -> int:
    """Let two threads rent the only door at once; return how many were promised it."""
    journal = MeetingJournal(guarded=lock is None)
    where = station(journal, lock=lock)
    won = at_once(journal, *[lambda: rent_one(where, tap or Tap.fresh())] * 2)
    return won if tap is None else len(list(where.events()))


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


def test_without_the_lock_one_door_is_promised_twice() -> None:
    """Shows that the test below would see a missing lock."""
    assert {winners(contextlib.nullcontext()) for _ in range(ROUNDS)} == {2}


def test_one_door_and_one_code_have_one_winner() -> None:
    assert {winners(None) for _ in range(ROUNDS)} == {1}


def test_one_tap_from_two_threads_is_one_entry() -> None:
    assert {winners(None, Tap.fresh()) for _ in range(ROUNDS)} == {1}
