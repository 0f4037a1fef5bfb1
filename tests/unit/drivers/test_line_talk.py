"""Hearing along with a bank in service, and asking on its line, in virtual time."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from drivers.lockers.bank import SerialBank
from drivers.lockers.bench.line_talk import MOST_BURSTS, BankLineTalk, Overhearing, explainer_of
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.simulator.faults import Faults
from drivers.overhearing import OverheardPort
from drivers.registry import FAMILIES, serial_bank
from kiosk.errors import NotAllowed
from kiosk.ids import BankId
from kiosk.line_talk import Clause, NoAnswer, Reply, Saying, Typed, Verdict
from kiosk.ports import Outcome
from tests.contract.lockers.lines import door, wiring
from tests.memory_line import MemoryPort, VirtualTime

A = BankId("A")
QUESTION = "80010033"


class AtOnce:
    """A lane that does what it is given before it returns."""

    def submit(self, job: Any, *args: Any, then: Any = None, failed: Any = None) -> Any:
        then(job(*args))

    def after(self, seconds: float, job: Any) -> Any:
        raise NotImplementedError

    def every(self, seconds: float, job: Any) -> Any:
        raise NotImplementedError


class Line:
    """A bank on simulated boards, and its line."""

    def __init__(self, family: str = "xor8a", faults: Faults | None = None) -> None:
        locks = min(8, FAMILIES[family].locks[-1])
        plan = BoardPlan(address=1, locks=locks)
        self.time = VirtualTime()
        self.cabinet = Cabinet([BUILDERS[family](plan)], faults=faults)
        port = MemoryPort(self.cabinet, self.time)
        self.bank: SerialBank = serial_bank(
            wiring("x", locks=locks, family=family), port=port, time=self.time
        )
        self.talk = BankLineTalk(lambda: {A: self.bank}, lambda _: AtOnce())
        self.told: list[Reply] = []

    def ask(self, digits: str) -> Reply:
        self.talk.send(A, self.talk.typed(A, digits), self.told.append)
        return self.told[-1]


def sayings(heard: Overhearing) -> list[Saying]:
    return [clause.saying for each in heard.spoken() for clause in each.says]


@pytest.mark.parametrize("family", sorted(set(FAMILIES) & set(BUILDERS)))
def test_what_a_bank_says_and_hears_is_explained_in_every_family(family: str) -> None:
    line = Line(family)
    heard = Overhearing(line.bank)
    line.bank.read()
    line.bank.open(door(1, 2))
    asked = {Saying.ASKS_ALL: Saying.TELLS_ALL, Saying.ASKS_ONE: Saying.TELLS_ONE}
    said = sayings(heard)
    assert Saying.OPENS in said
    pairs = [(a, b) for a, b in itertools.pairwise(said) if a in asked]
    assert all(b is asked[a] for a, b in pairs)
    from_boards = {
        clause.saying for each in heard.spoken() if not each.sent for clause in each.says
    }
    assert not from_boards & {*asked, Saying.OPENS}


def test_an_answer_with_the_bytes_of_its_order_is_not_told_as_an_order() -> None:
    line = Line()
    heard = Overhearing(line.bank)
    line.bank.open(door(1, 2))
    order = next(each for each in heard.spoken() if each.says[0].saying is Saying.OPENS)
    after = heard.spoken()[heard.spoken().index(order) + 1]
    assert (after.wire, after.says) == (order.wire, (Clause(Saying.SAME, 1, 2),))
    assert [each.at for each in heard.spoken()] == sorted(each.at for each in heard.spoken())


def test_hearing_along_changes_nothing_for_the_bank() -> None:
    alone, heard = Line(), Line()
    heard.talk.listen(A)
    for line in (alone, heard):
        line.bank.read()
        assert line.bank.open(door(1, 3)).outcome is Outcome.OPENED
    assert alone.bank.health() == heard.bank.health()
    assert alone.time.now() == heard.time.now()
    assert len(heard.cabinet.pulses) == 1


def test_what_is_kept_of_a_line_is_bounded_and_who_left_hears_no_more() -> None:
    line = Line()
    heard = line.talk.listen(A)
    for _ in range(MOST_BURSTS):
        line.bank.read()
    before = heard.spoken()
    assert len(before) == MOST_BURSTS
    heard.close()
    heard.close()
    line.bank.read()
    assert heard.spoken() == before


class Babble:
    """A device that never is silent."""

    hungry = True

    def receive(self, data: bytes, now: float) -> None:
        pass

    def plugged(self, now: float) -> bool:
        return True

    def next_at(self) -> float:
        return 0.0

    def due(self, now: float) -> bytes:
        return b"\x55" * 64


def test_a_storm_without_silence_is_told_in_bursts_of_bounded_length() -> None:
    line = OverheardPort(MemoryPort(Babble(), VirtualTime()))
    bank = Line().bank
    bank.join = line.join
    heard = Overhearing(bank)
    babble = line.open()
    for _ in range(20):
        babble.read(1.0)
    assert {len(bytes.fromhex(each.wire)) for each in heard.spoken()} == {256}
    assert sayings(heard) == [Saying.NOISE] * 5


def test_a_question_is_closed_sent_once_and_its_answer_explained() -> None:
    line = Line()
    reply = line.ask(QUESTION)
    assert reply.why is None
    assert Clause(Saying.ASKS_ALL, 1) in reply.spoken[-2].says
    assert reply.spoken[-1].says[0].saying is Saying.TELLS_ALL
    assert not line.cabinet.pulses


@pytest.mark.parametrize(
    ("faults", "digits", "why"),
    [
        (Faults(), "80050033", NoAnswer.SILENT),
        (Faults(garble=True), QUESTION, NoAnswer.GARBLED),
    ],
)
def test_a_question_without_an_answer_tells_why(faults: Faults, digits: str, why: NoAnswer) -> None:
    assert Line(faults=faults).ask(digits).why is why


def test_a_port_that_is_gone_is_told() -> None:
    line = Line()
    line.cabinet.unplug(60, line.time.now())
    assert line.ask(QUESTION).why is NoAnswer.NO_PORT


@pytest.mark.parametrize("family", sorted(set(FAMILIES)))
def test_no_order_of_any_family_may_go(family: str) -> None:
    line = Line(family)
    dialect = FAMILIES[family]
    orders = [dialect.open_one(1, 1), *dialect.outputs_off(1)]
    for order in orders:
        typed = line.talk.typed(A, order.wire.hex())
        assert typed.verdict is not Verdict.MAY_GO
        with pytest.raises(NotAllowed):
            line.talk.send(A, Typed(typed.wire, Verdict.MAY_GO), line.told.append)
    with pytest.raises(NotAllowed):
        line.talk.send(A, Typed("8A 01 00 11 9A", Verdict.MAY_GO), line.told.append)
    assert not line.cabinet.pulses


def test_bytes_nobody_knows_are_closed_and_kept_back() -> None:
    typed = Line().talk.typed(A, "8A010011")
    assert (typed.wire, typed.verdict, typed.says) == ("8A 01 00 11 9A", Verdict.UNKNOWN, ())
    assert explainer_of("xor8a") is explainer_of("xor8a")
