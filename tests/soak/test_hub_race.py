"""The full count of the race of two hub processes for one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from tests.contract.conftest import postgres_database, postgres_server
from tests.contract.hub.test_race import TERMINALS, desks_at, two_hubs, winners
from tests.hubs import hub_in
from tests.journals import STATION

ROUNDS = 1_000
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
