"""The feed of the hall: what a display hears, that it cannot hold anybody up, and who speaks."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from kiosk import control
from kiosk.control import ControlDoor, ask, visited
from kiosk.hall import watching
from kiosk.hall.board import Call, HallBoard, HallNews, WaitingFor, board_of
from kiosk.hall.calls import HallCalls
from kiosk.hall.feed import MOST_WATCHERS, HallFeed
from kiosk.hall.watching import HALL, Watching
from kiosk.jobs import Lane
from kiosk.journal.entry import Event
from kiosk.settings import Bilingual
from kiosk.staff import STAFF, rules
from kiosk.staff.events import HelpCalled
from kiosk.tap import Done, Tap
from kiosk.voice.manner import Manner
from tests.builders import station
from tests.fakes import FakeClock, HandLane

NAME = Bilingual(zh="小站", en="Small station")
EMPTY = HallBoard(name=NAME)
NINE = datetime(2026, 2, 11, 1, 0, tzinfo=UTC)
LATE = 60.0
_T = TypeVar("_T")


class Terminal:
    """The terminal's end: a door, a feed, and its own voice."""

    def __init__(self, data: Path) -> None:
        self.board = EMPTY
        self.said: queue.Queue[tuple[str, int]] = queue.Queue()
        self.lane = Lane("hall")
        self.feed = HallFeed(
            self.lane,
            lambda: HallNews(self.board),
            lambda number, counter: self.said.put((number, counter)),
        )
        self.door = ControlDoor(data, {"greet": lambda _: "hello"}, feeds={HALL: self.feed.take})

    def shows(self, *calls: tuple[str, int]) -> None:
        self.board = msgspec.structs.replace(
            self.board, current=tuple(Call(number, counter) for number, counter in calls)
        )
        self.feed.changed()

    def close(self) -> None:
        self.door.close()
        self.feed.close()
        self.lane.close()


class Display:
    """The display's end; what it hears can be waited for."""

    def __init__(self, data: Path, *, speaks: bool = False) -> None:
        self.heard: queue.Queue[HallNews | None] = queue.Queue()
        self.can_speak = speaks
        self.lane = Lane("watching")
        self.watching = Watching(
            data,
            self.lane,
            told=self.heard.put,
            lost=lambda: self.heard.put(None),
            speaks=lambda: self.can_speak,
        )
        self.watching.start()

    def hears(self, what: Callable[[HallNews | None], bool]) -> HallNews | None:
        """Wait for a line of this kind; ``None`` stands for a terminal that is gone."""
        while True:
            news = self.heard.get(timeout=LATE)
            if what(news):
                return news

    def sees(self, *calls: tuple[str, int]) -> HallNews | None:
        def shown(news: HallNews | None) -> bool:
            return news is not None and [(c.number, c.counter) for c in news.board.current] == [
                *calls
            ]

        return self.hears(shown)

    def close(self) -> None:
        self.watching.close()
        self.lane.close()


@pytest.fixture
def making() -> Iterator[Callable[[Callable[[], _T]], _T]]:
    made: list[Any] = []

    def make(maker: Callable[[], _T]) -> _T:
        made.append(maker())
        return made[-1]  # type: ignore[no-any-return]

    yield make
    for each in reversed(made):
        each.close()


Making = Callable[[Callable[[], Any]], Any]


def speaker(news: HallNews | None) -> bool:
    return news is not None and news.speaker


def test_a_display_hears_the_board_at_once_and_every_change(tmp_path: Path, making: Making) -> None:
    terminal = making(lambda: Terminal(tmp_path))
    display = making(lambda: Display(tmp_path))
    display.sees()
    terminal.shows(("A1-017", 3))
    display.sees(("A1-017", 3))
    terminal.shows(("A1-018", 2), ("A1-017", 3))
    display.sees(("A1-018", 2), ("A1-017", 3))
    assert ask(tmp_path, "greet") == "hello"  # others are answered meanwhile


def test_a_display_finds_a_terminal_that_was_gone(tmp_path: Path, making: Making) -> None:
    display = making(lambda: Display(tmp_path))
    display.hears(lambda news: news is None)
    first = Terminal(tmp_path)
    display.sees()
    first.close()
    display.hears(lambda news: news is None)
    second = making(lambda: Terminal(tmp_path))
    second.shows(("B1-001", 1))
    display.sees(("B1-001", 1))


def test_a_terminal_that_says_nothing_more_counts_as_gone(
    tmp_path: Path, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "GONE_AFTER", 0.05)
    terminal = making(lambda: Terminal(tmp_path))
    display = making(lambda: Display(tmp_path))
    display.sees()
    display.hears(lambda news: news is None)
    assert not terminal.said.qsize()


def test_more_than_a_few_displays_are_turned_away(tmp_path: Path, making: Making) -> None:
    making(lambda: Terminal(tmp_path))
    displays = [making(lambda: Display(tmp_path)) for _ in range(MOST_WATCHERS)]
    for each in displays:
        each.sees()
    with visited(tmp_path, HALL) as line:
        assert line.recv(1 << 16) == b'{"refused":"too_many_watchers"}\n'
        assert line.recv(1) == b""
    displays[0].close()
    making(lambda: Display(tmp_path)).sees()


def test_a_watcher_that_never_reads_is_dropped_and_the_others_hear_on(
    tmp_path: Path, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_TO_ASK", 3600.0)  # nobody waits for it, not even once
    terminal = making(lambda: Terminal(tmp_path))
    with visited(tmp_path, HALL) as line:
        display = making(lambda: Display(tmp_path))
        display.sees()
        for number in range(1, 1000):
            terminal.shows(("A1-017", 3), ("B1-001", number))
            display.sees(("A1-017", 3), ("B1-001", number))
        told = b"".join(iter(lambda: line.recv(1 << 16), b""))
    assert b'"counter":999' not in told


def test_a_watcher_that_talks_is_dropped_when_the_next_one_comes(
    tmp_path: Path, making: Making
) -> None:
    making(lambda: Terminal(tmp_path))
    with visited(tmp_path, HALL) as line:
        assert line.recv(1 << 16)  # the first board
        line.sendall(b"x")
        making(lambda: Display(tmp_path)).sees()
        assert not line.recv(1 << 16)


def test_the_terminal_speaks_where_no_display_does(tmp_path: Path, making: Making) -> None:
    terminal = making(lambda: Terminal(tmp_path))
    terminal.feed.called("A1-017", 3)
    assert terminal.said.get(timeout=LATE) == ("A1-017", 3)
    making(lambda: Display(tmp_path)).sees()
    terminal.feed.called("A1-018", 2)
    assert terminal.said.get(timeout=LATE) == ("A1-018", 2)


def test_exactly_one_speaks_however_many_offer_to(tmp_path: Path, making: Making) -> None:
    terminal = making(lambda: Terminal(tmp_path))
    first = making(lambda: Display(tmp_path, speaks=True))
    first.hears(speaker)
    second = making(lambda: Display(tmp_path, speaks=True))
    second.sees()
    terminal.feed.called("A1-017", 3)
    said = first.hears(lambda news: news is not None and bool(news.speak))
    assert said is not None
    assert said.speak == (Call("A1-017", 3),)
    terminal.shows(("A1-017", 3))
    while (news := second.heard.get(timeout=LATE)).board.current == ():
        assert not news.speak
        assert not news.speaker
    assert terminal.said.empty()


def test_the_next_one_speaks_when_the_speaker_goes_or_falls_silent(
    tmp_path: Path, making: Making
) -> None:
    terminal = making(lambda: Terminal(tmp_path))
    first = making(lambda: Display(tmp_path, speaks=True))
    first.hears(speaker)
    second = making(lambda: Display(tmp_path, speaks=True))
    second.sees()
    first.can_speak = False  # its sound card was pulled out
    terminal.shows(("A1-017", 3))
    second.hears(speaker)
    second.close()
    terminal.shows(("A1-018", 3))
    first.sees(("A1-018", 3))
    terminal.feed.called("A1-018", 3)
    assert terminal.said.get(timeout=LATE) == ("A1-018", 3)


# -- who calls -------------------------------------------------------------------------------


class Shouted(msgspec.Struct, frozen=True):
    number: str
    counter: int
    at: datetime


def calls_for_help(event: Event, at: datetime) -> Shouted | None:
    """Stands in for the queue: whoever asks for help is called to counter 3."""
    return Shouted("A1-017", 3, at) if isinstance(event, HelpCalled) else None


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.mark.parametrize(("late", "said"), [(0, [("A1-017", 3)]), (61, [])])
def test_a_call_is_said_once_and_one_of_long_ago_is_not(
    late: int, said: list[tuple[str, int]]
) -> None:
    clock = FakeClock()
    lane = HandLane(clock)
    one = station(clock=clock)
    spoken: list[tuple[str, int]] = []

    def calls(event: Event, at: datetime) -> Shouted | None:
        clock.advance(late)  # it came from elsewhere, and took its time
        return calls_for_help(event, at)

    hall = HallCalls(
        one,
        lane,
        news=lambda: HallNews(EMPTY),
        calls=calls,
        announce=lambda number, counter: spoken.append((number, counter)),
    )
    one.do(Tap.fresh(), STAFF, rules.call_help)
    lane.run()
    assert spoken == said
    hall.close()
    one.do(Tap.fresh(), STAFF, rules.call_help)
    lane.run()
    assert spoken == said


class CallingHall:
    """A hall at whose counter 3 the test says who is called and whether they have come."""

    def __init__(self, clock: FakeClock, *, again_after_s: int) -> None:
        manner = Manner(again_after_s=again_after_s)
        self.clock, self.lane = clock, HandLane(clock)
        self.station = station(clock=clock)
        self.said: list[tuple[str, int]] = []
        self.current: tuple[Call, ...] = ()
        self.hall = HallCalls(
            self.station,
            self.lane,
            news=lambda: HallNews(msgspec.structs.replace(EMPTY, current=self.current), manner),
            calls=calls_for_help,
            announce=lambda number, counter: self.said.append((number, counter)),
        )

    def calls(self) -> None:
        """Call A1-017 to counter 3; nobody has come yet."""
        done = self.station.do(Tap.fresh(), STAFF, rules.call_help)
        self.current = (Call("A1-017", 3, done.entry.at, waits=True),)
        self.lane.run()

    def comes(self) -> None:
        """Somebody is at the counter."""
        self.current = tuple(msgspec.structs.replace(each, waits=False) for each in self.current)

    def said_after(self, seconds: float) -> int:
        """Return how often anything has been said by then."""
        self.clock.advance(seconds)
        self.lane.run()
        return len(self.said)


def test_a_number_is_called_once_more_if_nobody_has_come(clock: FakeClock) -> None:
    hall = CallingHall(clock, again_after_s=25)
    hall.calls()
    assert [hall.said_after(seconds) for seconds in (0, 24, 1, 60)] == [1, 1, 2, 2]
    assert hall.said == [("A1-017", 3)] * 2


def test_whoever_has_come_is_not_called_again(clock: FakeClock) -> None:
    hall = CallingHall(clock, again_after_s=25)
    hall.calls()
    hall.comes()
    assert hall.said_after(26) == 1


def test_a_counter_that_called_anew_meanwhile_is_called_again_only_after_that(
    clock: FakeClock,
) -> None:
    hall = CallingHall(clock, again_after_s=25)
    hall.calls()
    hall.said_after(20)
    hall.calls()
    assert [hall.said_after(seconds) for seconds in (0, 6, 18, 1)] == [2, 2, 2, 3]


def test_nobody_is_called_again_where_that_is_not_wanted(clock: FakeClock) -> None:
    hall = CallingHall(clock, again_after_s=0)
    hall.calls()
    assert hall.said_after(300) == 1


def test_a_hall_that_is_closed_calls_nobody_again(clock: FakeClock) -> None:
    hall = CallingHall(clock, again_after_s=25)
    hall.calls()
    hall.hall.close()
    assert hall.said_after(26) == 1


def test_a_call_that_was_refused_in_the_end_is_not_said() -> None:
    """Whoever follows a positioner hears of refused entries too."""
    clock = FakeClock()
    lane, one = HandLane(clock), station(clock=clock)
    spoken: list[str] = []
    HallCalls(
        one,
        lane,
        news=lambda: HallNews(EMPTY),
        calls=calls_for_help,
        announce=lambda number, counter: spoken.append(number),
    )
    done = one.do(Tap.fresh(), STAFF, rules.call_help)
    one._tell(Done(msgspec.structs.replace(done.entry, refused="not_waiting"), done.event))
    lane.run()
    assert spoken == ["A1-017"]


# -- what the board is made of ---------------------------------------------------------------


class Counter(msgspec.Struct, frozen=True):
    counter: int
    number: str | None = None
    calling: bool = False


class Calling(msgspec.Struct, frozen=True):
    number: str
    counter: int
    at: datetime


class Waits(msgspec.Struct, frozen=True):
    service: str
    count: int


class Queue(msgspec.Struct, frozen=True):
    counters: tuple[Counter, ...] = ()
    last: tuple[Calling, ...] = ()
    waiting: tuple[Waits, ...] = ()


PROOFS = Bilingual(zh="证明", en="Proofs")


def test_the_newest_call_stands_first_and_who_is_served_longest_last() -> None:
    counters = (
        Counter(1, "A1-003"),
        Counter(2, "A1-017", calling=True),
        Counter(3),
        Counter(4, "B1-002", calling=True),
    )
    last = (
        Calling("B1-002", 4, NINE),
        Calling("A1-017", 2, NINE),
        Calling("A1-016", 1, NINE),
    )
    board = board_of(Queue(counters, last), name=NAME, services={})
    assert [each.number for each in board.current] == ["B1-002", "A1-017", "A1-003"]
    assert [each.waits for each in board.current] == [True, True, False]
    assert [each.number for each in board.last] == ["B1-002", "A1-017", "A1-016"]


def test_services_are_named_and_those_without_a_name_are_not_shown() -> None:
    waiting = (Waits("proofs", 7), Waits("gone", 1))
    board = board_of(Queue(waiting=waiting), name=NAME, services={"proofs": PROOFS})
    assert board.waiting == (WaitingFor(PROOFS, 7),)


def test_a_line_holds_numbers_and_counters_and_nobody() -> None:
    """Whatever the queue knows, only these fields leave the terminal."""
    assert HallBoard.__struct_fields__ == ("name", "current", "last", "waiting", "notices")
    assert Call.__struct_fields__ == ("number", "counter", "at", "waits")
    assert WaitingFor.__struct_fields__ == ("name", "count")
