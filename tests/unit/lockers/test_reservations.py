"""Doors promised for later: never more than there are, held in time, told when it fails."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.errors import Refused
from kiosk.ids import RentalId, ReservationId
from kiosk.lockers import LOCKERS, reservations, rules
from kiosk.lockers.booked import Booked
from kiosk.lockers.events import Mark, MarkReason, Via
from kiosk.lockers.plan import Cabinet, Size
from kiosk.lockers.records import DoorState
from kiosk.lockers.steps import (
    IsShut,
    Opened,
    Promised,
    ReservationFound,
    ReservationGone,
    ReservationMade,
    Said,
)
from kiosk.secrets import draw_token, token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from tests.builders import SMALL, Site, cabinet, door, key, refusal, station
from tests.fakes import FakeClock, MemoryJournal
from tests.meeting import MeetingJournal, at_once

HOUR = timedelta(hours=1)
ONE_DOOR = cabinet(Size.S)


def site(doors: Cabinet = SMALL) -> Site:
    return Site(doors).serve()


def later(where: Site, hours: float) -> datetime:
    return where.clock.now() + hours * HOUR


def reserve(
    where: Site, size: Size = Size.S, *, after: float = 2, hours: float = 2, easy: bool = False
) -> ReservationMade:
    starts = later(where, after)
    where.desk.reservations.reserve(
        Tap.fresh(), where.hears, size=size, starts=starts, ends=starts + hours * HOUR, easy=easy
    )
    where.settle()
    made = where.told[-1]
    if isinstance(made, Said):
        raise made.refused
    assert isinstance(made, ReservationMade)
    return made


def go_on(where: Site, hours: float) -> None:
    """Let time pass; the terminal looks at the time as it does each minute."""
    where.clock.advance(hours * 3600)
    where.wait(2.5)
    where.station.tend()
    where.desk.reservations.hold_doors()


def arrive(where: Site, made: ReservationMade, via: Via = Via.CODE) -> None:
    where.desk.reservations.arrive(Tap.fresh(), where.hears, reservation=made.reservation, via=via)
    where.settle()


def booked(where: Site, made: ReservationMade) -> Booked:
    return where.lockers.reservations[made.reservation].booked


# -- a whole visit -------------------------------------------------------------------------


def test_a_reserved_door_is_held_opened_and_given_back_with_the_same_code() -> None:
    where = site()
    made = reserve(where)
    go_on(where, 2)
    held = where.lockers.reservations[made.reservation].door
    assert where.state_of(held) is DoorState.HELD

    where.desk.reservations.enter_code(where.hears, code=made.code)
    where.settle()
    found: ReservationFound = where.last(ReservationFound)
    assert (found.reservation, found.ends) == (made.reservation, made.ends)
    arrive(where, made)
    promised: Promised = where.last(Promised)
    assert (promised.door, promised.until, promised.code) == (held, made.ends, "")
    where.shut(held)
    assert isinstance(where.told[-1], IsShut)
    assert where.state_of(held) is DoorState.OCCUPIED

    where.desk.enter_code(where.hears, door=held, code=made.code)
    where.settle()
    where.give_back(promised.rental)
    assert where.state_of(held) is DoorState.FREE


def test_its_qr_finds_it_and_later_the_rental_it_became() -> None:
    where = site()
    made = reserve(where)
    where.desk.scan(where.hears, text=made.qr)
    where.settle()
    assert isinstance(where.told[-1], ReservationFound)
    go_on(where, 2)
    arrive(where, made, Via.QR)
    assert isinstance(where.told[-1], Opened)
    where.desk.scan(where.hears, text=made.qr)
    where.settle()
    assert type(where.told[-1]).__name__ == "Found"


def test_the_door_of_a_reservation_that_does_not_open_is_changed_for_another() -> None:
    where = site()
    made = reserve(where)
    go_on(where, 2)
    planned = where.lockers.reservations[made.reservation].door
    where.bank.jammed.add(planned)
    arrive(where, made)
    where.settle()
    rental = next(iter(where.lockers.rentals.values()))
    assert rental.door != planned
    assert where.state_of(planned) is DoorState.OUT_OF_SERVICE


def test_after_a_restart_reservations_are_as_they_were() -> None:
    where = site()
    made = reserve(where)
    again = where.again()
    assert again.lockers == where.lockers
    go_on(again, 2)
    assert booked(again, made) is Booked.HELD


# -- who comes too early, too late or with something else ----------------------------------


def test_whoever_comes_too_early_is_told_from_when() -> None:
    where = site()
    made = reserve(where, after=5)
    arrive(where, made)
    said: Said = where.last(Said)
    assert (said.refused.reason, said.refused.facts["starts"]) == ("too_early", made.starts)
    assert not where.bank.pulses


def test_a_little_early_is_early_enough_when_a_door_is_free() -> None:
    where = site()
    made = reserve(where, after=0.4)
    arrive(where, made)
    assert isinstance(where.told[-1], Opened)


def test_after_the_grace_the_door_is_free_and_whoever_comes_is_told() -> None:
    where = site()
    made = reserve(where)
    go_on(where, 2)
    held = where.lockers.reservations[made.reservation].door
    go_on(where, 0.5)
    assert booked(where, made) is Booked.RELEASED
    assert where.state_of(held) is DoorState.FREE
    arrive(where, made)
    assert where.refused() == "reservation_released"
    where.desk.reservations.enter_code(where.hears, code=made.code)
    assert where.refused() == "reservation_released"
    where.desk.scan(where.hears, text=made.qr)
    assert where.refused() == "reservation_released"
    assert not where.bank.pulses


def test_the_grace_is_over_in_time_even_before_the_release_is_written() -> None:
    where = site()
    made = reserve(where)
    where.clock.advance(2.5 * 3600)
    arrive(where, made)
    assert where.refused() == "reservation_released"


def test_time_never_releases_a_door_that_somebody_has_put_things_in() -> None:
    where = site()
    made = reserve(where, hours=1)
    go_on(where, 2)
    arrive(where, made)
    promised: Promised = where.last(Promised)
    where.shut(promised.door)
    for _ in range(50):
        go_on(where, 1)
    assert where.state_of(promised.door) is DoorState.OVERDUE
    assert promised.rental in where.lockers.rentals


def test_a_used_code_says_so() -> None:
    where = site()
    made = reserve(where)
    go_on(where, 2)
    arrive(where, made)
    arrive(where, made)
    assert where.refused() == "reservation_used"


def test_a_cancelled_reservation_frees_its_door_at_once() -> None:
    where = site(ONE_DOOR)
    made = reserve(where, easy=True)
    with pytest.raises(Refused):
        reserve(where, easy=True)
    where.desk.reservations.cancel(Tap.fresh(), where.hears, reservation=made.reservation)
    where.settle()
    assert isinstance(where.told[-1], ReservationGone)
    reserve(where, easy=True)


def test_five_wrong_codes_rest_reservations_and_doors_alike() -> None:
    where = site()
    made = reserve(where)
    wrong = "135791" if made.code != "135791" else "135792"
    for _ in range(4):
        where.desk.reservations.enter_code(where.hears, code=wrong)
        assert where.refused() == "wrong_reservation"
    where.desk.reservations.enter_code(where.hears, code=wrong)
    assert where.refused() == "codes_resting"
    where.desk.reservations.enter_code(where.hears, code=made.code)
    assert where.refused() == "codes_resting"
    where.desk.enter_code(where.hears, door=door(1), code=made.code)
    assert where.refused() == "codes_resting"


# -- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "hours", "reason"),
    [
        (-0.1, 2, "in_the_past"),
        (2, 0, "in_the_past"),
        (24.1, 2, "too_far"),
        (2, 24.5, "too_long"),
    ],
)
def test_what_cannot_be_reserved_is_told_in_one_word(
    after: float, hours: float, reason: str
) -> None:
    where = site()
    assert refusal(reserve, where, after=after, hours=hours) == reason


def test_nothing_is_promised_while_the_clock_is_not_trusted() -> None:
    where = site()
    where.clock.is_trusted = False
    assert refusal(reserve, where) == "untrusted_clock"


def test_the_same_tap_promises_one_door() -> None:
    where, tap = site(), Tap.fresh()
    starts = later(where, 2)
    for _ in range(2):
        where.desk.reservations.reserve(
            tap, where.hears, size=Size.S, starts=starts, ends=starts + HOUR
        )
        where.settle()
    assert len(where.lockers.reservations) == 1


# -- promises against doors ----------------------------------------------------------------


def test_somebody_at_the_screen_does_not_get_a_door_that_is_promised_before_they_are_back() -> None:
    where = site(ONE_DOOR)
    reserve(where, after=3, easy=True)
    where.desk.rent(Tap.fresh(), where.hears, size=Size.S, easy=True)
    assert where.refused() == "full"
    where.told.clear()
    assert where.rent(Size.S, easy=True, hours=2).door == door(1)


def test_a_bag_that_stays_until_then_is_counted() -> None:
    where = site(ONE_DOOR)
    where.rent(Size.S, easy=True, hours=4)
    assert refusal(reserve, where, after=3, easy=True) == "promised"
    assert refusal(reserve, where, after=4.1, easy=True) == "promised"  # the grace after it
    reserve(where, after=4.25, easy=True)


def test_when_the_size_is_promised_a_larger_door_is() -> None:
    where = site(cabinet(Size.S, Size.M))
    first, second = (reserve(where, easy=each) for each in (True, False))
    planned = [where.lockers.reservations[each.reservation].door for each in (first, second)]
    assert planned == [door(1), door(2)]
    assert refusal(reserve, where) == "promised"


def test_a_door_that_is_still_occupied_gives_way_to_another_of_its_size_or_larger() -> None:
    where = site(cabinet(Size.S, Size.M, heights={2: 900}))
    bag = where.store(Size.S, easy=True, hours=1)
    made = reserve(where, after=1.5, easy=True)
    assert where.lockers.reservations[made.reservation].door == door(1)
    go_on(where, 1.5)  # the bag was not fetched
    assert where.lockers.reservations[made.reservation].door == door(2)
    assert where.state_of(bag.door) is DoorState.OVERDUE


def test_if_no_door_is_free_at_the_start_it_failed_and_whoever_comes_is_told() -> None:
    where = site(ONE_DOOR)
    bag = where.store(Size.S, easy=True, hours=1)
    made = reserve(where, after=1.5, easy=True)
    go_on(where, 1.5)
    assert booked(where, made) is Booked.FAILED
    assert where.state_of(bag.door) is DoorState.OVERDUE
    arrive(where, made)
    assert where.refused() == "reservation_failed"
    where.give_back(bag.rental)  # and a door that comes free in time is theirs after all
    where.told.clear()
    arrive(where, made)
    assert isinstance(where.told[-1], Opened)


def test_while_no_bank_answers_nothing_fails() -> None:
    where = site()
    made = reserve(where)
    where.bank.gone = True
    go_on(where, 2)
    assert booked(where, made) is Booked.COMING
    where.bank.gone = False
    go_on(where, 0.1)
    assert booked(where, made) is Booked.HELD


def test_a_door_out_of_service_is_not_promised() -> None:
    where = site(ONE_DOOR)
    where.station.do(
        Tap.fresh(),
        LOCKERS,
        rules.mark,
        cabinet=ONE_DOOR,
        door=door(1),
        mark=Mark.OUT_OF_SERVICE,
        reason=MarkReason.BROKEN,
    )
    assert refusal(reserve, where, easy=True) == "promised"
    assert where.desk.reservations.sizes(later(where, 1), later(where, 2)) == ()


def test_easy_doors_are_kept_for_those_who_ask_of_later_doors_too() -> None:
    where = site(cabinet(*[Size.S] * 20, heights=dict.fromkeys(range(2, 21), 1700)))
    for _ in range(15):
        made = reserve(where)
        assert where.lockers.reservations[made.reservation].door != door(1)
    wished = reserve(where, easy=True)
    assert where.lockers.reservations[wished.reservation].door == door(1)


# -- two people, one door ------------------------------------------------------------------


def promise(where: Station, code: str, starts: datetime) -> ReservationId:
    tap = Tap.fresh()
    where.do(
        tap,
        LOCKERS,
        reservations.reserve,
        reservation=ReservationId(tap.id),
        cabinet=ONE_DOOR,
        size=Size.S,
        easy=True,
        starts=starts,
        ends=starts + HOUR,
        code=key().code_tag(code),
        token=token_tag(draw_token()),
    )
    return ReservationId(tap.id)


def winners(lock: AbstractContextManager[object] | None) -> int:
    """Let two threads reserve the only door for the same hour; return how many got it."""
    journal, clock = MeetingJournal(guarded=lock is None), FakeClock()
    where, starts = station(journal, clock, lock=lock), clock.now() + HOUR
    codes = ("135790", "246801")
    return at_once(journal, *[partial(promise, where, code, starts) for code in codes])


def test_without_the_lock_the_last_door_is_promised_twice() -> None:
    """Shows that the test below would see a missing lock."""
    assert winners(contextlib.nullcontext()) == 2


def test_two_who_reserve_the_last_door_at_once_have_one_winner() -> None:
    assert [winners(None) for _ in range(25)] == [1] * 25


# -- any history ---------------------------------------------------------------------------

DOORS = cabinet(Size.S, Size.S, Size.M, Size.L, heights=dict.fromkeys(range(1, 5), 900))
USABLE = [plan.id for plan in DOORS.doors]
SIZES = st.sampled_from(list(Size))
HALVES = st.integers(0, 30).map(lambda halves: halves / 2)


class Promises(RuleBasedStateMachine):
    """People reserve, rent, come and go; time passes. At no instant are there too few doors."""

    @initialize()
    def begin(self) -> None:
        self.clock = FakeClock()
        self.station = station(MemoryJournal(), self.clock)
        self.codes = 100_000

    def do(self, asked: Any, **facts: Any) -> Tap | None:
        tap = Tap.fresh()
        with contextlib.suppress(Refused):
            self.station.do(tap, LOCKERS, asked, **facts)
            return tap
        return None

    def secret(self) -> dict[str, Any]:
        self.codes += 1
        return {"code": key().code_tag(str(self.codes)), "token": token_tag(draw_token())}

    @rule(size=SIZES, after=HALVES, hours=HALVES, easy=st.booleans())
    def reserve(self, size: Size, after: float, hours: float, easy: bool) -> None:
        starts = self.clock.now() + after * HOUR
        self.do(
            reservations.reserve,
            reservation=ReservationId(Tap.fresh().id),
            cabinet=DOORS,
            size=size,
            easy=easy,
            starts=starts,
            ends=starts + hours * HOUR,
            **self.secret(),
        )

    @rule(size=SIZES, hours=st.integers(1, 24), back=st.booleans())
    def rent(self, size: Size, hours: int, back: bool) -> None:
        self.do(
            rules.rent,
            rental=RentalId(Tap.fresh().id),
            cabinet=DOORS,
            usable=USABLE,
            size=size,
            easy=False,
            hours=hours,
            **self.secret(),
        )

    @precondition(lambda self: self.lockers.reservations)
    @rule(data=st.data())
    def come(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.lockers.reservations)))
        self.do(
            reservations.arrive,
            reservation=chosen,
            rental=RentalId(Tap.fresh().id),
            cabinet=DOORS,
            usable=USABLE,
            via=Via.CODE,
        )

    @precondition(lambda self: self.lockers.rentals)
    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        """End a rental; what was ordered of its door ends with it."""
        chosen = data.draw(st.sampled_from(sorted(self.lockers.rentals)))
        self.do(lambda _lockers, _moment: _gone(chosen))

    @rule(minutes=st.sampled_from([1, 10, 30, 120, 600]))
    def wait(self, minutes: int) -> None:
        self.clock.advance(minutes * 60)
        self.station.tend()
        for each in reservations.begins(self.lockers, self.station.moment()):
            self.do(reservations.hold, reservation=each.id, cabinet=DOORS, usable=USABLE)

    @property
    def lockers(self) -> Any:
        return self.station.state(LOCKERS)

    @invariant()
    def no_door_is_promised_twice(self) -> None:
        if not hasattr(self, "station"):
            return
        promises = [each for each in self.lockers.reservations.values() if each.is_promise]
        for one in promises:
            for other in promises:
                overlap = one.overlaps(other.starts, other.overdue_from)
                assert one is other or one.door != other.door or not overlap

    @invariant()
    def promises_of_a_size_never_exceed_the_doors_of_it_or_larger(self) -> None:
        if not hasattr(self, "station"):
            return
        now = self.clock.now()
        promises = [each for each in self.lockers.reservations.values() if each.is_promise]
        in_time = [each for each in self.lockers.rentals.values() if not each.is_overdue(now)]
        for instant in [now, *(each.starts for each in promises)]:
            taken = {each.door for each in in_time if each.overdue_from > instant}
            for size in Size:
                doors = [plan for plan in DOORS.doors if plan.size in size.or_larger()]
                wanted = [
                    each
                    for each in promises
                    if each.size in size.or_larger() and each.starts <= instant < each.overdue_from
                ]
                left = [plan for plan in doors if plan.id not in taken]
                assert len(wanted) <= len(left)

    @invariant()
    def nobody_has_a_door_that_somebody_else_has(self) -> None:
        if not hasattr(self, "station"):
            return
        doors = [each.door for each in self.lockers.rentals.values()]
        assert len(doors) == len(set(doors))


def _gone(rental: RentalId) -> Any:
    from kiosk.lockers.events import Ending, RentalEnded

    return RentalEnded(rental=rental, ending=Ending.NO_DOOR_OPENED)


TestPromises = Promises.TestCase
TestPromises.settings = hypothesis_settings(max_examples=60, stateful_step_count=25, deadline=None)
