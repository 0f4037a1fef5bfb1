"""Every fault of a lock board's line, over memory, a pty and TCP; pulses counted at the board."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.simulator.faults import Faults
from drivers.lockers.wiring import Acknowledges, Board, Contact
from kiosk.errors import PortUnavailable
from kiosk.ports import Outcome, Reading
from tests.contract.lockers.lines import MakeRig, Rig, door

THREE = door(1, 3)
Scenario = Callable[[MakeRig], None]
SCENARIOS: dict[str, Scenario] = {}
"""Every scenario by its sentence and its case."""


def scenario(**cases: list[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """List a scenario once, or once for each value of its one parameter."""

    def listed(run: Callable[..., None]) -> Callable[..., None]:
        for name, values in cases.items():
            for value in values:
                SCENARIOS[f"{run.__name__}[{value}]"] = partial(run, **{name: value})
        if not cases:
            SCENARIOS[run.__name__] = run
        return run

    return listed


def opens(rig: Rig, *, pulses: int = 1) -> None:
    """Lock 3 opens, with so many pulses, and is told as opened."""
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses) == (Outcome.OPENED, pulses)
    assert rig.pulses(3) == pulses
    assert not rig.is_shut(3)


@scenario()
def a_door_opens_with_one_pulse_and_is_read_open(make_rig: MakeRig) -> None:
    rig = make_rig()
    opens(rig)
    readings = rig.bank.read()
    assert {at for at, seen in readings.items() if seen is Reading.OPEN} == {THREE}
    assert len(readings) == 24


@scenario()
def an_open_door_is_not_pulsed(make_rig: MakeRig) -> None:
    rig = make_rig()
    opens(rig)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses) == (Outcome.ALREADY_OPEN, 0)
    assert rig.pulses(3) == 1


@scenario()
def an_adapter_pulled_before_the_order_means_nothing_was_sent(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.bank.read()
    rig.order("unplug", seconds=60)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.NOT_SENT, 0, 0)
    assert not rig.bank.health().connected
    assert rig.bank.health().why_not
    with pytest.raises(PortUnavailable):
        rig.bank.read()


@scenario()
def an_adapter_pulled_mid_open_and_put_back_is_found_again(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.order("lock", lock=3, set={"latch_seconds": 1.2})
    rig.order("unplug_at_pulse", seconds=0.5)
    opens(rig)
    assert rig.bank.health().reconnects == 1


@scenario()
def an_adapter_pulled_mid_open_for_long_is_unconfirmed(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.order("unplug_at_pulse", seconds=8.0)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.UNCONFIRMED, 1, 1)


@scenario()
def a_local_echo_is_found_and_taken_away(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(echo=True))
    opens(rig)
    assert rig.bank.health().echo
    assert rig.bank.health().skipped_bytes == 0


@scenario()
def the_echo_of_a_dead_bus_opens_nothing(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(echo=True, dead=(1,)))
    opening = rig.bank.open(THREE)
    assert opening.outcome is Outcome.UNCONFIRMED
    assert rig.pulses(3) == 0


@scenario(pieces=[(1, 0.0), (1, 0.005), (2, 0.03), (1, 0.03)])
def frames_may_come_in_pieces(make_rig: MakeRig, pieces: tuple[int, float]) -> None:
    size, gap = pieces
    rig = make_rig(faults=Faults(split=size, split_gap=gap))
    opens(rig)
    assert rig.bank.read()[door(1, 4)] is Reading.CLOSED


@scenario(glue=["before", "after", "inside"])
def a_report_glued_to_an_answer_is_an_event(make_rig: MakeRig, glue: str) -> None:
    rig = make_rig(BoardPlan(report_head=0x81))
    rig.bank.read()
    rig.faults(glue=glue)
    if glue == "inside":
        rig.faults(glue="before")
        rig.bank.read()
        rig.faults(glue="inside", glue_next=2)
    opens(rig)
    assert rig.bank.health().reports > 0


@scenario(seed=[1, 2, 3])
def noise_is_counted_and_never_fatal(make_rig: MakeRig, seed: int) -> None:
    rig = make_rig(faults=Faults(noise_before=1.0, noise_inside=0.2), seed=seed)
    opens(rig)
    assert rig.bank.health().skipped_bytes > 0


@scenario(late=[0.3, 0.7, 1.1])
def late_answers_are_waited_for_in_time(make_rig: MakeRig, late: float) -> None:
    rig = make_rig(faults=Faults(late=late))
    opens(rig)


@scenario()
def a_single_late_answer_is_not_taken_for_the_next_one(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(late=0.6, late_chance=0.3), seed=4)
    opens(rig)


@scenario()
def an_answer_of_another_address_is_counted_and_left(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(ghost=2))
    opens(rig)
    assert rig.bank.health().wrong_address > 0


@scenario()
def where_only_another_address_answers_nothing_is_pulsed(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(wrong_address=2))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, rig.pulses(3)) == (Outcome.NOT_SENT, 0)


@scenario(setting=list(Acknowledges))
def a_board_that_never_answers_an_open_still_opens(
    make_rig: MakeRig, setting: Acknowledges
) -> None:
    rig = make_rig(
        BoardPlan(acknowledges=False), boards=(Board(address=1, locks=24, acknowledges=setting),)
    )
    opens(rig)


@scenario()
def a_lost_reply_does_not_pulse_twice(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(mute=("open",)))
    opens(rig)


@scenario()
def an_order_without_effect_is_repeated_only_after_a_reading_says_closed(
    make_rig: MakeRig,
) -> None:
    rig = make_rig()
    rig.bank.sense(THREE)
    rig.order("skip_coil", times=1)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.OPENED, 2, 1)


@scenario(lost=[1, 2])
def lost_answers_to_queries_are_asked_again(make_rig: MakeRig, lost: int) -> None:
    rig = make_rig()
    rig.bank.read()
    rig.faults(drop_next=lost)
    opens(rig)


@scenario()
def a_mute_board_gets_one_pulse_and_nobody_claims_to_know(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(mute=("open", "one", "all")))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.UNCONFIRMED, 1, 1)


@scenario(kind=["one", "all"])
def a_board_that_knows_one_question_only_is_enough(make_rig: MakeRig, kind: str) -> None:
    rig = make_rig(faults=Faults(mute=(kind,)))
    opens(rig)
    assert rig.bank.read()[THREE] is Reading.OPEN


@scenario()
def a_late_latch_is_waited_for(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.order("lock", lock=3, set={"latch_seconds": 2.4})
    opens(rig)


@scenario()
def a_latch_that_sticks_once_gets_a_second_pulse(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.order("jam", lock=3, pulses=1)
    opens(rig, pulses=2)


@scenario()
def a_stuck_door_is_told_after_two_pulses(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.order("jam", lock=3)
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.NOT_OPENED, 2, 2)
    assert rig.is_shut(3)


@scenario()
def inverted_contacts_are_a_setting(make_rig: MakeRig) -> None:
    board = Board(address=1, locks=24, contact=Contact.CLOSED_IS_0)
    rig = make_rig(BoardPlan(closed_bit=0), boards=(board,))
    opens(rig)


@scenario()
def without_a_sensor_nothing_is_claimed(make_rig: MakeRig) -> None:
    board = Board(address=1, locks=24, contact=Contact.NONE)
    rig = make_rig(BoardPlan(sensor=False), boards=(board,))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, opening.pulses, rig.pulses(3)) == (Outcome.UNCONFIRMED, 1, 1)
    assert set(rig.bank.read().values()) == {Reading.UNKNOWN}


@scenario(lies=[False, True])
def a_storm_of_reports_opens_and_hides_nothing(make_rig: MakeRig, lies: bool) -> None:
    rig = make_rig(BoardPlan(report_head=0x82), faults=Faults(storm=40, storm_lies=lies), seed=3)
    opens(rig)
    assert rig.bank.health().reports > 0


@scenario()
def a_lying_storm_does_not_open_a_stuck_door(make_rig: MakeRig) -> None:
    rig = make_rig(BoardPlan(report_head=0x82, locks=3), faults=Faults(storm=40, storm_lies=True))
    rig.order("jam", lock=3)
    assert rig.bank.open(THREE).outcome is Outcome.NOT_OPENED
    assert rig.pulses(3) == 2


@scenario()
def one_dead_board_leaves_the_others_working(make_rig: MakeRig) -> None:
    rig = make_rig(BoardPlan(address=1), BoardPlan(address=2, locks=8), faults=Faults(dead=(1,)))
    readings = rig.bank.read()
    assert readings[THREE] is Reading.UNKNOWN
    assert readings[door(2, 8)] is Reading.CLOSED
    asked = rig.bank.health().requests
    rig.bank.read()
    assert rig.bank.health().requests == asked + 1
    assert rig.bank.open(door(2, 8)).outcome is Outcome.OPENED


@scenario()
def several_boards_of_any_status_length_share_a_line(make_rig: MakeRig) -> None:
    rig = make_rig(
        BoardPlan(address=1, locks=8),
        BoardPlan(address=2, locks=24, status_bytes=4),
        BoardPlan(address=31, locks=50),
    )
    for board, lock in ((1, 8), (2, 24), (31, 50)):
        assert rig.bank.open(door(board, lock)).outcome is Outcome.OPENED
        assert rig.pulses(lock, board) == 1
    readings = rig.bank.read()
    still_open = {at for at, seen in readings.items() if seen is Reading.OPEN}
    assert still_open == {door(1, 8), door(2, 24), door(31, 50)}


@scenario()
def a_wrong_baud_rate_sends_no_order(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(garble=True))
    opening = rig.bank.open(THREE)
    assert (opening.outcome, rig.pulses(3)) == (Outcome.NOT_SENT, 0)
    assert rig.bank.health().skipped_bytes > 0


@scenario()
def coils_are_driven_one_at_a_time_with_a_rest_between(make_rig: MakeRig) -> None:
    rig = make_rig()
    for lock in (1, 2, 3, 4):
        assert rig.bank.open(door(1, lock)).outcome is Outcome.OPENED
    times = [pulse["at"] for pulse in rig.pulse_log()]
    assert all(later - earlier >= 0.3 + 0.3 for earlier, later in pairwise(times))


@scenario()
def boards_that_need_silence_between_frames_get_it(make_rig: MakeRig) -> None:
    rig = make_rig(faults=Faults(min_gap=0.0035))
    opens(rig)
    assert rig.bank.health().timeouts == 0


@scenario()
def outputs_off_and_close_may_be_called_at_any_time(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.bank.outputs_off()
    rig.bank.close()
    rig.bank.close()
    opens(rig)
