"""The simulated cabinet: its own bytes, its locks, its faults, its orders, its process."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drivers.lockers.simulator.board import BUILDERS, Board, BoardPlan
from drivers.lockers.simulator.cabinet import Cabinet
from drivers.lockers.simulator.control import load_script, obey, run_script
from drivers.lockers.simulator.faults import Faults
from drivers.lockers.simulator.lock import Lock
from drivers.serving.orders import BadOrder

SOURCES = Path(__file__).parents[3] / "drivers" / "lockers" / "simulator"


def board(**plan: Any) -> Board:
    return BUILDERS["xor8a"](BoardPlan(**plan))


def cabinet(*, baud: int | None = None, person: float | None = None, **plan: Any) -> Cabinet:
    return Cabinet([board(**plan)], baud=baud, person=person)


def answer(of: Cabinet, request: str, *, at: float = 0.0, within: float = 1.0) -> str:
    of.receive(bytes.fromhex(request), at)
    return of.due(at + within).hex(" ").upper()


def test_it_shares_no_code_with_the_driver() -> None:
    for source in SOURCES.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [str(node.module)]
            for name in names:
                top = name.split(".")[0]
                allowed = top in sys.stdlib_module_names or top == "msgspec"
                own = name.startswith(("drivers.lockers.simulator.", "drivers.serving."))
                assert allowed or own, (source, name)


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        ("80 01 01 33 B3", "80 01 01 00 80"),
        ("80 01 00 33 B2", "80 01 00 00 00 33 B2"),
        ("8A 01 01 11 9B", "8A 01 01 00 8A"),
        ("80 02 01 33 B0", ""),
        ("80 01 01 33 B2", ""),
        ("8A 01 01 33 B9", ""),
    ],
)
def test_it_answers_with_the_bytes_of_the_paper(request_: str, reply: str) -> None:
    assert answer(cabinet(closed_bit=0), request_) == reply


def test_the_status_has_the_highest_locks_first() -> None:
    it = cabinet(closed_bit=0)
    obey(it, {"do": "pull", "lock": 2}, 0.0)
    assert answer(it, "80 01 00 33 B2", at=1.0) == "80 01 00 00 02 33 B0"
    low = cabinet(closed_bit=0, low_first=True)
    obey(low, {"do": "pull", "lock": 2}, 0.0)
    assert answer(low, "80 01 00 33 B2", at=1.0) == "80 01 02 00 00 33 B0"


def test_it_finds_requests_behind_noise_and_in_pieces() -> None:
    it = cabinet(closed_bit=0)
    it.receive(bytes.fromhex("FF 8A 80 01"), 0.0)
    assert answer(it, "01 33 B3") == "80 01 01 00 80"


def test_bytes_take_their_time_on_the_wire() -> None:
    it = cabinet(baud=9600, closed_bit=0, reply_seconds=0.002)
    it.receive(bytes.fromhex("80 01 01 33 B3"), 0.0)
    whole = 10 * 10 / 9600 + 0.002
    assert len(it.due(whole - 0.0005)) == 4
    assert len(it.due(whole + 0.0001)) == 1


def test_a_pulsed_lock_springs_open_and_its_contact_follows() -> None:
    lock = Lock(1, latch_seconds=0.1, feedback_seconds=0.2)
    assert lock.pulse(10.0) == pytest.approx(10.1)
    assert (lock.shut_at(10.05), lock.shut_at(10.15)) == (True, False)
    assert (lock.contact(10.25), lock.contact(10.35)) == (1, 0)


def test_a_jammed_lock_counts_pulses_and_stays_shut() -> None:
    lock = Lock(1)
    lock.jammed = 1
    assert lock.pulse(0.0) is None
    assert lock.pulse(1.0) is not None
    lock.jammed = None
    assert lock.pulse(2.0) is None
    assert lock.pulses == 3


def test_every_drive_of_a_coil_is_told_at_once_also_by_open_all() -> None:
    told: list[tuple[int, bool]] = []
    it = Cabinet([board(locks=3)], baud=None, on_pulse=lambda p: told.append((p.lock, p.moved)))
    obey(it, {"do": "jam", "lock": 2}, 0.0)
    it.receive(bytes.fromhex("8A 01 00 11 9A"), 0.0)
    it.due(0.0)
    assert told == [(1, True), (2, False), (3, True)]


def test_the_person_shuts_what_opened() -> None:
    it = cabinet(person=4.0)
    answer(it, "8A 01 01 11 9B")
    it.due(3.9)
    assert obey(it, {"do": "state"}, 3.9)["doors"]["1"]["1"] == "open"
    it.due(4.2)
    assert obey(it, {"do": "state"}, 4.2)["doors"]["1"]["1"] == "shut"


def test_a_door_that_moves_is_reported_where_the_board_reports() -> None:
    it = cabinet(report_head=0x81, closed_bit=0)
    obey(it, {"do": "pull", "lock": 1}, 0.0)
    assert it.due(1.0).hex(" ") == "81 01 01 11 90"
    obey(it, {"do": "shut", "lock": 1}, 2.0)
    assert it.due(3.0).hex(" ") == "81 01 01 00 81"


@pytest.mark.parametrize(
    ("faults", "reply"),
    [
        (Faults(echo=True), "80 01 01 33 B3 80 01 01 00 80"),
        (Faults(ghost=2), "80 02 01 00 83 80 01 01 00 80"),
        (Faults(wrong_address=2), "80 02 01 00 83"),
        (Faults(mute=("one",)), ""),
        (Faults(dead=(1,)), ""),
        (Faults(drop_next=1), ""),
        (Faults(deaf_next=1), ""),
        (Faults(glue="before"), "81 01 01 00 81 80 01 01 00 80"),
        (Faults(glue="after"), "80 01 01 00 80 81 01 01 00 81"),
        (Faults(late=2.0), ""),
    ],
    ids=str,
)
def test_each_fault_does_what_it_says(faults: Faults, reply: str) -> None:
    it = cabinet(closed_bit=0, locks=1, report_head=0x81)
    it.set_faults(faults, 0.0)
    assert answer(it, "80 01 01 33 B3") == reply


def test_a_storm_begins_and_ends_by_order() -> None:
    it = cabinet(report_head=0x82)
    obey(it, {"do": "fault", "set": {"storm": 10}}, 0.0)
    assert len(it.due(1.0)) == pytest.approx(50, abs=5)
    obey(it, {"do": "faults_off"}, 1.0)
    it.due(2.0)
    assert it.next_at() is None


def test_a_request_too_soon_after_a_frame_is_missed_where_a_gap_is_needed() -> None:
    it = cabinet(closed_bit=0)
    it.set_faults(Faults(min_gap=0.005), 0.0)
    assert answer(it, "80 01 01 33 B3", at=0.0, within=0.02) != ""
    it.receive(bytes.fromhex("80 01 01 33 B3"), 0.012)
    assert it.due(1.0) == b""


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"do": "dance"},
        {"do": "shut"},
        {"do": "shut", "lock": 99},
        {"do": "shut", "lock": 0},
        {"do": "shut", "board": 7, "lock": 1},
        {"do": "fault", "set": {"ekko": True}},
        {"do": "fault", "set": {"echo": "yes"}},
        {"do": "lock", "lock": 1, "set": {"pulses": 0}},
        {"do": "unplug", "seconds": "x"},
    ],
    ids=str,
)
def test_an_order_it_does_not_understand_is_refused(order: dict[str, Any]) -> None:
    with pytest.raises(BadOrder):
        obey(cabinet(), order, 0.0)


def test_a_fault_file_sets_faults_and_steps(tmp_path: Path) -> None:
    script = tmp_path / "faults.toml"
    script.write_text(
        """
        [faults]
        echo = true
        [[step]]
        after = 2.0
        order = { do = "fault", set = { echo = false, drop = 1.0 } }
        """
    )
    it = cabinet()
    run_script(it, load_script(script), 10.0)
    assert it.faults == Faults(echo=True)
    it.due(12.0)
    assert it.faults == Faults(drop=1.0)


@pytest.mark.parametrize("text", ["[faults]\nekko = true", "[faults", "[[step]]\nafter = 1"])
def test_a_fault_file_with_a_mistake_is_refused(tmp_path: Path, text: str) -> None:
    script = tmp_path / "faults.toml"
    script.write_text(text)
    with pytest.raises(BadOrder):
        load_script(script)


def test_the_same_seed_gives_the_same_line() -> None:
    def heard(seed: int) -> bytes:
        it = Cabinet([board()], baud=None, seed=seed)
        it.set_faults(Faults(noise_before=0.5, noise_inside=0.5, drop=0.2, drop_byte=0.2), 0.0)
        return b"".join(
            bytes.fromhex(answer(it, "80 01 00 33 B2", at=float(at))) for at in range(50)
        )

    assert heard(1) == heard(1)
    assert heard(1) != heard(2)


def test_the_pulses_are_told_with_their_counts() -> None:
    it = cabinet()
    answer(it, "8A 01 01 11 9B")
    told = json.loads(msgspec.json.encode(obey(it, {"do": "pulses"}, 1.0)))
    assert told["counts"] == {"1": {"1": 1}}
    assert told["pulses"][0]["lock"] == 1
