"""What the bus and the bank do that no single fault shows."""

from __future__ import annotations

import pytest

from drivers.lockers.echo import EchoFilter
from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.simulator.faults import Faults
from drivers.lockers.wiring import BankWiring, Board, Contact, DoorWire
from drivers.lockers.xor8a import Xor8a
from drivers.registry import FAMILIES, serial_bank
from kiosk.errors import DeviceSilent
from kiosk.ids import DoorId
from kiosk.ports import LockerBank, Outcome, Reading
from tests.contract.lockers.lines import door, memory_rig

SENT = bytes.fromhex("8A 01 03 11 99")


def test_the_echo_filter_takes_exactly_what_was_sent_and_once() -> None:
    echo = EchoFilter()
    echo.sent(SENT)
    assert echo.passed(SENT[:2]) == b""
    assert echo.passed(SENT[2:] + SENT) == SENT
    assert echo.passed(SENT) == SENT


def test_noise_around_an_echo_is_passed_on() -> None:
    echo = EchoFilter()
    echo.sent(SENT)
    assert echo.passed(b"\x00" + SENT + b"\x01") == b"\x00\x01"


def test_an_echo_that_never_comes_holds_nothing_back_for_ever() -> None:
    echo = EchoFilter()
    echo.sent(SENT)
    assert echo.passed(b"\x80\x01") == b""
    assert echo.held() == b"\x80\x01"
    echo.sent(SENT)
    assert echo.passed(bytes(200)) == bytes(200)


def test_a_bank_keeps_the_promises_of_its_port() -> None:
    bank: LockerBank = memory_rig().bank
    assert len(bank.doors) == 24
    assert bank.health().connected is False


def test_families_are_listed_under_their_own_names() -> None:
    assert all(name == family.name for name, family in FAMILIES.items())
    with pytest.raises(KeyError):
        serial_bank(BankWiring("loop://", "nonesuch", (), ()))


def test_an_answer_that_begins_like_the_question_is_not_taken_for_an_echo() -> None:
    # Locks 1, 2, 5, 6, 8 and so on open give the status 00 33 B2, and 33 as its check.
    rig = memory_rig(BoardPlan(closed_bit=0))
    status = 0x0033B2
    for lock in range(1, 25):
        if status >> (lock - 1) & 1:
            rig.order("pull", lock=lock)
    rig.bank.read()
    assert not rig.bank.health().echo
    assert rig.bank.health().timeouts == 0


def test_an_echo_missed_in_a_noisy_start_is_learned_later() -> None:
    rig = memory_rig(faults=Faults(echo=True, noise_inside=1.0))
    rig.bank.sense(door(1, 1))
    rig.faults(noise_inside=0.0)
    for _ in range(3):
        rig.bank.sense(door(1, 1))
    assert rig.bank.health().echo
    assert rig.bank.open(door(1, 3)).outcome is Outcome.OPENED


def test_an_echo_that_went_away_is_forgotten() -> None:
    rig = memory_rig(faults=Faults(echo=True))
    rig.bank.sense(door(1, 1))
    rig.faults(echo=False)
    assert rig.bank.sense(door(1, 1)) is Reading.CLOSED
    assert not rig.bank.health().echo


def test_a_dead_board_is_asked_again_after_half_a_minute() -> None:
    rig = memory_rig(BoardPlan(address=1), BoardPlan(address=2), faults=Faults(dead=(1,)))
    assert rig.bank.read()[door(1, 1)] is Reading.UNKNOWN
    rig.faults(dead=())
    assert rig.bank.read()[door(1, 1)] is Reading.UNKNOWN
    rig.bank._time.wait(30.0)
    assert rig.bank.read()[door(1, 1)] is Reading.CLOSED


def test_an_order_to_a_dead_board_does_not_wait_for_the_probe() -> None:
    rig = memory_rig(faults=Faults(dead=(1,)))
    rig.bank.read()
    rig.faults(dead=())
    assert rig.bank.open(door(1, 3)).outcome is Outcome.OPENED
    assert rig.bank.read()[door(1, 3)] is Reading.OPEN


def test_a_door_may_be_wired_the_other_way_round_than_its_board() -> None:
    board = Board(address=1, locks=24)
    rig = memory_rig(boards=(board,))
    rig.order("lock", lock=3, set={"closed_bit": 0})
    doors = (
        DoorWire(DoorId("A"), 1, 2),
        DoorWire(DoorId("B"), 1, 3, contact=Contact.CLOSED_IS_0),
        DoorWire(DoorId("C"), 1, 4, contact=Contact.NONE),
    )
    wired = serial_bank(
        BankWiring("memory", "xor8a", (board,), doors),
        port=rig.bank._bus._connection._port,
        time=rig.bank._time,
    )
    assert wired.read() == {"A": Reading.CLOSED, "B": Reading.CLOSED, "C": Reading.UNKNOWN}
    assert wired.open(DoorId("B")).outcome is Outcome.OPENED
    assert wired.last(DoorId("B")) is Reading.OPEN


def test_one_changed_byte_never_makes_a_door_look_open() -> None:
    rig = memory_rig(faults=Faults(noise_inside=1.0), seed=9)
    for _ in range(50):
        assert rig.bank.sense(door(1, 3)) is not Reading.OPEN


def test_an_open_door_answers_within_its_bytes_and_the_board_s_delay() -> None:
    rig = memory_rig(BoardPlan(reply_seconds=0.004))
    bus, time = rig.bank._bus, rig.bank._time
    bus.ask(Xor8a().query_one(1, 3))
    time.wait(1.0)
    before = time.now()
    assert bus.tell(Xor8a().open_one(1, 3), within=0.5)
    wire_seconds = 10 * 10 / 9600
    assert time.now() - before == pytest.approx(wire_seconds + 0.004, rel=0.01)


def test_counters_outlive_a_pulled_adapter() -> None:
    rig = memory_rig(faults=Faults(noise_before=1.0))
    rig.bank.sense(door(1, 1))
    skipped = rig.bank.health().skipped_bytes
    rig.order("unplug", seconds=1)
    assert rig.bank.open(door(1, 1)).outcome is Outcome.NOT_SENT
    rig.faults(noise_before=0.0)
    rig.bank._time.wait(10.0)
    assert rig.bank.sense(door(1, 1)) is Reading.CLOSED
    health = rig.bank.health()
    assert (health.reconnects, health.skipped_bytes >= skipped > 0) == (1, True)


def test_a_late_answer_about_a_door_that_was_shut_meanwhile_is_not_believed() -> None:
    rig = memory_rig()
    rig.bank.sense(door(1, 3))
    rig.order("pull", lock=3)
    rig.bank._bus.rest(0.1)
    rig.faults(late=2.0)
    asked_at = rig.bank._time.now()
    with pytest.raises(DeviceSilent):
        rig.bank._bus.ask(Xor8a().query_one(1, 3))
    rig.faults(late=0.0)
    assert rig.bank.sense(door(1, 3)) is Reading.OPEN
    rig.order("shut", lock=3)
    # The next question goes out just before the old answer comes in.
    rig.bank._time.wait(asked_at + 2.01 - rig.bank._time.now())
    assert rig.bank.sense(door(1, 3)) is Reading.CLOSED


def test_late_bytes_are_drained_before_the_next_request() -> None:
    rig = memory_rig()
    bus, question = rig.bank._bus, Xor8a().query_one(1, 3)
    rig.order("lock", lock=3, set={"feedback_seconds": 0.0})
    bus.ask(question)
    rig.order("pull", lock=3)
    bus.rest(0.1)
    rig.faults(late=0.495)
    with pytest.raises(DeviceSilent):
        bus.ask(question)
    rig.faults(late=0.0)
    rig.order("shut", lock=3)
    assert bus.ask(question).data == b"\x11"
    assert bus.count.late == 1


def test_after_anything_strange_on_the_line_a_door_is_read_twice() -> None:
    rig = memory_rig(BoardPlan(report_head=0x81))
    rig.bank.sense(door(1, 3))
    asked = rig.bank.health().requests
    rig.bank.sense(door(1, 3))
    assert rig.bank.health().requests == asked + 1
    rig.faults(glue_next=1, glue="before")
    rig.bank.sense(door(1, 3))
    assert rig.bank.health().requests == asked + 3


def test_a_second_pulse_needs_two_different_questions_to_say_closed() -> None:
    rig = memory_rig()
    rig.order("jam", lock=3, pulses=1)
    sent: list[Kind] = []
    bus, ask, tell = rig.bank._bus, rig.bank._bus.ask, rig.bank._bus.tell

    def asked(request: Request) -> Frame:
        sent.append(request.kind)
        return ask(request)

    def told(request: Request, *, within: float) -> bool:
        sent.append(request.kind)
        return tell(request, within=within)

    bus.ask, bus.tell = asked, told  # type: ignore[assignment, method-assign]
    assert rig.bank.open(door(1, 3)).pulses == 2
    second = len(sent) - 1 - sent[::-1].index(Kind.OPEN)
    assert sent[second - 2 : second] == [Kind.ONE, Kind.ALL]


def test_reports_are_kept_apart_from_answers() -> None:
    rig = memory_rig(BoardPlan(report_head=0x81))
    rig.bank.sense(door(1, 1))
    rig.order("pull", lock=7)
    bus = rig.bank._bus
    bus.rest(1.0)
    [report] = bus.reports()
    assert (report.kind, report.address, report.lock) == (Kind.REPORT, 1, 7)
    assert bus.reports() == []


@pytest.mark.parametrize(("family", "most_ms"), [("cu48", 250), ("wkly", 700)])
def test_an_order_is_waited_for_as_long_as_its_family_needs(family: str, most_ms: int) -> None:
    # A CU48 never answers an order; a WKLY board does when its pulse is over.
    rig = memory_rig(family=family)
    rig.bank.read()
    opening = rig.bank.open(door(1, 3))
    assert opening.outcome is Outcome.OPENED
    assert opening.elapsed_ms < most_ms
    rig.bank._bus.rest(1.0)
    assert rig.bank._bus.count.late == 0
