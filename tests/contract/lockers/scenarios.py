"""Every fault of a lock board's line, over memory, a pty and TCP; pulses counted at the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from drivers.lockers.simulator.faults import Faults
from drivers.lockers.wiring import Acknowledges, Contact
from kiosk.errors import PortUnavailable
from kiosk.ports import Outcome, Reading
from tests.contract.lockers.families import TRAITS, Traits
from tests.contract.lockers.lines import MakeRig, Rig, Rigs, door

THREE = door(1, 3)
Run = Callable[[Rigs], None]
Fits = Callable[[Traits], bool]


class Scenario(msgspec.Struct, frozen=True):
    """What is played.

    Attributes:
        fits: the families it says something about.
        chosen: whether it is played on a pty and on TCP in every run of the tests.
    """

    name: str
    run: Run
    fits: Fits
    chosen: bool


class Row(msgspec.Struct, frozen=True):
    """A scenario for a family."""

    traits: Traits
    scenario: Scenario

    def __str__(self) -> str:
        return f"{self.traits.name}-{self.scenario.name}"

    def run(self, make: MakeRig) -> None:
        rigs = Rigs(self.traits, make)
        try:
            self.scenario.run(rigs)
        finally:
            rigs.end()


_listed: list[Scenario] = []


def feels(traits: Traits) -> bool:
    """Whether the boards of a family feel their doors."""
    return traits.feels


def reports(traits: Traits) -> bool:
    """Whether they tell of a door unasked."""
    return traits.feels and traits.reports


def asks_both(traits: Traits) -> bool:
    """Whether they can be asked about one lock and about all."""
    return traits.asks_both


def without_inputs(traits: Traits) -> bool:
    """Whether nothing is ever felt."""
    return not traits.feels


def any_board(_: Traits) -> bool:
    """It holds whether doors are felt or not."""
    return True


def scenario(
    fits: Fits = feels, *, chosen: Sequence[Any] | bool = False, **cases: list[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """List a scenario once, or once for each value of its one parameter.

    ``chosen`` names the values that are played over real lines too, or says so of the one.
    """

    def listed(run: Callable[..., None]) -> Callable[..., None]:
        for name, values in cases.items():
            for value in values:
                case = partial(run, **{name: value})
                taken = not isinstance(chosen, bool) and value in chosen
                _listed.append(Scenario(f"{run.__name__}[{value}]", case, fits, taken))
        if not cases:
            _listed.append(Scenario(run.__name__, run, fits, bool(chosen)))
        return run

    return listed


def opens(rig: Rig, *, pulses: int = 1) -> None:
    """Lock 3 opens, with so many pulses, and is told as opened."""
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses) == (Outcome.OPENED, pulses)
    assert rig.pulses(3) == pulses
    assert not rig.is_shut(3)


@scenario(chosen=True)
def a_door_opens_with_one_pulse_and_is_read_open(rigs: Rigs) -> None:
    rig = rigs()
    opens(rig)
    readings = rig.bank.read()
    assert {at for at, seen in readings.items() if seen is Reading.OPEN} == {THREE}
    assert len(readings) == rigs.of.locks


@scenario()
def an_open_door_is_not_pulsed(rigs: Rigs) -> None:
    rig = rigs()
    opens(rig)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses) == (Outcome.ALREADY_OPEN, 0)
    assert rig.pulses(3) == 1


@scenario(any_board)
def an_adapter_pulled_before_the_order_means_nothing_was_sent(rigs: Rigs) -> None:
    rig = rigs()
    rig.bank.read()
    rig.order("unplug", seconds=60)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.NOT_SENT, 0, 0)
    assert not rig.bank.health().connected
    assert rig.bank.health().why_not
    with pytest.raises(PortUnavailable):
        rig.bank.read()


@scenario(chosen=True)
def an_adapter_pulled_mid_open_and_put_back_is_found_again(rigs: Rigs) -> None:
    rig = rigs()
    rig.order("lock", lock=3, set={"latch_seconds": 1.2})
    rig.order("unplug_at_pulse", seconds=0.5)
    opens(rig)
    assert rig.bank.health().reconnects == 1


@scenario()
def an_adapter_pulled_mid_open_for_long_is_unconfirmed(rigs: Rigs) -> None:
    rig = rigs()
    rig.order("unplug_at_pulse", seconds=8.0)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.UNCONFIRMED, 1, 1)


@scenario(chosen=True)
def a_local_echo_is_found_and_taken_away(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(echo=True))
    opens(rig)
    assert rig.bank.health().echo
    assert rig.bank.health().skipped_bytes == 0


@scenario()
def the_echo_of_a_dead_bus_opens_nothing(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(echo=True, dead=(1,)))
    opening = rig.bank.open(THREE)
    assert opening.outcome is Outcome.UNCONFIRMED
    assert rig.pulses(3) == 0


@scenario(chosen=[(1, 0.03)], pieces=[(1, 0.0), (1, 0.005), (2, 0.03), (1, 0.03)])
def frames_may_come_in_pieces(rigs: Rigs, pieces: tuple[int, float]) -> None:
    size, gap = pieces
    rig = rigs(faults=Faults(split=size, split_gap=gap))
    opens(rig)
    assert rig.bank.read()[door(1, 4)] is Reading.CLOSED


@scenario(reports, chosen=["inside"], glue=["before", "after", "inside"])
def a_report_glued_to_an_answer_is_an_event(rigs: Rigs, glue: str) -> None:
    rig = rigs(rigs.of.plan(report_head=rigs.of.report_head))
    rig.bank.read()
    rig.faults(glue=glue)
    if glue == "inside":
        rig.faults(glue="before")
        rig.bank.read()
        rig.faults(glue="inside", glue_next=2)
    opens(rig)
    assert rig.bank.health().reports > 0


@scenario(chosen=[1], seed=[1, 2, 3])
def noise_is_counted_and_never_fatal(rigs: Rigs, seed: int) -> None:
    rig = rigs(faults=Faults(noise_before=1.0, noise_inside=0.2), seed=seed)
    opens(rig)
    assert rig.bank.health().skipped_bytes > 0


@scenario(chosen=[0.3], late=[0.3, 0.7, 1.1])
def late_answers_are_waited_for_in_time(rigs: Rigs, late: float) -> None:
    rig = rigs(faults=Faults(late=late))
    opens(rig)


@scenario()
def a_single_late_answer_is_not_taken_for_the_next_one(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(late=0.6, late_chance=0.3), seed=4)
    opens(rig)


@scenario(chosen=True)
def an_answer_of_another_address_is_counted_and_left(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(ghost=2))
    opens(rig)
    assert rig.bank.health().wrong_address > 0


@scenario()
def where_only_another_address_answers_nothing_is_pulsed(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(wrong_address=2))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, rig.pulses(3)) == (Outcome.NOT_SENT, 0)


@scenario(setting=list(Acknowledges))
def a_board_that_never_answers_an_open_still_opens(rigs: Rigs, setting: Acknowledges) -> None:
    rig = rigs(rigs.of.plan(acknowledges=False), boards=(rigs.of.board(acknowledges=setting),))
    opens(rig)


@scenario(chosen=True)
def a_lost_reply_does_not_pulse_twice(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(mute=("open",)))
    opens(rig)


@scenario()
def an_order_without_effect_is_repeated_only_after_a_reading_says_closed(
    rigs: Rigs,
) -> None:
    rig = rigs()
    rig.bank.sense(THREE)
    rig.order("skip_coil", times=1)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.OPENED, 2, 1)


@scenario(lost=[1, 2])
def lost_answers_to_queries_are_asked_again(rigs: Rigs, lost: int) -> None:
    rig = rigs()
    rig.bank.read()
    rig.faults(drop_next=lost)
    opens(rig)


@scenario()
def a_mute_board_gets_one_pulse_and_nobody_claims_to_know(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(mute=("open", "one", "all")))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.UNCONFIRMED, 1, 1)


@scenario(asks_both, kind=["one", "all"])
def a_board_that_knows_one_question_only_is_enough(rigs: Rigs, kind: str) -> None:
    rig = rigs(faults=Faults(mute=(kind,)))
    opens(rig)
    assert rig.bank.read()[THREE] is Reading.OPEN


@scenario()
def a_late_latch_is_waited_for(rigs: Rigs) -> None:
    rig = rigs()
    rig.order("lock", lock=3, set={"latch_seconds": 2.4})
    opens(rig)


@scenario()
def a_latch_that_sticks_once_gets_a_second_pulse(rigs: Rigs) -> None:
    rig = rigs()
    rig.order("jam", lock=3, pulses=1)
    opens(rig, pulses=2)


@scenario()
def a_stuck_door_is_told_after_two_pulses(rigs: Rigs) -> None:
    rig = rigs()
    rig.order("jam", lock=3)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.NOT_OPENED, 2, 2)
    assert rig.is_shut(3)


@scenario()
def every_build_of_a_board_opens_and_is_read(rigs: Rigs) -> None:
    for quirk in rigs.of.quirks:
        rig = rigs(rigs.of.plan(**dict([quirk])))
        opens(rig)
        readings = rig.bank.read()
        assert {at for at, seen in readings.items() if seen is Reading.OPEN} == {THREE}
        assert Reading.UNKNOWN not in readings.values()


@scenario()
def inverted_contacts_are_a_setting(rigs: Rigs) -> None:
    inverted = rigs.of.inverted
    plan = rigs.of.plan(closed_bit=int(inverted is Contact.CLOSED_IS_1))
    rig = rigs(plan, boards=(rigs.of.board(contact=inverted),))
    opens(rig)


@scenario(any_board)
def without_a_sensor_nothing_is_claimed(rigs: Rigs) -> None:
    rig = rigs(rigs.of.plan(sensor=False), boards=(rigs.of.board(contact=Contact.NONE),))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses) == (Outcome.UNCONFIRMED, 1)
    # Nothing is watched, so the bank is done while the order may still be on its way.
    assert rig.pulses_in_time(3, 1) == 1
    assert set(rig.bank.read().values()) == {Reading.UNKNOWN}


@scenario(reports, chosen=[True], lies=[False, True])
def a_storm_of_reports_opens_and_hides_nothing(rigs: Rigs, lies: bool) -> None:
    plan = rigs.of.plan(report_head=rigs.of.report_head)
    rig = rigs(plan, faults=Faults(storm=40, storm_lies=lies), seed=3)
    opens(rig)
    assert rig.bank.health().reports > 0


@scenario(reports)
def a_lying_storm_does_not_open_a_stuck_door(rigs: Rigs) -> None:
    plan = rigs.of.plan(report_head=rigs.of.report_head, locks=3)
    rig = rigs(plan, faults=Faults(storm=40, storm_lies=True))
    rig.order("jam", lock=3)
    assert rig.bank.open(THREE).outcome is Outcome.NOT_OPENED
    assert rig.pulses(3) == 2


@scenario(chosen=True)
def one_dead_board_leaves_the_others_working(rigs: Rigs) -> None:
    plans = rigs.of.plan(address=1), rigs.of.plan(address=2, locks=8)
    rig = rigs(*plans, faults=Faults(dead=(1,)))
    readings = rig.bank.read()
    assert readings[THREE] is Reading.UNKNOWN
    assert readings[door(2, 8)] is Reading.CLOSED
    asked = rig.bank.health().requests
    rig.bank.read()
    assert rig.bank.health().requests == asked + 1
    assert rig.bank.open(door(2, 8)).outcome is Outcome.OPENED


@scenario(chosen=True)
def several_boards_of_any_size_share_a_line(rigs: Rigs) -> None:
    rig = rigs(*rigs.of.several)
    last = [(plan.address, plan.locks) for plan in rigs.of.several]
    for board, lock in last:
        assert rig.bank.open(door(board, lock)).outcome is Outcome.OPENED
        assert rig.pulses(lock, board) == 1
    readings = rig.bank.read()
    still_open = {at for at, seen in readings.items() if seen is Reading.OPEN}
    assert still_open == {door(board, lock) for board, lock in last}


@scenario()
def a_wrong_baud_rate_sends_no_order(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(garble=True))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, rig.pulses(3)) == (Outcome.NOT_SENT, 0)
    assert rig.bank.health().skipped_bytes > 0


@scenario()
def coils_are_driven_one_at_a_time_with_a_rest_between(rigs: Rigs) -> None:
    rig = rigs()
    for lock in (1, 2, 3, 4):
        assert rig.bank.open(door(1, lock)).outcome is Outcome.OPENED
    times = [pulse["at"] for pulse in rig.pulse_log()]
    least = rigs.of.family.pulse_seconds + 0.3
    assert all(later - earlier >= least for earlier, later in pairwise(times))


@scenario()
def boards_that_need_silence_between_frames_get_it(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(min_gap=0.0035))
    opens(rig)
    assert rig.bank.health().timeouts == 0


@scenario(any_board)
def outputs_off_and_close_may_be_called_at_any_time(rigs: Rigs) -> None:
    rig = rigs()
    rig.bank.outputs_off()
    rig.bank.close()
    rig.bank.close()
    assert rig.bank.open(THREE).pulses == 1
    assert rig.pulses_in_time(3, 1) == 1


@scenario(any_board)
def a_bank_tells_whether_anybody_answers(rigs: Rigs) -> None:
    rig = rigs()
    rig.bank.read()
    assert rig.bank.answering
    rig.faults(dead=(1,))
    assert set(rig.bank.read().values()) == {Reading.UNKNOWN}
    assert not rig.bank.answering


@scenario(any_board)
def a_line_that_is_whole_again_is_heard_within_seconds(rigs: Rigs) -> None:
    rig = rigs(faults=Faults(garble=True))
    rig.bank.read()
    assert not rig.bank.answering
    rig.order("faults_off")
    rig.bank._bus.rest(3.1)
    rig.bank.read()
    assert rig.bank.answering


@scenario(without_inputs)
def a_board_without_inputs_is_pulsed_and_never_called_opened(rigs: Rigs) -> None:
    rig = rigs()
    for lock in (1, 8):
        opening = rig.bank.open(door(1, lock))
        assert (opening.outcome, opening.pulses) == (Outcome.UNCONFIRMED, 1)
        assert rig.pulses_in_time(lock, 1) == 1
    assert rig.bank.health().skipped_bytes == 0


ROWS = [Row(traits, each) for traits in TRAITS for each in _listed if each.fits(traits)]
"""The contract matrix, but for the transports."""
