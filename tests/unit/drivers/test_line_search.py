"""What a search at the screen says of a line, in virtual time."""

from __future__ import annotations

import pytest

from drivers.lockers.bench.line_search import line_found
from drivers.lockers.simulator.board import BoardPlan
from drivers.lockers.simulator.faults import Faults
from kiosk.commissioning import BoardFound, LineFound, LineSays
from kiosk.errors import PortUnavailable, WhyUnavailable
from tests.unit.drivers.test_searching import Boards, Wire, one


def found(wire: Wire) -> LineFound:
    return line_found(wire.port, wire.clock, url="x")


def other(family: str, address: int) -> Boards:
    return [(family, BoardPlan(address=address, locks=8))]


@pytest.mark.parametrize(
    ("boards", "faults", "says"),
    [
        (one(3), Faults(), ()),
        ([], Faults(), (LineSays.SILENT,)),
        ([], Faults(echo=True), (LineSays.SILENT, LineSays.HEARS_ITSELF)),
        (one(3), Faults(garble=True), (LineSays.NO_FRAME,)),
        ([*one(3), *one(3)], Faults(), (LineSays.SHARED,)),
        ([*one(3), *other("dc", 2)], Faults(), (LineSays.MIXED,)),
        ([*one(3), *other("dc", 3)], Faults(), (LineSays.SHARED, LineSays.MIXED)),
    ],
)
def test_a_line_is_told_as_what_it_is(
    boards: Boards, faults: Faults, says: tuple[LineSays, ...]
) -> None:
    wire = Wire(boards, faults=faults)
    told = found(wire)
    assert told.says == says
    if boards and not faults.garble:
        assert BoardFound("xor8a", 9600, 3) in told.boards
    assert not wire.cabinet.pulses


def test_a_port_that_cannot_be_opened_is_told() -> None:
    class Gone:
        url = "x"

        def open(self) -> None:
            raise PortUnavailable("x", WhyUnavailable.MISSING)

    told = line_found(lambda _: Gone(), Wire([]).clock, url="x")  # type: ignore[arg-type,return-value]
    assert told == LineFound(says=(LineSays.NO_PORT,))
