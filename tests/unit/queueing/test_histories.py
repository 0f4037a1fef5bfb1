"""Whatever happens in whatever order: numbers, counters and folds keep their promises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.errors import Refused
from kiosk.ids import CounterId, SeriesId, TicketId
from kiosk.journal.entry import Event
from kiosk.queueing import QUEUEING, calls, rules
from kiosk.queueing.board import board
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Result, TicketTaken
from kiosk.queueing.plan import CounterPlan
from kiosk.queueing.plan import Hall as PlanOfHall
from kiosk.queueing.records import AT_COUNTER, CounterStatus
from tests.builders import refusal
from tests.fakes import FakeClock, MemoryJournal
from tests.halls import AGED, ASK, HALL, ONE, PENSION, THREE, TWO, House, service
from tests.histories import Line, histories, write


def taken(house: House) -> list[TicketTaken]:
    return [event for _, event in house.station.events() if isinstance(event, TicketTaken)]


def must_be_gapless(house: House) -> None:
    """Per series and date every number once, from 1 on, and the date never goes back."""
    serials: dict[tuple[SeriesId, date], list[int]] = {}
    last: dict[SeriesId, date] = {}
    for event in taken(house):
        assert event.day >= last.get(event.series, event.day)
        last[event.series] = event.day
        serials.setdefault((event.series, event.day), []).append(event.serial)
    for numbers in serials.values():
        assert numbers == list(range(1, len(numbers) + 1))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from([ASK, PENSION])),
        st.tuples(st.just("pass"), st.integers(1, 1500)),
        st.tuples(st.just("jump"), st.integers(-72, 72)),
        st.tuples(st.just("restart"), st.none()),
        st.tuples(st.just("tend"), st.none()),
    ),
    min_size=1,
    max_size=40,
)


@given(STEPS)
def test_no_number_is_lost_or_given_twice_by_restart_midnight_or_clock(
    steps: list[tuple[str, Any]],
) -> None:
    house = House()
    for kind, what in steps:
        if kind == "take":
            refusal(house.take, what)
        elif kind == "pass":
            house.wait(minutes=what)
        elif kind == "jump":
            house.clock.jump_to(house.clock.now() + timedelta(hours=what))
        elif kind == "restart":
            house = house.again()
        else:
            house.station.tend()
    must_be_gapless(house)


def test_numbers_go_on_when_the_clock_goes_back_over_midnight() -> None:
    house = House()
    house.take()
    house.wait(days=1)
    tuesday = [house.give().ticket for _ in range(2)]
    house.clock.jump_to(house.clock.now() - timedelta(days=1))
    again = house.again().give().ticket
    assert [each.number for each in (*tuesday, again)] == ["A1-001", "A1-002", "A1-003"]
    assert {each.day for each in (*tuesday, again)} == {date(2026, 3, 3)}


def test_a_clock_that_was_once_a_year_ahead_leaves_days_as_they_are() -> None:
    """Numbers go on under the later date; caps, closing, calls and yesterday go by the real one."""
    house = House(PlanOfHall((service(ASK, "A", daily_cap=3),), (CounterPlan(number=ONE),)))
    today = house.clock.now()
    house.clock.jump_to(today + timedelta(days=365))
    house.give()
    house.clock.jump_to(today)
    house.open()
    for day in range(3):
        given = [house.give() for _ in range(3)]
        assert refusal(house.give) == "cap_reached"
        assert [each.ticket.number for each in given] == [
            f"A1-{2 + 3 * day + number:03}" for number in range(3)
        ]
        house.serve()
        assert board(house.queue, house.moment).last[0].number == given[0].ticket.number
        house.wait(days=1)
        house.station.tend()
        assert [house.stage(each.ticket.id) for each in given] == ["done", "expired", "expired"]
        assert refusal(house.desk.find, given[1].qr) == "ticket_of_yesterday"
        house.open()
    must_be_gapless(house)


def test_new_year_begins_with_001() -> None:
    house = House()
    house.clock.jump_to(house.clock.now().replace(year=2026, month=12, day=31))
    house.take()
    house.wait(days=1)
    ticket = house.again().give().ticket
    assert (ticket.number, ticket.day) == ("A1-001", date(2027, 1, 1))


class Hall(RuleBasedStateMachine):
    """People and staff press whatever they like; refusals are answers too."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(clock=FakeClock(House().clock.now()), journal=MemoryJournal())

    counters = st.sampled_from([ONE, TWO, THREE])

    @initialize()
    def open_one(self) -> None:
        self.house.open(ONE)

    def tickets(self) -> list[TicketId]:
        return sorted(self.house.queue.tickets)

    @rule(what=st.sampled_from([ASK, PENSION]), first=st.booleans())
    def take(self, what: Any, first: bool) -> None:
        refusal(self.house.take, what, AGED if first else "none")

    @rule(counter=counters)
    def work(self, counter: CounterId) -> None:
        refusal(self.house.open, counter)

    @rule(counter=counters, times=st.integers(1, 3))
    def call(self, counter: CounterId, times: int) -> None:
        refusal(self.house.call, counter)

    @rule(
        counter=counters,
        act=st.sampled_from(
            [calls.recall, calls.begin, calls.skip, calls.hold, calls.close_counter]
        ),
    )
    def press(self, counter: CounterId, act: Any) -> None:
        refusal(self.house.press, act, counter)

    @rule(counter=counters, result=st.sampled_from(list(Result)))
    def finish(self, counter: CounterId, result: Result) -> None:
        refusal(self.house.press, calls.finish, counter, result=result)

    @rule(counter=counters)
    def pause_or_go_on(self, counter: CounterId) -> None:
        if refusal(self.house.press, calls.resume_counter, counter):
            refusal(self.house.press, calls.pause_counter, counter, reason=PauseReason.BREAK)

    @rule(counter=counters, service=st.sampled_from([ASK, PENSION]))
    def transfer(self, counter: CounterId, service: Any) -> None:
        refusal(self.house.press, calls.transfer, counter, hall=HALL, service=service)

    @rule(counter=counters, which=st.integers(0, 30), act=st.sampled_from(["chosen", "resume"]))
    def one_of_them(self, counter: CounterId, which: int, act: str) -> None:
        if tickets := self.tickets():
            how = calls.call_chosen if act == "chosen" else calls.resume
            refusal(self.house.press, how, counter, ticket=tickets[which % len(tickets)])

    @rule(which=st.integers(0, 30), act=st.sampled_from([rules.cancel, rules.come_back]))
    def by_the_resident(self, which: int, act: Any) -> None:
        if tickets := self.tickets():
            refusal(self.house.do, act, ticket=tickets[which % len(tickets)])

    @rule(minutes=st.sampled_from([0.5, 3, 31, 500]))
    def pass_time(self, minutes: float) -> None:
        self.house.wait(minutes=minutes)
        self.house.station.tend()

    @rule()
    def restart(self) -> None:
        before = QUEUEING.pack(self.house.queue)
        self.house = self.house.again()
        assert QUEUEING.pack(self.house.queue) == before

    @rule()
    def checkpoint(self) -> None:
        self.house.station.checkpoint()

    @invariant()
    def a_ticket_is_at_one_counter_and_a_counter_has_one_ticket(self) -> None:
        queue = self.house.queue
        here = {each.id: each.ticket for each in queue.counters.values() if each.ticket}
        assert len(set(here.values())) == len(here)
        at = {each.id: each.counter for each in queue.tickets.values() if each.stage in AT_COUNTER}
        assert at == {ticket: counter for counter, ticket in here.items()}

    @invariant()
    def nobody_is_called_to_a_counter_that_cannot(self) -> None:
        for counter in self.house.queue.counters.values():
            ticket = self.house.queue.at(counter.id)
            if ticket is not None and counter.status is not CounterStatus.CLOSED:
                assert ticket.service in counter.services

    @invariant()
    def numbers_have_no_gap(self) -> None:
        must_be_gapless(self.house)


HallTest = Hall.TestCase
HallTest.settings = settings(stateful_step_count=40, max_examples=40)


@given(histories(*QUEUEING.events))
@settings(max_examples=100)
def test_folds_of_the_queue_bear_any_history(history: list[Line]) -> None:
    journal = MemoryJournal()
    write(history, journal)
    house = House(journal=journal)
    assert house.station.set_aside == ()
    assert QUEUEING.pack(house.queue) == QUEUEING.pack(house.again().queue)


@given(histories(*QUEUEING.events))
@settings(max_examples=100)
def test_no_personal_row_of_the_queue_is_ever_forgotten(history: list[Line]) -> None:
    journal = MemoryJournal()
    write(history, journal)
    clock = FakeClock()
    clock.advance(days=3000)
    house = House(journal=journal, clock=clock)
    notes = {each.note for each in house.queue.visits.values() if each.note is not None}
    assert set(journal._private) == notes | set(house.queue.notes)
    house.station.tend()
    assert journal._private == {}
    assert house.station.tend() == 0


@pytest.mark.parametrize("rule_", [rules.cancel, rules.come_back, rules.rate])
def test_a_rule_about_a_ticket_nobody_knows_is_refused(rule_: Any) -> None:
    facts: dict[str, Any] = {"stars": 3} if rule_ is rules.rate else {}
    with pytest.raises(Refused, match="no_subject"):
        House().do(rule_, ticket=TicketId("nobody"), **facts)


def test_every_event_of_the_queue_says_so_in_its_tag() -> None:
    own: list[type[Event]] = [each for each in QUEUEING.events if each.__name__ != "Erased"]
    assert all(str(each.__struct_config__.tag).startswith("queueing.") for each in own)
