"""Searching the record and recomputing its chain, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from kiosk.hub.database import Database
from kiosk.hub.searching import Wanted, check, everything, is_tag, search
from kiosk.hub.store import HubJournal
from kiosk.ids import ActorId, StationId
from tests.contract.journal.keepers import HUBS, InHub
from tests.journals import NOON, STATION, draft, private

TAGS = ("venues.applied", "venues.approved", "queueing.called", "venues_own.called")
DAYS = 3


@pytest.fixture(params=HUBS)
def keeper(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_database: Callable[[], str]
) -> Iterator[InHub]:
    made = HUBS[request.param](tmp_path / "hub", postgres_database)
    yield made
    made.close()


@pytest.fixture
def journal(keeper: InHub) -> HubJournal:
    """Twelve entries: four tags on each of three days, by two people in turn."""
    opened = keeper.open()
    assert isinstance(opened, HubJournal)
    with opened.turn():
        for number in range(DAYS * len(TAGS)):
            made = draft(msgspec.json.encode({"tag": TAGS[number % 4], "number": number}))
            made = msgspec.structs.replace(
                made,
                business_date=NOON.date() + timedelta(days=number // 4),
                actor=ActorId(f"staff:0{number % 2 + 1}"),
                private=private() if number % 5 == 0 else None,
            )
            opened.append(made, position_time=NOON)
    return opened


@pytest.fixture
def database(keeper: InHub, journal: HubJournal) -> Database:
    assert keeper.database is not None
    return keeper.database


def positions(database: Database, wanted: Wanted) -> list[int]:
    return [each.position for each in everything(database, STATION, wanted)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [*range(12, 0, -1)]),
        (Wanted(tag="venues.applied"), [9, 5, 1]),
        (Wanted(tag="venues"), [10, 9, 6, 5, 2, 1]),
        (Wanted(tag="venues.app"), []),
        (Wanted(day=NOON.date() + timedelta(days=1)), [8, 7, 6, 5]),
        (Wanted(actor="staff:02"), [12, 10, 8, 6, 4, 2]),
        (Wanted(tag="venues", day=NOON.date(), actor="staff:01"), [1]),
        (Wanted(day=date(2020, 1, 1)), []),
    ],
)
def test_what_is_found_is_what_was_asked_for_the_newest_first(
    database: Database, wanted: Wanted, found: list[int]
) -> None:
    assert positions(database, wanted) == found


def test_pages_follow_each_other_without_a_hole_however_small_the_window(
    database: Database,
) -> None:
    seen, before, pages = list[int](), None, 0
    while True:
        found = search(
            database, STATION, Wanted(tag="queueing.called"), before=before, most=2, window=5
        )
        seen += [each.position for each in found.entries]
        pages += 1
        if found.before is None:
            break
        before = found.before
    assert seen == [11, 7, 3]
    assert pages > 1


def test_a_station_is_shown_nothing_of_another(database: Database) -> None:
    other = HubJournal(database, station=StationId("other"))
    mine = [other.append(draft(), position_time=NOON).id for _ in range(4)]
    found = everything(database, StationId("other"), Wanted())
    assert [each.id for each in found] == mine[::-1]


def test_only_what_can_be_a_tag_is_asked_for() -> None:
    assert is_tag("venues")
    assert is_tag("venues.applied")
    assert not any(map(is_tag, ("", "Venues", "a.b.c", 'x"', "x%", "a b", "venues.")))


def test_the_chain_is_whole_in_slices_of_any_size(journal: HubJournal) -> None:
    for most in (1, 5, 12, 100):
        at = 0
        while not (checked := check(journal, at, most=most)).done:
            assert at < checked.position <= at + most
            at = checked.position
        assert (checked.position, checked.end, checked.broken) == (12, 12, None)


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ("UPDATE entries SET actor = 'staff:09' WHERE position = 7", 7),
        ("DELETE FROM entries WHERE position = 4", 4),
        ("UPDATE entries SET business_date = '2026-01-01' WHERE position = 12", 12),
        ("UPDATE private SET person = 'p2' WHERE position = 6", 6),
    ],
)
def test_what_was_changed_behind_its_back_is_found_where_it_is(
    keeper: InHub, journal: HubJournal, changed: str, broken: int
) -> None:
    with keeper.planting() as connection:
        connection.execute(text(changed))
    checked = check(journal, 0)
    assert (checked.broken, checked.position) == (broken, broken - 1)
    assert checked.what


def test_an_end_that_was_cut_off_is_found(keeper: InHub, journal: HubJournal) -> None:
    with keeper.planting() as connection:
        connection.execute(text("DELETE FROM entries WHERE position > 9"))
    assert check(journal, 0).broken == 10


def test_a_row_that_was_erased_breaks_nothing(journal: HubJournal) -> None:
    entries = [each.id for each in journal.read() if each.private_digest]
    journal.erase(entries[:1], draft(), position_time=NOON)
    assert check(journal, 0).broken is None
