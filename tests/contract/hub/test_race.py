"""Eight terminals, two hub processes, one PostgreSQL: the head's lock lets one win each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from kiosk.clock import SystemClock
from kiosk.hub.core import Hub
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from kiosk.ids import EntryId
from kiosk.journal.entry import Draft, Head
from kiosk.wire import Pushed
from tests.hubs import Desk, hub_in
from tests.journals import STATION
from tests.places import Called, PlaceId, Taken
from tests.racing import HubProcess, cut_connections, two_hubs, without_guard

TERMINALS = 8
ROUNDS = 40
UNTIL_SEEN = 200
PUSHES = 25


@contextmanager
def desks_at(hub: Hub, hubs: Sequence[HubProcess]) -> Iterator[list[Desk]]:
    """Pair terminals, half of them with each hub."""
    with ExitStack() as ending:
        clients = [
            ending.enter_context(
                httpx.Client(base_url=hubs[number % len(hubs)].address, timeout=60)
            )
            for number in range(TERMINALS)
        ]
        yield [Desk.pair(hub, client) for client in clients]


def winners(desks: Sequence[Desk], threads: ThreadPoolExecutor, place: str) -> int:
    """Have every terminal call the same place at once; return how many were told they did."""

    def call(desk: Desk) -> bool:
        desk.at = datetime.now(UTC)
        draft = desk.draft(Called(place=PlaceId(place)))
        answer = desk.decide(draft, desk.head)
        page = answer.page if isinstance(answer, Pushed) else ()
        if page:
            desk.head = Head(page[-1].entry.position, page[-1].entry.digest)
        return [each.entry.refused for each in page if each.entry.id == draft.id] == [None]

    return sum(threads.map(call, desks))


@pytest.fixture
def url(postgres_database: Callable[[], str]) -> str:
    return postgres_database()


@pytest.fixture
def hub(url: str, tmp_path: Path) -> Iterator[Hub]:
    hub = hub_in(tmp_path, Database(url), clock=SystemClock())
    yield hub
    hub.close()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(TERMINALS) as pool:
        yield pool


def test_without_the_lock_two_hubs_give_one_place_to_two(
    url: str, hub: Hub, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    """Shows that the test below would see a missing lock."""
    without_guard(hub)
    with two_hubs(url, tmp_path, "--no-locks") as hubs, desks_at(hub, hubs) as desks:
        assert any(winners(desks, threads, f"p{number}") > 1 for number in range(UNTIL_SEEN))


def test_one_place_has_one_winner_over_two_hubs(
    url: str, hub: Hub, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    with two_hubs(url, tmp_path) as hubs, desks_at(hub, hubs) as desks:
        won = [winners(desks, threads, f"p{number}") for number in range(ROUNDS)]
    assert won == [1] * ROUNDS
    journal = HubJournal(hub.database, station=STATION)
    assert journal.verify().position == ROUNDS * TERMINALS


def test_nothing_acknowledged_is_lost_when_hubs_and_connections_are_cut(
    url: str, hub: Hub, tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    chance = random.Random(7)
    with two_hubs(url, tmp_path) as hubs, desks_at(hub, hubs) as desks:
        senders = [
            threads.submit(push_all, desk, hubs, cut_after=chance.randrange(3, PUSHES))
            for desk in desks
        ]
        for _ in range(3):
            cut_connections(hub)
        hubs[0].kill()
        acknowledged = [entry for sender in senders for entry in sender.result(120)]
    journal = HubJournal(hub.database, station=STATION)
    stored = [entry.id for entry in journal.read()]
    assert len(acknowledged) == TERMINALS * PUSHES
    assert sorted(stored) == sorted(acknowledged)
    assert journal.verify().position == len(stored)


def push_all(desk: Desk, hubs: Sequence[HubProcess], *, cut_after: int) -> list[EntryId]:
    """Push one entry after another, each until it is acknowledged by one hub or the other."""
    done = list[EntryId]()
    where = 0
    for number in range(PUSHES):
        draft = desk.draft(Taken(place=PlaceId(desk.paired.terminal)))
        if number == cut_after:
            desk.client.close()
            desk.client = httpx.Client(base_url=hubs[where].address, timeout=60)
        while not pushed(desk, draft):
            where = 1 - where
            desk.client.close()
            desk.client = httpx.Client(base_url=hubs[where].address, timeout=60)
        done.append(draft.id)
    desk.client.close()
    return done


def pushed(desk: Desk, draft: Draft) -> bool:
    desk.at = datetime.now(UTC)
    try:
        return isinstance(desk.push(draft), Pushed)
    except httpx.HTTPError:
        return False
