"""Hand-overs are fetched once and seen by the giver; all rentals extended; locks that wear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ids import StaffId, staff_actor
from kiosk.lockers import LOCKERS, service
from kiosk.lockers.events import Ending, OpenEnded, Purpose
from kiosk.lockers.plan import Size
from kiosk.lockers.records import Door, DoorState
from kiosk.lockers.service_folds import RECENT, opening_counted
from kiosk.lockers.steps import Found, IsShut, Opened, Promised
from kiosk.ports import Outcome
from kiosk.tap import Tap
from tests.builders import SMALL, Site, door, moment, note, set_to

GIVER = StaffId("04")


def site() -> Site:
    return Site().serve()


def hand_over(where: Site, size: Size = Size.M, tap: Tap | None = None) -> Promised:
    tap = tap or Tap.fresh(staff_actor(GIVER))
    where.desk.handovers.hand_over(tap, where.hears, size=size, giver=GIVER)
    where.settle()
    promised: Promised = where.last(Promised)
    where.shut(where.rental(promised.rental).door)
    return promised


def fetch(where: Site, promised: Promised) -> None:
    where.desk.enter_code(where.hears, door=promised.door, code=promised.code)
    where.settle()
    found: Found = where.last(Found)
    assert found.hand_over
    where.give_back(found.rental)


# -- hand-over -----------------------------------------------------------------------------


def test_what_staff_put_in_is_fetched_once_and_the_giver_sees_it() -> None:
    where = site()
    promised = hand_over(where)
    assert where.state_of(promised.door) is DoorState.OCCUPIED
    assert [each.giver for each in service.waiting_handovers(where.lockers)] == [GIVER]
    where.clock.advance(3600)
    fetch(where, promised)
    assert isinstance(where.told[-1], IsShut)
    assert where.state_of(promised.door) is DoorState.FREE
    assert not service.waiting_handovers(where.lockers)
    (closed,) = where.lockers.handovers.values()
    assert (closed.giver, closed.ending) == (GIVER, Ending.GIVEN_BACK)
    assert closed.ended > closed.began + timedelta(hours=1)


def test_a_second_time_the_code_and_the_qr_say_that_it_was_fetched() -> None:
    where = site()
    promised = hand_over(where)
    fetch(where, promised)
    where.desk.enter_code(where.hears, door=promised.door, code=promised.code)
    assert where.refused() == "already_fetched"
    where.desk.scan(where.hears, text=promised.qr)
    assert where.refused() == "already_fetched"
    assert where.bank.pulses.count(promised.door) == 2  # put in, fetched


def test_a_handover_is_not_opened_to_take_something_and_keep_the_door() -> None:
    where = site()
    promised = hand_over(where)
    where.fetch(promised.rental, Purpose.FETCH)
    assert where.refused() == "not_allowed"


def test_a_handover_whose_door_does_not_open_gets_another() -> None:
    where = site()
    where.bank.jammed.add(door(5))
    promised = hand_over(where)
    assert isinstance(where.told[-1], IsShut)
    rental = where.rental(promised.rental)
    assert (rental.giver, rental.door != door(5)) == (GIVER, True)


def test_what_nobody_fetches_is_overdue_after_its_days_and_stays() -> None:
    where = site()
    promised = hand_over(where)
    where.clock.advance(7 * 24 * 3600 + 1)
    where.station.tend()
    assert where.state_of(promised.door) is DoorState.OVERDUE
    where.desk.clear(
        Tap.fresh(), where.hears, door=promised.door, first=GIVER, second=StaffId("02")
    )
    where.settle()
    where.shut(promised.door)
    (closed,) = where.lockers.handovers.values()
    assert closed.ending is Ending.CLEARED
    assert promised.rental in where.lockers.goods


def test_no_door_is_reserved_behind_which_a_handover_lies() -> None:
    where = site()
    for _ in range(2):
        hand_over(where, Size.L)
    starts = where.clock.now() + timedelta(hours=20)
    busy = {each.door for each in where.lockers.rentals.values()}
    where.desk.reservations.reserve(
        Tap.fresh(),
        where.hears,
        size=Size.L,
        starts=starts,
        ends=starts + timedelta(hours=1),
        easy=True,
    )
    where.settle()
    assert all(each.door not in busy for each in where.lockers.reservations.values())


def test_a_note_beside_a_handover_lives_as_long_as_it_and_its_retention() -> None:
    where = site()
    tap = Tap.fresh(staff_actor(GIVER), private=note("for the lady with the red hat"))
    promised = hand_over(where, tap=tap)
    where.clock.advance(31 * 24 * 3600)
    where.station.tend()
    assert where.journal.private(tap.id) is not None
    fetch(where, promised)
    where.clock.advance(31 * 24 * 3600)
    where.station.tend()
    assert where.journal.private(tap.id) is None


def test_after_a_restart_handovers_and_health_are_as_they_were() -> None:
    where = site()
    fetch(where, hand_over(where))
    hand_over(where)
    where.station.checkpoint()
    assert where.again().lockers == where.lockers


# -- extend all ----------------------------------------------------------------------------


def test_all_rentals_are_extended_at_once_by_one_entry() -> None:
    where = site()
    rentals = [where.store(size).rental for size in (Size.S, Size.M)]
    given_over = hand_over(where, Size.L).rental
    before = {each: where.rental(each) for each in (*rentals, given_over)}
    entries = where.journal.head.position
    where.station.do(Tap.fresh(), LOCKERS, service.extend_all, hours=3)
    assert where.journal.head.position == entries + 1
    for each in rentals:
        longer = where.rental(each)
        assert longer.until - before[each].until == timedelta(hours=3)
        assert longer.overdue_from - before[each].overdue_from == timedelta(hours=3)
    assert where.rental(given_over) == before[given_over]


@pytest.mark.parametrize(("hours", "reason"), [(0, "too_long"), (25, "too_long")])
def test_nobody_is_extended_for_no_hours_or_for_days(hours: int, reason: str) -> None:
    where = site()
    where.store()
    where.desk.subscribe(lambda: None)
    from tests.builders import refusal

    assert refusal(where.station.do, Tap.fresh(), LOCKERS, service.extend_all, hours=hours) == (
        reason
    )


def test_with_no_rental_there_is_nothing_to_extend() -> None:
    from tests.builders import refusal

    where = site()
    hand_over(where)
    assert refusal(where.station.do, Tap.fresh(), LOCKERS, service.extend_all, hours=1) == (
        "nobody_to_extend"
    )


# -- health --------------------------------------------------------------------------------


def test_openings_misses_and_milliseconds_are_counted_door_by_door() -> None:
    where = site()
    promised = where.store(Size.S)
    where.give_back(promised.rental)
    health = where.lockers.door(promised.door).health
    assert (health.opens, health.not_opened, health.median_ms) == (2, 0, 150)
    where.bank.jammed.add(door(5))
    where.rent(Size.M)
    jammed = where.lockers.door(door(5)).health
    assert (jammed.opens, jammed.not_opened, jammed.median_ms) == (0, 1, None)


def test_a_door_that_is_seen_open_after_all_is_counted_as_late() -> None:
    where = site()
    where.bank.mute = True
    promised = where.rent(Size.S)
    where.bank.mute = False
    where.wait(3)
    assert any(isinstance(step, Opened) for step in where.told)
    health = where.lockers.door(promised.door).health
    assert (health.opens, health.late) == (1, 1)


@given(st.lists(st.integers(0, 9000), max_size=60))
def test_only_the_latest_openings_are_remembered(times: list[int]) -> None:
    record = Door(door(1))
    for ms in times:
        ended = OpenEnded(
            order=Tap.fresh().id, door=door(1), outcome=Outcome.OPENED, elapsed_ms=ms, pulses=1
        )
        record = opening_counted(record, ended)
    assert record.health.recent == tuple(times[-RECENT:])
    assert (record.health.opens, record.cycles) == (len(times), len(times))
    if times:
        assert record.health.median_ms in times[-RECENT:]


def test_a_lock_asks_for_service_after_its_openings_and_not_again_once_it_had_it() -> None:
    where = site()
    set_to(where.station, "lockers.service_cycles", "100")
    record = Door(door(1), cycles=99)
    now = where.station.moment()
    assert not service.needs_service(record, now)
    assert service.needs_service(Door(door(1), cycles=100), now)
    promised = where.store(Size.S)
    where.station.do(Tap.fresh(), LOCKERS, service.serviced, cabinet=SMALL, door=promised.door)
    assert where.lockers.door(promised.door).health.serviced_cycles == 1
    assert not service.needs_service(where.lockers.door(promised.door), moment())
