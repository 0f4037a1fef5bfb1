"""``printer sim | test | status`` as processes, and a terminal that prints on one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from tests.e2e.wires import MAIN, ROOT, SIZES, Printer


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[Printer]:
    with Printer(tmp_path) as printer:
        yield printer


def run(act: str, port: str, *options: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [*MAIN, "printer", act, "--port", port, *options, "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else {"says": done.stderr}


def test_a_test_slip_comes_out_over_the_pty_and_over_the_network(printer: Printer) -> None:
    for number, port in enumerate((str(printer.port), printer.tcp), 1):
        assert run("status", port) == (0, {"status": "ready"})
        assert run("test", port, *SIZES) == (0, {"outcome": "printed", "why": None})
        with Image.open(printer.out / f"slip-{number:04}.png") as slip:
            assert [code.text for code in zxingcpp.read_barcodes(slip.convert("L"))] == [
                "yizhan:test"
            ]


def test_each_fault_has_its_word_and_its_exit_code(printer: Printer) -> None:
    for faults, word in (({"paper": "out"}, "paper_out"), ({"cover": True}, "cover_open")):
        printer.do("fault", set=faults)
        assert run("status", str(printer.port)) == (6, {"status": word})
        assert run("test", str(printer.port)) == (6, {"outcome": "not_printed", "why": word})
        printer.do("faults_off")
    printer.do("fault", set={"mute": True})
    assert run("status", str(printer.port)) == (20, {"status": "unknown"})
    assert not list(printer.out.iterdir())


def test_a_port_that_is_missing_or_in_use_says_so(printer: Printer, tmp_path: Path) -> None:
    code, told = run("test", str(tmp_path / "nowhere"))
    assert code == 10
    assert "no such port" in told["says"]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(printer.port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        code, told = run("status", str(printer.port))
    assert code == 12
    assert "another program" in told["says"]


HOLDS = """
import sys
from drivers.line import SerialPort
line = SerialPort(sys.argv[1], 9600).open()
print("held", flush=True)
sys.stdin.readline()
line.close()
"""
