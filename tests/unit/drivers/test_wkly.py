"""Frames of the WKLY boards: the vendor's bytes as a table, and what no other family has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.wiring import Board
from drivers.lockers.wkly import Wkly
from kiosk.errors import NotAllowed
from tests.unit.drivers.dialects import xored

FAMILY = Wkly()
BOARD = Board(address=0, locks=12)
REPORT = bytes.fromhex("57 4B 4C 59 0A 00 85 01 01 86")
REFUSED = {0x80, 0x86, 0x87, 0x88, 0x89}


def wire(text: str) -> bytes:
    return bytes.fromhex(text)


# --- what is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (FAMILY.open_one(0, 1), "57 4B 4C 59 09 00 82 01 83"),
        (FAMILY.query_all(0), "57 4B 4C 59 08 00 84 85"),
        (FAMILY.query_one(0, 1), "57 4B 4C 59 09 00 83 01 82"),
        (FAMILY.open_one(31, 24), "57 4B 4C 59 09 1F 82 18 85"),
        (FAMILY.query_all(31), "57 4B 4C 59 08 1F 84 9A"),
    ],
    ids=str,
)
def test_requests_are_the_bytes_of_the_paper(request_: Request, expected: str) -> None:
    assert request_.wire == wire(expected)


@given(address=st.integers(0, 31), lock=st.integers(1, 24))
def test_no_order_is_one_that_opens_several_or_holds(address: int, lock: int) -> None:
    assert FAMILY.open_one(address, lock).wire[6] not in REFUSED


@pytest.mark.parametrize(
    ("address", "lock"), [(-1, 1), (32, 1), (255, 1), (0, 0), (0, 25), (0, 255), (0, -1)]
)
def test_what_does_not_name_exactly_one_lock_is_refused(address: int, lock: int) -> None:
    with pytest.raises(NotAllowed):
        FAMILY.open_one(address, lock)
    with pytest.raises(NotAllowed):
        FAMILY.query_one(address, lock)


def test_an_address_that_cannot_be_is_not_asked() -> None:
    with pytest.raises(NotAllowed):
        FAMILY.query_all(32)


def test_nothing_needs_to_be_switched_off() -> None:
    assert FAMILY.outputs_off(0) == ()


# --- what comes back ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "frame", "contacts"),
    [
        (
            "57 4B 4C 59 0B 00 82 00 01 00 81",
            Frame(Kind.OPEN, 0, 1, wire("00 00")),
            {1: False},
        ),
        (
            "57 4B 4C 59 0E 00 84 00 04 00 01 01 00 87",
            Frame(Kind.ALL, 0, 0, wire("00 00 01 01 00")),
            {1: False, 2: True, 3: True, 4: False},
        ),
        ("57 4B 4C 59 0A 00 85 01 01 86", Frame(Kind.REPORT, 0, 1, wire("01")), {1: True}),
        (
            "57 4B 4C 59 0B 01 82 FF 03 FF 82",
            Frame(Kind.OPEN, 1, 3, wire("FF FF")),
            {3: None},
        ),
        (
            "57 4B 4C 59 0B 00 83 00 0C 01 8C",
            Frame(Kind.ONE, 0, 12, wire("00 01")),
            {12: True},
        ),
        (
            "57 4B 4C 59 0C 01 84 00 02 FF 00 7D",
            Frame(Kind.ALL, 1, 0, wire("00 FF 00")),
            {1: None, 2: False},
        ),
        (
            "57 4B 4C 59 0B 00 83 FF 02 01 7D",
            Frame(Kind.ONE, 0, 2, wire("FF 01")),
            {2: None},
        ),
    ],
)
def test_answers_and_reports_mean_what_the_paper_says(
    data: str, frame: Frame, contacts: dict[int, bool | None]
) -> None:
    deframer = FAMILY.deframer([BOARD])
    assert deframer.feed(wire(data)) == [frame]
    assert deframer.skipped == 0
    assert FAMILY.contacts(frame, BOARD) == contacts


def test_a_false_start_costs_one_byte() -> None:
    deframer = FAMILY.deframer([BOARD])
    assert len(deframer.feed(wire("57 57 4B 4C 59 0A 00 85 01 01 86"))) == 1
    assert deframer.skipped == 1


@pytest.mark.parametrize(
    "body",
    [
        "09 00 82 01",  # the echo of an order
        "08 00 84",  # the echo of a question
        "0A 00 86 00 00",  # a command that is not used
        "08 00 90",  # a command nobody knows
        "0B 00 82 01 01 00",  # status that is none
        "0B 00 82 00 01 02",  # door that is none
        "0B 00 83 00 00 01",  # channel 0
        "0C 00 84 00 04 00 01",  # four told, two there
        "0A 00 84 00 00",  # none told
        "0B 20 82 00 01 00",  # address 32
    ],
)
def test_what_is_no_answer_is_left_alone_and_the_next_is_heard(body: str) -> None:
    data = xored(*b"WKLY", *wire(body))
    assert data[4] == len(data)
    deframer = FAMILY.deframer([BOARD])
    assert deframer.feed(data + REPORT) == [Frame(Kind.REPORT, 0, 1, b"\x01")]
    assert deframer.skipped == len(data)


def test_a_wrong_check_makes_it_noise() -> None:
    deframer = FAMILY.deframer([BOARD])
    assert deframer.feed(REPORT[:-1] + b"\x87" + REPORT) == [Frame(Kind.REPORT, 0, 1, b"\x01")]
    assert deframer.skipped == len(REPORT)


def test_a_torn_head_that_cancels_out_with_the_next_does_not_swallow_it() -> None:
    deframer = FAMILY.deframer([BOARD])
    good = wire("57 4B 4C 59 0B 00 83 00 0C 01 8C")
    torn = good[:6]
    assert xored(*(torn + good[:5])[:-1]) == torn + good[:5]
    assert deframer.feed(torn + good) == [Frame(Kind.ONE, 0, 12, wire("00 01"))]
    assert deframer.skipped == len(torn)


@pytest.mark.parametrize("length", [0x00, 0x07, 0x3D, 0xFF])
def test_a_length_that_cannot_be_is_not_waited_for(length: int) -> None:
    deframer = FAMILY.deframer([BOARD])
    assert len(deframer.feed(b"WKLY" + bytes((length,)) + REPORT)) == 1


def test_locks_the_board_has_not_are_not_told() -> None:
    frame = Frame(Kind.ALL, 0, 0, bytes((0, *(1,) * 24)))
    assert set(FAMILY.contacts(frame, BOARD)) == set(range(1, 13))
