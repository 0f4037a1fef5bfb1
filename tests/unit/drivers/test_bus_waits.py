"""An exchange takes what its bytes and the board take, and nothing more: in virtual time."""

from __future__ import annotations

import pytest

from drivers.line import Line
from drivers.lockers.bus import Bus
from drivers.lockers.frames import Request
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.wiring import Board
from drivers.registry import FAMILIES
from tests.memory_line import MemoryPort, VirtualTime

_BITS_A_BYTE = 10


def board(name: str, *, reply_seconds: float) -> BoardPlan:
    family = FAMILIES[name]
    address, locks = family.addresses[:2][-1], min(24, family.locks[-1])
    return BoardPlan(address=address, locks=locks, reply_seconds=reply_seconds)


def cabinet(name: str, plan: BoardPlan) -> Cabinet:
    return Cabinet([BUILDERS[name](plan)], baud=FAMILIES[name].bauds[0])


def asked_once(
    name: str, plan: BoardPlan, port: MemoryPort, time: VirtualTime
) -> tuple[Bus, Request]:
    """A bus that has asked its board, and what it asked."""
    family = FAMILIES[name]
    boards = (Board(plan.address, plan.locks),)
    bus = Bus(family, boards, port=port, baud=family.bauds[0], time=time)
    question = family.query_all(plan.address) or family.probes(plan.address)[0]
    bus.ask(question)
    return bus, question


@pytest.mark.parametrize("name", sorted(set(FAMILIES) & set(BUILDERS)))
def test_a_question_takes_no_longer_than_its_bytes_and_its_board(name: str) -> None:
    time, plan = VirtualTime(), board(name, reply_seconds=0.01)
    baud = FAMILIES[name].bauds[0]
    bus, question = asked_once(name, plan, MemoryPort(cabinet(name, plan), time), time)
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
    time, plan = VirtualTime(), board(name, reply_seconds=0.1)
    port = _Sleepy(cabinet(name, plan), time)
    bus, question = asked_once(name, plan, port, time)
    port.sleeps_seconds = 5.0
    assert question.answered_by(bus.ask(question))
    assert bus.count.timeouts == 0
