"""Finding boards with questions only, in virtual time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from drivers.cli import main
from drivers.lockers.bench.prober import heard
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bench.scan import explained, verdict
from drivers.lockers.bench.search_plan import plan
from drivers.lockers.bench.searching import Found, Search, Searcher, mixed, shared, twins
from drivers.lockers.frames import Family
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.simulator.faults import Faults
from drivers.lockers.simulator.sharing import SHADOW, on_one_line
from drivers.registry import AT_THE_BENCH, FAMILIES
from tests.memory_line import MemoryPort, VirtualTime

XOR8A = FAMILIES["xor8a"]
ALL = tuple(FAMILIES.values())
Boards = Sequence[tuple[str, BoardPlan]]


class Wire:
    """A simulated line that understands one baud rate."""

    def __init__(self, boards: Boards, *, baud: int = 9600, faults: Faults | None = None) -> None:
        self.clock = VirtualTime()
        made = on_one_line(BUILDERS[family](plan) for family, plan in boards)
        self.cabinet = Cabinet(made, baud=baud, faults=faults)
        self.baud = baud

    def port(self, baud: int) -> MemoryPort:
        deaf = Cabinet((), baud=baud)
        return MemoryPort(self.cabinet if baud == self.baud else deaf, self.clock)

    def search(
        self, families: Sequence[Family] = ALL, baud: int | None = None, seconds: float = 600
    ) -> Search:
        searcher = Searcher(self.port, self.clock, seconds=seconds, progress=Progress("scan"))
        return searcher.run(families, plan(families, baud))


def one(address: int = 1, **more: Any) -> Boards:
    return [("xor8a", BoardPlan(address=address, locks=12, **more))]


@pytest.mark.parametrize("family", sorted(set(FAMILIES) & set(BUILDERS)))
def test_every_family_that_answers_questions_is_found_at_its_usual_speed(family: str) -> None:
    dialect = FAMILIES[family]
    if not dialect.probes(dialect.addresses[0]):
        assert not plan((dialect,), None)
        return
    address = dialect.addresses[:3][-1]
    locks = min(8, dialect.locks[-1])
    board = BoardPlan(address=address, locks=locks)
    wire = Wire([(family, board)], baud=dialect.bauds[0])
    found = wire.search()
    assert [(each.family, each.address) for each in found.boards] == [(family, address)]
    assert found.boards[0].baud == dialect.bauds[0]
    assert not wire.cabinet.pulses


def test_an_unusual_speed_and_a_high_address_are_found_in_the_end() -> None:
    wire = Wire(one(27), baud=38400)
    found = wire.search()
    assert [(each.address, each.baud) for each in found.boards] == [(27, 38400)]


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("delay", [0.0, 0.03, 0.05, 0.1])
@pytest.mark.parametrize("faults", [Faults(), Faults(echo=True)], ids=["plain", "echo"])
def test_a_board_at_an_unlikely_address_is_found_however_late_it_answers(
    family: str, delay: float, faults: Faults
) -> None:
    dialect = FAMILIES[family]
    address = dialect.addresses[:30][-1]
    plan_ = BoardPlan(address=address, locks=8, reply_seconds=delay)
    wire = Wire([(family, plan_)], baud=dialect.bauds[0], faults=faults)
    found = wire.search(baud=dialect.bauds[0])
    assert [(each.family, each.address, each.twin) for each in found.boards] == [
        (family, address, False)
    ]
    assert not wire.cabinet.pulses


def test_a_board_that_refuses_the_question_is_no_silence() -> None:
    wire = Wire([("r421a08", BoardPlan(address=3, locks=8))])
    found = wire.search((FAMILIES["waveshare"],), baud=9600)
    assert (found.boards, found.refused_at) == ((), ("waveshare/9600/3",))
    assert verdict(found) == 21
    assert "refuses the question at waveshare/9600/3" in next(explained(found))
    both = wire.search((FAMILIES["waveshare"], FAMILIES["r421a08"]), baud=9600)
    assert [(board.family, board.address) for board in both.boards] == [("r421a08", 3)]
    assert verdict(both) == 0


def test_two_boards_at_one_unlikely_address_are_told() -> None:
    wire = Wire([*one(22), *one(22)])
    assert [(each.address, each.twin) for each in wire.search((XOR8A,)).boards] == [(22, True)]


def test_a_silent_line_is_done_with_in_half_of_the_time_that_patience_takes() -> None:
    wire = Wire([], baud=9600)
    found = wire.search(baud=9600)
    patience = sum(
        len(family.addresses[:33]) * (family.prompt_seconds + family.quiet_seconds)
        for family in ALL
    )
    assert found.asked == sum(len(family.addresses[:33]) for family in ALL)
    assert found.seconds < patience / 2


def test_the_likely_is_found_within_seconds() -> None:
    began = Wire(one(2))
    found = began.search((XOR8A,))
    assert found.boards
    assert found.seconds < 8


def test_no_question_of_any_family_moves_a_door_of_any_other() -> None:
    boards = [
        (name, BoardPlan(address=address, locks=min(8, AT_THE_BENCH[name].locks[-1])))
        for name in BUILDERS
        for address in AT_THE_BENCH[name].addresses[:4]
    ]
    wire = Wire(boards)
    wire.search(baud=9600)
    assert not wire.cabinet.pulses


def test_two_boards_with_one_address_are_told() -> None:
    found = Wire([*one(3), *one(3), *one(5)]).search((XOR8A,))
    assert [(board.address, board.twin) for board in found.boards] == [(3, True), (5, False)]
    assert list(twins(found.boards)) == ["two boards share address 3? (xor8a)"]
    assert verdict(found) == 22


def test_a_second_board_at_an_address_has_a_number_of_its_own_in_the_simulator() -> None:
    wire = Wire([*one(3), *one(3)])
    assert list(wire.cabinet.boards) == [3, 3 + SHADOW]


def test_answers_that_are_damaged_by_each_other_are_told_as_two_boards() -> None:
    question = XOR8A.probes(3)[0]
    wire = Wire(one(3), faults=Faults(noise_inside=0.7))
    found = wire.search((XOR8A,), baud=9600)
    sentences = " ".join(explained(found))
    assert "share" in sentences or "one address" in sentences
    clean = heard(XOR8A, question, bytes.fromhex("80 03 00 00 00 33 B0"))
    assert (len(clean.frames), clean.skipped) == (1, 0)


def test_two_answers_to_one_question_are_two_boards_and_noise_now_and_then_is_not() -> None:
    question = XOR8A.probes(3)[0]
    one_answer = bytes.fromhex("80 03 00 00 00 33 B0")
    alone = heard(XOR8A, question, one_answer)
    noisy = heard(XOR8A, question, b"\xff" + one_answer)
    double = heard(XOR8A, question, one_answer + one_answer)
    assert not shared([alone] * 8)
    assert not shared([alone] * 7 + [noisy])
    assert shared([alone] * 7 + [double])
    assert shared([alone] * 6 + [noisy] * 2)


def test_two_families_on_one_line_are_told() -> None:
    boards = (Found("dc", 9600, 3, 2), Found("xor8a", 9600, 3, 3), Found("xor8a", 9600, 4, 3))
    assert list(twins(boards)) == ["two boards share address 3? (dc and xor8a)"]
    assert "line of its own" in mixed(boards)
    assert mixed(boards[1:]) == ""


def test_an_echo_is_no_answer_and_an_answer_that_begins_like_the_question_is_no_echo() -> None:
    question = XOR8A.probes(1)[0]
    wire = question.wire
    assert heard(XOR8A, question, wire).echo
    assert not heard(XOR8A, question, wire).frames
    begins_alike = bytes.fromhex("80 01 00 33 B2 33 33")
    found = heard(XOR8A, question, begins_alike)
    assert (len(found.frames), found.echo) == (1, False)
    both = heard(XOR8A, question, wire + begins_alike)
    assert (len(both.frames), both.echo, both.skipped) == (1, True, 0)


@pytest.mark.parametrize(
    ("faults", "code", "says"),
    [
        (Faults(dead=(1,)), 20, "silence"),
        (Faults(dead=(1,), echo=True), 20, "hears itself"),
        (Faults(garble=True), 21, "no frame"),
    ],
)
def test_silence_noise_and_echo_are_explained(faults: Faults, code: int, says: str) -> None:
    found = Wire(one(), faults=faults).search((XOR8A,), baud=9600)
    assert not found.boards
    assert verdict(found) == code
    assert says in " ".join(explained(found))


def test_a_line_that_talks_unasked_is_told() -> None:
    wire = Wire(one(1, report_head=0x81), faults=Faults(storm=50.0, dead=(1,)))
    wire.cabinet.set_faults(Faults(storm=50.0, mute=("one", "all")), wire.clock.now())
    found = wire.search((XOR8A,), baud=9600, seconds=5)
    assert found.unasked > 0
    assert verdict(found) == 21


def test_a_search_ends_when_its_time_is_up_and_says_so() -> None:
    found = Wire([]).search(seconds=3.0)
    assert not found.finished
    assert found.seconds < 4.0
    assert any("--seconds" in sentence for sentence in explained(found))


def test_a_recording_that_is_not_there_is_a_missing_port(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bank", "scan", "--port", "replay:///nothing.jsonl"]) == 10
    assert "no such port" in capsys.readouterr().err
