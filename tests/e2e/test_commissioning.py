"""From an unknown cabinet to the right door: scan, walk, the file, the terminal's wiring."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

import main as program
from drivers.banks import wiring
from drivers.registry import serial_bank
from kiosk.config import load_station
from kiosk.ids import DoorId
from kiosk.ports import Outcome, Reading
from tests.e2e.test_bank_commands import Sim

STATION = Path(__file__).parents[2] / "assets" / "stations" / "huaken.toml"
MINUTES = 10.0
DOORS = 24


def test_an_unknown_cabinet_works_within_ten_minutes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = ["--board", "5", "--baud", "38400", "--strict-baud", "--contact", "closed-is-0"]
    sim = Sim(tmp_path, *odd, "--status-order", "low-first", "--locks", str(DOORS))
    try:
        began = time.monotonic()
        _commissioned(sim, tmp_path, capsys)
        seconds = time.monotonic() - began
        with capsys.disabled():
            print(f"\n[unknown cabinet of {DOORS} doors: {seconds:.0f} s with a scripted person]")
        # A person adds a few seconds for each door; half of the ten minutes is theirs.
        assert seconds < 60 * MINUTES / 2
    finally:
        assert sim.end() == 0


def _commissioned(sim: Sim, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    station, answers = tmp_path / "my.toml", tmp_path / "answers"
    station.write_text(STATION.read_text(encoding="utf-8"), encoding="utf-8")
    secret = [f"A{n:02}" for n in range(1, DOORS + 1)]
    random.Random(7).shuffle(secret)
    answers.write_text("\n".join(secret) + "\n")

    family = ["--family", "xor8a"]
    assert program.main(["bank", "scan", "--port", str(sim.link), *family, "--json"]) == 0
    (board,) = json.loads(capsys.readouterr().out)["boards"]
    assert (board["address"], board["baud"]) == (5, 38400)
    assert sim.pulses() == []

    found = [*family, "--board", str(board["address"]), "--baud", str(board["baud"])]
    walk = ["bank", "walk", "--port", str(sim.link), *found, "--station", str(station)]
    walk += ["--answers", str(answers), "--yes", "OPEN", "--json"]
    assert program.main(walk) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["complete"], told["written"]) == (True, str(station))
    assert len(sim.pulses()) == DOORS
    assert program.main(["config", "check", str(station)]) == 0

    _the_right_door_opens(sim, station, secret)


def _the_right_door_opens(sim: Sim, station: Path, secret: list[str]) -> None:
    """Open doors as ``run`` would: its wiring of this file, the door named by its label."""
    for lock in range(1, DOORS + 1):
        sim.order(do="shut", board=5, lock=lock)
    device = load_station(station).device.banks[0]
    bank = serial_bank(wiring(device, device.port))
    try:
        assert set(bank.read().values()) == {Reading.CLOSED}
        for label in ("A01", "A13", "A24"):
            assert bank.open(DoorId(label)).outcome is Outcome.OPENED
            assert sim.pulses()[-1]["lock"] == secret.index(label) + 1
        is_open = {door for door, seen in bank.read().items() if seen is Reading.OPEN}
        assert is_open == {"A01", "A13", "A24"}
    finally:
        bank.close()


def test_a_walk_without_the_word_moves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--locks", "4")
    walk = ["bank", "walk", "--port", str(sim.link), "--family", "xor8a", "--board", "1"]
    assert program.main(walk) == 9
    assert program.main([*walk, "--yes", "yes"]) == 9
    assert "--yes OPEN" in capsys.readouterr().err
    assert sim.pulses() == []
    assert sim.end() == 0


def test_a_walk_that_is_ended_early_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--locks", "4")
    station, answers = tmp_path / "my.toml", tmp_path / "answers"
    station.write_text(STATION.read_text(encoding="utf-8"), encoding="utf-8")
    answers.write_text("A02\nq\n")
    walk = ["bank", "walk", "--port", str(sim.link), "--family", "xor8a", "--board", "1"]
    walk += ["--locks", "4", "--station", str(station), "--answers", str(answers)]
    assert program.main([*walk, "--yes", "OPEN", "--json"]) == 7
    out, err = capsys.readouterr()
    assert json.loads(out)["complete"] is False
    assert "nothing was written" in err
    assert station.read_text(encoding="utf-8") == STATION.read_text(encoding="utf-8")
    assert len(sim.pulses()) == 2
    assert sim.end() == 0


def test_a_file_with_mistakes_is_told_before_any_door_moves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station = tmp_path / "my.toml"
    station.write_text("format = 1\nid = 7\n")
    walk = ["bank", "walk", "--port", "/nothing", "--station", str(station), "--yes", "OPEN"]
    assert program.main(walk) == 2
    assert "id" in capsys.readouterr().err


def test_the_wizard_tells_the_polarity_over_a_real_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--locks", "8", "--contact", "closed-is-0")
    answers = tmp_path / "answers"
    answers.write_text("\n\n")
    options = ["--port", str(sim.link), "--family", "xor8a", "--board", "1", "--locks", "8"]
    code = program.main(["bank", "polarity", *options, "--answers", str(answers), "--json"])
    (board,) = json.loads(capsys.readouterr().out)["boards"]
    assert (code, board["contact"], board["sure"]) == (7, "closed-is-0", False)
    assert sim.pulses() == []
    assert sim.end() == 0
