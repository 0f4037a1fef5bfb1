"""An exchange takes what its bytes and the board take, and nothing more: in virtual time."""

from __future__ import annotations

import pytest

from drivers.lockers.bus import Bus
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.wiring import Board
from drivers.registry import FAMILIES
from tests.memory_line import MemoryPort, VirtualTime

_BITS_A_BYTE = 10


@pytest.mark.parametrize("name", sorted(set(FAMILIES) & set(BUILDERS)))
def test_a_question_takes_no_longer_than_its_bytes_and_its_board(name: str) -> None:
    family, time = FAMILIES[name], VirtualTime()
    address, baud = family.addresses[:2][-1], family.bauds[0]
    plan = BoardPlan(address=address, locks=min(24, family.locks[-1]), reply_seconds=0.01)
    port = MemoryPort(Cabinet([BUILDERS[name](plan)], baud=baud), time)
    bus = Bus(family, (Board(address, plan.locks),), port=port, baud=baud, time=time)
    question = family.query_all(address) or family.probes(address)[0]
    bus.ask(question)
    bus.rest(0.1)
    began = time.now()
    bus.ask(question)
    _, said = BUILDERS[name](plan).hear(question.wire, 0.0)
    size = len(question.wire) + sum(len(each.wire) for each in said)
    own = max(each.after for each in said)
    assert time.now() - began == pytest.approx(size * _BITS_A_BYTE / baud + own, abs=1e-4)
