"""Relays that only the host switches off: off they go, whatever becomes of the program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.cli import main
from tests.e2e.test_bank_commands import ROOT, Sim

pytestmark = pytest.mark.alone
PATIENCE = 60.0


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Sim]:
    sim = Sim(tmp_path, "--family", "lcus", "--locks", "8")
    yield sim
    sim.end()


def on(sim: Sim) -> list[int]:
    return list(sim.order(do="state")["on"]["1"])


def until(sim: Sim, wanted: list[int]) -> None:
    ends = time.monotonic() + PATIENCE
    while on(sim) != wanted:
        assert time.monotonic() < ends, f"still on: {on(sim)}"


def opening(sim: Sim, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "drivers.cli", "bank", *options]
    command += ["--port", str(sim.link), "--family", "lcus"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, process_group=0)


def ended(process: subprocess.Popen[str]) -> int:
    with process:
        return process.wait(PATIENCE)


def test_a_relay_is_pulsed_once_and_nobody_claims_to_know(
    sim: Sim, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--port", str(sim.link), "--family", "lcus", "--lock", "3", "--json"]
    assert main(["bank", "open", *line]) == 5
    told = json.loads(capsys.readouterr().out)
    assert (told["outcome"], told["pulses"], told["door"]) == ("unconfirmed", 1, "unknown")
    assert [pulse["lock"] for pulse in sim.pulses()] == [3]
    until(sim, [])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=str)
@pytest.mark.parametrize(
    "act",
    [["open", "--lock", "2"], ["console", "--yes", "OPEN", "--send", "A0 02 01"]],
    ids=["open", "console"],
)
def test_a_program_that_is_killed_leaves_no_relay_on(
    sim: Sim, act: list[str], how: signal.Signals
) -> None:
    process = opening(sim, *act)
    until(sim, [2])
    os.killpg(process.pid, how)
    # Whoever talks to a board may end by Ctrl-C in good order.
    assert ended(process) != 0 or (act[0], how) == ("console", signal.SIGINT)
    until(sim, [])
    assert len(sim.pulses()) == 1


def test_a_program_that_hangs_leaves_no_relay_on(sim: Sim) -> None:
    process = opening(sim, "open", "--lock", "2")
    until(sim, [2])
    process.send_signal(signal.SIGSTOP)
    until(sim, [])
    process.kill()
    ended(process)


def test_where_nothing_could_switch_off_nothing_is_switched_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = ["--port", "loop://", "--family", "lcus"]
    assert main(["bank", "open", *line, "--lock", "1"]) == 14
    assert "could switch the relay off" in capsys.readouterr().err
    assert main(["bank", "console", *line, "--yes", "OPEN", "--send", "A0 01 01"]) == 14


@pytest.mark.parametrize("act", [["state"], ["scan"], ["soak", "--yes", "OPEN"]], ids=str)
def test_what_needs_an_answer_is_not_offered_for_it(
    act: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["bank", *act, "--port", "x", "--family", "lcus"])
    assert refused.value.code == 2
    assert "lcus" in capsys.readouterr().err


@pytest.mark.parametrize(("board", "lock"), [("2", "1"), ("1", "9"), ("1", "0")])
def test_a_relay_that_cannot_be_is_refused(
    board: str, lock: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--port", "/nothing", "--family", "lcus", "--board", board, "--lock", lock]
    assert main(["bank", "open", *line]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_missing_port_is_told_as_for_every_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "open", "--port", "/nothing", "--family", "lcus", "--lock", "1"]) == 10
    assert "no such port" in capsys.readouterr().err
