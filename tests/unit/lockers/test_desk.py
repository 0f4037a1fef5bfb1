"""Visits at the desk, run by hand over a cabinet without a line."""

from __future__ import annotations

import immutables
import pytest

from kiosk.ids import StaffId, follow_id
from kiosk.lockers.events import Alarm, Mark, MarkReason, OpenReason, Purpose, Via
from kiosk.lockers.plan import Size
from kiosk.lockers.records import DoorState, Holding
from kiosk.lockers.steps import Found, IsShut, NotOpened, Opened, Ordered, Said, StandsOpen, Step
from kiosk.ports import Outcome
from kiosk.tap import Tap
from tests.builders import SMALL, Site, cabinet, door


@pytest.fixture
def site() -> Site:
    return Site().serve()


def test_a_bag_is_stored_when_its_door_was_open_and_is_sensed_shut(site: Site) -> None:
    promised = site.rent()
    assert site.heard() == ["Promised", "Opened"]
    assert site.state_of(promised.door) is DoorState.HELD
    site.shut(promised.door)
    assert site.heard() == ["IsShut"]
    assert site.state_of(promised.door) is DoorState.OCCUPIED
    assert site.bank.pulses == [promised.door]


def test_the_promise_is_durable_before_the_pulse(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    assert site.heard() == ["Promised"]
    assert site.tags()[-1] == "Rented"
    assert site.bank.pulses == []


def test_the_code_finds_the_door_and_the_thing_can_be_fetched_and_given_back(site: Site) -> None:
    promised = site.store()
    site.desk.enter_code(site.hears, door=promised.door, code=promised.code)
    site.settle()
    found: Found = site.last(Found)
    assert (found.rental, found.door, found.by_qr) == (promised.rental, promised.door, False)
    site.fetch(found.rental)
    site.shut(promised.door)
    assert site.state_of(promised.door) is DoorState.OCCUPIED
    site.give_back(found.rental)
    assert site.state_of(promised.door) is DoorState.FREE
    assert site.bank.pulses == [promised.door] * 3


def test_the_qr_finds_the_door_until_it_is_given_back(site: Site) -> None:
    promised = site.store()
    site.desk.scan(site.hears, text=promised.qr)
    site.settle()
    assert site.last(Found).by_qr
    site.give_back(promised.rental)
    site.desk.scan(site.hears, text=promised.qr)
    assert site.refused() == "qr_used"
    site.desk.scan(site.hears, text=promised.qr + "x")
    assert site.refused() == "qr_unknown"
    site.desk.scan(site.hears, text="https://example.org")
    assert site.refused() == "qr_unknown"


def test_a_repeated_tap_never_orders_again(site: Site) -> None:
    tap = Tap.fresh()
    promised = site.rent(tap=tap)
    site.desk.rent(tap, site.hears, size=Size.S)
    site.settle()
    site.shut(promised.door)
    again = Tap.fresh()
    for _ in range(2):
        site.desk.open_rental(
            again, site.hears, rental=promised.rental, purpose=Purpose.FETCH, via=Via.CODE
        )
    site.settle()
    site.shut(promised.door)
    site.desk.open_rental(
        again, site.hears, rental=promised.rental, purpose=Purpose.FETCH, via=Via.CODE
    )
    site.settle()
    assert site.bank.pulses == [promised.door] * 2
    assert len(site.lockers.rentals) == 1
    kinds = ["Promised", "Opened", "IsShut", "Ordered", "Opened", "IsShut"]
    assert site.heard() == kinds


def test_an_order_given_to_the_bank_twice_is_carried_out_once(site: Site) -> None:
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(4), reason=OpenReason.CHECK)
    site.lane.run()
    order = site.last(Ordered).order
    for _ in range(2):
        site.watch.order(order, door(4))
        site.settle()
    site.shut(door(4))
    site.watch.order(order, door(4))
    site.settle()
    assert site.bank.pulses == [door(4)]
    assert site.tags().count("OpenEnded") == 1


def test_an_unsure_door_that_stays_shut_when_tried_again_is_not_exchanged(site: Site) -> None:
    """Something may be inside since the first try."""
    site.bank.mute = True
    promised = site.rent()
    site.bank.mute = False
    site.bank.open_doors.clear()
    site.bank.jammed = {promised.door}
    site.wait(4)
    site.fetch(promised.rental, Purpose.STORE, Via.VISIT)
    told: NotOpened = site.last(NotOpened)
    assert (told.another, told.ended) == (None, False)
    assert site.rental(promised.rental).door == promised.door


def test_a_repeated_tap_does_not_pulse_after_a_restart(site: Site) -> None:
    tap = Tap.fresh()
    promised = site.rent(tap=tap)
    later = site.again()
    later.desk.rent(tap, later.hears, size=Size.S)
    later.settle()
    assert later.bank.pulses == [promised.door]


def test_a_door_that_does_not_open_is_replaced_by_another(site: Site) -> None:
    site.bank.jammed = {door(2)}
    promised = site.rent()
    assert promised.door == door(2)
    told: NotOpened = site.last(NotOpened)
    assert (told.another, told.ended) == (door(3), False)
    assert site.heard() == ["Promised", "NotOpened", "Opened"]
    record = site.lockers.door(door(2))
    assert (record.mark, record.reason) == (Mark.OUT_OF_SERVICE, MarkReason.DID_NOT_OPEN)
    site.shut(door(3))
    assert site.rental(promised.rental).door == door(3)
    assert site.rental(promised.rental).holding is Holding.OCCUPIED


def test_where_no_other_door_is_free_the_rental_ends_and_is_told(site: Site) -> None:
    site.bank.jammed = set(site.bank.doors)
    promised = site.rent(Size.L)
    last: NotOpened = site.last(NotOpened)
    assert last.ended
    assert last.another is None
    assert promised.rental not in site.lockers.rentals
    assert site.bank.pulses == [door(8), door(8), door(9), door(9)]


def test_an_order_that_could_not_be_sent_ends_the_rental_at_once(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    site.bank.gone = True
    site.settle()
    last: NotOpened = site.last(NotOpened)
    assert (last.outcome, last.ended) == (Outcome.NOT_SENT, True)
    assert site.lockers.rentals == immutables.Map()
    assert site.state_of(last.door) is DoorState.FREE


def test_an_order_older_than_fifteen_seconds_is_refused_never_executed_late(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    site.clock.advance(15.5)
    site.settle()
    assert site.bank.pulses == []
    assert site.last(NotOpened).outcome is Outcome.NOT_SENT


def test_the_age_of_an_order_counts_from_the_touch_whatever_lane_it_waits_in(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.clock.advance(8)
    site.lane.run()
    site.clock.advance(8)
    site.settle()
    assert site.bank.pulses == []
    assert site.last(NotOpened).outcome is Outcome.NOT_SENT


def test_a_touch_whose_turn_comes_too_late_promises_nothing(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.clock.advance(15.5)
    site.settle()
    assert site.refused() == "too_late"
    assert site.lockers.rentals == immutables.Map()
    assert site.bank.pulses == []


def test_an_order_of_fifteen_seconds_is_still_executed(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    site.clock.advance(14.9)
    site.settle()
    assert len(site.bank.pulses) == 1


def test_an_unsure_opening_seen_open_later_counts_as_opened(site: Site) -> None:
    site.bank.mute = True
    promised = site.rent()
    assert site.heard() == ["Promised", "Unsure"]
    assert site.state_of(promised.door) is DoorState.HELD
    site.bank.mute = False
    site.wait(3)
    assert site.heard() == ["Opened"]
    site.shut(promised.door)
    assert site.last(IsShut).seen_open
    assert site.state_of(promised.door) is DoorState.OCCUPIED
    assert site.bank.pulses == [promised.door]


def test_an_unsure_opening_that_is_given_up_leaves_a_door_to_check(site: Site) -> None:
    site.bank.mute = True
    promised = site.rent()
    site.desk.give_up(Tap.fresh(), site.hears, rental=promised.rental)
    site.settle()
    assert promised.rental not in site.lockers.rentals
    assert site.state_of(promised.door) is DoorState.TO_CHECK


def test_a_door_shut_unseen_after_giving_back_is_not_released(site: Site) -> None:
    promised = site.store()
    site.bank.mute = True
    site.fetch(promised.rental, Purpose.GIVE_BACK)
    site.bank.open_doors.clear()
    site.bank.mute = False
    site.wait(4)
    assert not site.last(IsShut).seen_open
    assert site.state_of(promised.door) is DoorState.TO_CHECK
    assert site.rental(promised.rental).holding is Holding.OCCUPIED


@pytest.mark.parametrize("purpose", [Purpose.STORE, Purpose.FETCH])
def test_opening_a_standing_open_new_door_again_does_not_lose_the_bag(
    site: Site, purpose: Purpose
) -> None:
    promised = site.rent()
    site.fetch(promised.rental, purpose, Via.VISIT)
    assert site.last(Opened).outcome is Outcome.ALREADY_OPEN
    site.shut(promised.door)
    assert site.state_of(promised.door) is DoorState.OCCUPIED
    site.desk.give_up(Tap.fresh(), site.hears, rental=promised.rental)
    assert site.refused() == "occupied"


def test_staff_opening_a_standing_open_new_door_does_not_lose_the_bag(site: Site) -> None:
    promised = site.rent()
    site.desk.staff_open(Tap.fresh(), site.hears, door=promised.door, reason=OpenReason.STUCK)
    site.settle()
    site.shut(promised.door)
    assert site.state_of(promised.door) is DoorState.OCCUPIED


def test_an_order_not_sent_to_a_standing_open_new_door_does_not_lose_the_bag(site: Site) -> None:
    promised = site.rent()
    site.desk.open_rental(
        Tap.fresh(), site.hears, rental=promised.rental, purpose=Purpose.STORE, via=Via.VISIT
    )
    site.lane.run()
    site.clock.advance(16)
    site.settle()
    assert site.last(NotOpened).another is None
    assert not site.last(NotOpened).ended
    site.shut(promised.door)
    assert site.state_of(promised.door) is DoorState.OCCUPIED


def test_a_new_door_that_stands_open_cannot_be_given_up(site: Site) -> None:
    promised = site.rent()
    site.desk.give_up(Tap.fresh(), site.hears, rental=promised.rental)
    assert site.refused() == "occupied"


def test_two_orders_on_one_door_are_one_order(site: Site) -> None:
    promised = site.store()
    site.desk.open_rental(
        Tap.fresh(), site.hears, rental=promised.rental, purpose=Purpose.FETCH, via=Via.CODE
    )
    site.desk.staff_open(Tap.fresh(), site.hears, door=promised.door, reason=OpenReason.CHECK)
    site.lane.run()
    assert site.refused() == "door_busy"
    assert site.bank.pulses == [promised.door] * 2


def test_a_resident_cannot_order_what_is_for_staff(site: Site) -> None:
    promised = site.store()
    for purpose in (Purpose.CLEAR, Purpose.STAFF, Purpose.STORE):
        site.fetch(promised.rental, purpose)
        assert site.refused() == "not_allowed"
    assert site.bank.pulses == [promised.door]


def test_whoever_left_hears_nothing_more(site: Site) -> None:
    promised = site.rent()
    site.heard()
    site.desk.leave(site.hears)
    site.shut(promised.door)
    assert site.heard() == []
    assert site.state_of(promised.door) is DoorState.OCCUPIED


def test_nothing_is_rented_while_the_bank_is_away(site: Site) -> None:
    site.bank.gone = True
    site.wait(2)
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    assert site.refused() == "lockers_away"
    assert not site.desk.state.online


def test_a_bank_without_power_is_away_although_its_port_is_there(site: Site) -> None:
    site.bank.mute = True
    site.wait(2)
    assert [(bank.online, bank.why_not) for bank in site.desk.state.banks] == [(False, "silent")]
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    assert site.refused() == "lockers_away"
    before = site.bank.times_off
    site.bank.mute = False
    site.wait(4)
    assert site.desk.state.online
    assert site.bank.times_off > before


def test_who_shows_the_banks_is_told_when_one_goes_and_comes_back(site: Site) -> None:
    changes: list[bool] = []
    end = site.desk.subscribe(lambda: changes.append(site.desk.state.online))
    site.bank.gone = True
    site.wait(2)
    site.bank.gone = False
    site.wait(4)
    end()
    site.bank.gone = True
    site.wait(2)
    assert changes == [False, True]


@pytest.mark.parametrize(("size", "reason"), [(Size.L, "full"), (Size.S, "no_easy_door")])
def test_a_full_size_is_told(size: Size, reason: str) -> None:
    sizes = [Size.S, Size.M] if size is Size.L else [Size.S]
    site = Site(cabinet(*sizes, heights={1: 1700, 2: 1700})).serve()
    site.desk.rent(Tap.fresh(), site.hears, size=size, easy=reason == "no_easy_door")
    assert site.refused() == reason


def test_an_open_door_is_not_given_out(site: Site) -> None:
    site.bank.open_doors = {door(2), door(3)}
    site.wait(2)
    assert site.rent().door not in (door(2), door(3))


def test_a_disk_that_is_full_promises_nothing_and_says_so(site: Site) -> None:
    site.journal.refuses = True  # type: ignore[attr-defined]
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.settle()
    assert site.heard() == ["Failed"]
    assert site.lockers.rentals == immutables.Map()
    assert site.bank.pulses == []


def test_staff_open_doors_while_the_disk_is_full_and_it_is_written_later(site: Site) -> None:
    promised = site.store()
    site.heard()
    site.journal.refuses = True  # type: ignore[attr-defined]
    site.desk.staff_open(Tap.fresh(), site.hears, door=promised.door, reason=OpenReason.EMERGENCY)
    site.settle()
    assert site.heard() == ["Ordered", "Opened"]
    assert site.bank.pulses == [promised.door] * 2
    site.journal.refuses = False  # type: ignore[attr-defined]
    site.wait(1)
    assert site.tags()[-2:] == ["OpenAsked", "OpenEnded"]
    site.shut(promised.door)
    assert site.heard() == ["IsShut"]
    assert site.state_of(promised.door) is DoorState.OCCUPIED


def test_a_door_that_opened_while_the_disk_filled_up_is_told_and_written_later(site: Site) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    site.journal.refuses = True  # type: ignore[attr-defined]
    site.settle()
    assert site.heard() == ["Promised", "Opened"]
    opened = site.bank.pulses[0]
    site.shut(opened)
    assert site.heard() == []
    site.journal.refuses = False  # type: ignore[attr-defined]
    site.wait(1)
    assert site.heard() == ["IsShut"]
    assert site.state_of(opened) is DoorState.OCCUPIED
    assert site.bank.pulses == [opened]


def test_a_disk_that_fills_up_when_a_door_does_not_open_is_still_told(site: Site) -> None:
    site.bank.jammed = {door(2)}
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    site.journal.refuses = True  # type: ignore[attr-defined]
    site.settle()
    told: NotOpened = site.last(NotOpened)
    assert (told.another, told.ended) == (None, False)


def test_what_the_desk_did_not_expect_is_told_as_failed(site: Site) -> None:
    site.desk.serve([])
    rental = Site().serve().store().rental
    site.desk.open_rental(
        Tap.fresh(), site.hears, rental=rental, purpose=Purpose.FETCH, via=Via.CODE
    )
    assert site.refused() == "no_subject"
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(1), reason=OpenReason.CHECK)
    site.settle()
    assert site.heard(Step)[-1] == "Failed"


# -- codes ---------------------------------------------------------------------------------


def tries(site: Site, code: str, times: int, which: int = 2) -> list[str]:
    reasons = []
    for _ in range(times):
        site.desk.enter_code(site.hears, door=door(which), code=code)
        reasons.append(site.refused())
    return reasons


def test_a_wrong_code_a_code_of_another_door_and_a_free_door_are_told_apart(site: Site) -> None:
    first, second = site.store(), site.store()
    wrong = "000001"
    assert tries(site, wrong, 1) == ["wrong_code"]
    site.desk.enter_code(site.hears, door=second.door, code=first.code)
    assert site.refused() == "code_of_another_door"
    assert tries(site, wrong, 1, which=9) == ["door_free"]
    assert tries(site, wrong, 1, which=77) == ["no_such_door"]


def test_five_wrong_codes_rest_code_entry_twice_as_long_each_time(site: Site) -> None:
    promised = site.store()
    for minutes in (1, 2, 4, 8, 16, 16):
        assert tries(site, "000001", 4) == ["wrong_code"] * 4
        assert tries(site, "000001", 1) == ["codes_resting"]
        site.clock.advance(minutes * 60 - 1)
        assert tries(site, promised.code, 1) == ["codes_resting"]
        site.clock.advance(2)
    assert tries(site, "000001", 1) == ["wrong_code"]


def test_a_rest_is_for_codes_alone(site: Site) -> None:
    promised = site.store()
    tries(site, "000001", 5)
    site.desk.scan(site.hears, text=promised.qr)
    site.settle()
    assert site.last(Found).by_qr
    site.fetch(promised.rental, via=Via.QR)
    site.shut(promised.door)
    assert site.rent().door != promised.door
    assert tries(site, promised.code, 1) == ["codes_resting"]


def test_a_right_code_in_between_begins_the_count_anew(site: Site) -> None:
    promised = site.store()
    tries(site, "000001", 4)
    site.desk.enter_code(site.hears, door=promised.door, code=promised.code)
    site.settle()
    assert tries(site, "000001", 4) == ["wrong_code"] * 4


def test_opening_with_a_right_code_makes_the_next_rest_short_again(site: Site) -> None:
    promised = site.store()
    for _ in range(2):
        tries(site, "000001", 5)
        site.clock.advance(minutes=17)
    site.fetch(promised.rental, via=Via.CODE)
    site.shut(promised.door)
    tries(site, "000001", 5)
    rest = site.lockers.rest
    assert rest is not None
    assert rest.times == 1


# -- staff ---------------------------------------------------------------------------------


def test_staff_clear_only_what_is_overdue_and_the_goods_are_kept(site: Site) -> None:
    promised = site.store()
    first, second = StaffId("01"), StaffId("02")

    def clear() -> None:
        site.desk.clear(Tap.fresh(), site.hears, door=promised.door, first=first, second=second)
        site.settle()

    clear()
    assert site.refused() == "not_overdue"
    site.clock.advance(hours=4, minutes=16)
    assert site.state_of(promised.door) is DoorState.OVERDUE
    site.told.clear()
    clear()
    assert site.heard() == ["Ordered", "Opened"]
    assert promised.rental in site.lockers.rentals
    site.shut(promised.door)
    assert site.state_of(promised.door) is DoorState.FREE
    assert site.lockers.goods[promised.rental].door == promised.door


def test_an_overdue_door_is_never_released_by_time(site: Site) -> None:
    promised = site.store()
    for _ in range(40):
        site.clock.advance(days=10)
        site.station.tend()
        site.wait(1)
    assert site.state_of(promised.door) is DoorState.OVERDUE
    assert site.bank.pulses == [promised.door]


def test_clearing_a_door_that_stays_shut_ends_nothing(site: Site) -> None:
    promised = site.store()
    site.clock.advance(hours=5)
    site.bank.jammed = {promised.door}
    site.desk.clear(
        Tap.fresh(), site.hears, door=promised.door, first=StaffId("01"), second=StaffId("02")
    )
    site.settle()
    assert site.last(NotOpened).purpose is Purpose.CLEAR
    assert promised.rental in site.lockers.rentals
    assert site.lockers.goods == immutables.Map()


def test_staff_open_a_free_door_and_it_stays_free(site: Site) -> None:
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(9), reason=OpenReason.CLEANING)
    site.settle()
    assert site.state_of(door(9)) is DoorState.HELD
    site.shut(door(9))
    assert site.state_of(door(9)) is DoorState.FREE


def test_staff_cannot_open_a_door_that_is_not_there(site: Site) -> None:
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(77), reason=OpenReason.CHECK)
    assert site.refused() == "no_such_door"
    site.journal.refuses = True  # type: ignore[attr-defined]
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(77), reason=OpenReason.CHECK)
    assert site.refused() == "no_such_door"


# -- watching ------------------------------------------------------------------------------


def test_a_door_left_open_is_said_twice_and_then_alarms(site: Site) -> None:
    promised = site.rent()
    site.heard()
    said: list[tuple[int, int]] = []
    for second in range(125):
        site.wait(1, step=1)
        said += [(second + 1, step.seconds) for step in site.told if isinstance(step, StandsOpen)]
        site.told.clear()
    assert [seconds for _, seconds in said] == [30, 60, 120]
    assert all(seconds <= at <= seconds + 1 for at, seconds in said)
    assert site.lockers.door(promised.door).alarm is Alarm.AJAR
    assert site.tags().count("AlarmRaised") == 1


def test_a_door_opened_by_itself_is_forced(site: Site) -> None:
    promised = site.store()
    site.wait(11)
    site.bank.open_doors.add(promised.door)
    site.bank.open_doors.add(door(9))
    site.wait(2)
    assert site.lockers.door(promised.door).alarm is Alarm.FORCED
    assert site.state_of(promised.door) is DoorState.OCCUPIED
    assert site.lockers.door(door(9)).alarm is Alarm.FORCED
    assert site.state_of(door(9)) is DoorState.TO_CHECK


def test_a_door_that_opens_late_is_not_called_forced(site: Site) -> None:
    site.bank.jammed = {door(2)}
    site.rent()
    site.bank.open_doors.add(door(2))
    site.wait(3)
    assert site.lockers.door(door(2)).alarm is Alarm.DIFFERS


def test_what_changed_while_the_port_was_away_is_listed_before_serving(site: Site) -> None:
    stored = site.store()
    site.bank.gone = True
    site.wait(2)
    site.bank.open_doors = {stored.door}
    site.bank.gone = False
    listed: list[list[str]] = []
    site.desk.subscribe(lambda: listed.append(site.tags()))
    site.wait(3)
    assert [tags[-1] for tags in listed] == ["AlarmRaised"]
    record = site.lockers.door(stored.door)
    assert (record.alarm, record.believed) == (Alarm.DIFFERS, "open")
    assert site.tags().count("AlarmRaised") == 1


def test_a_board_that_was_silent_alone_is_compared_too(site: Site) -> None:
    stored = site.store()
    reading = site.bank._reading
    hidden = {stored.door}
    site.bank._reading = lambda door: (  # type: ignore[method-assign]
        type(reading(door)).UNKNOWN if door in hidden else reading(door)
    )
    site.wait(2)
    assert stored.door not in site.desk.usable()
    site.bank.open_doors = {stored.door}
    hidden.clear()
    site.wait(2)
    assert site.lockers.door(stored.door).alarm is Alarm.DIFFERS


def test_nothing_is_listed_where_nothing_changed(site: Site) -> None:
    site.store()
    site.bank.gone = True
    site.wait(2)
    site.bank.gone = False
    site.wait(3)
    assert "AlarmRaised" not in site.tags()


@pytest.mark.parametrize("is_open", [True, False])
def test_an_order_without_an_outcome_at_start_is_sensed_never_pulsed(
    site: Site, *, is_open: bool
) -> None:
    site.desk.rent(Tap.fresh(), site.hears, size=Size.S)
    site.lane.run()
    given = next(iter(site.lockers.rentals.values())).door
    if is_open:
        site.bank.open_doors.add(given)
    later = site.again()
    assert later.bank.pulses == []
    ended = [event for _, event in later.station.events() if type(event).__name__ == "OpenEnded"]
    expected = Outcome.OPENED if is_open else Outcome.UNCONFIRMED
    assert [(event.outcome, event.found) for event in ended] == [(expected, True)]  # type: ignore[union-attr]
    later.shut(given)
    state = later.state_of(given)
    assert state is (DoorState.OCCUPIED if is_open else DoorState.HELD)


def test_a_door_shut_while_the_terminal_was_off_is_stored_after_the_start(site: Site) -> None:
    promised = site.rent()
    site.bank.open_doors.clear()
    later = site.again()
    assert later.state_of(promised.door) is DoorState.OCCUPIED
    order = follow_id(promised.rental, "shut")
    assert later.journal.find(order) is not None


def test_an_order_that_waits_its_turn_is_not_taken_for_an_old_one() -> None:
    site = Site()
    site.desk.serve([site.watch])
    site.lane.run()
    site.watch.look()
    site.wait(1)
    site.bank.gone = True
    site.wait(1)
    site.bank.gone = False
    site.desk.staff_open(Tap.fresh(), site.hears, door=door(4), reason=OpenReason.CHECK)
    site.lane.run()
    site.watch.look()
    site.settle()
    assert site.bank.pulses == [door(4)]
    assert site.last(Opened).door == door(4)


def test_a_reading_must_come_twice_before_it_counts(site: Site) -> None:
    promised = site.rent()
    site.bank.open_doors.discard(promised.door)
    site.watch.look()
    site.bank.open_doors.add(promised.door)
    site.watch.look()
    assert "Shut" not in site.tags()
    site.shut(promised.door)
    assert "Shut" in site.tags()


def test_a_stopped_desk_looks_no_more(site: Site) -> None:
    site.desk.stop()
    site.wait(1)
    site.bank.open_doors.add(door(5))
    site.wait(5)
    assert "AlarmRaised" not in site.tags()


def test_what_is_free_leaves_out_the_reserve(site: Site) -> None:
    assert [(free.size, free.doors, free.easy) for free in site.desk.free()] == [
        (size, 2, 1) for size in SMALL.sizes()
    ]
    assert not any(isinstance(step, Said) for step in site.told)
