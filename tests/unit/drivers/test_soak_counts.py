"""The cycle test: what it counts, what it waits for, what it exports; in virtual time."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cli import main
from drivers.lockers.bench.soak import cycle
from drivers.lockers.simulator.board import BUILDERS, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.registry import serial_bank
from kiosk.ids import DoorId
from kiosk.lockers.tally import DoorTally, in_all, times, worst
from kiosk.ports import Opening, Outcome
from tests.contract.lockers.lines import door, wiring
from tests.memory_line import MemoryPort, VirtualTime


def soaked(
    cabinet: Cabinet, clock: VirtualTime, cycles: int, shut_within: float = 30.0
) -> dict[DoorId, DoorTally]:
    bank = serial_bank(wiring("memory", locks=4), port=MemoryPort(cabinet, clock), time=clock)
    tallies, done = cycle(
        bank,
        clock,
        cycles=cycles,
        shut_within=shut_within,
        rest=0.7,
        show=lambda *_: None,
    )
    assert done == cycles * 4
    return tallies


def cabinet_with(person: float | None) -> Cabinet:
    return Cabinet([BUILDERS["xor8a"](BoardPlan(locks=4))], person=person)


def test_every_opening_is_counted_and_timed() -> None:
    cabinet, clock = cabinet_with(2.0), VirtualTime()
    tallies = soaked(cabinet, clock, 5)
    assert all(tally.good and tally.cycles == 5 for tally in tallies.values())
    assert len(cabinet.pulses) == 20
    assert not any(pulse.was_open for pulse in cabinet.pulses)
    assert worst(tallies) is Outcome.OPENED


def test_the_time_of_a_door_has_no_waiting_for_the_door_before_it_in_it() -> None:
    tallies = soaked(cabinet_with(2.0), VirtualTime(), 3)
    slowest = max(ms for tally in tallies.values() for ms in tally.ms)
    assert slowest < 400


def test_a_jammed_door_is_counted_and_is_the_verdict() -> None:
    cabinet, clock = cabinet_with(2.0), VirtualTime()
    cabinet.boards[1].locks[1].jammed = 2
    tallies = soaked(cabinet, clock, 3)
    bad = tallies[door(1, 2)]
    assert (bad.count(Outcome.NOT_OPENED), bad.count(Outcome.OPENED), bad.pulses) == (1, 2, 4)
    assert not bad.good
    assert worst(tallies) is Outcome.NOT_OPENED
    assert in_all(tallies, Outcome.OPENED) == 11


def test_a_door_nobody_shuts_is_left_out_and_not_pulsed() -> None:
    cabinet, clock = cabinet_with(None), VirtualTime()
    tallies = soaked(cabinet, clock, 2, shut_within=5.0)
    assert {tally.left_open for tally in tallies.values()} == {1}
    assert len(cabinet.pulses) == 4


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=300))
def test_percentiles_are_values_that_were_measured_and_in_order(ms: list[int]) -> None:
    found = times(ms)
    assert found is not None
    assert found.least <= found.median <= found.most
    assert found.p99 in ms
    assert sum(1 for value in ms if value <= found.p99) >= 0.99 * len(ms)


def test_no_opening_has_no_times() -> None:
    assert times([]) is None
    unsure = DoorTally().with_opening(Opening(Outcome.UNCONFIRMED, elapsed_ms=3000, pulses=1))
    assert (unsure.ms, unsure.cycles, unsure.good) == ((), 1, False)


def test_a_recorded_soak_is_counted_the_same_and_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = Path(__file__).parents[2] / "data" / "dialogues" / "soak.jsonl"
    options = ["--port", f"replay://{recording}", "--locks", "1-3", "--cycles", "2"]
    table = tmp_path / "soak.csv"
    code = main(["bank", "soak", *options, "--yes", "OPEN", "--json", "--csv", str(table)])
    told = json.loads(capsys.readouterr().out)
    assert code == 4
    assert {door: row["opened"] for door, row in told["doors"].items()} == {
        "1": 2,
        "2": 1,
        "3": 2,
    }
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [(row["door"], row["opened"], row["not_opened"]) for row in rows] == [
        ("1", "2", "0"),
        ("2", "1", "1"),
        ("3", "2", "0"),
    ]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--port", "x"], 9, "--yes OPEN"),
        (["--port", "x", "--yes", "open"], 9, "--yes OPEN"),
        (["--yes", "OPEN"], 2, "--port"),
        (["--station", "huaken", "--bank", "Z", "--yes", "OPEN"], 2, "no bank Z"),
        (["--station", "huaken", "--doors", "A01,Z99", "--yes", "OPEN"], 2, "Z99"),
        (["--port", "replay:///nothing", "--yes", "OPEN"], 10, "no such port"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_before_any_door_moves(
    options: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bank", "soak", *options]) == code
    said = capsys.readouterr().err.strip()
    assert says in said
    assert said.count("\n") == 0
