"""Rules of the lockers, each asked once with everything it needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.ids import RentalId, StaffId
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.events import Mark, MarkReason, OpenEnded, OpenReason, Purpose, Shut, Via
from kiosk.lockers.plan import Size
from kiosk.lockers.records import DoorState, Rental
from kiosk.ports import Outcome
from kiosk.secrets import draw_token, is_weak, token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import SMALL, door, key, refusal, rented, set_to, station
from tests.fakes import FakeClock, MemoryJournal


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def where(clock: FakeClock) -> Station:
    return station(MemoryJournal(), clock)


def do(where: Station, rule: Any, **facts: Any) -> str:
    return refusal(where.do, Tap.fresh(), LOCKERS, rule, **facts)


def ended(where: Station, rental: Rental, outcome: Outcome = Outcome.OPENED) -> None:
    """Write what the bank would: the order's outcome and, if it opened, that it was shut."""
    order = where.state(LOCKERS).order_of(rental.door)
    assert order is not None
    event = OpenEnded(order=order.id, door=rental.door, outcome=outcome, pulses=1)
    where.do(Tap.fresh(), LOCKERS, lambda state, moment: event)
    if outcome is Outcome.OPENED:
        shut = Shut(order=order.id, door=rental.door)
        where.do(Tap.fresh(), LOCKERS, lambda state, moment: shut)


def state_of(where: Station, rental: Rental) -> DoorState:
    return where.state(LOCKERS).state_of(rental.door, where.moment().at)


@pytest.mark.parametrize(
    ("hours", "reason"), [(None, ""), (1, ""), (24, ""), (0, "too_long"), (25, "too_long")]
)
def test_a_rental_lasts_between_one_hour_and_the_most(
    where: Station, hours: int | None, reason: str
) -> None:
    assert refusal(rented, where, hours=hours) == reason


def test_a_rental_is_overdue_after_its_time_and_its_grace(where: Station, clock: FakeClock) -> None:
    rental = rented(where)
    ended(where, rental)
    assert rental.until == clock.now() + timedelta(hours=4)
    assert rental.remind_from(0.8) == clock.now() + timedelta(hours=3, minutes=12)
    for seconds, expected in (
        (4 * 3600 + 15 * 60 - 1, DoorState.OCCUPIED),
        (1, DoorState.OVERDUE),
        (10**8, DoorState.OVERDUE),
    ):
        clock.advance(seconds)
        assert state_of(where, rental) is expected


def test_a_changed_limit_holds_for_the_next_rental_not_for_this(where: Station) -> None:
    first = rented(where)
    set_to(where, "lockers.default_hours", "6")
    second = rented(where, code="975310")
    assert first.until < second.until
    assert where.state(LOCKERS).rentals[first.id] == first


def test_a_code_or_token_in_use_is_not_given_twice(where: Station) -> None:
    rented(where)
    assert refusal(rented, where) == "code_in_use"


def test_codes_are_unique_among_live_ones_and_hard_to_guess() -> None:
    asked: list[str] = []

    def taken(tag: str) -> bool:
        asked.append(tag)
        return len(asked) < 5

    code = key().draw_code(taken)
    assert len(asked) == 5
    assert asked[-1] == key().code_tag(code)
    assert not is_weak(code)


@pytest.mark.parametrize(
    ("outcome", "give_up", "give_another"),
    [
        (None, "door_busy", ""),
        (Outcome.NOT_OPENED, "", ""),
        (Outcome.NOT_SENT, "", ""),
        (Outcome.UNCONFIRMED, "", "occupied"),
        (Outcome.OPENED, "occupied", "occupied"),
    ],
)
def test_a_rental_is_moved_or_given_up_only_while_nothing_can_be_inside(
    clock: FakeClock, outcome: Outcome | None, give_up: str, give_another: str
) -> None:
    for rule, reason, facts in (
        (rules.give_up, give_up, {}),
        (rules.give_another, give_another, {"cabinet": SMALL, "usable": [door(3)]}),
    ):
        where = station(MemoryJournal(), clock)
        rental = rented(where)
        if outcome is not None:
            ended(where, rental, outcome)
        assert do(where, rule, rental=rental.id, **facts) == reason


def test_another_door_keeps_code_time_and_size(where: Station) -> None:
    rental = rented(where, size=Size.S)
    ended(where, rental, Outcome.NOT_OPENED)
    facts = {"rental": rental.id, "cabinet": SMALL, "usable": [door(5)]}
    assert do(where, rules.give_another, **facts) == ""
    moved = where.state(LOCKERS).rentals[rental.id]
    assert (moved.door, moved.code, moved.until) == (door(5), rental.code, rental.until)
    assert where.state(LOCKERS).door(rental.door).rental is None
    facts["usable"] = []
    ended(where, moved, Outcome.NOT_OPENED)
    assert do(where, rules.give_another, **facts) == "full"


def test_three_doors_that_do_not_open_are_enough(where: Station) -> None:
    rental = rented(where, size=Size.S)
    for usable in (door(5), door(6)):
        ended(where, rental, Outcome.NOT_OPENED)
        facts = {"rental": rental.id, "cabinet": SMALL, "usable": [usable]}
        assert do(where, rules.give_another, **facts) == ""
        rental = where.state(LOCKERS).rentals[rental.id]
    ended(where, rental, Outcome.NOT_OPENED)
    facts = {"rental": rental.id, "cabinet": SMALL, "usable": [door(7)]}
    assert do(where, rules.give_another, **facts) == "enough_tried"


def test_who_asked_for_easy_reach_gets_another_door_even_if_none_is_easy(where: Station) -> None:
    rental = rented(where, easy=True)
    assert rental.door == door(1)
    ended(where, rental, Outcome.NOT_OPENED)
    assert (
        do(where, rules.give_another, rental=rental.id, cabinet=SMALL, usable=[door(2), door(3)])
        == ""
    )
    assert where.state(LOCKERS).rentals[rental.id].door == door(2)


def test_a_rental_that_is_over_cannot_be_opened_moved_or_ended(where: Station) -> None:
    gone = RentalId("gone")
    opening = {"purpose": Purpose.FETCH, "via": Via.CODE}
    assert do(where, rules.open_rental, rental=gone, **opening) == "no_subject"
    assert do(where, rules.give_up, rental=gone) == "no_subject"
    assert do(where, rules.collect_goods, rental=gone) == "no_subject"
    assert do(where, rules.give_another, rental=gone, cabinet=SMALL, usable=[]) == "no_subject"


def test_a_used_qr_is_known_as_used_for_a_week(where: Station, clock: FakeClock) -> None:
    def scan(rental: Rental) -> str:
        lockers = where.state(LOCKERS)
        return refusal(rules.by_token, lockers, where.moment(), token=rental.token)

    first = rented(where)
    assert scan(first) == ""
    for later in (0, 7, 8):
        if later == 0:
            ended(where, first, Outcome.NOT_SENT)
            assert do(where, rules.give_up, rental=first.id) == ""
        clock.advance(days=later)
        other = rented(where, code=f"97531{later}")
        ended(where, other, Outcome.NOT_SENT)
        assert do(where, rules.give_up, rental=other.id) == ""
        assert scan(first) == ("qr_unknown" if later == 8 else "qr_used")
    assert (
        refusal(rules.by_token, where.state(LOCKERS), where.moment(), token=token_tag(draw_token()))
        == "qr_unknown"
    )


def test_clearing_needs_two_people_and_an_overdue_door(where: Station, clock: FakeClock) -> None:
    rental = rented(where)
    ended(where, rental)
    one, two = StaffId("01"), StaffId("02")

    def clear(first: StaffId, second: StaffId, which: str = rental.door) -> str:
        return do(where, rules.clear, door=which, first=first, second=second)

    assert clear(one, two) == "not_overdue"
    clock.advance(hours=5)
    assert clear(one, one) == "same_person"
    assert clear(one, two, door(9)) == "door_free"
    assert clear(one, two) == ""
    assert clear(one, two) == "door_busy"
    ended(where, rental)
    assert clear(one, two) == "door_free"
    goods = where.state(LOCKERS).goods[rental.id]
    assert (goods.door, goods.code) == (rental.door, rental.code)
    assert do(where, rules.collect_goods, rental=rental.id) == ""
    assert do(where, rules.collect_goods, rental=rental.id) == "no_subject"


def test_a_mark_is_put_on_with_a_reason_and_taken_off(where: Station) -> None:
    def mark(what: Mark, why: MarkReason = MarkReason.NONE, which: int = 2) -> str:
        facts = {"cabinet": SMALL, "door": door(which), "mark": what, "reason": why}
        return do(where, rules.mark, **facts)

    assert mark(Mark.IN_SERVICE) == "already"
    assert mark(Mark.OUT_OF_SERVICE) == "needs_reason"
    assert mark(Mark.OUT_OF_SERVICE, which=77) == "no_such_door"
    assert mark(Mark.OUT_OF_SERVICE, MarkReason.BROKEN) == ""
    assert mark(Mark.OUT_OF_SERVICE, MarkReason.BROKEN) == "already"
    assert mark(Mark.OUT_OF_SERVICE, MarkReason.DIRTY) == ""
    assert rented(where).door == door(3)
    assert mark(Mark.IN_SERVICE) == ""
    assert rented(where, code="975310").door == door(2)


def test_a_mark_does_not_touch_the_rental_behind_the_door(where: Station) -> None:
    rental = rented(where)
    ended(where, rental)
    facts = {"cabinet": SMALL, "door": rental.door, "reason": MarkReason.BROKEN}
    assert do(where, rules.mark, mark=Mark.OUT_OF_SERVICE, **facts) == ""
    assert state_of(where, rental) is DoorState.OUT_OF_SERVICE
    opening = {"purpose": Purpose.GIVE_BACK, "via": Via.QR}
    assert do(where, rules.open_rental, rental=rental.id, **opening) == ""
    ended(where, rental)
    assert where.state(LOCKERS).rental_of(rental.door) is None
    assert state_of(where, rental) is DoorState.OUT_OF_SERVICE


def test_an_alarm_that_is_not_there_cannot_be_seen_to(where: Station) -> None:
    assert do(where, rules.see_alarm, door=door(2)) == "no_alarm"


def test_staff_open_any_door_and_what_is_inside_stays_whose_it_is(where: Station) -> None:
    rental = rented(where)
    ended(where, rental)
    facts = {"cabinet": SMALL, "reason": OpenReason.LOST_CODE}
    assert do(where, rules.staff_open, door=rental.door, **facts) == ""
    assert do(where, rules.staff_open, door=rental.door, **facts) == "door_busy"
    ended(where, rental)
    assert state_of(where, rental) is DoorState.OCCUPIED
    assert do(where, rules.staff_open, door=door(77), **facts) == "no_such_door"


def test_cycles_count_openings_with_a_pulse(where: Station) -> None:
    rental = rented(where)
    ended(where, rental)
    facts = {"cabinet": SMALL, "reason": OpenReason.CHECK}
    do(where, rules.staff_open, door=rental.door, **facts)
    ended(where, rental, Outcome.NOT_OPENED)
    assert where.state(LOCKERS).door(rental.door).cycles == 2
