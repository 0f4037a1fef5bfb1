"""Taking a number, giving it up, coming back: each wrong wish is refused with its reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.hours import read_spans
from kiosk.ids import ServiceId, TicketId
from kiosk.journal.entry import Private
from kiosk.queueing import QUEUEING, calls, rules
from kiosk.queueing.plan import CounterPlan, Hall, Priority
from kiosk.queueing.records import Series, Stage
from kiosk.tap import Tap
from tests.builders import refusal, set_to
from tests.halls import AGED, ASK, ONE, PENSION, House, service


def test_numbers_count_from_001_in_each_series() -> None:
    house = House()
    numbers = [house.give(what).ticket.number for what in (ASK, ASK, PENSION, ASK)]
    assert numbers == ["A1-001", "A1-002", "B1-001", "A1-003"]


def test_the_internal_id_is_not_the_number() -> None:
    given = House().give()
    assert given.ticket.number not in given.ticket.id


def test_the_same_tap_is_the_same_ticket_with_the_same_code() -> None:
    house, tap = House(), Tap.fresh()
    one = house.desk.take(tap, service=ASK, visit="v")
    other = house.again().desk.take(tap, service=ASK, visit="v")
    assert one == other
    assert len(list(house.station.events())) == 1


def test_a_code_can_be_shown_again_after_a_restart() -> None:
    house = House()
    given = house.give()
    assert house.again().desk.given(given.ticket.id) == given


def test_a_scan_finds_the_ticket_and_no_part_of_its_code_is_in_the_journal() -> None:
    house = House()
    given = house.give()
    assert house.desk.find(given.qr) == given.ticket
    token = given.qr.removeprefix("YZQ1:").encode()
    assert all(token not in entry.event for entry in house.journal.read())


@pytest.mark.parametrize("scanned", ["", "YZQ1:", "YZQ1:abc", "YZL1:abc", "hello"])
def test_an_unknown_code_is_refused(scanned: str) -> None:
    assert refusal(House().desk.find, scanned) == "qr_unknown"


@pytest.mark.parametrize("served", [True, False])
def test_a_ticket_of_yesterday_is_known_for_what_it_is(*, served: bool) -> None:
    house = House().open()
    given = house.give()
    if served:
        house.serve()
    house.wait(days=1)
    house.station.tend()
    house.take()
    with pytest.raises(Refused) as refused:
        house.desk.find(given.qr)
    assert refused.value.reason == "ticket_of_yesterday"
    assert refused.value.facts == {"day": date(2026, 3, 2)}


def test_a_ticket_of_last_week_is_forgotten() -> None:
    house = House()
    given = house.give()
    house.wait(days=1)
    house.station.tend()
    house.wait(days=6)
    house.take()
    assert refusal(house.desk.find, given.qr) == "qr_unknown"


@pytest.mark.parametrize("typed", ["A1-002", "a1-002", "A1002", " a1 002 "])
def test_staff_find_a_ticket_by_the_number_on_the_slip(typed: str) -> None:
    house = House()
    house.take()
    second = house.give().ticket
    assert rules.by_number(house.queue, house.moment, number=typed) == second


def test_a_number_nobody_has_is_refused() -> None:
    house = House()
    assert refusal(rules.by_number, house.queue, house.moment, number="A1-009") == "no_such_ticket"


def test_no_tickets_while_the_clock_is_not_trusted_but_those_there_are_go_on() -> None:
    house = House().open()
    waiting = house.take()
    house.clock.is_trusted = False
    assert refusal(house.take) == "untrusted_clock"
    assert house.call() == waiting


def test_no_tickets_for_what_nobody_serves() -> None:
    hall = Hall(
        (service(ASK, "A"), service(PENSION, "B")), (CounterPlan(number=ONE, serves=(ASK,)),)
    )
    house = House(hall)
    assert refusal(house.take, PENSION) == "no_counter"
    assert [each.id for each in hall.offered()] == [ASK]
    assert refusal(house.take, ServiceId("gone")) == "no_such_service"


@pytest.mark.parametrize(
    ("hour", "reason"), [(7, "closed"), (9, ""), (12, "closed"), (20, "closed")]
)
def test_tickets_are_given_while_the_service_and_the_station_are_open(
    hour: int, reason: str
) -> None:
    hall = Hall((service(ASK, "A", hours=read_spans("06:00-11:30")),), (CounterPlan(number=ONE),))
    house = House(hall)
    house.clock.jump_to(house.clock.now() + timedelta(hours=hour - 10))
    assert refusal(house.take) == reason


def test_a_service_is_never_given_while_the_station_is_closed() -> None:
    house = House()
    set_to(house.station, "hours.mon", "closed")
    assert refusal(house.take) == "closed"


def test_the_cap_of_a_day_is_kept_and_given_up_numbers_count() -> None:
    house = House(Hall((service(ASK, "A", daily_cap=2),), (CounterPlan(number=ONE),)))
    first = house.take()
    house.take()
    house.do(rules.cancel, ticket=first)
    assert refusal(house.take) == "cap_reached"
    house.wait(days=1)
    assert refusal(house.take) == ""


def test_a_person_takes_so_many_tickets_of_a_service_a_day() -> None:
    house = House(Hall((service(ASK, "A", per_person=1),), (CounterPlan(number=ONE),)))
    mine = house.give(visit="me").ticket.id
    assert refusal(house.give, visit="me") == "too_many"
    assert refusal(house.give, visit="somebody") == ""
    house.do(rules.cancel, ticket=mine)
    assert refusal(house.give, visit="me") == ""


def test_a_phone_is_the_same_person_on_another_visit() -> None:
    house = House(Hall((service(ASK, "A", per_person=1),), (CounterPlan(number=ONE),)))
    house.give(visit="morning", phone="138 0000 1111")
    assert refusal(house.give, visit="later", phone="+8613800001111") == "too_many"
    assert all(b"1111" not in entry.event for entry in house.journal.read())


def test_a_priority_the_service_does_not_know_is_refused() -> None:
    hall = Hall((service(ASK, "A", priorities=(AGED,)),), (CounterPlan(number=ONE),))
    assert refusal(House(hall).take, ASK, Priority.PREGNANT) == "no_priority"
    assert refusal(House(hall).take, ASK, AGED) == ""


def test_after_999_there_is_no_number_left_today() -> None:
    house = House()
    queue = house.queue
    full = queue.series.set(
        house.hall.series(house.hall.service(ASK)), Series(date(2026, 3, 2), 999)
    )
    facts = {"ticket": TicketId("x"), "hall": house.hall, "service": ASK, "token": "0" * 64}
    taken = refusal(rules.take_ticket, replace(queue, series=full), house.moment, **facts)
    assert taken == "numbers_used_up"


# -- giving up, coming back, rating --------------------------------------------------------


def test_a_ticket_can_be_given_up_until_service_begins() -> None:
    house = House().open()
    waiting, called = house.take(), house.take()
    house.do(rules.cancel, ticket=waiting)
    assert house.stage(waiting) == "cancelled"
    house.call()
    house.do(rules.cancel, ticket=called)
    assert house.record().ticket is None
    served = house.take()
    house.call()
    house.press(calls.begin)
    assert refusal(house.do, rules.cancel, ticket=served) == "at_counter"
    house.press(calls.finish, result="solved")
    assert refusal(house.do, rules.cancel, ticket=served) == "ticket_over"
    assert refusal(house.do, rules.cancel, ticket=TicketId("none")) == "no_subject"


def test_who_was_skipped_comes_back_within_half_an_hour() -> None:
    house = House().open()
    gone = house.take()
    assert refusal(house.do, rules.come_back, ticket=gone) == "not_skipped"
    house.skip()
    house.wait(minutes=31)
    assert refusal(house.do, rules.come_back, ticket=gone) == "too_late"
    house.wait(minutes=-2)
    house.do(rules.come_back, ticket=gone)
    assert house.ticket(gone).behind == 2
    assert house.stage(gone) == "waiting"


def test_one_visit_has_one_rating() -> None:
    house = House().open()
    ticket = house.take()
    assert refusal(house.do, rules.rate, ticket=ticket, stars=5) == "not_served"
    house.serve()
    assert refusal(house.do, rules.rate, ticket=ticket, stars=6) == "bad_stars"
    house.do(rules.rate, ticket=ticket, stars=4)
    assert house.ticket(ticket).stars == 4
    assert refusal(house.do, rules.rate, ticket=ticket, stars=5) == "already_rated"


def test_every_spell_is_kept_with_who_when_and_where() -> None:
    house = House().open()
    ticket = house.take()
    house.wait(minutes=3)
    house.serve(minutes=7)
    spells = house.ticket(ticket).spells
    assert [each.stage for each in spells] == [
        Stage.WAITING,
        Stage.CALLED,
        Stage.SERVING,
        Stage.DONE,
    ]
    assert [each.by for each in spells] == ["resident", "staff:01", "staff:01", "staff:01"]
    assert [each.counter for each in spells] == [None, ONE, ONE, ONE]
    assert spells[3].since - spells[0].since == timedelta(minutes=10)


def test_what_is_private_beside_a_ticket_is_erased_after_its_days() -> None:
    house = House()
    tap = Tap.fresh(private=Private(body={"phone": "13800001111"}, salt=bytes(16)))
    house.desk.take(tap, service=ASK, visit="v")
    house.wait(days=6)
    house.station.tend()
    assert house.journal.private(tap.id) is not None
    house.wait(days=1)
    house.station.tend()
    assert house.journal.private(tap.id) is None
    assert house.station.state(QUEUEING).notes.get(tap.id) is None
