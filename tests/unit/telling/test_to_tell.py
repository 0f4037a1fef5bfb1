"""What was recorded at a terminal and refused is on one list everywhere, until somebody is told."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.family import Concern, Family, Refusal, Stamp
from kiosk.following import FollowingStation
from kiosk.ids import (
    RESIDENT,
    EntryId,
    EventTag,
    OriginId,
    SubjectId,
    follow_id,
)
from kiosk.journal.entry import Draft, Event
from kiosk.journal.local.following import FollowingJournal
from kiosk.positioning import PositioningStation
from kiosk.settings import Settings
from kiosk.station import Station
from kiosk.sync.line import draft_of
from kiosk.tap import Tap
from kiosk.telling import TELLING, rules
from kiosk.telling.events import How, Told
from kiosk.telling.folds import fold, learn
from kiosk.telling.records import Telling, ToTell
from tests.builders import FAMILIES as REAL
from tests.examples import examples
from tests.fakes import FakeClock, MemoryJournal
from tests.followers import Hub
from tests.histories import START, one_of_each
from tests.journals import STATION
from tests.places import PLACES, Taken, call, take

FAMILIES: tuple[Family[Any], ...] = (PLACES, TELLING)


class Terminal:
    """A terminal that follows, and pushes and pulls when told."""

    def __init__(self, directory: Path, hub: Hub, name: str, clock: FakeClock) -> None:
        self.directory, self.hub, self.name, self.clock = directory, hub, name, clock
        self.open()

    def open(self) -> None:
        self.journal = FollowingJournal.open(
            self.directory, station=STATION, origin=OriginId(f"{self.name}.0")
        )
        self.station = FollowingStation(
            self.journal, FAMILIES, self.clock, lambda _: Settings(), positioner=self.hub
        )

    def again(self) -> None:
        self.station.close()
        self.open()

    def take(self, place: str) -> EntryId:
        return self.station.do(Tap.fresh(), PLACES, take, place=place).entry.id

    def tell(self, *entries: EntryId, how: How = How.SCREEN) -> None:
        self.station.do(Tap.fresh(), TELLING, rules.tell, entries=entries, how=how)

    def sync(self) -> None:
        self.hub.station.place([draft_of(placed) for placed in self.journal.pending()])
        self.station.merge(self.hub.page(self.journal.head.position))

    @property
    def telling(self) -> Telling:
        return self.station.state(TELLING)

    @property
    def to_tell(self) -> list[EntryId]:
        return [each.entry for each in self.telling.to_tell()]


class Town:
    """A hub and two terminals that want the same places."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.hub = Hub(folder / "hub", FAMILIES, self.clock)
        self.one, self.two = (
            Terminal(folder / name, self.hub, name, self.clock) for name in ("t1", "t2")
        )

    def refuse(self, place: str = "a") -> EntryId:
        """The first terminal takes a place that the second one had; return its entry."""
        lost = self.one.take(place)
        self.two.take(place)
        self.two.sync()
        self.one.sync()
        self.two.sync()
        return lost

    def everywhere(self) -> list[Telling]:
        fresh = PositioningStation(self.hub.journal, FAMILIES, self.clock, lambda _: Settings())
        stations: tuple[Station, ...] = (
            self.hub.station,
            self.one.station,
            self.two.station,
            fresh,
        )
        return [each.state(TELLING) for each in stations]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_who_was_refused_is_to_be_told_at_every_replica(town: Town) -> None:
    lost = town.refuse()
    first, *others = town.everywhere()
    assert all(each == first for each in others)
    (news,) = first.to_tell()
    assert (news.entry, news.kind, news.reason) == (lost, "places.taken", "taken")
    assert (news.family, news.concern, news.actor) == ("places", Concern(SubjectId("a")), RESIDENT)


def test_nobody_is_forgotten_by_a_restart_or_a_checkpoint(town: Town) -> None:
    lost = town.refuse()
    for terminal in (town.one, town.two):
        terminal.again()
        assert terminal.to_tell == [lost]
        terminal.station.checkpoint()
        terminal.again()
        assert terminal.to_tell == [lost]


def test_a_program_that_learns_an_event_anew_hears_of_its_old_refusals() -> None:
    """The events of a family may have been unknown when the last checkpoint was kept."""
    journal = MemoryJournal()
    for number, refused in ((1, None), (2, "taken")):
        journal.append(draft_at(number, "a"), position_time=START, refused=refused)
    older = dataclasses.replace(PLACES, events=(), about=lambda _: None)
    newer = dataclasses.replace(PLACES, fold_version=2)

    def opened(places: Family[Any]) -> Station:
        return Station(journal, (places, TELLING), FakeClock(), lambda _: Settings())

    opened(older).checkpoint()
    assert opened(older).state(TELLING) == Telling()
    (news,) = opened(newer).state(TELLING).to_tell()
    assert news.entry == draft_at(2, "a").id


def test_whoever_stood_there_while_it_was_decided_was_told_then(town: Town) -> None:
    town.one.station.do(Tap.fresh(), PLACES, call, place="a")
    with pytest.raises(Refused, match="called"):
        town.two.station.do(Tap.fresh(), PLACES, call, place="a")
    assert town.hub.journal.head.position == 2
    assert all(each == Telling() for each in town.everywhere())


@pytest.mark.parametrize(("owned", "refused"), [((), "family_read_only"), ((Taken,), None)])
def test_what_a_terminal_owns_stands_though_its_family_is_looked_after_at_the_hub(
    owned: tuple[type[Event], ...], refused: str | None
) -> None:
    """A door with a bag in it must not be free because the hub cannot read something else."""
    journal = MemoryJournal()
    broken = msgspec.structs.replace(draft_at(1, "b"), event=b'{"tag":"places.taken"}')
    journal.append(broken, position_time=START)
    families = (dataclasses.replace(PLACES, owned=owned), TELLING)
    hub = PositioningStation(journal, families, FakeClock(), lambda _: Settings())
    assert [each.family for each in hub.set_aside] == ["places"]
    assert [each.refused for each in hub.place([draft_at(2, "a")])] == [refused]


def test_an_event_that_nobody_would_miss_is_not_on_the_list(tmp_path: Path) -> None:
    unmissed = dataclasses.replace(PLACES, about=lambda _: None)
    hub = Hub(tmp_path, (unmissed, TELLING))
    drafts = [draft_at(number, "a") for number in (1, 2)]
    assert [each.refused for each in hub.station.place(drafts)] == [None, "taken"]
    assert hub.station.state(TELLING) == Telling()


def test_who_is_told_is_off_the_list_everywhere(town: Town) -> None:
    lost, other = town.refuse("a"), town.refuse("b")
    town.two.tell(lost)
    assert town.two.to_tell == [other]
    town.two.sync()
    town.one.sync()
    assert all([each.entry for each in where.to_tell()] == [other] for where in town.everywhere())


def test_being_told_twice_does_no_harm(town: Town) -> None:
    lost = town.refuse()
    for terminal in (town.one, town.two):  # neither knows of the other
        terminal.tell(lost)
    for terminal in (town.one, town.two, town.one):
        terminal.sync()
    assert all(where == Telling() for where in town.everywhere())
    assert [each.refused for each in town.hub.journal.read()][-2:] == [None, None]
    with pytest.raises(Refused, match="no_subject"):
        town.one.tell(lost)


def test_only_what_is_on_the_list_is_taken_off_it(town: Town) -> None:
    lost = town.refuse()
    gone = follow_id("somebody", "else")
    done = town.one.station.do(
        Tap.fresh(), TELLING, rules.tell, entries=(gone, lost), how=How.PHONE
    )
    assert done.event == Told(entries=(lost,), how=How.PHONE)


def test_time_gives_up_what_nobody_could_be_told_for_a_month(town: Town) -> None:
    """Counted from the refusal: a terminal without a line for long forgets nobody."""
    lost = town.one.take("a")
    town.two.take("a")
    town.two.sync()
    town.clock.advance(days=40)
    town.one.sync()
    town.clock.advance(days=30)
    assert town.hub.station.tend() == 0
    assert town.one.station.tend() == 0
    assert town.one.to_tell == [lost]
    town.clock.advance(days=1)
    town.clock.is_trusted = False
    assert town.hub.station.tend() == 0
    town.clock.is_trusted = True
    assert town.hub.station.tend() == 1
    for terminal in (town.one, town.two):
        terminal.sync()
    assert all(where == Telling() for where in town.everywhere())


def test_only_the_positioner_lets_time_give_up(town: Town) -> None:
    lost = town.refuse()
    town.clock.advance(days=60)
    assert town.one.station.tend() == 0
    assert town.one.to_tell == [lost]


def test_news_is_found_by_all_that_somebody_comes_back_with(town: Town) -> None:
    telling = Telling()
    concern = Concern(SubjectId("s"), "t", "c", "p")  # type: ignore[arg-type]
    for number in (2, 1):
        telling = learn(telling, stamp(number, "taken"), Refusal(EventTag("a.b"), concern))
    both = telling.to_tell()
    assert [each.position for each in both] == [1, 2]
    assert telling.about("s", "other") == both
    assert telling.by_token("t") == telling.by_code("c") == telling.of_person("p") == both  # type: ignore[arg-type]
    assert telling.about("t") == telling.by_token("s") == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("event", list(one_of_each()), ids=lambda event: type(event).__name__)
def test_every_family_can_say_whom_an_event_concerns(event: Event) -> None:
    for family in REAL:
        concern = family.about(event)
        assert concern is None or isinstance(event, family.events)


def test_a_promise_to_a_resident_always_concerns_somebody() -> None:
    unconcerned = {
        type(event).__struct_config__.tag
        for event in one_of_each()
        for family in REAL
        if isinstance(event, family.events) and family.about(event) is None
    }
    promises = {
        "lockers.rented",
        "lockers.reserved",
        "lockers.handover_begun",
        "venues.applied",
        "venues.waitlist_joined",
        "venues.cancelled",
        "venues.checked_in",
        "venues.offer_accepted",
        "venues.offer_declined",
        "venues.supplemented",
        "venues.mark_appealed",
        "queueing.ticket_taken",
        "queueing.came_back",
        "queueing.cancelled",
        "queueing.booked",
        "queueing.booking_cancelled",
        "queueing.home_visit_asked",
    }
    assert promises & unconcerned == set()


# -- any history -----------------------------------------------------------------------------


def draft_at(number: int, place: str) -> Draft:
    return Draft(
        id=follow_id("draft", str(number)),
        at=START,
        business_date=START.date(),
        actor=RESIDENT,
        event=msgspec.json.encode(Taken(place=place)),  # type: ignore[arg-type]
        origin=OriginId("t1.0"),
        seq=number,
    )


def stamp(number: int, refused: str | None = None) -> Stamp:
    at = START + timedelta(minutes=number)
    return Stamp(
        follow_id("history", str(number)), at, at.date(), RESIDENT, number, refused, False, True, at
    )


STEPS = st.lists(
    st.one_of(
        st.just("refused"),
        st.tuples(st.lists(st.integers(1, 12), min_size=1, max_size=3), st.booleans()),
    ),
    max_size=12,
)


@given(STEPS)
@examples(60, deadline=None)
def test_on_the_list_is_who_was_refused_and_not_told_since(
    steps: list[str | tuple[list[int], bool]],
) -> None:
    telling, expected = Telling(), list[EntryId]()
    for number, step in enumerate(steps, 1):
        if isinstance(step, str):
            refusal = Refusal(EventTag("places.taken"), Concern(SubjectId("a")))
            telling = learn(telling, stamp(number, "taken"), refusal)
            expected.append(follow_id("history", str(number)))
        else:
            gone = tuple(follow_id("history", str(each)) for each in step[0])
            lost = "no_subject" if step[1] else None
            telling = fold(telling, stamp(number, lost), Told(entries=gone, how=How.SLIP))
            if not step[1]:
                expected = [each for each in expected if each not in gone]
    assert [each.entry for each in telling.to_tell()] == expected
    assert TELLING.unpack(TELLING.pack(telling)) == telling


@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans()), max_size=14))
@examples(40, deadline=None)
def test_a_replayed_journal_has_the_list_of_the_one_who_decided(
    wanted: list[tuple[str, bool]],
) -> None:
    journal = MemoryJournal()
    hub = PositioningStation(journal, FAMILIES, FakeClock(), lambda _: Settings())
    for number, (place, checkpoint) in enumerate(wanted, 1):
        hub.place([draft_at(number, place)])
        if checkpoint:
            hub.checkpoint()
    replayed = Station(journal, FAMILIES, FakeClock(), lambda _: Settings()).state(TELLING)
    assert replayed == hub.state(TELLING)
    refused = [each.id for each in journal.read() if each.refused]
    assert [each.entry for each in replayed.to_tell()] == refused
    assert all(isinstance(each, ToTell) for each in replayed.to_tell())
