"""The full count of the races of two hub processes, with clients that are processes too."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from tests.contract.conftest import postgres_database, postgres_server
from tests.contract.hub.test_race import TERMINALS, desks_at, winners
from tests.hubs import hub_in
from tests.journals import STATION
from tests.racing import RACES, TIMELESS, Race, clients_of, pairing, two_hubs, without_guard

ROUNDS = 1_000
ROUNDS_OF_EACH = 250
UNGUARDED = 60
_FIXTURES = (postgres_database, postgres_server)  # found here by their names

pytestmark = pytest.mark.soak


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(TERMINALS) as pool:
        yield pool


def test_each_of_a_thousand_places_has_one_winner(
    postgres_database: Callable[[], str],
    tmp_path: Path,
    threads: ThreadPoolExecutor,
) -> None:
    url = postgres_database()
    hub = hub_in(tmp_path, Database(url), clock=SystemClock())
    with two_hubs(url, tmp_path) as hubs, desks_at(hub, hubs) as desks:
        won = [winners(desks, threads, f"p{number}") for number in range(ROUNDS)]
    assert won == [1] * ROUNDS
    journal = HubJournal(hub.database, station=STATION)
    assert journal.verify().position == ROUNDS * TERMINALS
    hub.close()


@pytest.mark.parametrize("name", RACES)
def test_each_of_many_races_of_processes_has_one_winner_whatever_breaks(
    name: str, postgres_database: Callable[[], str], tmp_path: Path
) -> None:
    url = postgres_database()
    hub = hub_in(tmp_path, Database(url), clock=SystemClock(), families=TIMELESS)
    with two_hubs(url, tmp_path, "--real") as hubs, clients_of(pairing(hub)) as clients:
        race = Race(hub, hubs, clients, random.Random(name))
        won = [RACES[name](race, number) for number in range(ROUNDS_OF_EACH)]
    assert won == [1] * ROUNDS_OF_EACH
    journal = HubJournal(hub.database, station=STATION)
    assert journal.verify() == journal.head
    hub.close()


def test_how_often_two_win_without_the_lock(
    postgres_database: Callable[[], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres_database()
    hub = hub_in(tmp_path, Database(url), clock=SystemClock(), families=TIMELESS)
    pair = pairing(hub)
    without_guard(hub)
    with two_hubs(url, tmp_path, "--real", "--no-locks") as hubs, clients_of(pair) as clients:
        race = Race(hub, hubs, clients)
        won = [RACES["the last slot"](race, number) for number in range(UNGUARDED)]
    double = sum(count > 1 for count in won)
    with capsys.disabled():
        print(f"\nwithout the lock two or more won {double} of {UNGUARDED} slots")
    assert double
    hub.close()
