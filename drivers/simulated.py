"""A simulated cabinet as a process beside a terminal: what the port name ``sim`` stands for."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from kiosk.ids import BankId

_ROOT = Path(__file__).resolve().parents[1]
SIMULATED = "sim"
"""The port name in a station file that stands for a simulated lock board."""
_SHUTS_AFTER = "8"
"""Seconds after which the person at the cabinet shuts a door."""
_PATIENCE = 10.0
"""Seconds the cabinet has to end."""


def simulated(bank: BankId, station: str, data: Path, ending: ExitStack) -> str:
    """Start the cabinet that ``bank`` has in the station file; return the port it serves.

    However this program ends, so does the cabinet.
    """
    place = (data / f"sim-{bank}").resolve()
    pty = place.with_suffix(".tty")
    command = ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, str(_ROOT / "main.py")]
    command += ["bank", "sim", "--station", station, "--bank", bank, "--pty", str(pty)]
    command += ["--control", str(place.with_suffix(".sock")), "--person", _SHUTS_AFTER]
    command += ["--pulse-log", str(place.with_suffix(".pulses"))]
    pty.unlink(missing_ok=True)
    cabinet = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    ending.callback(_end, cabinet)
    assert cabinet.stdout is not None
    cabinet.stdout.readline()  # it says where it serves once it does
    return str(pty)


def _end(cabinet: subprocess.Popen[str]) -> None:
    cabinet.terminate()
    cabinet.communicate(timeout=_PATIENCE)
