"""What is wrong with a line is one clear sentence with its own exit code, for every family."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.cli import main
from drivers.line import SerialPort
from drivers.registry import AT_THE_BENCH, FAMILIES
from tests.e2e.test_bank_commands import ROOT, Sim

of_every_family = pytest.mark.parametrize("family", sorted(AT_THE_BENCH))


@pytest.fixture
def slave() -> Iterator[str]:
    """A port that is there, with nobody at its other end."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    yield os.ttyname(slave)
    os.close(slave)
    os.close(master)


def opening(family: str, port: str) -> list[str]:
    board = AT_THE_BENCH[family].addresses[:2][-1]
    line = ["--port", port, "--family", family, "--board", str(board)]
    return ["bank", "open", *line, "--lock", "1"]


@of_every_family
def test_a_port_that_is_not_there(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(opening(family, "/dev/ttyNONE")) == 10
    said = capsys.readouterr().err
    assert (said.count("\n"), "no such port" in said) == (1, True)


@of_every_family
def test_a_port_somebody_else_has(
    family: str, slave: str, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = SerialPort(slave, 9600).open()
    try:
        assert main(opening(family, slave)) == 12
    finally:
        owner.close()
    said = capsys.readouterr().err
    assert (said.count("\n"), "another program" in said) == (1, True)


@of_every_family
def test_a_port_that_may_not_be_opened(family: str, slave: str) -> None:
    Path(slave).chmod(0)
    # Root may open everything, unless it gives up that capability first.
    without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    command = [sys.executable, "-m", "drivers.cli", *opening(family, slave)]
    told = subprocess.run(
        [*(without if os.geteuid() == 0 else []), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stderr.count("\n")) == (11, 1)
    assert "group dialout" in told.stderr


@pytest.mark.parametrize("other", ["dc", "waveshare", "r421a08", "cu16"])
def test_a_cabinet_of_another_family_is_silence_and_the_sentence_names_family_and_speed(
    other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path)  # xor8a
    try:
        board = FAMILIES[other].addresses[:2][-1]
        line = ["--port", str(sim.link), "--family", other, "--board", str(board)]
        assert main(["bank", "state", *line, "--locks", "4"]) == 20
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "family and speed" in said
    finally:
        sim.end()
    assert sim.log.read_text() == ""


@pytest.mark.parametrize("family", ["waveshare", "r421a08"])
def test_a_line_at_another_speed_opens_nothing(
    family: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--family", family, "--baud", "19200", "--strict-baud")
    try:
        assert main(["bank", "state", "--port", str(sim.link), "--family", family]) == 20
        assert capsys.readouterr().err.count("\n") == 1
        fitting = ["--port", str(sim.link), "--family", family, "--baud", "19200"]
        assert main(["bank", "state", *fitting]) == 0
        sim.order(do="fault", set={"garble": True})
        assert main(["bank", "state", *fitting]) == 21
        assert "no frame" in capsys.readouterr().err
    finally:
        sim.end()
