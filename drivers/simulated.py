"""Simulated hardware as processes beside a terminal: what the port name ``sim`` stands for."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from kiosk.ids import BankId

_ROOT = Path(__file__).resolve().parents[1]
SIMULATED = "sim"
"""The port name in a station file that stands for simulated hardware."""
_SHUTS_AFTER = "8"
"""Seconds after which the person at the cabinet shuts a door."""
_PATIENCE = 10.0
"""Seconds a simulator has to end."""


def simulated(bank: BankId, station: str, data: Path, ending: ExitStack) -> str:
    """Start the cabinet that ``bank`` has in the station file; return the port it serves."""
    place = (data / f"sim-{bank}").resolve()
    command = ["bank", "sim", "--station", station, "--bank", bank, "--person", _SHUTS_AFTER]
    command += ["--pulse-log", str(place.with_suffix(".pulses"))]
    cabinet = _started(command, place, ending)
    assert cabinet.stdout is not None
    cabinet.stdout.readline()  # it says where it serves once it does
    return str(place.with_suffix(".tty"))


def simulated_printer(width_dots: int, data: Path, ending: ExitStack) -> str:
    """Start a slip printer; return the port it will serve. Its slips are pictures in ``data``.

    Nothing waits for it: a printer that is not there yet is found when it is.
    """
    place = (data / "sim-printer").resolve()
    command = ["printer", "sim", "--width-dots", str(width_dots)]
    command += ["--out", str(place.with_name("sim-slips"))]
    _started(command, place, ending)
    return str(place.with_suffix(".tty"))


def _started(command: list[str], place: Path, ending: ExitStack) -> subprocess.Popen[str]:
    """Start a simulator on a pty with a control socket; however this program ends, so does it."""
    pty = place.with_suffix(".tty")
    pty.unlink(missing_ok=True)
    dying_along = ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, str(_ROOT / "main.py")]
    command += ["--pty", str(pty), "--control", str(place.with_suffix(".sock"))]
    process = subprocess.Popen([*dying_along, *command], stdout=subprocess.PIPE, text=True)
    ending.callback(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=_PATIENCE)
