"""A hub whose database is an older copy: what was erased since is not served, nothing is lost."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from kiosk.clock import Moment
from kiosk.family import Stamp
from kiosk.hub.core import Hub
from kiosk.hub.database import FILE
from kiosk.hub.vault import FILE as KEY
from kiosk.ids import EntryId
from kiosk.journal.entry import Event, Head, Placed
from kiosk.privacy import Erased
from kiosk.wire import Page, Pushed, Unlike
from tests.fakes import FakeClock
from tests.hubs import NOW, Desk, hub_in, served
from tests.journals import STATION, private, traces
from tests.places import PLACES, PlaceId, Places, Taken, fold

PHONE = "13812345678"


def over(places: Places, moment: Moment) -> Iterable[EntryId]:
    """Every row, once the day is over."""
    return places.taken.values() if moment.at.date() > NOW.date() else ()


def without_erased(places: Places, stamp: Stamp, event: Event) -> Places:
    if not isinstance(event, Erased):
        return fold(places, stamp, event)
    left = {place: entry for place, entry in places.taken.items() if entry not in event.entries}
    return msgspec.structs.replace(places, taken=type(places.taken)(left))


FORGETTING = dataclasses.replace(
    PLACES, events=(*PLACES.events, Erased), fold=without_erased, expired=over
)


def opened(directory: Path, clock: FakeClock) -> Hub:
    return hub_in(directory, clock=clock, families=(FORGETTING,))


def copied(hub: Hub, directory: Path) -> Path:
    """Make the copy that docs/hub.md tells of, while the hub runs."""
    there = directory / "hub-copy.db"
    with closing(sqlite3.connect(hub.database.engine.url.database or "")) as beside:
        beside.execute("VACUUM INTO ?", (str(there),))
    return there


def put_back(copy: Path, directory: Path) -> None:
    """Do what docs/hub.md says, while no hub runs."""
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (directory / name).unlink(missing_ok=True)
    shutil.copy(copy, directory / FILE)
    (directory / FILE).chmod(0o600)


def place(name: str) -> Taken:
    return Taken(place=PlaceId(name))


def page_of(answer: Any) -> tuple[Placed, ...]:
    assert isinstance(answer, Page | Pushed), answer
    return answer.page


def test_rows_that_were_erased_since_the_copy_are_not_served_from_it(tmp_path: Path) -> None:
    clock, home = FakeClock(), tmp_path / "hub"
    hub = opened(home, clock)
    with served(hub) as client:
        desk = Desk.pair(hub, client)
        desk.push(desk.draft(place("a"), private=private(phone=PHONE)))
        copy = copied(hub, tmp_path)
        clock.advance(days=1)
        assert hub.fresh(STATION).tend() == 1
    assert traces(home, PHONE.encode()) == []
    put_back(copy, home)
    assert traces(home, PHONE.encode()) == [FILE]
    hub = opened(home, clock)
    with served(hub) as client:
        desk.client, desk.at = client, clock.now()
        page = page_of(desk.pull())  # the first that anybody asks
        assert [(each.entry.event[:22], each.private) for each in page] == [
            (b'{"tag":"places.taken",', None),
            (b'{"tag":"privacy.erased', None),
        ]
        assert traces(home, PHONE.encode()) == []


def test_rows_of_a_history_that_is_not_whole_yet_are_left_alone(tmp_path: Path) -> None:
    """An erasure in the middle of it would be a position that the rest of it has too."""
    clock = FakeClock()
    source = opened(tmp_path / "source", clock)
    with served(source) as client:
        desk = Desk.pair(source, client)
        made = [desk.draft(place(name), private=private()) for name in "ab"]
        page = page_of(desk.push(*made))
    clock.advance(days=1)
    end = Head(page[-1].entry.position, page[-1].entry.digest)
    hub = opened(tmp_path / "hub", clock)
    with served(hub) as client:
        desk = Desk.pair(hub, client, head=end, station_key=bytes(32))
        desk.at = clock.now()
        desk.adopt(page[0])
    again = opened(tmp_path / "hub", clock)
    with served(again) as client:
        desk.client = client
        again._tend(STATION)
        assert [each.private for each in page_of(desk.pull())] == [page[0].private]
        desk.adopt(page[1])
        again._tend(STATION)
        assert [each.private for each in page_of(desk.pull())] == [None] * 3


def test_terminals_send_again_what_the_copy_does_not_have(tmp_path: Path) -> None:
    home = tmp_path / "hub"
    hub = hub_in(home)
    with served(hub) as client:
        desks = [Desk.pair(hub, client) for _ in range(2)]
        made = [each.draft(place(name)) for name, each in zip("abcd", desks * 2, strict=True)]
        desks[0].push(made[0])
        common = desks[1].push(made[1])
        copy = copied(hub, tmp_path)
        desks[1].push(made[3])
        later = desks[0].push(made[2])
    assert isinstance(common, Pushed)
    assert isinstance(later, Pushed)
    put_back(copy, home)
    hub = hub_in(home)
    with served(hub) as client:
        for desk, draft in zip(desks, made[2:], strict=True):
            desk.client = client
            unlike = desk.pull(later.head)
            assert isinstance(unlike, Unlike)
            assert common.head in unlike.marks
            assert isinstance(desk.push(draft, head=common.head), Pushed)
        assert [each.entry.id for each in page_of(desks[0].pull())] == [each.id for each in made]


def test_a_copy_without_the_hubs_key_is_of_no_use_to_whoever_finds_it(tmp_path: Path) -> None:
    hub = hub_in(tmp_path / "hub")
    with served(hub) as client:
        desk = Desk.pair(hub, client)
        copy = copied(hub, tmp_path)
    for secret in (desk.paired.key, desk.paired.station_key, (tmp_path / "hub" / KEY).read_bytes()):
        assert secret not in copy.read_bytes()
