"""A cleaning round opens free doors in their order, one at a time, and can be gone on with."""

from __future__ import annotations

import pytest

from kiosk.ids import DoorId
from kiosk.lockers import LOCKERS, rounds, rules
from kiosk.lockers.events import Mark, MarkReason, OpenReason
from kiosk.lockers.plan import Size
from kiosk.lockers.records import DoorState
from kiosk.lockers.round_events import Tick
from kiosk.tap import Tap
from tests.builders import BANK, SMALL, Site, door, refusal


def site() -> Site:
    return Site().serve()


def begin(where: Site) -> None:
    where.station.do(Tap.fresh(), LOCKERS, rounds.begin_round, cabinet=SMALL, bank=BANK, column=1)


def left(where: Site) -> tuple[DoorId, ...]:
    return rounds.left(where.lockers, cabinet=SMALL)


def tick(where: Site, which: DoorId, found: Tick = Tick.CLEAN) -> None:
    where.station.do(Tap.fresh(), LOCKERS, rounds.tick, cabinet=SMALL, door=which, tick=found)


def look_into(where: Site, which: DoorId) -> None:
    where.desk.staff_open(Tap.fresh(), where.hears, door=which, reason=OpenReason.CLEANING)
    where.settle()


def test_only_doors_with_nobodys_things_are_on_the_round_from_top_to_bottom() -> None:
    where = site()
    taken = where.store(Size.M).door
    held = where.rent(Size.S).door
    begin(where)
    assert left(where) == tuple(plan.id for plan in SMALL.doors if plan.id not in (taken, held))


def test_each_door_is_opened_shut_and_ticked_and_then_the_round_is_over() -> None:
    where = site()
    begin(where)
    opened = []
    while left(where):
        which = left(where)[0]
        look_into(where, which)
        opened.append(which)
        assert where.bank.open_doors == {which}  # one at a time
        where.shut(which)
        tick(where, which)
    assert opened == [plan.id for plan in SMALL.doors] == where.bank.pulses
    where.station.do(Tap.fresh(), LOCKERS, rounds.end_round)
    assert where.lockers.cleaning is None
    assert all(where.state_of(plan.id) is DoorState.FREE for plan in SMALL.doors)


def test_a_door_is_not_ticked_while_it_stands_open() -> None:
    where = site()
    begin(where)
    look_into(where, door(1))
    assert refusal(tick, where, door(1)) == "door_busy"


def test_left_goods_are_kept_on_the_list_and_handed_out_like_others() -> None:
    where = site()
    begin(where)
    tick(where, door(1), Tick.GOODS)
    (kept,) = where.lockers.goods.values()
    assert kept.door == door(1)
    where.station.do(Tap.fresh(), LOCKERS, rules.collect_goods, rental=kept.rental)
    assert not where.lockers.goods


def test_a_broken_door_goes_out_of_service() -> None:
    where = site()
    begin(where)
    tick(where, door(2), Tick.BROKEN)
    assert where.state_of(door(2)) is DoorState.OUT_OF_SERVICE
    assert where.lockers.door(door(2)).reason is MarkReason.BROKEN
    assert door(2) not in left(where)


def test_a_door_that_waited_for_cleaning_is_in_service_after_its_tick() -> None:
    where = site()
    where.station.do(
        Tap.fresh(), LOCKERS, rules.mark, cabinet=SMALL, door=door(3), mark=Mark.CLEANING
    )
    begin(where)
    tick(where, door(3))
    assert where.state_of(door(3)) is DoorState.FREE


def test_after_a_restart_the_round_goes_on_where_it_was() -> None:
    where = site()
    begin(where)
    tick(where, door(1))
    where.station.checkpoint()
    again = where.again()
    assert left(again) == left(where)
    assert door(1) not in left(again)


def test_a_door_given_out_meanwhile_is_left_out() -> None:
    where = site()
    begin(where)
    rented = where.rent(Size.S).door
    assert rented not in left(where)
    assert refusal(tick, where, rented) == "no_subject"


@pytest.mark.parametrize("again", [True, False])
def test_one_round_at_a_time_and_none_where_nothing_is_free(again: bool) -> None:
    where = site()
    if again:
        begin(where)
        assert refusal(begin, where) == "already"
    else:
        for plan in SMALL.doors:
            where.station.do(
                Tap.fresh(), LOCKERS, rules.mark, cabinet=SMALL, door=plan.id, mark=Mark.TO_CHECK
            )
        assert refusal(begin, where) == "nothing_to_clean"
