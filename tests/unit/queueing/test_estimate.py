"""What people are told about the wait: who is ahead, how long, and when nothing is said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE
from kiosk.ids import ServiceId, TicketId
from kiosk.queueing import calls, estimate, rules
from kiosk.queueing.correction import corrected, quantile, slower
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.events import Promise, TicketTaken
from kiosk.queueing.plan import CounterPlan, Hall, Priority
from kiosk.queueing.records import Queueing, Score, Taken
from kiosk.queueing.times import NORM_SHAPE, times_of
from kiosk.tap import Tap
from tests.builders import refusal, set_to
from tests.halls import AGED, ASK, MONDAY_TEN, ONE, PENSION, THREE, TWO, House, service

FIVE_MIN = (Taken(date(2026, 2, 27), 300),) * 50


class Knowing(House):
    """A house that has seen fifty people of five minutes each; what it sees since counts too."""

    @property
    def queue(self) -> Queueing:
        seen = super().queue
        times = {name: (*FIVE_MIN, *seen.taken.get(name, ()))[-50:] for name in (ASK, PENSION)}
        return replace(seen, taken=type(seen.taken)(times))

    def told(self, what: ServiceId = ASK, priority: Priority = Priority.NONE) -> Promise:
        newcomer = estimate.Newcomer(what, priority)
        return estimate.promise(self.queue, self.moment, hall=self.hall, newcomer=newcomer)


def seconds(promise: Promise) -> tuple[int | None, int | None]:
    return promise.middle_s, promise.high_s


def test_with_a_free_counter_and_nobody_ahead_there_is_no_wait() -> None:
    told = Knowing().open().told()
    assert (told.ahead, told.low_min, told.high_min) == (0, 0, 5)


def test_people_ahead_and_minutes_add_up() -> None:
    house = Knowing().open()
    for _ in range(4):
        house.take()
    house.call()
    told = house.told()
    assert told.ahead == 3
    assert seconds(told) == (1200, 1200)
    assert (told.low_min, told.high_min) == (20, 20)


def test_a_second_counter_halves_the_wait() -> None:
    house = Knowing().open(ONE, TWO)
    for _ in range(5):
        house.take()
    house.call(ONE)
    house.call(TWO)
    assert seconds(house.told()) == (600, 600)


def test_what_has_been_served_already_counts() -> None:
    house = Knowing().open()
    house.take()
    house.call()
    house.wait(minutes=4)
    assert house.told().middle_s == 60


def test_only_people_who_can_be_ahead_are_ahead() -> None:
    house = Knowing().open(TWO, THREE)
    house.take(ASK)
    house.call(TWO)
    for _ in range(3):
        house.take(PENSION)
    assert house.told(ASK).ahead == 0
    assert house.told(PENSION).ahead == 3


def test_who_goes_first_is_told_so() -> None:
    house = Knowing().open()
    for _ in range(6):
        house.take()
    house.call()
    assert (house.told().ahead, house.told(priority=AGED).ahead) == (5, 0)


def test_the_rule_of_priority_is_in_what_people_are_told() -> None:
    house = Knowing().open()
    house.take()
    house.call()
    for _ in range(4):
        house.take(ASK, AGED)
    assert house.told().ahead == 2


def test_nothing_is_said_about_minutes_while_no_counter_is_open() -> None:
    house = Knowing()
    house.take()
    house.take(PENSION)
    assert house.told() == Promise(ahead=1)


def test_nothing_is_said_about_minutes_before_five_were_served() -> None:
    house = House().open()
    for served in range(5):
        assert house.desk.promise(ASK).high_min is None, served
        house.take()
        house.serve()
    assert house.desk.promise(ASK).high_min is not None


def test_a_pause_whose_end_is_known_is_waited_for() -> None:
    house = Knowing().open()
    until = house.moment.at + timedelta(minutes=22)
    house.press(calls.pause_counter, reason=PauseReason.MEAL, until=until)
    assert house.told().middle_s == 22 * 60


def test_a_pause_of_unknown_end_takes_as_long_as_usual_and_never_nothing() -> None:
    house = Knowing().open()
    house.press(calls.pause_counter, reason=PauseReason.BREAK)
    house.wait(minutes=5)
    assert house.told().middle_s == 10 * 60
    house.wait(minutes=30)
    assert house.told().middle_s == 5 * 60


def test_a_break_of_the_station_is_not_counted_as_work() -> None:
    house = Knowing().open()
    set_to(house.station, "hours.mon", "08:30-12:00, 14:00-18:00")
    set_to(house.station, "queueing.close_grace_min", "30")
    house.clock.jump_to(MONDAY_TEN.replace(hour=11, minute=50))
    for _ in range(4):
        house.take()
    house.call()
    assert house.told().middle_s == 20 * 60  # they stay a little longer
    for _ in range(6):
        house.take()
    told = house.told()
    assert told.middle_s == 50 * 60 + 2 * 3600
    assert told.drawn_middle_s == told.middle_s  # the wait that came is compared with all of it


def test_a_ticket_can_be_asked_about_while_it_waits() -> None:
    house = Knowing().open()
    for _ in range(3):
        last = house.take()
    house.call()
    told = estimate.wait_of(house.queue, house.moment, hall=house.hall, ticket=last)
    assert (told.ahead, told.middle_s) == (1, 600)
    facts: dict[str, Any] = {"hall": house.hall}
    served = house.record().ticket
    ask = (estimate.wait_of, house.queue, house.moment)
    assert refusal(*ask, ticket=served, **facts) == "not_waiting"
    assert refusal(*ask, ticket=TicketId("x"), **facts) == "no_subject"


def test_what_was_told_is_in_the_entry_and_scored_at_the_first_call() -> None:
    house = House().open()
    for _ in range(5):
        house.take()
        house.serve()
    house.take()
    house.call()
    given = house.give()
    event = next(
        event
        for _, event in house.station.events()
        if isinstance(event, TicketTaken) and event.ticket == given.ticket.id
    )
    assert event.promise == given.ticket.promise
    assert event.promise is not None
    house.wait(minutes=9)
    house.press(calls.finish, result="solved")
    scored = len(house.queue.scores)
    house.skip()
    score = house.queue.scores[-1]
    assert score.waited_s == 540
    assert score.drawn_high_s == event.promise.drawn_high_s
    house.do(rules.come_back, ticket=given.ticket.id)
    house.call()
    assert len(house.queue.scores) == scored + 1


def test_the_same_question_has_the_same_answer() -> None:
    house = House().open()
    for minutes in (2, 9, 4, 7, 3):
        house.take()
        house.serve(minutes=minutes)
    for _ in range(4):
        house.take()
    assert house.desk.promise(ASK) == house.again().desk.promise(ASK)


# -- how long a ticket takes ---------------------------------------------------------------


def known(*taken: Taken, norm: int = 10) -> tuple[Queueing, Hall]:
    hall = Hall((service(ASK, "A", norm_min=norm),), (CounterPlan(number=ONE),))
    return replace(Queueing(), taken=Queueing().taken.set(ASK, taken)), hall


def test_with_nothing_known_the_norm_is_the_mean() -> None:
    queue, hall = known()
    times = times_of(queue, House().moment, hall, ASK)
    assert times.known == 0
    assert times.mean == pytest.approx(600)
    assert sum(NORM_SHAPE) / len(NORM_SHAPE) == pytest.approx(1)


def test_the_norm_weighs_less_the_more_is_known_and_nothing_in_the_end() -> None:
    means = []
    for count in (1, 10, 30, 50):
        queue, hall = known(*[Taken(date(2026, 2, 27), 300)] * count)
        means.append(times_of(queue, House().moment, hall, ASK).mean)
    assert means == sorted(means, reverse=True)
    assert means[-1] == 300


def test_what_somebody_forgot_to_end_does_not_count_as_work() -> None:
    queue, hall = known(*[Taken(date(2026, 2, 27), 300)] * 49, Taken(date(2026, 2, 27), 9 * 3600))
    times = times_of(queue, House().moment, hall, ASK)
    assert max(times.seconds) == 1500
    assert times.mean == pytest.approx(324)


def test_times_of_more_than_twenty_working_days_ago_are_forgotten() -> None:
    old, recent = Taken(date(2026, 1, 30), 60), Taken(date(2026, 2, 2), 60)
    queue, hall = known(old, recent)
    assert times_of(queue, House().moment, hall, ASK).known == 1


def test_a_time_is_counted_from_the_call_and_without_what_was_held() -> None:
    house = House().open()
    ticket = house.take()
    house.call()
    house.wait(minutes=1)
    house.press(calls.begin)
    house.wait(minutes=4)
    house.press(calls.hold)
    house.wait(minutes=30)
    house.press(calls.resume, ticket=ticket)
    house.wait(minutes=2)
    house.press(calls.finish, result="solved")
    assert [each.seconds for each in house.queue.taken[ASK]] == [7 * 60]


# -- how earlier promises ended ------------------------------------------------------------


def test_waits_alone_give_their_own_share() -> None:
    waits = [float(each) for each in range(1, 101)]
    assert quantile(waits, 0.8) == 81
    assert corrected(waits, 81, (), 0.8) == pytest.approx(80, abs=1)


def test_a_station_that_is_slower_than_drawn_promises_more() -> None:
    waits = [float(each) for each in range(600, 1200)]
    late = [Score(drawn_middle_s=600, drawn_high_s=900, waited_s=1800)] * 100
    assert corrected(waits, 1080, late, 0.8) == pytest.approx(2160)
    assert slower(late) == 3.0
    assert slower(()) == 1.0


def test_short_waits_do_not_tell_how_fast_a_station_is() -> None:
    assert slower([Score(drawn_middle_s=30, drawn_high_s=60, waited_s=600)] * 100) == 1.0


def test_the_desk_gives_the_promise_of_an_appointment_too() -> None:
    house = House().open(ONE)
    eleven = datetime(2026, 3, 2, 11, tzinfo=STATION_ZONE)
    given = house.desk.book(Tap.fresh(), service=PENSION, starts=eleven, visit="v")
    house.clock.jump_to(eleven)
    house.take(PENSION)
    ticket = house.desk.arrive(Tap.fresh(), appointment=given.booking.id).ticket
    assert ticket.promise == Promise(ahead=0)
