"""Frames of the LCUS boards: the vendor's bytes, and that no station can name them."""

from __future__ import annotations

import pytest

from drivers.lockers.frames import Frame, Kind
from drivers.lockers.lcus import Lcus
from drivers.lockers.wiring import BankWiring, Board, Contact
from drivers.registry import BENCH_ONLY, FAMILIES, serial_bank
from kiosk.errors import NotAllowed

FAMILY = Lcus()


def wire(text: str) -> bytes:
    return bytes.fromhex(text)


def test_requests_are_the_bytes_of_the_paper() -> None:
    assert FAMILY.open_one(1, 1).wire == wire("A0 01 01 A2")
    assert FAMILY.off(1, 1).wire == wire("A0 01 00 A1")
    assert FAMILY.query_one(1, 1).wire == wire("A0 01 05 A6")
    assert [order.wire[1] for order in FAMILY.outputs_off(1)] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(("address", "lock"), [(0, 1), (2, 1), (1, 0), (1, 9), (1, -1)])
def test_what_does_not_name_exactly_one_relay_is_refused(address: int, lock: int) -> None:
    for order in (FAMILY.open_one, FAMILY.off, FAMILY.query_one):
        with pytest.raises(NotAllowed):
            order(address, lock)


def test_a_state_is_found_in_any_pieces_and_says_nothing_of_a_door() -> None:
    deframer = FAMILY.deframer(())
    stream = wire("A0 A0 01 01 A2 A0 01 05 A6 A0 02 00 A3 A0 02 00 A2")
    found = [frame for byte in stream for frame in deframer.feed(bytes((byte,)))]
    assert found == [Frame(Kind.ONE, 1, 1, b"\x01"), Frame(Kind.ONE, 1, 2, b"\x00")]
    assert deframer.skipped == len(stream) - 8
    assert FAMILY.contacts(found[0], Board(1, 8)) == {}
    assert FAMILY.contact is Contact.NONE


def test_no_bank_can_speak_it() -> None:
    assert set(BENCH_ONLY) == {"lcus"}
    assert not set(BENCH_ONLY) & set(FAMILIES)
    with pytest.raises(KeyError):
        serial_bank(BankWiring(port="x", family="lcus", boards=(Board(1, 8),), doors=()))
