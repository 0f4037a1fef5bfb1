"""What hangs on the terminal's wires, each on a pty: a lock board as a process, a QR reader."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import termios
import tty
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
MAIN = [sys.executable, str(ROOT / "main.py")]
SIZES = "--width-dots", "576"
"""Of the paper of 80 mm."""
PATIENCE = 60.0
"""Seconds after which something that should have happened has not."""


class Wired:
    """A simulated device as a process of its own, on a pty, with its control socket."""

    def __init__(self, directory: Path, name: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.port = directory / f"{name}.tty"
        self._control = directory / f"{name}.sock"
        self.said = ""

    def start(self, *command: str) -> None:
        """Serve; ``said`` is the line it says once it does."""
        self._command = [*MAIN, *command, "--pty", str(self.port), "--control", str(self._control)]
        self.start_again()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=60)

    def kill(self) -> None:
        """The device goes without a word; its pty hangs up."""
        self._process.kill()
        self._process.communicate(timeout=60)

    def start_again(self) -> None:
        """The device is there again, on the same path, as if just switched on."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, cwd=ROOT)
        assert self._process.stdout is not None
        self.said = self._process.stdout.readline().decode()
        assert self.said, "the simulator did not start"

    def do(self, act: str, **order: Any) -> dict[str, Any]:
        """Give a live order: ``jam``, ``unplug``, ``fault`` …"""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(PATIENCE)
            control.connect(str(self._control))
            control.sendall(json.dumps({"do": act, **order}).encode() + b"\n")
            with control.makefile("rb") as answer:
                reply: dict[str, Any] = json.loads(answer.readline())
        assert "error" not in reply, reply
        return reply


class Board(Wired):
    """A simulated cabinet."""

    def __init__(self, directory: Path, *options: str) -> None:
        super().__init__(directory, "board")
        self.log = directory / "pulses.jsonl"
        self.log.touch()
        command = ["bank", "sim", "--family", "xor8a", "--locks", "24"]
        self.start(*command, "--pulse-log", str(self.log), *options)

    def doors_open(self) -> set[int]:
        """Return the locks whose doors stand open."""
        doors = self.do("state")["doors"]["1"]
        return {int(lock) for lock, state in doors.items() if state == "open"}

    def pulses(self) -> list[dict[str, Any]]:
        """Return every drive of a coil so far, from the log the board wrote at once."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def pulsed(self) -> list[int]:
        """Return the locks that were driven so far, in order."""
        return [pulse["lock"] for pulse in self.pulses()]


class Printer(Wired):
    """``printer sim`` as a process of its own."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, "printer")
        self.out = directory / "slips"
        self.start(
            *("printer", "sim", *SIZES, "--speed", "20000", "--out", str(self.out)),
            *("--tcp", "127.0.0.1:0"),
        )

    @property
    def tcp(self) -> str:
        return self.said.split()[-1]


class Reader:
    """A QR reader on a pty: what it reads comes out as one line."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave, termios.TCSANOW)
        self.port = directory / "scanner.tty"
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(self._slave))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._master)
        os.close(self._slave)
        self.port.unlink(missing_ok=True)

    def read(self, code: str) -> None:
        """A code is held before it."""
        os.write(self._master, code.encode() + b"\r\n")
