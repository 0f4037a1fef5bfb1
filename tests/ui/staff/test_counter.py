"""A counter worked by touch: calls, ends, holds, passes on, pauses; races end in one sentence."""

from __future__ import annotations

import pytest

from kiosk.ids import CounterId
from kiosk.ports import Printed, PrintOutcome, WhyNotPrinted
from kiosk.printing import PrintDesk
from kiosk.queueing import calls
from kiosk.queueing.booking_events import HomeVisitEnded, HomeVisitTaken
from kiosk.queueing.events import Called, Finished, How, Result
from kiosk.queueing.plan import Priority
from kiosk.queueing.records import CounterStatus
from kiosk.slips import List
from screens.app import post
from tests.fakes import FakePrinter
from tests.ui.lanes import OnPaper
from tests.ui.staff.house import House, Worker, working
from tests.ui.staff.queue_day import MEDICAL, MEMBERSHIP, ONE, PENSION, TWO, Morning


@pytest.fixture
def morning(house: House) -> Morning:
    return Morning(house)


def at_counter(worker: Worker, counter: str = "Counter 1") -> None:
    worker.press("Work at a counter")
    worker.press(counter)


def settled(worker: Worker) -> None:
    """A person needs longer than this to come to the counter."""
    worker.advance(2.5)
    worker.settle()


def test_a_counter_is_chosen_once_and_remembered(house: House, morning: Morning) -> None:
    with working(house, as_="04") as worker:
        at_counter(worker)
        assert worker.says("Nobody is waiting")
        worker.press("Back")
        worker.press("Work at a counter")
        assert worker.offers("Call next")
    with working(house, as_="04", page="staff.counter") as worker:
        assert worker.offers("Call next")
    assert morning.queue.counter(ONE).staff == "04"


def test_one_touch_a_ticket_ends_one_and_calls_the_next(house: House, morning: Morning) -> None:
    numbers = [morning.take().id for _ in range(3)]
    with working(house, as_="04") as worker:
        at_counter(worker)
        assert worker.says("3 people wait")
        worker.press("Call next")
        for waiting in ("Done, next (2)", "Done, next (1)", "Done"):
            settled(worker)
            worker.press(waiting)
        assert worker.says("Done. Nobody waits for this counter.")
    assert [morning.stage(each) for each in numbers] == ["done"] * 3
    assert len(house.events(Called)) == 3


def test_a_second_touch_right_after_a_call_ends_nothing(house: House, morning: Morning) -> None:
    first, second = morning.take(), morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        settled(worker)
        worker.press("Done, next")
        worker.press("Done")
        assert morning.stage(second.id) == "called"
        settled(worker)
        worker.press("Done")
    assert morning.stage(first.id) == morning.stage(second.id) == "done"


def test_who_does_not_come_is_called_three_times_and_then_skipped(
    house: House, morning: Morning
) -> None:
    ticket = morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        worker.press("Nobody came")
        assert worker.says("Called 1 of 3 times. Please call once more.")
        worker.press("Once more")
        worker.press("Once more")
        worker.press("Nobody came")
        assert morning.stage(ticket.id) == "no_show"
        worker.press("List")  # and comes after all
        worker.press("C1-001")
        assert worker.says("C1-001")
    assert morning.stage(ticket.id) == "called"


def test_a_held_number_goes_on_from_the_list_and_by_its_number(
    house: House, morning: Morning
) -> None:
    ticket = morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        worker.press("Is here")
        worker.press("Hold")
        assert worker.says("Held: 1")
        worker.press("List (1)")
        worker.press("C1-001")
        assert morning.stage(ticket.id) == "serving"
        worker.press("Hold")
        worker.press("By number")
        worker.press("C")
        worker.type("1001")
        worker.press("Go on with this number")
        assert worker.place == "staff.counter"
    assert morning.stage(ticket.id) == "serving"


def test_a_number_is_called_past_the_order_from_the_list_that_says_why(
    house: House, morning: Morning
) -> None:
    morning.take()
    aged = morning.take(MEDICAL, Priority.AGED)
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("List (2)")
        assert worker.says("next · 70 or older · waited 0 min")
        worker.press("B1-001")
    assert morning.stage(aged.id) == "called"
    assert house.events(Called)[-1].how is How.CHOSEN


def test_a_number_that_does_not_wait_is_told_with_where_it_is(
    house: House, morning: Morning
) -> None:
    morning.take()
    morning.open("02", TWO)
    morning.press(calls.call_next, "02", TWO)
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("By number")
        worker.press("C")
        worker.type("1999")
        assert worker.says("There is no ticket with this number today.")
        worker.type("1001")
        assert worker.says("called · waited 0 min")
        assert not worker.offers("Call this number")
        assert not worker.offers("Give up this place")


def test_who_waits_can_be_looked_at_while_somebody_is_served(
    house: House, morning: Morning
) -> None:
    served, other = morning.take(), morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        worker.press("Is here")
        worker.press("List (1)")
        assert worker.says(f"Number {served.number} is at your counter.")
        worker.press(other.number)
        assert worker.says("waits · waited 0 min")
        assert not worker.offers("Call this number")
        worker.press("Back")
        worker.press("Back")
        assert worker.offers("Done, next (1)")
    assert morning.stage(served.id) == "serving"
    assert morning.stage(other.id) == "waiting"
    assert len(house.events(Called)) == 1


def test_staff_give_a_place_up_for_who_lost_the_slip_after_one_question(
    house: House, morning: Morning
) -> None:
    ticket = morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("By number")
        worker.press("C")
        worker.type("1001")
        worker.press("Give up this place")
        worker.press("Keep it")
        assert morning.stage(ticket.id) == "waiting"
        worker.press("Give up this place")
        worker.press("Give it up")
        assert worker.says("The place is given up.")
        assert not worker.offers("Call this number")
    assert morning.stage(ticket.id) == "cancelled"
    assert morning.queue.tickets[ticket.id].spells[-1].by == "staff:04"


def test_a_number_that_was_found_is_called_past_the_order(house: House, morning: Morning) -> None:
    morning.take()
    second = morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("By number")
        worker.press("C")
        worker.type("1002")
        worker.press("Call this number")
        assert worker.place == "staff.counter"
    assert morning.stage(second.id) == "called"
    assert house.events(Called)[-1].how is How.CHOSEN


def test_a_service_is_passed_on_to_a_counter_or_another_service(
    house: House, morning: Morning
) -> None:
    first, second = morning.take(), morning.take()
    morning.open("02", TWO)
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        worker.press("Pass on")
        worker.press("Counter 2")
        worker.press("Call next")
        worker.press("Pass on")
        worker.press("Transfer of Party membership")
    queue = morning.queue
    assert queue.tickets[first.id].counter == CounterId(2)
    assert queue.tickets[second.id].service == MEMBERSHIP
    assert queue.tickets[second.id].number == second.number


def test_missing_papers_are_chosen_and_printed_to_take_home(house: House, morning: Morning) -> None:
    morning.take()
    printer = FakePrinter()
    printing = PrintDesk(post)
    printing.serve(printer, OnPaper(house.lane), OnPaper(house.lane))
    given = house.services(printing=printing)
    house.services = lambda **_: given  # type: ignore[method-assign]
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        worker.press("Other end")
        worker.press("Papers are missing")
        worker.press("Household register")
        worker.press("Social-security card")
        worker.press("Household register")
        printer.outcome = Printed(PrintOutcome.NOT_PRINTED, WhyNotPrinted.JAM)
        worker.press("End and print the list")
        assert worker.says("The paper is stuck.")
        assert worker.offers("Call next")
    (papers,) = [each for each in printer.slips[0].blocks if isinstance(each, List)]
    assert papers.items == ("Social-security card",)
    assert house.events(Finished)[-1].result is Result.MORE_PAPERS


def test_the_counter_that_calls_again_sees_which_papers_were_missing(
    house: House, morning: Morning
) -> None:
    ticket = morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Call next")
        worker.press("Other end")
        worker.press("Papers are missing")
        worker.press("Household register")
        worker.press("End it so")
        worker.press("By number")
        worker.press("C")
        worker.type("1001")
        assert worker.says("Missing last time")
        worker.press("The papers are here: wait again")
        worker.press("Call this number")
        assert worker.says("Missing last time")
        assert worker.says("Household register")
    assert morning.stage(ticket.id) == "called"


def test_a_pause_says_why_and_ends_by_one_touch(house: House, morning: Morning) -> None:
    morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        worker.press("Pause …")
        worker.press("Meal")
        assert worker.says("Meal, since 10:00")
        assert morning.queue.counter(ONE).status is CounterStatus.PAUSED
        worker.press("Go on")
        assert worker.offers("Call next")
        worker.press("Pause …")
        worker.press("Close counter")
        assert worker.says("Which counter?")
    assert morning.queue.counter(ONE).status is CounterStatus.CLOSED


def test_a_counter_that_was_taken_over_meanwhile_is_told_and_offered_again(
    house: House, morning: Morning
) -> None:
    ticket = morning.take()
    with working(house, as_="04") as worker:
        at_counter(worker)
        morning.open("02", ONE)  # at another terminal
        worker.page.call_next()  # the finger was on its way
        worker.settle()
        assert worker.says("You work at no counter now. Please choose one.")
        assert worker.says("Number 02 works there. Touch to take over.")
    assert morning.stage(ticket.id) == "waiting"


def test_two_members_never_call_the_same_number(house: House, morning: Morning) -> None:
    ticket = morning.take()
    morning.open("02", TWO)
    with working(house, as_="04") as worker:
        at_counter(worker)
        morning.press(calls.call_next, "02", TWO)
        worker.page.call_next()
        worker.settle()
        assert worker.says("Nobody waits for this counter.")
    assert len(house.events(Called)) == 1
    assert morning.queue.tickets[ticket.id].counter == TWO


def test_who_may_not_work_a_counter_finds_no_way_there(house: House) -> None:
    with working(house, as_="03") as worker:
        assert not worker.offers("Work at a counter")


def test_long_waits_and_forgotten_numbers_are_the_first_thing_staff_see(
    house: House, morning: Morning
) -> None:
    morning.open("02", ONE)
    morning.take(PENSION)
    morning.press(calls.call_next, "02", ONE)
    morning.press(calls.hold, "02", ONE)
    morning.take(PENSION)
    house.clock.advance(minutes=40)
    with working(house, as_="04") as worker:
        assert worker.says("1 person waits for long")
        assert worker.says("the longest for 40 min; counters open: 1")
        assert worker.says("Number C1-001 is held")
        worker.press("1 person waits for long")
        assert worker.place == "staff.counter"


def test_a_home_visit_shows_address_and_phone_to_staff_and_is_ended(
    house: House, morning: Morning
) -> None:
    morning.ask_home_visit()
    with working(house, as_="04") as worker:
        worker.press("1 home visit is asked for")
        worker.press("Pension insurance")
        assert worker.says("138 1234 5678")
        worker.press("I see to it")
        worker.press("It is done")
        assert worker.says("Nobody has asked for a visit.")
    assert house.events(HomeVisitTaken)[0].staff == "04"
    assert len(house.events(HomeVisitEnded)) == 1
