"""The full count of the races of two hub processes, with clients that are processes too."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from tests.contract.conftest import postgres_database, postgres_server
from tests.contract.hub.test_race import TERMINALS, desks_at, winners
from tests.hubs import hub_in
from tests.journals import STATION
from tests.prizes import PRIZES, raced_for, raced_without_guard
from tests.racing import TIMELESS, Race, clients_of, pairing, two_hubs, without_guard

ROUNDS = 1_000
UNGUARDED = 20
_FIXTURES = (postgres_database, postgres_server)  # found here by their names

pytestmark = pytest.mark.soak


def real_hub(url: str, directory: Path) -> Hub:
    """Open the hub that makes ready what is raced for."""
    return hub_in(directory, Database(url), clock=SystemClock(), families=TIMELESS)


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
    with (
        closing(hub_in(tmp_path, Database(url), clock=SystemClock())) as hub,
        two_hubs(url, tmp_path) as hubs,
        desks_at(hub, hubs) as desks,
    ):
        won = [winners(desks, threads, f"p{number}") for number in range(ROUNDS)]
        assert won == [1] * ROUNDS
        journal = HubJournal(hub.database, station=STATION)
        assert journal.verify().position == ROUNDS * TERMINALS


@pytest.mark.parametrize("name", PRIZES)
def test_a_thousand_races_of_processes_have_one_winner_each_whatever_breaks(
    name: str,
    postgres_database: Callable[[], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = postgres_database()
    with (
        closing(real_hub(url, tmp_path)) as hub,
        two_hubs(url, tmp_path, "--real") as hubs,
        clients_of(pairing(hub)) as clients,
    ):
        race = Race(hub, hubs, clients, random.Random(name))
        won = raced_for(race, name, ROUNDS)
        assert won == [1] * ROUNDS
        journal = HubJournal(hub.database, station=STATION)
        assert journal.verify() == journal.head
    with capsys.disabled():
        print(f"\n{name}: {ROUNDS} races, one winner each; {race.broken}")
    assert race.broken.cuts
    assert race.broken.kills


@pytest.mark.parametrize("name", PRIZES)
def test_without_the_lock_two_win(
    name: str,
    postgres_database: Callable[[], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Shows that the test above would see a missing lock."""
    url = postgres_database()
    with closing(real_hub(url, tmp_path)) as hub:
        pair = pairing(hub)
        without_guard(hub)
        with two_hubs(url, tmp_path, "--real", "--no-locks") as hubs, clients_of(pair) as clients:
            won = list(raced_without_guard(Race(hub, hubs, clients), name, UNGUARDED))
    double = sum(count > 1 for count in won)
    with capsys.disabled():
        print(f"\n{name}: without the lock two or more won {double} of {UNGUARDED} races")
    assert double
