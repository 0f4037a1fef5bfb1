"""What staff do at a counter, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.ids import CounterId, StaffId, TicketId
from kiosk.queueing import calls, rules
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Called, How, Result
from kiosk.queueing.records import CounterStatus
from tests.builders import refusal
from tests.halls import ASK, HALL, ONE, PENSION, THREE, TWO, House

NEEDS_THE_COUNTER: list[tuple[Any, dict[str, Any]]] = [
    (calls.call_next, {}),
    (calls.call_chosen, {"ticket": TicketId("x")}),
    (calls.recall, {}),
    (calls.begin, {}),
    (calls.skip, {}),
    (calls.finish, {"result": Result.SOLVED}),
    (calls.hold, {}),
    (calls.resume, {"ticket": TicketId("x")}),
    (calls.transfer, {"hall": HALL, "service": PENSION}),
    (calls.pause_counter, {"reason": PauseReason.BREAK}),
    (calls.resume_counter, {}),
    (calls.close_counter, {}),
]


@pytest.mark.parametrize(("rule", "facts"), NEEDS_THE_COUNTER)
def test_a_counter_that_is_closed_or_somebody_elses_does_nothing(
    rule: Any, facts: dict[str, Any]
) -> None:
    house = House()
    assert refusal(house.press, rule, ONE, **facts) == "counter_closed"
    house.open()
    assert refusal(house.press, rule, ONE, by=StaffId("09"), **facts) == "counter_of_another"


def test_one_person_works_at_one_counter_and_another_may_take_it_over() -> None:
    house = House().open()
    facts = {"hall": HALL}
    assert refusal(house.press, calls.open_counter, ONE, **facts) == "already_yours"
    assert (
        refusal(house.press, calls.open_counter, TWO, by=StaffId("01"), **facts) == "other_counter"
    )
    assert refusal(house.press, calls.open_counter, CounterId(9), **facts) == "no_such_counter"
    ticket = house.take()
    house.call()
    house.press(calls.open_counter, ONE, by=StaffId("09"), **facts)
    house.press(calls.finish, ONE, by=StaffId("09"), result=Result.SOLVED)
    assert house.stage(ticket) == "done"


def test_a_paused_counter_calls_nobody_until_it_goes_on() -> None:
    house = House().open()
    house.take()
    until = house.moment.at + timedelta(minutes=10)
    late = {"reason": PauseReason.MEAL, "until": house.moment.at}
    assert refusal(house.press, calls.pause_counter, **late) == "in_the_past"
    house.press(calls.pause_counter, reason=PauseReason.MEAL, until=until)
    assert (house.record().status, house.record().until) == (CounterStatus.PAUSED, until)
    assert refusal(house.call) == "counter_paused"
    assert refusal(house.press, calls.pause_counter, reason=PauseReason.MEAL) == "counter_paused"
    house.press(calls.resume_counter)
    assert refusal(house.press, calls.resume_counter) == "not_paused"
    assert refusal(house.call) == ""


def test_a_counter_with_somebody_at_it_is_busy() -> None:
    house = House().open()
    house.take()
    other = house.take()
    house.call()
    assert refusal(house.call) == "counter_busy"
    assert refusal(house.press, calls.call_chosen, ticket=other) == "counter_busy"
    assert refusal(house.press, calls.pause_counter, reason=PauseReason.BREAK) == "counter_busy"
    assert refusal(house.press, calls.close_counter) == "counter_busy"


def test_nobody_waits_nobody_is_called_and_nobody_is_here() -> None:
    house = House().open()
    assert refusal(house.call) == "nobody_waits"
    assert refusal(house.press, calls.recall) == "nobody_called"
    assert refusal(house.press, calls.finish, result=Result.SOLVED) == "nobody_here"


def test_a_number_is_skipped_after_three_calls() -> None:
    house = House().open()
    ticket = house.take()
    house.call()
    for needed in ("call_again", "call_again"):
        assert refusal(house.press, calls.skip) == needed
        house.press(calls.recall)
    house.press(calls.skip)
    assert house.stage(ticket) == "no_show"
    assert house.record().ticket is None


def test_who_has_come_is_not_called_again_or_skipped() -> None:
    house = House().open()
    house.take()
    house.call()
    house.press(calls.begin)
    for rule in (calls.recall, calls.begin, calls.skip):
        assert refusal(house.press, rule) == "nobody_called"


def test_a_chosen_number_is_called_past_the_order_and_logged_as_such() -> None:
    house = House().open(ONE, TWO)
    house.take()
    chosen, pension = house.take(), house.take(PENSION)
    event = house.press(calls.call_chosen, TWO, ticket=chosen)
    assert event == Called(ticket=chosen, counter=TWO, how=How.CHOSEN)
    house.press(calls.finish, TWO, result=Result.SOLVED)
    assert refusal(house.press, calls.call_chosen, TWO, ticket=chosen) == "not_waiting"
    assert refusal(house.press, calls.call_chosen, TWO, ticket=pension) == "without_skill"
    assert refusal(house.press, calls.call_chosen, TWO, ticket=TicketId("x")) == "no_subject"


def test_a_skipped_number_can_be_chosen() -> None:
    house = House().open()
    gone = house.take()
    house.skip()
    house.press(calls.call_chosen, ticket=gone)
    assert house.record().ticket == gone


def test_a_held_ticket_frees_the_counter_and_goes_on_where_it_can() -> None:
    house = House().open(ONE, TWO, THREE)
    ticket = house.take(ASK)
    house.call(TWO)
    house.press(calls.begin, TWO)
    house.press(calls.hold, TWO)
    assert house.stage(ticket) == "held"
    assert refusal(house.press, calls.resume, THREE, ticket=ticket) == "without_skill"
    other = house.take(ASK)
    assert refusal(house.press, calls.resume, ONE, ticket=other) == "not_held"
    house.press(calls.resume, ONE, ticket=ticket)
    assert house.stage(ticket) == "serving"
    assert house.record(ONE).ticket == ticket


def test_a_transfer_needs_somebody_who_can() -> None:
    house = House().open()
    ticket = house.take(ASK)
    house.call()
    facts: dict[str, Any] = {"hall": HALL}
    assert refusal(house.press, calls.transfer, service=ASK, **facts) == "unchanged"
    assert refusal(house.press, calls.transfer, service="x", **facts) == "no_such_service"
    assert refusal(house.press, calls.transfer, service=ASK, to=THREE, **facts) == "without_skill"
    assert refusal(house.press, calls.transfer, service=ASK, to=CounterId(8), **facts) == (
        "no_such_counter"
    )
    number, arrived = house.ticket(ticket).number, house.ticket(ticket).arrived
    house.press(calls.transfer, service=PENSION, **facts)
    after = house.ticket(ticket)
    assert (after.stage, after.service) == ("transferred", PENSION)
    assert (after.number, after.arrived) == (number, arrived)


def test_nobody_is_passed_to_a_counter_where_nobody_works() -> None:
    house = House().open()
    ticket = house.take()
    house.call()
    facts: dict[str, Any] = {"hall": house.hall, "service": ASK, "to": TWO}
    assert refusal(house.press, calls.transfer, **facts) == "nobody_there"
    house.open(TWO)
    house.press(calls.transfer, **facts)
    assert house.ticket(ticket).counter == TWO


def test_who_waits_for_a_counter_that_closes_may_go_to_any_that_can() -> None:
    house = House().open(ONE, TWO)
    ticket = house.take()
    house.call()
    house.press(calls.transfer, hall=house.hall, service=ASK, to=TWO)
    assert refusal(house.call) == "nobody_waits"
    house.press(calls.close_counter, TWO)
    assert house.desk.wait_of(ticket).ahead == 0
    assert house.call() == ticket


def test_a_clash_is_found_even_where_no_rule_asked() -> None:
    """At a hub two terminals asked their rules with the same state."""
    house = House().open(ONE, TWO)
    ticket = house.take()

    def decided(counter: CounterId) -> Any:
        return lambda _state, _moment: Called(ticket=ticket, counter=counter)

    house.do(decided(ONE))
    assert refusal(house.do, decided(TWO)) == "not_waiting"
    other = house.take()
    busy = Called(ticket=other, counter=ONE)
    assert refusal(house.do, lambda _state, _moment: busy) == "counter_busy"


def test_staff_may_give_up_and_bring_back_a_ticket_for_somebody() -> None:
    house = House().open()
    ticket = house.take()
    house.skip()
    house.do(rules.come_back, ticket=ticket)
    house.do(rules.cancel, ticket=ticket)
    assert house.stage(ticket) == "cancelled"
