"""A terminal whose entries are positioned elsewhere: durable here, true there, equal everywhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import immutables
import msgspec
import pytest

from kiosk.clock import Moment
from kiosk.errors import JournalDamaged, Refused
from kiosk.following import FollowingStation
from kiosk.ids import EntryId, OriginId
from kiosk.journal.entry import Draft, Head, Placed, Private
from kiosk.journal.local.following import FollowingJournal
from kiosk.settings import Settings
from kiosk.sync.line import draft_of
from kiosk.tap import Tap
from tests.fakes import FakeClock
from tests.followers import Hub
from tests.journals import STATION, private
from tests.places import PLACES, PlaceId, Places, Taken, call, take


class Desk:
    """One terminal and its way to the hub."""

    def __init__(self, directory: Path, hub: Hub, name: str) -> None:
        self.directory, self.hub, self.name = directory, hub, name
        self.open()

    def open(self) -> None:
        self.journal = FollowingJournal.open(
            self.directory, station=STATION, origin=OriginId(f"{self.name}.0")
        )
        self.station = FollowingStation(
            self.journal, (PLACES,), FakeClock(), lambda _: Settings(), positioner=self.hub
        )

    def again(self) -> None:
        self.station.close()
        self.open()

    def take(self, place: str, note: Private | None = None) -> EntryId:
        return self.station.do(Tap.fresh(private=note), PLACES, take, place=place).entry.id

    def push(self) -> None:
        self.hub.station.place([draft_of(placed) for placed in self.journal.pending()])

    def pull(self) -> None:
        self.station.merge(self.hub.page(self.journal.head.position))

    def sync(self) -> None:
        self.push()
        self.pull()

    @property
    def places(self) -> Places:
        return self.station.state(PLACES)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub", (PLACES,))


@pytest.fixture
def one(tmp_path: Path, hub: Hub) -> Desk:
    return Desk(tmp_path / "t1", hub, "t1")


@pytest.fixture
def two(tmp_path: Path, hub: Hub) -> Desk:
    return Desk(tmp_path / "t2", hub, "t2")


def test_what_is_made_here_is_shown_at_once_and_tentative_until_it_comes_back(one: Desk) -> None:
    entry = one.take("a")
    assert one.places.taken[PlaceId("a")] == entry
    assert one.station.is_tentative(entry)
    one.sync()
    assert one.places.taken[PlaceId("a")] == entry
    assert not one.station.is_tentative(entry)
    assert one.journal.pending() == []
    assert one.journal.verify() == one.hub.journal.head


def test_what_an_entry_is_about_is_tentative_with_it(one: Desk) -> None:
    one.take("a")
    assert one.station.is_tentative("a")
    one.again()
    assert one.station.is_tentative("a")
    one.sync()
    assert not one.station.is_tentative("a")


def test_what_a_terminal_owns_is_never_tentative(tmp_path: Path, hub: Hub) -> None:
    owned = dataclasses.replace(PLACES, owned=(Taken,))
    journal = FollowingJournal.open(tmp_path / "own", station=STATION, origin=OriginId("t1.0"))
    where = FollowingStation(journal, (owned,), FakeClock(), lambda _: Settings(), positioner=hub)
    entry = where.do(Tap.fresh(), owned, take, place="a").entry.id
    assert where.pending == 1
    assert not where.is_tentative(entry)
    assert not where.is_tentative("a")


def test_whoever_watches_hears_of_own_positions_and_of_losing_them(one: Desk, two: Desk) -> None:
    seen: list[bool] = []
    two.take("z")
    entry = one.take("a")
    end = one.station.watch_positions(lambda: seen.append(one.station.is_tentative(entry)))
    two.push()
    one.pull()
    assert seen == []  # another's position is no news of one's own
    one.sync()
    assert seen == [False]
    one.station.go_back(1)
    assert seen == [False, True]
    end()
    one.sync()
    assert seen == [False, True]


def test_one_place_has_one_winner_and_everybody_sees_the_same(one: Desk, two: Desk) -> None:
    first, second = one.take("a"), two.take("a")
    two.sync()
    one.sync()
    two.pull()
    assert one.places == two.places == one.hub.station.state(PLACES)
    assert one.places.taken[PlaceId("a")] == second
    assert one.places.refused == (first,)


def test_what_was_made_here_outlives_a_restart_and_is_sent_once(one: Desk) -> None:
    entry = one.take("a")
    one.again()
    assert one.places.taken[PlaceId("a")] == entry
    assert one.station.is_tentative(entry)
    one.push()
    one.push()
    one.pull()
    assert [each.id for each in one.hub.journal.read()] == [entry]


def test_a_repeated_tap_is_known_before_and_after_its_position(one: Desk) -> None:
    tap = Tap.fresh()
    for _ in range(2):
        one.station.do(tap, PLACES, take, place="a")
        assert one.station.pending == 1
    one.sync()
    assert one.station.do(tap, PLACES, take, place="a").repeated


def test_a_refused_entry_is_told_to_who_listens(one: Desk, two: Desk) -> None:
    told: list[tuple[EntryId, str | None]] = []
    one.station.subscribe(lambda entry, _: told.append((entry.id, entry.refused)))
    mine = one.take("a")
    theirs = two.take("a")
    two.sync()
    one.sync()
    assert told == [(mine, None), (theirs, None), (mine, "taken")]
    with pytest.raises(Refused, match="taken"):
        one.station.do(Tap(mine), PLACES, take, place="a")


def test_what_only_the_positioner_decides_is_never_tentative(one: Desk, two: Desk) -> None:
    done = one.station.do(Tap.fresh(), PLACES, call, place="a")
    assert one.places.called[PlaceId("a")] == done.entry.id
    assert done.entry.position == 1
    with pytest.raises(Refused, match="called"):
        two.station.do(Tap.fresh(), PLACES, call, place="a")
    assert two.places.called[PlaceId("a")] == done.entry.id


def test_without_the_positioner_nothing_is_called_and_it_is_said(one: Desk) -> None:
    one.hub.away = True
    with pytest.raises(Refused, match="positioner_away"):
        one.station.do(Tap.fresh(), PLACES, call, place="a")
    assert one.places.called == immutables.Map()
    one.take("b")
    assert one.station.pending == 1


def test_a_lost_answer_is_the_same_decision_when_it_is_asked_again(one: Desk) -> None:
    tap = Tap.fresh()
    one.hub.answers_lost = True
    with pytest.raises(Refused, match="positioner_away"):
        one.station.do(tap, PLACES, call, place="a")
    one.hub.answers_lost = False
    assert one.station.do(tap, PLACES, call, place="a").entry.position == 1
    assert one.hub.journal.head.position == 1


def test_a_page_with_a_hole_or_of_another_history_is_not_taken(one: Desk, two: Desk) -> None:
    for place in "abc":
        one.take(place)
    one.push()
    page = one.hub.page(0)
    changed = msgspec.structs.replace(page[0].entry, refused="taken")
    for wrong in (page[1:], [page[0], page[2]], [Placed(changed)]):
        with pytest.raises(JournalDamaged):
            two.station.merge(wrong)
        assert two.journal.head == Head()
    two.station.merge(page[:2])
    two.station.merge(page)  # what is known already is passed over
    assert two.journal.head == one.hub.journal.head


def test_a_restored_hub_gets_again_what_it_lost(tmp_path: Path, one: Desk, two: Desk) -> None:
    kept, lost, theirs = one.take("a"), one.take("b"), None
    one.push()
    one.pull()
    theirs = two.take("c")
    two.sync()
    one.pull()
    fresh = Hub(tmp_path / "restored", (PLACES,))
    fresh.station.place([draft_of(placed) for placed in one.hub.page(0)[:1]])
    for desk in (one, two):
        desk.hub = fresh
        desk.station.go_back(1)
    assert [placed.entry.id for placed in one.journal.pending()] == [lost]
    assert [placed.entry.id for placed in two.journal.pending()] == [theirs]
    for desk in (one, two, one):
        desk.sync()
    assert one.places == two.places == fresh.station.state(PLACES)
    assert {kept, lost, theirs} == set(one.places.taken.values())
    assert one.journal.verify() == two.journal.verify() == fresh.journal.head


def test_personal_rows_travel_and_their_erasure_travels_after_them(one: Desk, two: Desk) -> None:
    note = private(phone="13800001111")
    entry = one.take("a", note)
    one.sync()
    two.pull()
    assert two.journal.private(entry) == note
    one.journal.erase([entry], _erasure(entry), position_time=FakeClock().now())
    assert one.journal.private(entry) is None
    one.push()
    two.pull()
    assert two.journal.private(entry) is None
    two.journal.verify()


def _erasure(entry: EntryId) -> Draft:
    from kiosk.timers import erasure

    return erasure([entry], Moment.of(FakeClock(), Settings()))[0]


def test_a_new_epoch_numbers_what_waits_anew(one: Desk) -> None:
    one.take("a")
    one.sync()
    waiting = [one.take("b"), one.take("c")]
    one.journal.renumber(OriginId("t1.1"))
    one.again()
    waiting.append(one.take("d"))
    numbers = [(each.entry.origin, each.entry.seq) for each in one.journal.pending()]
    assert numbers == [("t1.1", 1), ("t1.1", 2), ("t1.1", 3)]
    assert [each.entry.id for each in one.journal.pending()] == waiting
