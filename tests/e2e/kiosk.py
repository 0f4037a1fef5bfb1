"""The product as a person meets it: processes, a screen, fingers, a board on a wire, a QR reader.

Nothing here reaches into the program: it is touched with xdotool, its pictures are read with a QR
decoder of another make, its board is another process on a pty. Where a button is, the program
tells at its control socket, as it tells whoever supports it over ssh.
"""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import zxingcpp
from PIL import Image

from kiosk.control import Unreachable, ask
from tools.run import screen_in_memory

ROOT = Path(__file__).resolve().parents[2]
MAIN = [sys.executable, str(ROOT / "main.py")]
PATIENCE = 40.0
"""Seconds after which something that should have happened has not."""
_R = TypeVar("_R")


def until(what: Callable[[], _R | None], why: str, patience: float = PATIENCE) -> _R:
    """Ask again and again until ``what`` gives something; fail with ``why`` if it never does."""
    ends = time.monotonic() + patience
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > ends:
            raise AssertionError(f"waited {patience:g} s for {why}")
        time.sleep(0.05)


class Board:
    """A simulated cabinet as a process of its own, on a pty."""

    def __init__(self, directory: Path, *options: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.port = directory / "board.tty"
        self._control = directory / "board.sock"
        self.log = directory / "pulses.jsonl"
        command = [*MAIN, "bank", "sim", "--family", "xor8a", "--locks", "24"]
        command += ["--pty", str(self.port), "--control", str(self._control)]
        command += ["--pulse-log", str(self.log), *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
        assert self._process.stdout is not None
        assert self._process.stdout.readline(), "the simulator did not start"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)

    def do(self, act: str, **order: Any) -> dict[str, Any]:
        """Give a live order: ``jam``, ``unplug``, ``shut`` …"""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(PATIENCE)
            control.connect(str(self._control))
            control.sendall(json.dumps({"do": act, **order}).encode() + b"\n")
            with control.makefile("rb") as answer:
                reply: dict[str, Any] = json.loads(answer.readline())
        assert "error" not in reply, reply
        return reply

    def doors_open(self) -> set[int]:
        """Return the locks whose doors stand open."""
        doors = self.do("state")["doors"]["1"]
        return {int(lock) for lock, state in doors.items() if state == "open"}

    def pulses(self) -> list[dict[str, Any]]:
        """Return every drive of a coil so far, from the log the board wrote at once."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


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


class Kiosk:
    """``main.py run`` as a process with its window on a display."""

    def __init__(
        self,
        data: Path,
        display: str,
        *options: str,
        station: str = "huaken",
        board: Board | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.data = data
        self._display = os.environ | {"DISPLAY": display}
        command = [*MAIN, "run", "--station", station, "--data", str(data), *options]
        if board is not None:
            command += ["--bank", str(board.port)]
        if reader is not None:
            command += ["--scanner", str(reader.port)]
        data.mkdir(parents=True, exist_ok=True)
        self._said = (data.parent / f"{data.name}.out").open("ab")
        self.process = subprocess.Popen(
            command, env=self._display, stdout=self._said, stderr=self._said, cwd=ROOT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # -- life ------------------------------------------------------------------------------

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(20)
        self._said.close()
        return code

    def kill(self) -> None:
        """Let the power fail, as far as the process can tell."""
        self.process.kill()
        self.process.wait(20)
        self._said.close()

    # -- what it shows ---------------------------------------------------------------------

    def ask(self, question: str) -> Any:
        """Ask at the control socket; ``None`` while nobody answers."""
        try:
            return ask(self.data, question)
        except Unreachable:
            assert self.process.poll() is None, f"the terminal ended: {self.process.returncode}"
            return None

    def screen(self) -> dict[str, Any]:
        """Return the page that is shown and what can be touched."""
        shown: dict[str, Any] = until(lambda: self.ask("screen"), "the terminal to answer")
        return shown

    def at(self, *pages: str, patience: float = PATIENCE) -> str:
        """Wait for one of these pages."""

        def arrived() -> str | None:
            page: str = self.screen().get("page", "")
            return page if page in pages else None

        return until(arrived, f"page {' or '.join(pages)}", patience)

    def served(self) -> Self:
        """Wait until the cabinet is served."""

        def online() -> bool:
            status = self.ask("status")
            return status is not None and set(status["banks"].values()) == {"online"}

        until(online, "the bank")
        return self

    def picture(self) -> Image.Image:
        """Take a picture of the screen."""
        taken = subprocess.run(
            ["import", "-window", "root", "png:-"],
            env=self._display,
            capture_output=True,
            check=True,
        )
        return Image.open(io.BytesIO(taken.stdout)).convert("RGB")

    def codes(self) -> list[str]:
        """Return what a QR reader makes of the picture."""
        return [found.text for found in zxingcpp.read_barcodes(self.picture())]

    def qr(self, patience: float = PATIENCE) -> str:
        """Wait for a QR on the screen and return what it says."""
        return until(lambda: next(iter(self.codes()), None), "a QR code", patience)

    # -- fingers ---------------------------------------------------------------------------

    def target(self, words: str, patience: float = PATIENCE) -> tuple[int, int]:
        """Wait for a button with these words and return its centre."""

        def found() -> tuple[int, int] | None:
            for target in self.screen().get("targets", ()):
                if words == target["text"] or (len(words) > 1 and words in target["text"]):
                    return int(target["x"]), int(target["y"])
            return None

        return until(found, f"a button saying {words!r}", patience)

    def touch(self, words: str, *, patience: float = PATIENCE) -> None:
        """Touch the button with these words."""
        self.touch_at(*self.target(words, patience))

    def touch_at(self, x: int, y: int) -> None:
        """Put a finger on the glass there for a moment."""
        command = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.02"]
        command += ["mousedown", "1", "sleep", "0.06", "mouseup", "1"]
        subprocess.run(command, env=self._display, check=True)

    def type(self, digits: str) -> None:
        """Type on the keypad of the page."""
        for digit in digits:
            self.touch(digit)
            time.sleep(0.3)  # a person's pace: the same key sooner is taken for a tremble


@contextmanager
def display(size: str = "1080x1920") -> Iterator[str]:
    """Give a display of the size of the panel."""
    with screen_in_memory(size) as name:
        yield name
