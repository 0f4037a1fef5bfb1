"""Frames of the 定昌 boards: the vendor's bytes as a table, and what no other family has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockers.dc import Dc
from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.wiring import Board, StatusOrder
from kiosk.errors import NotAllowed
from tests.unit.drivers.dialects import summed

FAMILY = Dc()
BOARD = Board(address=1, locks=12)


def wire(text: str) -> bytes:
    return bytes.fromhex(text)


def board_says(body: str) -> bytes:
    return wire("DC FE") + summed(*wire(body))


GOOD = wire("DC FE 01 12 02 00 00 15")

# --- what is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (FAMILY.open_one(1, 1), "DC 02 01 10 01 01 13"),
        (FAMILY.query_all(1), "DC 02 01 12 00 13"),
        (FAMILY.query_one(1, 1), "DC 02 01 11 01 01 14"),
        (FAMILY.open_one(15, 12), "DC 02 0F 10 01 0C 2C"),
        (FAMILY.open_one(99, 24), "DC 02 63 10 01 18 8C"),
    ],
    ids=str,
)
def test_requests_are_the_bytes_of_the_paper(request_: Request, expected: str) -> None:
    assert request_.wire == wire(expected)


@given(address=st.integers(1, 99), lock=st.integers(1, 24))
def test_an_order_names_one_lock_and_nothing_else(address: int, lock: int) -> None:
    assert FAMILY.open_one(address, lock).wire[2:6] == bytes((address, 0x10, 1, lock))


@pytest.mark.parametrize(
    ("address", "lock"), [(0, 1), (100, 1), (255, 1), (1, 0), (1, 25), (1, 255), (1, -1)]
)
def test_what_does_not_name_exactly_one_lock_is_refused(address: int, lock: int) -> None:
    with pytest.raises(NotAllowed):
        FAMILY.open_one(address, lock)
    with pytest.raises(NotAllowed):
        FAMILY.query_one(address, lock)


def test_an_address_that_cannot_be_is_not_asked() -> None:
    with pytest.raises(NotAllowed):
        FAMILY.query_all(0)


def test_nothing_needs_to_be_switched_off() -> None:
    assert FAMILY.outputs_off(1) == ()


# --- what comes back ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "frame"),
    [
        ("DC FE 01 10 02 01 01 15", Frame(Kind.OPEN, 1, 1, b"\x01")),
        ("DC FE 01 11 02 01 00 15", Frame(Kind.ONE, 1, 1, b"\x00")),
        ("DC FE 01 12 02 00 00 15", Frame(Kind.ALL, 1, 0, b"\x00\x00")),
        ("DC FE 01 12 02 DC FE EF", Frame(Kind.ALL, 1, 0, b"\xdc\xfe")),
        ("DC FE 63 12 03 80 00 01 F9", Frame(Kind.ALL, 99, 0, b"\x80\x00\x01")),
    ],
)
def test_answers_mean_what_the_paper_says(data: str, frame: Frame) -> None:
    deframer = FAMILY.deframer([BOARD])
    assert deframer.feed(wire(data)) == [frame]
    assert deframer.skipped == 0


@pytest.mark.parametrize(
    ("asked", "data"),
    [
        (FAMILY.open_one(1, 1), "DC FE 01 10 01 01 13"),
        (FAMILY.open_one(1, 5), "DC FE 01 10 01 05 17"),
        (FAMILY.open_one(1, 5), "DC FE 01 10 01 00 12"),
        (FAMILY.query_one(1, 5), "DC FE 01 11 01 01 14"),
    ],
    ids=str,
)
def test_a_short_answer_acknowledges_and_tells_nothing_of_the_door(
    asked: Request, data: str
) -> None:
    deframer = FAMILY.deframer([BOARD])
    deframer.expect(asked)
    [frame] = deframer.feed(wire(data))
    assert asked.answered_by(frame)
    assert FAMILY.contacts(frame, BOARD) == {asked.lock: None}


@pytest.mark.parametrize(
    ("asked", "body"),
    [
        (None, "01 10 01 01"),
        (FAMILY.query_all(1), "01 11 01 01"),
        (FAMILY.query_one(1, 5), "01 10 01 05"),
        (FAMILY.open_one(2, 5), "01 10 01 05"),
        (FAMILY.open_one(1, 5), "01 10 01 06"),
    ],
    ids=str,
)
def test_a_short_answer_to_something_else_is_none(asked: Request | None, body: str) -> None:
    deframer = FAMILY.deframer([BOARD])
    deframer.expect(asked)
    assert deframer.feed(board_says(body) + GOOD) == [Frame(Kind.ALL, 1, 0, b"\x00\x00")]


@pytest.mark.parametrize(
    "data",
    [
        wire("DC 02 01 10 01 01 13"),  # the echo of an order
        wire("DC 02 01 12 00 13"),  # the echo of a question
        wire("DC FE 01 01 02 01 00 05"),  # the version, which nobody asked for
        board_says("01 10 02 00 01"),  # lock 0
        board_says("01 10 02 19 01"),  # lock 25
        board_says("01 11 02 01 02"),  # state that is none
        board_says("00 11 02 01 01"),  # address 0
        board_says("64 11 02 01 01"),  # address 100
        board_says("01 12 00"),  # no status
        board_says("01 12 01 00"),  # half a status
        board_says("01 12 09 00 00 00 00 00 00 00 00 00"),  # more than any board has
        wire("DC FE 01 12 02 00 00 14"),  # sum
    ],
)
def test_what_is_no_answer_is_left_alone_and_the_next_is_heard(data: bytes) -> None:
    deframer = FAMILY.deframer([BOARD])
    assert deframer.feed(data + GOOD) == [Frame(Kind.ALL, 1, 0, b"\x00\x00")]
    assert deframer.skipped == len(data)


def test_a_status_length_that_was_set_must_be_met() -> None:
    deframer = FAMILY.deframer([Board(address=1, locks=24, status_bytes=3)])
    good = board_says("01 12 03 00 00 01")
    assert deframer.feed(GOOD + good) == [Frame(Kind.ALL, 1, 0, b"\x00\x00\x01")]


def test_one_is_open_and_lock_1_is_bit_0_of_the_last_byte_unless_set_otherwise() -> None:
    frame = Frame(Kind.ALL, 1, 0, b"\x08\x01")
    high = FAMILY.contacts(frame, BOARD)
    low = FAMILY.contacts(frame, Board(1, 12, status_order=StatusOrder.LOW_FIRST))
    assert {lock for lock, bit in high.items() if bit} == {1, 12}
    assert {lock for lock, bit in low.items() if bit} == {4, 9}
    assert set(high) == set(range(1, 13))
    assert str(FAMILY.contact) == "closed-is-0"
