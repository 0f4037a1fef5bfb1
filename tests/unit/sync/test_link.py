"""When a terminal asks its hub, when it asks again, when it stops, and what it tells of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from kiosk.errors import Refused
from kiosk.hub.core import Hub
from kiosk.ids import BankId
from kiosk.sync.line import HubAway
from kiosk.sync.link import FIRST_WAIT, LONGEST_WAIT, NEAR_WAIT, REPORT_EVERY, Link
from kiosk.wire import MOST_WAIT, PROTOCOL, Fault, Report
from tests.fakes import FakeClock, HandLane
from tests.hubs import hub_in
from tests.journals import STATION
from tests.lines import AWAY
from tests.unit.sync.test_conversation import Desk


class Linked(Desk):
    """A terminal with its lanes in the hands of the test."""

    def __init__(self, directory: Path, hub: Hub, clock: FakeClock, *, near: bool = False) -> None:
        super().__init__(directory, hub)
        self.clock = clock
        self.sending, self.listening = HandLane(clock), HandLane(clock)
        self.said = Report(protocol=PROTOCOL, program="1", at=clock.now(), trusted=True)
        self.vouched: list[datetime] = []
        self.at_the_end: list[Callable[[], None]] = []
        """Called once each at the end of a round."""
        self.link = Link(
            self.station,
            self.talk,
            self.line,
            self.sending,
            self.listening,
            clock,
            report=lambda: self.said,
            near=near,
            vouch=self.vouched.append,
            rounded=self._rounded,
            jitter=lambda most: most,
        )
        self.decide = self.link.decide
        self.link.start()
        self.sending.run()

    def _rounded(self) -> None:
        if self.at_the_end:
            self.at_the_end.pop()()

    def hears(self, monkeypatch: pytest.MonkeyPatch, *answers: Callable[[float], bool]) -> None:
        """Listen: each question for news is answered by the next, and then it ends."""
        left = list(answers)

        def pull(wait: float = 0.0) -> bool:
            if not left:
                self.link.close()
                raise HubAway("the end of the test")
            return left.pop(0)(wait)

        monkeypatch.setattr(self.talk, "pull", pull)
        self.listening.run()

    def asked(self, what: str) -> int:
        """Return how often the hub was asked this since the last time, or was to be."""
        count = self.line.asked.count(what)
        self.line.asked = [each for each in self.line.asked if each != what]
        return count


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    hub = hub_in(tmp_path / "hub")
    yield hub
    hub.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def one(tmp_path: Path, hub: Hub, clock: FakeClock) -> Linked:
    return Linked(tmp_path / "one", hub, clock)


def test_what_is_made_is_sent_at_once(one: Linked) -> None:
    one.take("a")
    one.take("b")
    one.sending.run()
    assert one.asked("push") == 1
    assert one.station.pending == 0
    assert one.link.standing.connected


@pytest.mark.parametrize(("near", "longest"), [(False, LONGEST_WAIT), (True, NEAR_WAIT)])
def test_a_hub_that_is_away_is_asked_less_and_less_often(
    tmp_path: Path, hub: Hub, clock: FakeClock, near: bool, longest: float
) -> None:
    one = Linked(tmp_path / "near", hub, clock, near=near)
    one.line.away = True
    for place in "abc":  # each is tried once, and they are waited for together
        one.take(place)
        one.sending.run()
    assert not one.link.standing.connected
    waits = []
    one.asked("push")
    for _ in range(10):
        waited, tries = 0.0, 0
        while not tries:
            clock.advance(0.5)
            waited += 0.5
            one.sending.run()
            tries = one.asked("push")
        assert tries == 1
        waits.append(waited)
    assert waits == sorted(waits)
    assert waits[0] <= 2**4 * FIRST_WAIT
    assert waits[-1] == longest
    one.line.away = False
    clock.advance(longest)
    one.sending.run()
    assert one.link.standing.connected
    assert one.station.pending == 0


def test_it_is_known_since_when_the_hub_is_away(one: Linked, clock: FakeClock) -> None:
    heard = []
    one.link.on_change(lambda: heard.append(one.link.standing.connected))
    one.line.away = True
    since = clock.advance(5)
    one.take("a")
    one.sending.run()
    clock.advance(300)
    one.sending.run()
    assert one.link.standing.since == since
    assert heard == [False]


def test_what_the_hub_does_not_take_stops_the_queue_until_somebody_has_looked(
    one: Linked, clock: FakeClock
) -> None:
    one.line.terminal = "t9"
    one.take("a")
    one.sending.run()
    assert one.link.standing.stopped == Fault.WRONG_ORIGIN
    assert one.link.standing.sentence
    one.asked("push")
    one.take("b")
    clock.advance(3600)
    one.sending.run()
    assert not one.asked("push")
    with pytest.raises(Refused, match="positioner_away"):
        one.call("a")
    one.line.terminal = one.paired.terminal
    one.link.again()
    one.sending.run()
    assert one.link.standing.connected
    assert one.station.pending == 0


def test_a_call_that_goes_through_says_that_the_hub_is_back(one: Linked) -> None:
    one.line.away = True
    one.take("a")
    one.sending.run()
    one.line.away = False
    one.call("a")
    assert one.link.standing.connected


def test_a_terminal_says_each_minute_how_it_is_and_at_once_what_changed(
    one: Linked, clock: FakeClock
) -> None:
    assert one.asked("report") == 1
    for _ in range(int(REPORT_EVERY / 5) - 1):
        clock.advance(5)
        one.said = msgspec.structs.replace(one.said, at=clock.now(), pending=2)
        one.sending.run()
    assert one.asked("report") == 0
    clock.advance(5)
    one.sending.run()
    assert one.asked("report") == 1
    one.said = msgspec.structs.replace(one.said, banks={BankId("A"): "silent"})
    clock.advance(5)
    one.sending.run()
    assert one.asked("report") == 1


def test_the_clock_of_a_hub_elsewhere_is_told_and_that_of_ones_own_is_not(
    tmp_path: Path, hub: Hub, one: Linked, clock: FakeClock
) -> None:
    assert one.vouched == [hub.clock.now()]
    assert Linked(tmp_path / "near", hub, clock, near=True).vouched == []
    assert hub.terminals.of(STATION)


def test_nothing_is_asked_after_the_end(one: Linked, clock: FakeClock) -> None:
    one.link.close()
    one.link.close()
    one.line.asked.clear()
    one.take("a")
    clock.advance(3600)
    one.sending.run()
    one.listening.run()
    assert one.line.asked == []
    with pytest.raises(Refused, match="positioner_away"):
        one.call("a")


def test_a_denial_stands_though_news_come_after_it(
    one: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.line.terminal = "t9"
    one.take("a")

    def denied_meanwhile(_: float) -> bool:
        one.sending.run()
        return True

    one.hears(monkeypatch, denied_meanwhile)
    assert one.link.standing.stopped == Fault.WRONG_ORIGIN
    assert not one.link.standing.connected


def test_a_hub_that_only_sends_news_is_not_there(
    one: Linked, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood = []

    def news(_: float) -> bool:
        stood.append(one.link.standing.connected)
        return True

    monkeypatch.setattr(one.line, "push", lambda _: away())
    one.take("a")
    one.sending.run()
    one.hears(monkeypatch, news, news, news)
    assert stood == [False, False, False]
    assert not one.link.standing.connected


def away() -> NoReturn:
    raise HubAway("as the test wants it")


def test_who_has_the_hub_back_wakes_the_other_lane(
    one: Linked, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.line.away = True
    for _ in range(6):
        one.listening.run()
        clock.advance(LONGEST_WAIT)
    one.listening.run()
    one.take("a")
    one.sending.run()
    one.line.away = False
    clock.advance(2 * FIRST_WAIT)
    one.sending.run()
    assert one.station.pending == 0
    assert not one.link.standing.connected  # what listens has still to hear it
    one.hears(monkeypatch, lambda wait: wait == 0.0)
    assert one.link.standing.connected


def test_a_way_that_cuts_off_long_waits_is_no_hub_that_is_away(
    one: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, waits = [], list[float]()
    one.link.on_change(lambda: heard.append(one.link.standing.connected))

    def cut(wait: float) -> bool:
        waits.append(wait)
        return True if wait < 15 else away()

    one.hears(monkeypatch, *[cut] * 5)
    assert waits == [MOST_WAIT, 0.0, MOST_WAIT / 2, MOST_WAIT / 2 + 1, MOST_WAIT / 2 + 2]
    assert heard == []


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), LookupError("a fault")])
def test_whatever_goes_wrong_at_the_end_of_a_round_is_done_later(
    one: Linked, clock: FakeClock, fault: Exception
) -> None:
    def fails() -> None:
        raise fault

    one.at_the_end = [fails]
    one.take("a")
    try:
        one.sending.run()
    except LookupError:
        assert isinstance(fault, LookupError)  # the lane tells it
    done: list[bool] = []
    one.at_the_end = [lambda: done.append(True)]
    clock.advance(LONGEST_WAIT)
    one.sending.run()
    assert done
    assert one.link.standing.connected


def test_a_report_that_is_not_answered_keeps_nothing_from_being_sent(
    one: Linked, clock: FakeClock
) -> None:
    one.said = msgspec.structs.replace(one.said, banks={BankId("A"): "silent"})
    one.line.faults.append(AWAY)
    clock.advance(5)
    one.sending.run()
    assert not one.link.standing.connected
    clock.advance(LONGEST_WAIT)
    one.sending.run()
    assert one.link.standing.connected
    assert one.asked("report") == 3


def test_a_technician_who_is_in_a_hurry_starts_it_once(one: Linked) -> None:
    before = len(one.listening._jobs)
    for _ in range(3):
        one.link.again()
    assert len(one.listening._jobs) == before
