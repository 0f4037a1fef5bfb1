"""Whose turn it is: priority goes first, but never for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ids import TicketId
from kiosk.queueing import calls, rules
from kiosk.queueing.order import can_call
from kiosk.queueing.plan import CLASSES, Priority
from tests.builders import refusal
from tests.halls import AGED, ASK, ONE, PENSION, THREE, TWO, House


def many(house: House, count: int, priority: Priority = Priority.NONE) -> list[TicketId]:
    return [house.take(ASK, priority) for _ in range(count)]


def served(house: House, count: int, minutes: float = 1) -> list[TicketId]:
    return [house.serve(minutes=minutes) for _ in range(count)]


def test_ordinary_tickets_are_called_as_they_came() -> None:
    house = House().open()
    came = many(house, 4)
    assert served(house, 4) == came


@pytest.mark.parametrize("priority", CLASSES)
def test_every_priority_class_goes_first(priority: Priority) -> None:
    house = House().open()
    ordinary = house.take()
    first = house.take(ASK, priority)
    assert served(house, 2) == [first, ordinary]


def test_never_more_than_two_priority_calls_in_a_row_while_others_wait() -> None:
    house = House().open()
    ordinary, first = many(house, 3), many(house, 6, AGED)
    expected = [*first[:2], ordinary[0], *first[2:4], ordinary[1], *first[4:], ordinary[2]]
    assert served(house, 9) == expected


def test_priority_calls_while_nobody_else_waited_do_not_count() -> None:
    house = House().open()
    first = many(house, 3, AGED)
    assert served(house, 3) == first
    late = house.take()
    more = many(house, 2, AGED)
    assert served(house, 3) == [*more, late]


def test_an_ordinary_ticket_of_half_an_hour_takes_the_next_call_and_one_may_follow() -> None:
    house = House().open()
    old = many(house, 2)
    house.wait(minutes=30)
    young, first = many(house, 1), many(house, 4, AGED)
    expected = [old[0], first[0], old[1], first[1], young[0], *first[2:]]
    assert served(house, 7, minutes=0.1) == expected


def test_just_under_half_an_hour_is_not_old() -> None:
    house = House().open()
    ordinary = house.take()
    house.wait(minutes=29, seconds=59)
    first = house.take(ASK, AGED)
    assert served(house, 2, minutes=0) == [first, ordinary]


def test_the_bound_holds_over_all_counters_that_can_serve_them() -> None:
    house = House().open(ONE, TWO)
    ordinary, first = many(house, 1), many(house, 4, AGED)
    assert [house.call(ONE), house.call(TWO)] == first[:2]
    house.press(calls.finish, ONE, result="solved")
    assert house.call(ONE) == ordinary[0]


def test_a_counter_calls_only_what_it_can_serve() -> None:
    house = House().open(TWO, THREE)
    ask, pension = house.take(ASK), house.take(PENSION)
    assert house.call(THREE) == pension
    assert house.call(TWO) == ask
    house.press(calls.finish, TWO, result="solved")
    house.take(PENSION)
    assert refusal(house.call, TWO) == "nobody_waits"


def test_who_comes_back_after_a_no_show_lets_two_pass() -> None:
    house = House().open()
    gone, *others = many(house, 5)
    assert house.skip() == gone
    house.do(rules.come_back, ticket=gone)
    assert served(house, 5) == [*others[:2], gone, *others[2:]]


def test_who_has_let_two_pass_is_next_whoever_else_has_come() -> None:
    house = House().open()
    gone, *others = many(house, 3)
    house.skip()
    house.do(rules.come_back, ticket=gone)
    assert served(house, 2) == others
    first = house.take(ASK, AGED)
    assert served(house, 2) == [gone, first]


def test_who_comes_back_is_called_when_nobody_else_waits() -> None:
    house = House().open()
    gone = house.take()
    house.skip()
    house.do(rules.come_back, ticket=gone)
    assert house.call() == gone


def test_a_transferred_ticket_keeps_its_arrival() -> None:
    house = House().open(ONE, THREE)
    moved = house.take(ASK)
    house.wait(minutes=5)
    waiting = house.take(PENSION)
    house.call(ONE)
    house.press(calls.transfer, ONE, hall=house.hall, service=PENSION)
    assert house.call(THREE) == moved
    house.press(calls.finish, THREE, result="solved")
    assert house.call(THREE) == waiting


def test_a_ticket_passed_to_a_certain_counter_waits_for_that_one() -> None:
    house = House().open(ONE, TWO)
    moved = house.take(ASK)
    house.call(ONE)
    house.press(calls.transfer, ONE, hall=house.hall, service=ASK, to=TWO)
    assert refusal(house.call, ONE) == "nobody_waits"
    assert house.call(TWO) == moved


def test_the_bound_holds_at_the_counter_a_ticket_was_passed_to() -> None:
    house = House().open(ONE, TWO)
    moved = house.take()
    house.call(TWO)
    house.press(calls.transfer, TWO, hall=house.hall, service=ASK, to=ONE)
    many(house, 9, AGED)
    came = [house.serve(each, minutes=1) for each in (ONE, ONE, TWO, ONE)]
    assert came[-1] == moved  # the call at the other counter, where nobody ordinary waits, is none


# -- for every history ---------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.booleans(), st.sampled_from([ASK, PENSION])),
        st.tuples(st.just("serve"), st.sampled_from([ONE, TWO, THREE]), st.integers(0, 20)),
        st.tuples(st.just("pass on"), st.sampled_from([ONE, TWO]), st.sampled_from([ONE, TWO])),
    ),
    min_size=1,
    max_size=60,
)


@given(STEPS)
def test_no_ordinary_ticket_sees_more_priority_calls_than_stated(
    steps: list[tuple[str, object, object]],
) -> None:
    """Of the calls it could have had: never three in a row; once old, never two."""
    house = House().open(ONE, TWO, THREE)
    passed: dict[TicketId, int] = {}
    limit = house.moment.settings.queueing
    for kind, what, more in steps:
        if kind == "take":
            house.take(more, AGED if what else Priority.NONE)  # type: ignore[arg-type]
            continue
        counter = house.record(what)  # type: ignore[arg-type]
        ordinary = [
            each for each in house.queue.waiting() if not each.is_first and can_call(counter, each)
        ]
        age = {each.id: house.moment.at - each.waits_from for each in ordinary}
        if refusal(house.call, counter.id):
            continue
        called = house.ticket(house.record(counter.id).ticket)  # type: ignore[arg-type]
        if kind == "serve":
            house.wait(minutes=float(more))  # type: ignore[arg-type]
        facts = {"hall": house.hall, "service": ASK, "to": more}
        if kind == "serve" or refusal(house.press, calls.transfer, counter.id, **facts):
            house.press(calls.finish, counter.id, result="solved")
        for each in ordinary:
            passed[each.id] = passed.get(each.id, 0) + 1 if called.is_first else 0
            assert passed[each.id] <= limit.first_in_row
            if age[each.id].total_seconds() >= 60 * limit.old_after_min:
                assert passed[each.id] <= 1
