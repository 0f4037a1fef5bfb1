"""Frames of the Kerong boards: the vendor's bytes as a table, and what no other family has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.kerong import CU16, CU48, Kerong
from drivers.lockers.wiring import Board
from kiosk.errors import NotAllowed
from tests.unit.drivers.dialects import summed

ALL_LOCKS, ALL_BOARDS, ALL_OF_CU16 = 0x30, 0x0A, 0x33


def wire(text: str) -> bytes:
    return bytes.fromhex(text)


# --- what is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (CU48.query_all(0), "02 00 00 50 03 55"),
        (CU48.open_one(1, 6), "02 01 05 51 03 5C"),
        (CU48.open_one(9, 48), "02 09 2F 51 03 8E"),
        (CU16.query_all(0), "02 00 30 03 35"),
        (CU16.query_all(10), "02 A0 30 03 D5"),
        (CU16.open_one(0, 1), "02 00 31 03 36"),
        (CU16.open_one(15, 16), "02 FF 31 03 35"),
    ],
    ids=str,
)
def test_requests_are_the_bytes_of_the_paper(request_: Request, expected: str) -> None:
    assert request_.wire == wire(expected)


@given(address=st.integers(0, 9), lock=st.integers(1, 48))
def test_a_cu48_is_never_told_to_open_all(address: int, lock: int) -> None:
    _, at, place, command, _, _ = CU48.open_one(address, lock).wire
    assert (at, place, command) == (address, lock - 1, 0x51)
    assert at != ALL_BOARDS
    assert place != ALL_LOCKS


@given(address=st.integers(0, 15), lock=st.integers(1, 16))
def test_a_cu16_is_never_told_to_open_all(address: int, lock: int) -> None:
    _, where, command, _, _ = CU16.open_one(address, lock).wire
    assert divmod(where, 16) == (address, lock - 1)
    assert command == 0x31 != ALL_OF_CU16


@pytest.mark.parametrize(
    ("family", "address", "lock"),
    [
        (CU48, 0, 0),
        (CU48, 0, 49),  # on the wire it would be 30: all 48
        (CU48, 0, 50),
        (CU48, 10, 1),  # 0A: all boards
        (CU48, -1, 1),
        (CU48, 255, 1),
        (CU16, 0, 0),
        (CU16, 0, 17),
        (CU16, 16, 1),
        (CU16, -1, 1),
    ],
)
def test_what_does_not_name_exactly_one_lock_is_refused(
    family: Kerong, address: int, lock: int
) -> None:
    with pytest.raises(NotAllowed):
        family.open_one(address, lock)


@pytest.mark.parametrize(("family", "address"), [(CU48, 10), (CU16, 16)])
def test_an_address_that_cannot_be_is_not_asked(family: Kerong, address: int) -> None:
    with pytest.raises(NotAllowed):
        family.query_all(address)


@pytest.mark.parametrize("family", [CU48, CU16])
def test_there_is_no_question_for_one_lock_and_no_answer_to_an_order(
    family: Kerong,
) -> None:
    assert family.query_one(0, 1) is None
    assert family.outputs_off(0) == ()
    assert family.acknowledge_seconds == 0


# --- what comes back ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "data", "frame", "locked"),
    [
        (
            CU48,
            "02 00 00 65 07 00 00 00 00 C0 03 31",
            Frame(Kind.ALL, 0, 0, wire("07 00 00 00 00 C0")),
            {1, 2, 3, 47, 48},
        ),
        (
            CU48,
            "02 09 00 65 02 03 02 03 02 03 03 82",
            Frame(Kind.ALL, 9, 0, wire("02 03 02 03 02 03")),
            {2, 9, 10, 18, 25, 26, 34, 41, 42},
        ),
        (
            CU16,
            "02 00 35 FF FF 00 00 03 38",
            Frame(Kind.ALL, 0, 0, wire("FF FF 00 00")),
            set(range(1, 17)),
        ),
        (
            CU16,
            "02 00 35 02 03 00 00 03 3F",
            Frame(Kind.ALL, 0, 0, wire("02 03 00 00")),
            {2, 9, 10},
        ),
        (
            CU16,
            "02 A0 35 00 80 FF FF 03 58",
            Frame(Kind.ALL, 10, 0, wire("00 80 FF FF")),
            {16},
        ),
    ],
)
def test_answers_mean_what_the_paper_says(
    family: Kerong, data: str, frame: Frame, locked: set[int]
) -> None:
    deframer = family.deframer([])
    assert deframer.feed(wire(data)) == [frame]
    assert deframer.skipped == 0
    contacts = family.contacts(frame, Board(frame.address, family.locks[-1]))
    assert {lock for lock, bit in contacts.items() if bit} == locked
    assert set(contacts) == set(family.locks)


def test_locks_the_board_has_not_are_not_told() -> None:
    frame = Frame(Kind.ALL, 0, 0, bytes(6))
    assert set(CU48.contacts(frame, Board(0, 12))) == set(range(1, 13))


CU48_GOOD = wire("02 00 00 65 07 00 00 00 00 C0 03 31")
CU16_GOOD = wire("02 00 35 FF FF 00 00 03 38")


@pytest.mark.parametrize(
    ("family", "good", "data"),
    [
        (CU48, CU48_GOOD, wire("02 01 05 51 03 5C")),  # the echo of an order
        (CU48, CU48_GOOD, wire("02 00 00 50 03 55")),  # the echo of a question
        (CU48, CU48_GOOD, summed(*wire("02 0A 00 65 07 00 00 00 00 C0 03"))),  # address
        (CU48, CU48_GOOD, summed(*wire("02 00 01 65 07 00 00 00 00 C0 03"))),  # lock
        (CU48, CU48_GOOD, summed(*wire("02 00 00 65 07 00 00 00 00 C0 04"))),  # end
        (CU48, CU48_GOOD, summed(*wire("02 00 00 60 07 00 00 00 00 C0 03"))),  # command
        (CU48, CU48_GOOD, wire("02 00 00 65 07 00 00 00 00 C0 03 30")),  # sum
        (CU16, CU16_GOOD, wire("02 00 31 03 36")),  # the echo of an order
        (CU16, CU16_GOOD, wire("02 00 30 03 35")),  # the echo of a question
        (CU16, CU16_GOOD, summed(*wire("02 05 36 00 03"))),  # whatever answers an order
        (CU16, CU16_GOOD, summed(*wire("02 05 35 FF FF 00 00 03"))),  # lock
        (CU16, CU16_GOOD, summed(*wire("02 00 35 FF FF 00 00 04"))),  # end
        (CU16, CU16_GOOD, wire("02 00 35 FF FF 00 00 03 39")),  # sum
    ],
)
def test_what_is_no_answer_is_left_alone_and_the_next_is_heard(
    family: Kerong, good: bytes, data: bytes
) -> None:
    deframer = family.deframer([])
    assert len(deframer.feed(data + good) + deframer.flush()) == 1
    assert deframer.skipped == len(data)


def test_every_byte_of_the_data_may_look_like_a_beginning_or_an_end() -> None:
    for byte in (0x02, 0x03, 0x65, 0x35):
        for family, head, size in ((CU48, "02 00 00 65", 6), (CU16, "02 00 35", 4)):
            data = bytes((byte,)) * size
            deframer = family.deframer([])
            answer = summed(*wire(head), *data, 0x03)
            assert deframer.feed(answer) == [Frame(Kind.ALL, 0, 0, data)]
