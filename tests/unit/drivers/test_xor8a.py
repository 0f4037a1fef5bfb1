"""Frames of the 8A/80 boards: the vendor's bytes as a table, and what no other family has."""

from __future__ import annotations

import itertools
from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockers.frames import Frame, Kind, Request
from drivers.lockers.wiring import Board, StatusOrder
from drivers.lockers.xor8a import Deframer, Xor8a
from kiosk.errors import NotAllowed

FAMILY = Xor8a()
BOARD = Board(address=1, locks=24)
ALL = FAMILY.query_all(1)


def wire(text: str) -> bytes:
    return bytes.fromhex(text)


def sealed(*body: int) -> bytes:
    return bytes((*body, reduce(xor, body)))


# --- what is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (FAMILY.open_one(1, 1), "8A 01 01 11 9B"),
        (FAMILY.query_one(1, 1), "80 01 01 33 B3"),
        (FAMILY.query_all(1), "80 01 00 33 B2"),
        (FAMILY.open_one(31, 24), "8A 1F 18 11 9C"),
    ],
    ids=str,
)
def test_requests_are_the_bytes_of_the_paper(request_: Request, expected: str) -> None:
    assert request_.wire == wire(expected)


@given(address=st.integers(1, 32))
def test_no_board_can_be_told_to_open_all(address: int) -> None:
    with pytest.raises(NotAllowed):
        FAMILY.open_one(address, 0)


@pytest.mark.parametrize(("address", "lock"), [(0, 1), (33, 1), (255, 1), (1, 51), (1, -1)])
def test_an_address_or_lock_that_cannot_be_is_refused(address: int, lock: int) -> None:
    with pytest.raises(NotAllowed):
        FAMILY.open_one(address, lock)
    with pytest.raises(NotAllowed):
        FAMILY.query_one(address, lock)


def test_nothing_needs_to_be_switched_off() -> None:
    assert FAMILY.outputs_off(1) == ()


# --- what comes back ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "frame"),
    [
        ("8A 01 01 00 8A", Frame(Kind.OPEN, 1, 1, b"\x00")),
        ("8A 01 01 11 9B", Frame(Kind.OPEN, 1, 1, b"\x11")),
        ("80 01 01 11 91", Frame(Kind.ONE, 1, 1, b"\x11")),
        ("81 01 01 00 81", Frame(Kind.REPORT, 1, 1, b"\x00")),
        ("82 01 01 11 93", Frame(Kind.REPORT, 1, 1, b"\x11")),
    ],
)
def test_short_answers_are_read_at_once(data: str, frame: Frame) -> None:
    assert Deframer().feed(wire(data)) == [frame]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("80 01 00 00 00 33 B2", "00 00 00"),
        ("80 01 00 00 02 33 B0", "00 00 02"),
        ("80 01 00 33 B2 33 33", "00 33 B2"),
        ("80 01 8A 81 80 33 39", "8A 81 80"),
    ],
)
@pytest.mark.parametrize("known", [None, 3])
def test_the_answer_to_query_all_is_never_cut_short(
    data: str, status: str, known: int | None
) -> None:
    deframer = Deframer([Board(address=1, locks=8, status_bytes=known)])
    deframer.expect(ALL)
    frames = deframer.feed(wire(data)) + deframer.quiet()
    assert frames == [Frame(Kind.ALL, 1, 0, wire(status))]
    assert deframer.skipped == 0


def test_the_echo_of_query_all_is_no_answer() -> None:
    deframer = Deframer([BOARD])
    deframer.expect(ALL)
    assert deframer.feed(ALL.wire) + deframer.quiet() + deframer.flush() == []


@pytest.mark.parametrize(
    "data",
    [
        "8A 01 01 33 B9",  # state that is none
        "8A 01 00 11 9A",  # lock 0
        "80 01 33 11 A3",  # lock 51
        "80 21 01 11 B1",  # address 33
        "80 01 01 11 90",  # check
        "83 01 01 11 92",  # head
    ],
)
def test_what_only_looks_like_a_frame_is_noise(data: str) -> None:
    deframer = Deframer([BOARD])
    assert deframer.feed(wire(data)) + deframer.flush() == []
    assert deframer.skipped == len(wire(data))


def test_the_length_is_learned_and_then_no_silence_is_needed() -> None:
    deframer = Deframer([BOARD])
    deframer.expect(ALL)
    answer = wire("80 01 00 00 02 33 B0")
    assert deframer.feed(answer) == []
    assert len(deframer.quiet()) == 1
    assert deframer.status_bytes(1) == 3
    assert len(deframer.feed(answer)) == 1


def test_silence_between_the_bytes_of_an_answer_does_not_break_it() -> None:
    deframer = Deframer([BOARD])
    deframer.expect(ALL)
    frames = []
    for byte in wire("80 01 00 33 B2 33 33"):
        frames += deframer.feed(bytes((byte,))) + deframer.quiet()
    assert [frame.data for frame in frames] == [wire("00 33 B2")]
    assert deframer.skipped == 0


def test_a_length_learned_from_a_damaged_answer_is_learned_again() -> None:
    deframer = Deframer([BOARD])
    deframer.expect(ALL)
    deframer.feed(wire("80 01 00 00 00 02 33 B0"))
    deframer.quiet()
    assert deframer.status_bytes(1) == 4
    assert deframer.feed(wire("80 01 00 00 02 33 B0")) == []
    assert [frame.data for frame in deframer.flush()] == [wire("00 00 02")]
    assert deframer.status_bytes(1) == 3


def test_a_frame_behind_a_false_start_is_found_at_the_end() -> None:
    deframer = Deframer([BOARD])
    deframer.expect(FAMILY.query_one(1, 1))
    assert deframer.feed(wire("8A 01 80 01 01")) == []
    assert deframer.feed(wire("11 91")) == [Frame(Kind.ONE, 1, 1, b"\x11")]
    assert deframer.skipped == 2
    assert deframer.feed(wire("8A 01")) + deframer.flush() == []
    assert deframer.skipped == 4


def test_locks_are_counted_from_the_last_status_byte_unless_set_otherwise() -> None:
    frame = Frame(Kind.ALL, 1, 0, wire("80 00 02"))
    high = FAMILY.contacts(frame, BOARD)
    low = FAMILY.contacts(frame, Board(address=1, locks=24, status_order=StatusOrder.LOW_FIRST))
    assert {lock for lock, bit in high.items() if bit} == {2, 24}
    assert {lock for lock, bit in low.items() if bit} == {8, 18}
    assert len(FAMILY.contacts(frame, Board(address=1, locks=8))) == 8


# --- hostile lines --------------------------------------------------------------------------

addresses = st.integers(1, 32)
short_frames = st.tuples(
    st.sampled_from([0x80, 0x81, 0x82, 0x8A]),
    addresses,
    st.integers(1, 50),
    st.sampled_from([0x00, 0x11]),
).map(lambda body: sealed(*body))
status_bytes = st.binary(min_size=3, max_size=7)
cuts = st.lists(st.integers(0, 200), max_size=20)


def pieces(data: bytes, at: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut for cut in at if cut < len(data))})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(status_bytes, cuts, st.booleans())
def test_any_status_comes_through_whole_in_any_pieces(
    status: bytes, at: list[int], known: bool
) -> None:
    deframer = Deframer([Board(1, 24, status_bytes=len(status) if known else None)])
    deframer.expect(ALL)
    answer = sealed(0x80, 1, *status, 0x33)
    frames = [frame for piece in pieces(answer, at) for frame in deframer.feed(piece)]
    assert frames + deframer.quiet() == [Frame(Kind.ALL, 1, 0, status)]
    assert deframer.skipped == 0


@given(status_bytes, short_frames.filter(lambda frame: frame[0] in (0x81, 0x82)))
def test_a_report_glued_behind_a_known_answer_costs_neither(status: bytes, report: bytes) -> None:
    deframer = Deframer([Board(1, 24, status_bytes=len(status))])
    deframer.expect(ALL)
    frames = deframer.feed(sealed(0x80, 1, *status, 0x33) + report)
    assert [frame.kind for frame in frames] == [Kind.ALL, Kind.REPORT]
