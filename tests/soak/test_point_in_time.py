"""PostgreSQL goes back to a point in time as docs/hub.md says; the rest is sent again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from kiosk.journal.entry import Draft, Head
from kiosk.wire import Pushed, Unlike
from tests.archives import archiving, gone_back, wait_archived
from tests.hubs import Desk, hub_in, served
from tests.journals import STATION
from tests.places import PlaceId, Taken

pytestmark = pytest.mark.soak


def pushed(desk: Desk, drafts: list[Draft], head: Head) -> Head:
    answer = desk.push(*drafts, head=head)
    assert isinstance(answer, Pushed), answer
    return answer.head


def test_a_point_in_time_is_reached_and_terminals_send_the_rest_again(tmp_path: Path) -> None:
    with archiving() as (server, archive):
        hub = hub_in(tmp_path, Database(server.url))
        with served(hub) as client:
            desk = Desk.pair(hub, client)
            parts = [
                [desk.draft(Taken(place=PlaceId(f"{part}{n}"))) for n in range(20)]
                for part in ("kept", "logged", "lost")
            ]
            night = pushed(desk, parts[0], Head())
            base = server.directory.with_name("base")
            server.copy_to(base)
            common = pushed(desk, parts[1], night)
            until = server.ask("SELECT now()")
            end = pushed(desk, parts[2], common)
            wait_archived(server)
        server.stop()
        server = gone_back(base, archive, until)
        hub = hub_in(tmp_path, Database(server.url))
        with served(hub) as client:
            desk.client = client
            assert hub.station(STATION).journal.head == common
            answer = desk.pull(end)
            assert isinstance(answer, Unlike)
            assert common in answer.marks
            again = pushed(desk, parts[2], common)
            assert again.position == end.position
            journal = HubJournal(hub.database, station=STATION)
            assert journal.verify() == again
            made = [draft.id for part in parts for draft in part]
            assert [entry.id for entry in journal.read()] == made
