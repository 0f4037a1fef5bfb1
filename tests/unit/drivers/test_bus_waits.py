"""An exchange takes what its bytes and the board take, and nothing more: in virtual time."""

from __future__ import annotations

import pytest

from drivers.line import Line
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


class _Sleepy(MemoryPort):
    """The process stands still for some seconds each time the line was quiet."""

    def __init__(self, device: Cabinet, time: VirtualTime) -> None:
        super().__init__(device, time)
        self._time = time
        self.sleeps_seconds = 0.0

    def open(self) -> Line:
        line = super().open()
        read = line.read

        def read_and_sleep(wait: float) -> bytes:
            data = read(wait)
            self._time.wait(0.0 if data else self.sleeps_seconds)
            return data

        line.read = read_and_sleep  # type: ignore[method-assign]
        return line


@pytest.mark.parametrize("name", sorted(set(FAMILIES) & set(BUILDERS)))
def test_an_answer_that_came_while_the_process_stood_still_is_taken(name: str) -> None:
    family, time = FAMILIES[name], VirtualTime()
    address, baud = family.addresses[:2][-1], family.bauds[0]
    plan = BoardPlan(address=address, locks=min(24, family.locks[-1]), reply_seconds=0.1)
    port = _Sleepy(Cabinet([BUILDERS[name](plan)], baud=baud), time)
    bus = Bus(family, (Board(address, plan.locks),), port=port, baud=baud, time=time)
    question = family.query_all(address) or family.probes(address)[0]
    bus.ask(question)
    port.sleeps_seconds = 5.0
    assert question.answered_by(bus.ask(question))
    assert bus.count.timeouts == 0
