"""Frames of the Modbus relay boards: the vendors' bytes as a table, and what no other has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.modbus import R421A08, WAVESHARE, Relays
from drivers.lockers.wiring import Board, Contact
from kiosk.errors import NotAllowed
from tests.unit.drivers.dialects import crced

BOARD = Board(address=1, locks=8)
BOTH = pytest.mark.parametrize("family", [WAVESHARE, R421A08], ids=lambda family: family.name)


def wire(text: str) -> bytes:
    return bytes.fromhex(text)


def board_says(body: str) -> bytes:
    return crced(*wire(body))


GOOD = {"waveshare": wire("01 02 01 00 A1 88"), "r421a08": board_says("01 03 02 00 00")}

# --- what is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (WAVESHARE.open_one(1, 1), "01 05 02 00 00 07 8D B0"),
        (WAVESHARE.query_all(1), "01 02 00 00 00 08 79 CC"),
        (WAVESHARE.outputs_off(1)[0], "01 05 00 FF 00 00 FD FA"),
        (R421A08.open_one(1, 1), "01 06 00 01 05 00 DB 5A"),
        (R421A08.probes(1)[0], "01 03 00 01 00 01 D5 CA"),
    ],
    ids=str,
)
def test_requests_are_the_bytes_of_the_paper(request_: Request, expected: str) -> None:
    assert request_.wire == wire(expected)


@BOTH
@given(address=st.integers(1, 247), lock=st.integers(1, 8))
def test_an_order_names_one_relay_and_a_pulse_that_the_board_ends(
    family: Relays, address: int, lock: int
) -> None:
    body = {
        "waveshare": (0x05, 0x02, lock - 1, 0x00, 0x07),
        "r421a08": (0x06, 0x00, lock, 0x05, 0x00),
    }[family.name]
    assert family.open_one(address, lock).wire == crced(address, *body)


@BOTH
@pytest.mark.parametrize(
    ("address", "lock"), [(0, 1), (248, 1), (255, 1), (1, 0), (1, 9), (1, 255), (1, -1)]
)
def test_what_does_not_name_exactly_one_lock_is_refused(
    family: Relays, address: int, lock: int
) -> None:
    with pytest.raises(NotAllowed):
        family.open_one(address, lock)


@BOTH
def test_no_request_can_leave_a_relay_on(family: Relays) -> None:
    for address in (1, 247):
        sent = [family.open_one(address, lock).wire for lock in family.locks]
        sent += [order.wire for order in family.outputs_off(address)]
        values = {bytes(each[4:6]) for each in sent}
        assert values <= {b"\x00\x07", b"\x05\x00", b"\x00\x00", b"\x02\x00"}


def test_every_relay_is_switched_off_by_name_where_no_order_names_all() -> None:
    assert [order.lock for order in R421A08.outputs_off(3)] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [order.lock for order in WAVESHARE.outputs_off(3)] == [0]
    assert {order.kind for order in R421A08.outputs_off(3)} == {Kind.OFF}


def test_a_board_without_inputs_is_asked_about_no_door() -> None:
    assert R421A08.contact is Contact.NONE
    assert R421A08.query_all(1) is None
    assert R421A08.contacts(Frame(Kind.ALL, 1, 0, b"\x00\x01"), BOARD) == {}


# --- what comes back ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "data", "frame"),
    [
        (WAVESHARE, "01 05 02 00 00 07 8D B0", Frame(Kind.OPEN, 1, 1, b"")),
        (WAVESHARE, "01 02 01 00 A1 88", Frame(Kind.ALL, 1, 0, b"\x00")),
        (WAVESHARE, "01 05 00 FF 00 00 FD FA", Frame(Kind.OFF, 1, 0, b"")),
        (WAVESHARE, "01 85 02 C3 51", Frame(Kind.REFUSED, 1, 0, b"\x85\x02")),
        (R421A08, "01 06 00 01 05 00 DB 5A", Frame(Kind.OPEN, 1, 1, b"")),
        (R421A08, "01 03 02 00 01 79 84", Frame(Kind.ALL, 1, 0, b"\x00\x01")),
    ],
)
def test_answers_mean_what_the_paper_says(family: Relays, data: str, frame: Frame) -> None:
    deframer = family.deframer([BOARD])
    assert deframer.feed(wire(data)) == [frame]
    assert deframer.skipped == 0


@pytest.mark.parametrize(
    ("family", "data"),
    [
        (WAVESHARE, wire("01 02 00 00 00 08 79 CC")),  # the echo of a question
        (WAVESHARE, board_says("01 05 02 08 00 07")),  # a ninth relay
        (WAVESHARE, board_says("01 05 00 00 FF 00")),  # on, which nobody ordered
        (WAVESHARE, board_says("01 05 02 00 00 08")),  # another pulse
        (WAVESHARE, board_says("00 02 01 00")),  # address 0
        (WAVESHARE, board_says("F8 02 01 00")),  # address 248
        (WAVESHARE, board_says("01 02 02 00 00")),  # more inputs than were asked
        (WAVESHARE, board_says("01 85 00")),  # no exception
        (WAVESHARE, wire("01 02 01 00 A1 89")),  # check
        (R421A08, board_says("01 06 00 00 07 00")),  # all on
        (R421A08, board_says("01 06 00 01 01 00")),  # on
        (R421A08, board_says("01 03 02 00 02")),  # state that is none
    ],
)
def test_what_is_no_answer_is_left_alone_and_the_next_is_heard(family: Relays, data: bytes) -> None:
    deframer = family.deframer([BOARD])
    good = GOOD[family.name]
    [frame] = deframer.feed(data + good) + deframer.flush()
    assert frame == Frame(Kind.ALL, 1, 0, good[3:-2])
    assert deframer.skipped == len(data)


def test_lock_1_is_input_0_and_a_smaller_cabinet_has_fewer() -> None:
    frame = Frame(Kind.ALL, 1, 0, b"\x81")
    assert {lock for lock, bit in WAVESHARE.contacts(frame, BOARD).items() if bit} == {1, 8}
    assert set(WAVESHARE.contacts(frame, Board(1, 4))) == {1, 2, 3, 4}
    assert WAVESHARE.contacts(Frame(Kind.OPEN, 1, 1, b""), BOARD) == {}
