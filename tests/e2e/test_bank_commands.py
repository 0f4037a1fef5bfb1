"""``bank sim | open | state | scan`` as processes, the way a technician meets them."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.cli import main
from drivers.line import SerialPort
from drivers.registry import FAMILIES

ROOT = Path(__file__).parents[2]


class Sim:
    """``bank sim`` as a process of its own, with control socket and pulse log."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.link = folder / "bank"
        self.log = folder / "pulses.jsonl"
        self.control = folder / "control"
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "drivers.cli",
                "bank",
                "sim",
                "--family",
                "xor8a",
                "--pty",
                str(self.link),
                "--control",
                str(self.control),
                "--pulse-log",
                str(self.log),
                *options,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def order(self, **order: Any) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as remote:
            remote.connect(str(self.control))
            remote.sendall(json.dumps(order).encode() + b"\n")
            with remote.makefile("rb") as answers:
                return dict(json.loads(answers.readline()))

    def pulses(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Sim]:
    sim = Sim(tmp_path, "--locks", "24")
    yield sim
    sim.end()


def bank(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any], str]:
    """Run ``bank …``; return exit code, the object on stdout, the sentence on stderr."""
    code = main(["bank", *arguments])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out.startswith("{") else {}, err.strip()


def test_a_door_is_opened_read_and_found_open(sim: Sim, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--port", str(sim.link), "--family", "xor8a", "--board", "1", "--json"]
    code, told, said = bank("open", *line, "--lock", "3", capsys=capsys)
    assert (code, told["outcome"], told["door"], said) == (0, "opened", "open", "")
    assert 0 < told["elapsed_ms"] < 3000
    assert [(pulse["board"], pulse["lock"]) for pulse in sim.pulses()] == [(1, 3)]
    code, told, _ = bank("open", *line, "--lock", "3", capsys=capsys)
    assert (code, told["outcome"]) == (3, "already_open")
    code, told, _ = bank("state", *line, "--locks", "24", capsys=capsys)
    assert code == 0
    assert told["doors"] == {str(n): "open" if n == 3 else "closed" for n in range(1, 25)}
    assert len(sim.pulses()) == 1


def test_a_stuck_door_has_its_own_exit_code(sim: Sim, capsys: pytest.CaptureFixture[str]) -> None:
    assert sim.order(do="jam", lock=5)["ok"]
    code, told, _ = bank("open", "--port", str(sim.link), "--lock", "5", "--json", capsys=capsys)
    assert (code, told["outcome"], told["door"]) == (4, "not_opened", "closed")
    assert sim.order(do="pulses")["counts"] == {"1": {"5": 2}}


def test_the_other_polarity_is_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--contact", "closed-is-0")
    line = ["--port", str(sim.link), "--json", "--contact", "closed-is-0"]
    code, told, _ = bank("open", *line, "--lock", "24", capsys=capsys)
    assert (code, told["outcome"]) == (0, "opened")
    sim.end()


def test_scan_finds_address_and_baud_without_an_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--boards", "2", "--board", "4", "--locks", "12")
    scan = ["scan", "--port", str(sim.link), "--family", "xor8a", "--json"]
    code, told, _ = bank(*scan, capsys=capsys)
    assert code == 0
    assert [(found["address"], found["baud"]) for found in told["boards"]] == [(4, 9600), (5, 9600)]
    assert sim.pulses() == []
    assert sim.end() == 0


@pytest.mark.parametrize(
    ("family", "options", "baud"),
    [
        ("wkly", ["--report", "85"], 9600),
        ("dc", ["--short-answers"], 9600),
        ("cu48", ["--locks", "48"], 19200),
        ("cu16", [], 19200),
        ("waveshare", [], 9600),
    ],
)
def test_every_family_is_found_opened_and_read_at_its_usual_baud(
    family: str,
    options: list[str],
    baud: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sim = Sim(tmp_path, "--board", "2", "--family", family, *options)
    line = ["--port", str(sim.link), "--family", family, "--json"]
    code, told, _ = bank("scan", *line, capsys=capsys)
    found = [(board["family"], board["address"], board["baud"]) for board in told["boards"]]
    assert (code, found) == (0, [(family, 2, baud)])
    assert sim.pulses() == []
    last = min(16, FAMILIES[family].locks[-1])
    code, told, _ = bank("open", *line, "--board", "2", "--lock", str(last), capsys=capsys)
    assert (code, told["outcome"], told["door"]) == (0, "opened", "open")
    code, told, _ = bank("state", *line, "--board", "2", "--locks", str(last), capsys=capsys)
    assert code == 0
    assert told["doors"] == {str(n): "open" if n == last else "closed" for n in range(1, last + 1)}
    assert [(pulse["board"], pulse["lock"]) for pulse in sim.pulses()] == [(2, last)]
    sim.end()


def test_a_board_without_inputs_is_found_and_pulsed_and_nothing_is_claimed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sim = Sim(tmp_path, "--board", "2", "--family", "r421a08")
    line = ["--port", str(sim.link), "--json"]
    code, told, _ = bank("scan", *line, "--family", "r421a08", capsys=capsys)
    assert (code, [board["address"] for board in told["boards"]]) == (0, [2])
    assert sim.pulses() == []
    line += ["--family", "r421a08", "--board", "2"]
    code, told, _ = bank("open", *line, "--lock", "8", capsys=capsys)
    assert (code, told["outcome"], told["pulses"]) == (5, "unconfirmed", 1)
    code, told, _ = bank("state", *line, capsys=capsys)
    assert (code, told["answered"], set(told["doors"].values())) == (0, True, {"unknown"})
    assert [(pulse["board"], pulse["lock"]) for pulse in sim.pulses()] == [(2, 8)]
    sim.end()


def test_silence_and_noise_are_told_apart(sim: Sim, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--port", str(sim.link), "--json"]
    scan = ["scan", *line, "--baud", "9600", "--family", "xor8a"]
    sim.order(do="fault", set={"dead": [1]})
    code, _, said = bank(*scan, capsys=capsys)
    assert (code, "silence" in said) == (20, True)
    code, told, said = bank("state", *line, "--locks", "3", capsys=capsys)
    assert (code, "silence" in said) == (20, True)
    assert set(told["doors"].values()) == {"unknown"}
    sim.order(do="fault", set={"dead": [], "garble": True})
    code, _, said = bank(*scan, capsys=capsys)
    assert (code, "no frame" in said) == (21, True)
    code, told, said = bank("open", *line, "--lock", "3", capsys=capsys)
    assert (code, told["outcome"], "no frame" in said) == (21, "not_sent", True)
    assert sim.pulses() == []


def test_a_mute_board_is_unconfirmed_and_the_reason_is_told(
    sim: Sim, capsys: pytest.CaptureFixture[str]
) -> None:
    sim.order(do="fault", set={"dead": [1]})
    line = ["--port", str(sim.link), "--json"]
    code, told, said = bank("open", *line, "--lock", "3", capsys=capsys)
    assert (code, told["outcome"], told["door"]) == (5, "unconfirmed", "unknown")
    assert "silence" in said


def test_a_missing_port_is_one_sentence_and_its_own_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(tmp_path / "nothing")
    for act in (["open", "--lock", "3"], ["state"], ["scan"]):
        code, _, said = bank(*act, "--port", port, "--json", capsys=capsys)
        assert (code, said.count("\n")) == (10, 0)
        assert "no such port" in said


def test_a_port_in_use_is_one_sentence_and_its_own_code(capsys: pytest.CaptureFixture[str]) -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    owner = SerialPort(os.ttyname(slave), 9600).open()
    code, told, said = bank(
        "open", "--port", os.ttyname(slave), "--lock", "3", "--json", capsys=capsys
    )
    assert (code, told["outcome"], "another program" in said) == (12, "not_sent", True)
    owner.close()
    os.close(slave)
    os.close(master)


@pytest.mark.parametrize(
    "options",
    [
        ["open", "--port", "x", "--lock", "0"],
        ["open", "--port", "x", "--lock", "51"],
        ["open", "--port", "x", "--board", "33", "--lock", "1"],
        ["state", "--port", "x", "--locks", "60"],
        ["open", "--port", "x", "--family", "wkly", "--lock", "25"],
        ["open", "--port", "x", "--family", "dc", "--board", "0", "--lock", "1"],
        ["open", "--port", "x", "--family", "cu48", "--lock", "49"],
        ["open", "--port", "x", "--family", "cu48", "--board", "10", "--lock", "1"],
        ["open", "--port", "x", "--family", "cu16", "--lock", "17"],
        ["open", "--port", "x", "--family", "waveshare", "--lock", "9"],
        ["open", "--port", "x", "--family", "r421a08", "--board", "248", "--lock", "1"],
        ["sim"],
        ["sim", "--pty", "x", "--family", "cu16", "--locks", "17"],
        ["sim", "--pty", "x", "--family", "cu48", "--board", "9", "--boards", "2"],
    ],
    ids=str,
)
def test_what_no_board_has_is_refused_before_anything_is_opened(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = bank(*options, capsys=capsys)
    assert (code, said.count("\n")) == (2, 0)
    assert said


@pytest.mark.parametrize(
    "options",
    [
        ["open", "--port", "x"],
        ["open", "--lock", "1"],
        ["open", "--port", "x", "--lock", "many"],
        ["open", "--port", "x", "--lock", "1", "--family", "nonesuch"],
        ["sim", "--tcp", "nowhere"],
        ["sim", "--person", "soon"],
    ],
    ids=str,
)
def test_wrong_options_end_with_usage(options: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bank", *options])
    assert ended.value.code == 2


def test_the_ports_of_the_machine_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = bank("scan", "--json", capsys=capsys)
    assert code == 0
    assert isinstance(told["ports"], list)
    assert main(["bank", "scan"]) == 0


def test_the_simulator_takes_its_link_and_socket_with_it(tmp_path: Path) -> None:
    sim = Sim(tmp_path, "--tcp", "127.0.0.1:0", "--unpaced", "--person", "3", "--report", "81")
    assert "socket://127.0.0.1:" in sim.said
    assert sim.link.is_symlink()
    assert sim.order(do="nonsense")["ok"] is False
    assert sim.order(do="person", seconds=None)["ok"]
    assert sim.end() == 0
    assert not sim.link.is_symlink()
    assert not sim.control.exists()


def test_a_fault_file_with_a_mistake_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "faults.toml"
    script.write_text("[faults]\nekko = true\n")
    link = str(tmp_path / "bank")
    code, _, said = bank("sim", "--pty", link, "--faults", str(script), capsys=capsys)
    assert (code, "ekko" in said) == (2, True)
