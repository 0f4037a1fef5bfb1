"""What a walk teaches: map, polarity, order, and what is odd; in virtual time."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.lockers.bench.asking import AsksScript
from drivers.lockers.bench.learning import Learned, Walked, learn, with_guesses
from drivers.lockers.bench.places import Labels
from drivers.lockers.bench.polarity import Polarity, ask_polarity
from drivers.lockers.bench.progress import Progress
from drivers.lockers.bench.station_file import propose, wired_doors, write
from drivers.lockers.bench.station_text import BankText
from drivers.lockers.bench.walk import Walk
from drivers.lockers.bus import Bus
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.wiring import Acknowledges, Board, Contact, StatusOrder
from drivers.registry import FAMILIES
from kiosk.config import load_station
from kiosk.config.lines import spans
from kiosk.ids import DoorId
from tests.memory_line import MemoryPort, VirtualTime

HUAKEN = Path(__file__).parents[3] / "assets" / "stations" / "huaken.toml"
XOR8A = FAMILIES["xor8a"]


class Unknown:
    """A cabinet nobody knows yet, and somebody who walks along it."""

    def __init__(self, *plans: BoardPlan, family: str = "xor8a", person: float | None = None):
        self.clock = VirtualTime()
        self.cabinet = Cabinet([BUILDERS[family](plan) for plan in plans], person=person)
        self.family = FAMILIES[family]
        self.boards = tuple(Board(address=plan.address, locks=plan.locks) for plan in plans)
        port = MemoryPort(self.cabinet, self.clock)
        self.bus = Bus(self.family, self.boards, port=port, baud=9600, time=self.clock)

    def walk(self, answers: Sequence[str], wired: Mapping[str, tuple[int, int]] = {}) -> Walk:
        self.labels = Labels("A", {DoorId(door): wire for door, wire in wired.items()})
        return Walk(
            self.family,
            self.bus,
            self.clock,
            asks=AsksScript(answers),
            progress=Progress("walk"),
        )

    def walked(self, answers: Sequence[str], **more: Any) -> list[Walked]:
        return self.walk(answers, **more).go(self.boards, self.labels)

    def polarity(self) -> tuple[Polarity, ...]:
        asks = _Opens(self)
        return ask_polarity(self.family, self.bus, self.clock, boards=self.boards, asks=asks)


class _Opens:
    """Opens door 2 by hand when asked."""

    def __init__(self, unknown: Unknown) -> None:
        self._unknown = unknown
        self.asked = 0

    def ask(self, question: str) -> str:
        self.asked += 1
        if self.asked == 2:
            self._unknown.cabinet.pull(self._unknown.boards[0].address, 2, self._now())
            self._unknown.clock.wait(1.0)
        return ""

    def _now(self) -> float:
        return self._unknown.clock.now()


FELT = sorted(name for name, family in FAMILIES.items() if family.contact is not Contact.NONE)


@pytest.mark.parametrize("family", FELT)
def test_every_family_with_contacts_is_learned(family: str) -> None:
    dialect = FAMILIES[family]
    locks = min(8, dialect.locks[-1])
    address = dialect.addresses[:2][-1]
    unknown = Unknown(BoardPlan(address=address, locks=locks), family=family)
    learned = learn(unknown.walked([""] * locks))
    assert [(door.door, door.lock) for door in learned.doors] == [
        (f"A{lock:02}", lock) for lock in range(1, locks + 1)
    ]
    assert {door.contact for door in learned.doors} == {dialect.contact}
    assert [pulse.lock for pulse in unknown.cabinet.pulses] == list(range(1, locks + 1))
    assert learned.problems == ()


def test_a_board_without_inputs_is_learned_by_what_somebody_saw(tmp_path: Path) -> None:
    unknown = Unknown(BoardPlan(address=2, locks=3), family="r421a08")
    learned = learn(unknown.walked(["A02", "A01", "A03", *["n"] * 5]), locks=3)
    wired = [(door.door, door.lock, door.contact) for door in learned.doors]
    assert wired == [("A02", 1, None), ("A01", 2, None), ("A03", 3, None)]
    assert all("no contact changed" in problem for problem in learned.problems)
    station = tmp_path / "my.toml"
    station.write_text("format = 1\nid = 'x'\n[labels]\nname = { zh = '站', en = 'X' }\n")
    proposal = propose(station, "A", learned, family="r421a08", baud=9600, port="/dev/ttyUSB0")
    assert proposal.mistakes == ()
    write(proposal)
    (bank,) = load_station(station).device.banks
    assert (bank.family, bank.boards[0].locks, bank.boards[0].contact) == ("r421a08", 3, None)


@pytest.mark.parametrize("low_first", [True, False])
@pytest.mark.parametrize("closed_bit", [0, 1])
def test_polarity_and_order_of_the_status_are_learned(closed_bit: int, low_first: bool) -> None:
    plan = BoardPlan(locks=12, closed_bit=closed_bit, low_first=low_first, status_bytes=4)
    board = learn(Unknown(plan).walked([""] * 12)).boards[0]
    assert board.contact is (Contact.CLOSED_IS_1 if closed_bit else Contact.CLOSED_IS_0)
    assert board.status_order is (StatusOrder.LOW_FIRST if low_first else StatusOrder.HIGH_FIRST)
    assert (board.status_bytes, board.locks) == (4, 12)
    assert board.acknowledges is Acknowledges.ALWAYS


@pytest.mark.parametrize("person", [0.8 + 0.07 * step for step in range(24)])
def test_doors_that_shut_behind_the_walker_do_not_confuse_the_map(person: float) -> None:
    slow = BoardPlan(locks=6, latch_seconds=0.6)
    learned = learn(Unknown(slow, person=person).walked([""] * 6))
    assert [(door.lock, door.contact) for door in learned.doors] == [
        (lock, Contact.CLOSED_IS_1) for lock in range(1, 7)
    ]
    assert learned.problems == ()
    assert all(door.ms is not None and door.ms > 500 for door in learned.doors)


def test_a_board_that_never_acknowledges_is_known_as_such() -> None:
    learned = learn(Unknown(BoardPlan(locks=4, acknowledges=False)).walked([""] * 4))
    assert learned.boards[0].acknowledges is Acknowledges.NEVER


def test_one_contact_wired_the_other_way_round_is_an_exception_of_its_door() -> None:
    unknown = Unknown(BoardPlan(locks=6))
    unknown.cabinet.boards[1].locks[3].closed_bit = 0
    learned = learn(unknown.walked([""] * 6))
    assert learned.boards[0].contact is Contact.CLOSED_IS_1
    assert [door.door for door in learned.doors if door.contact is Contact.CLOSED_IS_0] == ["A04"]


def test_a_door_without_contact_a_jammed_lock_and_a_lock_without_door_are_told() -> None:
    unknown = Unknown(BoardPlan(locks=6))
    locks = unknown.cabinet.boards[1].locks
    locks[1].sensor, locks[2].jammed = False, None
    learned = learn(unknown.walked(["", "", "n", "", "n", ""]))
    told = " | ".join(learned.problems)
    assert "lock 2: door A02 moved, but no contact changed" in told
    assert "lock 5: the contact of lock 5 changed, but nobody saw" in told
    assert "lock 3" not in told
    assert [door.lock for door in learned.doors] == [1, 2, 4, 6]


def test_once_more_pulses_once_more_and_nothing_else_does() -> None:
    unknown = Unknown(BoardPlan(locks=3))
    unknown.walked(["", "r", "r", "", ""])
    assert [pulse.lock for pulse in unknown.cabinet.pulses] == [1, 2, 2, 2, 3]


def test_a_label_that_is_taken_or_no_label_is_asked_again() -> None:
    learned = learn(Unknown(BoardPlan(locks=3)).walked(["A02", "A02", "zzz", "3", "a1"]))
    assert [door.door for door in learned.doors] == ["A02", "A03", "A01"]


def test_the_walk_can_be_ended_and_what_was_seen_is_kept() -> None:
    assert len(Unknown(BoardPlan(locks=5)).walked(["", "q"])) == 1
    assert len(Unknown(BoardPlan(locks=5)).walked([""])) == 1


def test_a_door_that_did_not_move_gets_the_lock_at_which_nothing_moved() -> None:
    wired = {f"A{lock:02}": (1, lock) for lock in range(1, 5)}
    unknown = Unknown(BoardPlan(locks=4))
    walked = unknown.walked(["A03", "n", "A01", "A02"], wired=wired)
    assert unknown.labels.missing == ("A04",)
    learned = with_guesses(learn(walked), unknown.labels.missing, walked)
    assert (learned.doors[-1].door, learned.doors[-1].lock) == ("A04", 2)
    assert any("guessed" in problem for problem in learned.problems)


@pytest.mark.parametrize("closed_bit", [0, 1])
def test_the_wizard_learns_the_polarity_without_a_pulse(closed_bit: int) -> None:
    unknown = Unknown(BoardPlan(locks=8, closed_bit=closed_bit))
    unknown.cabinet.boards[1].locks[6].closed_bit = 1 - closed_bit
    (found,) = unknown.polarity()
    assert found.contact is (Contact.CLOSED_IS_1 if closed_bit else Contact.CLOSED_IS_0)
    assert (found.different, found.proved_by, found.sure) == ((7,), (2,), True)
    assert unknown.cabinet.pulses == []


def test_the_wizard_is_not_sure_where_no_contact_is_wired() -> None:
    (found,) = Unknown(BoardPlan(locks=8, sensor=False)).polarity()
    assert not found.sure


# --- the station file ------------------------------------------------------------------------


def learned_of(lock_of: Mapping[str, int], **board: Any) -> Learned:
    unknown = Unknown(BoardPlan(address=7, locks=len(lock_of), **board))
    by_lock = {lock: door for door, lock in lock_of.items()}
    return learn(unknown.walked([by_lock[lock] for lock in sorted(by_lock)]))


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 2**32), st.integers(0, 1), st.booleans())
def test_any_map_is_written_and_passes_the_check(seed: int, bit: int, low_first: bool) -> None:
    numbers = list(range(1, 25))
    random.Random(seed).shuffle(numbers)
    lock_of = {f"A{n:02}": lock for n, lock in enumerate(numbers, 1)}
    learned = learned_of(lock_of, closed_bit=bit, low_first=low_first)
    proposal = propose(HUAKEN, "A", learned, family="xor8a", baud=19200, port="/dev/ttyUSB0")
    assert proposal.mistakes == ()
    bank = tomllib.loads(proposal.after)["device"]["banks"][0]
    assert {door["id"]: (door["board"], door["lock"]) for door in bank["doors"]} == {
        door: (7, lock) for door, lock in lock_of.items()
    }
    assert (bank["port"], bank["baud"]) == ("/dev/ttyUSB0", 19200)
    comments = [row for row in proposal.before.splitlines() if "#" in row]
    kept = [row for row in comments if row in proposal.after]
    assert kept == comments


def test_writing_what_is_there_already_changes_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(HUAKEN.read_text(encoding="utf-8"), encoding="utf-8")
    path.chmod(0o640)
    learned = learned_of({f"A{n:02}": n for n in range(1, 25)})
    first = propose(path, "A", learned, family="xor8a", baud=9600, port=None)
    write(first)
    again = propose(path, "A", learned, family="xor8a", baud=9600, port=None)
    assert first.difference
    assert again.difference == ""
    assert path.stat().st_mode & 0o777 == 0o640
    assert load_station(path).device.banks[0].boards[0].address == 7


def test_a_bank_that_is_not_in_the_file_is_added_and_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text('format = 1\nid = "my"\n[labels]\nname = { zh = "站", en = "My" } # mine\n')
    learned = learned_of({f"B{n:02}": n for n in range(1, 9)}, closed_bit=0)
    proposal = propose(path, "B", learned, family="xor8a", baud=9600, port="/dev/ttyUSB0")
    assert proposal.mistakes == ()
    write(proposal)
    assert wired_doors(path, "B")[DoorId("B08")] == (7, 8)
    assert "# mine" in path.read_text()


def test_an_exception_of_a_door_is_written_and_taken_away_again() -> None:
    text = HUAKEN.read_text(encoding="utf-8")
    unknown = Unknown(BoardPlan(locks=24))
    unknown.cabinet.boards[1].locks[4].closed_bit = 0
    odd = learn(unknown.walked([""] * 24))
    with_odd = BankText(text, "A").with_learned(odd, family="xor8a", baud=9600, port=None)
    assert with_odd.count('handle_mm = 565, contact = "closed-is-0" }') == 1
    plain = learn(Unknown(BoardPlan(locks=24)).walked([""] * 24))
    after = BankText(with_odd, "A").with_learned(plain, family="xor8a", baud=9600, port=None)
    assert "handle_mm = 565 }" in after


def test_a_file_that_would_not_pass_the_check_is_not_proposed() -> None:
    learned = learned_of({"A01": 1, "A02": 2})
    proposal = propose(HUAKEN, "A", learned, family="xor8a", baud=9600, port=None)
    assert proposal.mistakes


def test_the_place_of_every_value_is_known() -> None:
    text = 'a = 1 # one\n[b]\nc = { d = "x", e = [1, 2] }\n[[f]]\ng = "h" \n'
    found = spans(text)
    cut = {path: text[start:end] for path, (start, end) in found.items()}
    assert cut[("a",)] == "1"
    assert cut[("b", "c", "d")] == '"x"'
    assert cut[("b", "c", "e", 1)] == "2"
    assert cut[("f", 0, "g")] == '"h"'
