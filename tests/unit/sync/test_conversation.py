"""What terminals and their hub say to each other, step by step, with every kind of bad luck."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.following import FollowingStation, Outcome
from kiosk.hub.core import Hub
from kiosk.ids import EntryId, OriginId
from kiosk.journal.entry import Head
from kiosk.journal.local import LocalJournal
from kiosk.journal.local.following import FollowingJournal
from kiosk.settings import Settings
from kiosk.station import Station
from kiosk.sync.conversation import Conversation
from kiosk.sync.line import HubAway, HubDenied
from kiosk.tap import Tap
from kiosk.wire import MOST_ENTRIES, PROTOCOL, Fault, Pair
from tests.fakes import FakeClock
from tests.hubs import hub_in
from tests.journals import STATION, private
from tests.lines import AWAY, LOST, DirectLine
from tests.places import PLACES, PlaceId, Places, call, take


class Desk:
    """One paired terminal, its files and its line."""

    def __init__(self, directory: Path, hub: Hub, **more: object) -> None:
        self.directory = directory
        asked = Pair(PROTOCOL, STATION, hub.pairing.show_code(STATION), "hall", **more)  # type: ignore[arg-type]
        self.paired = hub.pairing.pair(asked)
        self.line = DirectLine(hub, self.paired.terminal)
        self.forks: list[OriginId] = []
        self.open()

    def open(self) -> None:
        self.journal = FollowingJournal.open(
            self.directory, station=STATION, origin=self.paired.origin
        )
        self.station = FollowingStation(
            self.journal, (PLACES,), FakeClock(), lambda _: Settings(), positioner=self
        )
        self.talk = Conversation(self.station, self.line, on_fork=self.forks.append)
        self.decide = self.talk.decide

    def again(self) -> None:
        self.station.close()
        self.open()

    def take(self, place: str) -> EntryId:
        return self.station.do(Tap.fresh(private=private()), PLACES, take, place=place).entry.id

    def call(self, place: str, tap: Tap | None = None) -> EntryId:
        return self.station.do(tap or Tap.fresh(), PLACES, call, place=place).entry.id

    @property
    def places(self) -> Places:
        return self.station.state(PLACES)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    hub = hub_in(tmp_path / "hub")
    yield hub
    hub.close()


@pytest.fixture
def one(tmp_path: Path, hub: Hub) -> Desk:
    return Desk(tmp_path / "one", hub)


@pytest.fixture
def two(tmp_path: Path, hub: Hub) -> Desk:
    return Desk(tmp_path / "two", hub)


def agree(*desks: Desk) -> None:
    for desk in (*desks, *desks):
        desk.talk.round()
    hub = desks[0].line.hub.fresh(STATION)
    for desk in desks:
        assert desk.journal.verify() == hub.journal.head
        assert desk.places == hub.state(PLACES)
        assert desk.station.pending == 0


def numbered(hub: Hub) -> list[tuple[str, int]]:
    return [(each.origin, each.seq) for each in hub.fresh(STATION).journal.read()]


def test_after_a_round_everybody_knows_the_same(one: Desk, two: Desk) -> None:
    mine, theirs = one.take("a"), two.take("a")
    agree(two, one)
    assert one.places.taken[PlaceId("a")] == theirs
    assert one.places.refused == (mine,)


def test_more_than_a_page_travels_in_both_directions(one: Desk, two: Desk) -> None:
    for number in range(MOST_ENTRIES + 20):
        one.take(str(number))
    agree(one, two)
    assert one.line.asked.count("push") == 2
    assert len(two.places.taken) == MOST_ENTRIES + 20


@pytest.mark.parametrize("faults", list(itertools.product((None, LOST, AWAY), repeat=3)))
def test_whatever_gets_lost_on_the_way_comes_out_once(
    faults: tuple[str | None, ...], one: Desk, two: Desk
) -> None:
    entries = [one.take("a"), one.take("b"), two.take("c")]
    one.line.faults.extend(faults)
    for _ in faults:
        try:
            one.talk.round()
        except HubAway:
            one.again()  # and the program ends in between
    agree(one, two)
    assert sorted(one.places.taken.values()) == sorted(entries)


def test_a_call_waits_for_what_was_made_before_it_here(one: Desk, two: Desk) -> None:
    entry = one.take("a")
    called = one.call("a")
    assert one.station.pending == 0
    assert one.journal.find(entry).position < one.journal.find(called).position  # type: ignore[union-attr]
    with pytest.raises(Refused, match="called"):
        two.call("a")


def test_a_call_whose_answer_is_far_away_is_found(one: Desk, two: Desk) -> None:
    for number in range(MOST_ENTRIES + 5):
        one.take(str(number))
    one.talk.round()
    two.call("0")
    assert two.journal.head == two.line.hub.fresh(STATION).journal.head


@pytest.mark.parametrize("fault", [LOST, AWAY])
def test_without_an_answer_nothing_is_called_and_asking_again_calls_once(
    one: Desk, fault: str
) -> None:
    tap = Tap.fresh()
    one.line.faults.append(fault)
    with pytest.raises(Refused, match="positioner_away"):
        one.call("a", tap)
    assert not one.places.called
    one.call("a", tap)
    agree(one)
    assert len(numbered(one.line.hub)) == 1


def test_what_two_terminals_say_with_one_id_stops_neither(one: Desk, two: Desk) -> None:
    tap = Tap.fresh()
    for desk in (one, two):
        desk.station.do(tap, PLACES, take, place="a")
        desk.take(f"own of {desk.paired.terminal}")
    agree(one, two)
    assert len(numbered(one.line.hub)) == 3


def test_a_hub_put_back_gets_again_what_it_lost(tmp_path: Path, one: Desk, two: Desk) -> None:
    one.take("a")
    agree(one, two)
    copy = tmp_path / "copy"
    one.line.hub.database.empty_logs()
    shutil.copytree(tmp_path / "hub", copy)
    lost = [one.take("b"), two.take("c")]
    agree(one, two)
    called = one.call("b")
    agree(one, two)
    one.line.hub = two.line.hub = hub_in(copy)
    agree(one, two)
    assert set(lost) <= set(one.places.taken.values())
    for desk in (one, two):
        (gone,) = desk.station.decided_differently()
        assert (gone.was.id, gone.outcome) == (called, Outcome.GONE)
        desk.station.forget_differences([called])
        desk.again()
        assert desk.station.decided_differently() == []
    one.line.hub.close()


def test_what_comes_out_otherwise_after_a_hub_was_put_back_is_told(
    tmp_path: Path, one: Desk, two: Desk
) -> None:
    agree(one, two)
    shutil.copytree(tmp_path / "hub", tmp_path / "copy")
    mine = one.take("a")
    one.talk.round()
    theirs = two.take("a")
    agree(one, two)
    one.line.hub = two.line.hub = hub_in(tmp_path / "copy")
    two.talk.round()  # is the first this time
    agree(one, two)
    expected = {(mine, Outcome.REFUSED), (theirs, Outcome.STANDS)}
    for desk in (one, two):
        found = desk.station.decided_differently()
        assert {(each.was.id, each.outcome) for each in found} == expected
    one.line.hub.close()


def old_image(desk: Desk, image: Path) -> None:
    """Put the copy ``image`` of the terminal's directory back."""
    desk.station.close()
    shutil.rmtree(desk.directory)
    shutil.copytree(image, desk.directory)
    desk.open()


def image_of(desk: Desk) -> Path:
    desk.station.close()
    image = desk.directory.with_name(f"image of {desk.directory.name}")
    shutil.copytree(desk.directory, image)
    desk.open()
    return image


@pytest.mark.parametrize("busy", [True, False], ids=["used at once", "left alone"])
def test_an_old_image_put_back_becomes_another_self(one: Desk, busy: bool) -> None:
    first = one.take("a")
    one.talk.round()
    image = image_of(one)
    second = one.take("b")
    one.talk.round()
    old_image(one, image)
    made = [one.take("c")] if busy else []
    agree(one)
    made.append(one.take("d"))
    agree(one)
    assert set(one.places.taken.values()) == {first, second, *made}
    assert one.forks == ["t1.1"]
    assert [origin for origin, _ in numbered(one.line.hub)][2:] == ["t1.1"] * len(made)


@pytest.mark.parametrize("questions", range(5))
def test_a_program_that_ends_while_it_becomes_another_self_goes_on(
    one: Desk, questions: int
) -> None:
    one.take("a")
    one.talk.round()
    image = image_of(one)
    one.take("b")
    one.talk.round()
    old_image(one, image)
    one.take("c")
    one.line.faults.extend([*[None] * questions, LOST])
    try:
        one.talk.round()
    except HubAway:
        one.again()
    agree(one)
    assert set(one.forks) == {"t1.1"}
    assert len(one.places.taken) == 3


def test_no_number_is_given_before_a_fork_is_told(one: Desk) -> None:
    one.take("a")
    one.talk.round()
    image = image_of(one)
    one.take("b")
    one.talk.round()
    old_image(one, image)
    one.take("c")
    one.line.faults.extend([None, AWAY])
    with pytest.raises(HubAway):
        one.talk.push()
    assert one.station.forked
    one.again()
    assert one.station.forked
    one.talk.round()
    assert not one.station.forked


def test_a_clone_and_its_original_both_go_on(tmp_path: Path, one: Desk) -> None:
    one.take("a")
    one.talk.round()
    image = image_of(one)
    clone = object.__new__(Desk)
    clone.directory, clone.paired, clone.forks = image, one.paired, []
    clone.line = DirectLine(one.line.hub, one.paired.terminal)
    clone.open()
    entries = {one.take("b"), clone.take("c")}
    agree(one, clone)
    entries |= {one.take("d"), clone.take("e")}
    agree(one, clone)
    assert entries < set(one.places.taken.values())
    assert clone.forks
    clone.station.close()


def standalone(directory: Path, count: int) -> Head:
    journal = LocalJournal.open(directory, station=STATION, origin=OriginId("t1.0"))
    station = Station(journal, (PLACES,), FakeClock(), lambda _: Settings())
    for number in range(count):
        station.do(Tap.fresh(private=private()), PLACES, take, place=str(number))
    head = journal.head
    station.close()
    return head


@pytest.mark.parametrize("lost", [None, 0, 1, 2])
def test_an_empty_hub_takes_over_a_history_whatever_gets_lost(
    tmp_path: Path, hub: Hub, lost: int | None
) -> None:
    head = standalone(tmp_path / "one", MOST_ENTRIES + 3)
    one = Desk(tmp_path / "one", hub, head=head, station_key=b"k" * 32)
    assert one.paired.adopt
    fresh = one.take("fresh")
    with pytest.raises(HubAway):
        one.talk.round()  # nobody writes before it is there
    if lost is not None:
        one.line.faults.extend([*[None] * lost, LOST])
        with pytest.raises(HubAway):
            one.talk.hand_over()
        one.again()
    one.talk.hand_over()
    agree(one)
    assert one.journal.find(fresh).position == head.position + 1  # type: ignore[union-attr]


def test_what_the_hub_does_not_want_to_hear_is_said_and_nothing_is_lost(one: Desk) -> None:
    one.take("a")
    one.line.terminal = "t9"
    with pytest.raises(HubDenied) as raised:
        one.talk.round()
    assert raised.value.reason == Fault.WRONG_ORIGIN
    assert one.station.pending == 1


def test_every_question_of_a_decision_is_in_a_hurry(
    hub: Hub, one: Desk, two: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = DirectLine(hub, one.paired.terminal)
    monkeypatch.setattr(one.line, "hurried", lambda: hurried)
    two.take("a")
    two.talk.round()
    one.take("b")
    one.journal.note_forked()  # it pulls to the head first, and becomes another self
    one.call("a")
    assert one.line.asked == []
    assert hurried.asked[0] == "pull"
    assert hurried.asked[-1] == "decide"
