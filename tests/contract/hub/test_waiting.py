"""Terminals that wait are woken, by this process and by others; a database put back is noticed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import text

from kiosk.hub.database import Database
from kiosk.ids import TERMINAL
from kiosk.journal.entry import Head
from kiosk.privacy import Erased
from kiosk.wire import MOST_WAIT, Fault, Page, Pushed, Unlike, Wrong
from tests.hubs import Desk, hub_in, served
from tests.journals import STATION, private
from tests.places import PLACES, PlaceId, Taken


def place(name: str) -> Taken:
    return Taken(place=PlaceId(name))


@pytest.mark.parametrize("engine", ["SQLite", "PostgreSQL"])
def test_who_waits_is_woken_by_either_process(
    engine: str, tmp_path: Path, postgres_database: Callable[[], str]
) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}" if engine == "SQLite" else postgres_database()
    hubs = [hub_in(tmp_path, Database(url)) for _ in range(2)]
    with served(hubs[0]) as one, served(hubs[1]) as two, ThreadPoolExecutor(1) as thread:
        desk, other = Desk.pair(hubs[0], one), Desk.pair(hubs[0], two)
        head = Head()
        for client in (one, two):
            desk.client = client
            waiting = thread.submit(desk.pull, head, MOST_WAIT)
            pushed = other.push(other.draft(place("a"), private=private()), head=head)
            answer = waiting.result(90)
            assert isinstance(pushed, Pushed)
            assert isinstance(answer, Page)
            # Whoever had waited to the end would have got an empty page.
            assert (answer.page, answer.head) == (pushed.page, pushed.head)
            head = answer.head
        # Each process knows what the other has written before it decides.
        assert len(hubs[0].fresh(STATION).state(PLACES).refused) == 1
        assert hubs[0].fresh(STATION).state(PLACES) == hubs[1].fresh(STATION).state(PLACES)


def test_a_page_is_the_same_from_memory_and_from_the_database(tmp_path: Path) -> None:
    hubs = [hub_in(tmp_path) for _ in range(2)]
    with served(hubs[0]) as one, served(hubs[1]) as two:
        desk, other = Desk.pair(hubs[0], one), Desk.pair(hubs[0], two)
        for each in (desk, desk, other, desk, desk):  # another process writes in between
            each.push(each.draft(place("a"), private=private()))
        page = desk.pull()
        assert isinstance(page, Page)
        assert [each.entry.position for each in page.page] == [1, 2, 3, 4, 5]
        assert page == other.pull()
        for number, placed in enumerate(page.page, start=1):
            rest = Page(page.page[number:], page.head)
            assert desk.pull(Head(placed.entry.position, placed.entry.digest)) == rest


@pytest.mark.parametrize("where", [0, 1])
def test_a_row_that_was_erased_is_in_no_page_of_any_process(tmp_path: Path, where: int) -> None:
    hubs = [hub_in(tmp_path) for _ in range(2)]
    with served(hubs[0]) as one, served(hubs[1]) as two:
        desk = Desk.pair(hubs[0], one)
        entries = [desk.draft(place(name), private=private()) for name in "abc"]
        desk.push(*entries)
        event = msgspec.json.encode(Erased(entries=(entries[0].id,)))
        desk.client = (one, two)[where]
        desk.push(replace(desk.draft(place("x")), event=event, actor=TERMINAL))
        for desk.client in (one, two):
            page = desk.pull()
            assert isinstance(page, Page)
            assert [each.private is None for each in page.page] == [True, False, False, True]


def test_a_database_that_was_put_back_is_noticed_and_served_as_it_is(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    with served(hub) as client:
        desk = Desk.pair(hub, client)
        first = desk.push(desk.draft(place("a")))
        second = desk.push(desk.draft(place("b")))
        assert isinstance(first, Pushed)
        assert isinstance(second, Pushed)
        with hub.database.changing() as connection:  # as an older copy would have it
            connection.execute(text("DELETE FROM entries WHERE position = 2"))
            connection.execute(
                text("UPDATE heads SET position = 1, digest = :digest"),
                {"digest": first.head.digest},
            )
        again = desk.draft(place("c"))
        answer = desk.push(again, head=second.head)
        assert isinstance(answer, Wrong)
        assert answer.fault is Fault.AWAY
        answer = desk.push(again, head=second.head)
        assert isinstance(answer, Unlike)
        assert answer.marks == (first.head, Head())
        assert set(hub.station(STATION).state(PLACES).taken) == {"a"}
        desk.seq = 1
        answer = desk.push(desk.draft(place("b")), head=first.head)
        assert isinstance(answer, Pushed)
        assert answer.head.position == 2


def test_nobody_begins_to_wait_at_a_hub_that_is_ending(tmp_path: Path) -> None:
    hub = hub_in(tmp_path)
    hub.watch.release()
    asyncio.run(asyncio.wait_for(hub.watch.beyond(STATION, 0, 600), 60))
    hub.close()
