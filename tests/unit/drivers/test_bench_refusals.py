"""Whatever is wrong with a port or an option: one sentence, one exit code, nothing moved."""

from __future__ import annotations

import os
import pty
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.cli import main
from drivers.line import SerialPort
from drivers.lockers.bench.asking import AsksScript, word_given
from drivers.lockers.bench.options import lock_list
from drivers.lockers.bench.progress import Progress

ACTS = {
    "scan": ["scan", "--family", "xor8a"],
    "walk": ["walk", "--yes", "OPEN", "--answers", os.devnull],
    "polarity": ["polarity", "--answers", os.devnull],
    "soak": ["soak", "--yes", "OPEN"],
    "monitor": ["monitor", "--seconds", "1"],
    "console": ["console", "--send", "80 01 00 33"],
    "open": ["open", "--lock", "1"],
    "state": ["state"],
}


@pytest.fixture
def owned() -> Iterator[str]:
    """A port that another program has open."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    owner = SerialPort(os.ttyname(slave), 9600).open()
    yield os.ttyname(slave)
    owner.close()
    os.close(slave)
    os.close(master)


@pytest.mark.parametrize("act", ACTS)
def test_a_missing_port_is_told_by_every_act(
    act: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["bank", *ACTS[act], "--port", str(tmp_path / "nothing")])
    said = capsys.readouterr().err.strip()
    assert (code, said.count("\n")) == (10, 0)
    assert "no such port" in said


@pytest.mark.parametrize("act", ACTS)
def test_a_port_in_use_is_told_by_every_act(
    act: str, owned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["bank", *ACTS[act], "--port", owned])
    said = capsys.readouterr().err.strip()
    assert (code, said.count("\n")) == (12, 0)
    assert "another program" in said


@pytest.mark.parametrize("act", ACTS)
def test_a_recording_that_cannot_be_written_is_told_by_every_act(
    act: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = str(tmp_path / "no" / "folder.jsonl")
    port = str(tmp_path / "nothing")
    code = main(["bank", *ACTS[act], "--port", port, "--record", record])
    said = capsys.readouterr().err.strip()
    assert (code, said.count("\n")) == (2, 0)
    assert "no such file" in said


@pytest.mark.parametrize(
    "options",
    [
        ["walk"],
        ["walk", "--port", "x", "--board", "999"],
        ["soak", "--port", "x", "--locks", "1-x"],
        ["soak", "--port", "x", "--cycles", "0"],
        ["monitor", "--port", "x", "--family", "nonesuch"],
        ["console"],
        ["report", "--station", "huaken"],
        ["report", "--station", "huaken", "--out", "x", "--language", "fr"],
        ["sim", "--pty", "x", "--also", "nonesuch:3"],
        ["sim", "--pty", "x", "--also", "xor8a"],
    ],
    ids=str,
)
def test_wrong_options_end_with_usage(options: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bank", *options])
    assert ended.value.code == 2


def test_lists_of_locks_are_read() -> None:
    assert lock_list("1-3,7,2") == (1, 2, 3, 7)


def test_the_word_must_be_the_word() -> None:
    person = AsksScript(["OPEN"])
    assert word_given("OPEN", "OPEN", "Doors open.")
    assert not word_given("OPEN", "open", "Doors open.", person)
    assert not word_given("OPEN", None, "Doors open.", person)  # nobody is at a keyboard here


def test_a_bar_is_drawn_only_where_somebody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress("scan")
    bar.show(1, 2, "xor8a")
    bar.clear()
    assert capsys.readouterr().err == ""


def test_a_bar_shows_how_far_it_is_and_goes_away() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    with os.fdopen(slave, "w") as terminal:
        bar = Progress("scan", stream=terminal)
        bar.show(1, 2, "xor8a")
        assert b"1/2 xor8a" in os.read(master, 4096)
        bar.clear()
        assert os.read(master, 4096).endswith(b"\r")
    os.close(master)
