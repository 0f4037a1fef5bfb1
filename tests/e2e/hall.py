"""A hall as people meet it: the display as a process with its window, and a terminal that calls."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from PIL import Image

from kiosk.control import Unreachable, ask
from tests.e2e.kiosk import photograph, until
from tests.e2e.wires import MAIN, ROOT


class Child:
    """A process that is ended with the test."""

    process: subprocess.Popen[str]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        """Let it die without a word."""
        self.process.kill()
        self.process.communicate(timeout=60)


class Caller(Child):
    """The hall's end of a terminal; it calls what the test says."""

    def __init__(self, data: Path, program: str = "hall_terminal") -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.programs.{program}", str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.line() == "ready"

    def call(self, number: str, counter: int) -> None:
        """Call a number."""
        self.tell(f"{number} {counter}")

    def tell(self, line: str) -> None:
        """Type a line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def line(self) -> str:
        """Return the next thing it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


class Display(Child):
    """``main.py display`` with its window on a screen in memory."""

    def __init__(self, data: Path, screen: str, *options: str, **more: str) -> None:
        self._data = data
        self._environment = os.environ | {"DISPLAY": screen} | more
        command = [*MAIN, "display", "--station", "huaken", "--data", str(data), *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL, text=True
        )

    def shown(self) -> dict[str, Any]:
        """Return what can be read, empty while nobody answers."""
        try:
            said: dict[str, Any] = ask(self._data / "display", "shown")
        except Unreachable:
            assert self.process.poll() is None, "the display has ended"
            return {}
        return said

    def shows(self, **wanted: Any) -> None:
        """Wait until what can be read is this."""

        def there() -> bool:
            shown = self.shown()
            return all(shown.get(name) == value for name, value in wanted.items())

        until(there, f"the display to show {wanted}, it shows {self.shown()}")

    def picture(self) -> Image.Image:
        """Take a picture of the panel once it is drawn: three in a row are the same."""
        before: list[Image.Image] = []

        def at_rest() -> Image.Image | None:
            before.append(photograph(self._environment))
            last = before[-3:]
            same = len(last) == 3 and all(each == last[0] for each in last)
            return last[0] if same and last[0].getcolors(1) is None else None

        return until(at_rest, "the panel to come to rest")

    def files(self) -> list[str]:
        """Return the names of the files it holds open."""
        held = Path(f"/proc/{self.process.pid}/fd")
        return [str(each.readlink()) for each in held.iterdir() if each.is_symlink()]
