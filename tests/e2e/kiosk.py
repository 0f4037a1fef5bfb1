"""The product as a person meets it: processes, a screen, fingers, a board on a wire, a QR reader.

Nothing here reaches into the program: it is touched with xdotool, its pictures are read with a QR
decoder of another make, its board is another process on a pty. Where a button is, the program
tells at its control socket, as it tells whoever supports it over ssh.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

import zxingcpp
from PIL import Image

from kiosk.control import Unreachable, ask
from tests.e2e.wires import MAIN, PATIENCE
from tests.e2e.wires import ROOT as ROOT
from tests.e2e.wires import Board as Board
from tests.e2e.wires import Reader as Reader
from tools.run import screen_in_memory

REACTION = 0.55
"""Seconds a person needs before touching what has just come up; sooner the screen takes it for a
tremble."""
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


def photograph(environment: Mapping[str, str]) -> Image.Image:
    """Take a picture of the display that ``environment`` names."""
    command = ["import", "-window", "root", "png:-"]
    taken = subprocess.run(command, env=environment, capture_output=True, check=True)
    return Image.open(io.BytesIO(taken.stdout)).convert("RGB")


class Ended(Exception):
    """The terminal has ended, or was killed, while something was asked of it."""


def command(
    *arguments: str | Path, display: str = "", patience: float = 60.0
) -> subprocess.CompletedProcess[str]:
    """Run ``main.py`` with these arguments to its end; without a display if none is given."""
    bare = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    return subprocess.run(
        [*MAIN, *map(str, arguments)],
        cwd=ROOT,
        env=bare | ({"DISPLAY": display} if display else {}),
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


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
        hub: bool = False,
    ) -> None:
        self.data = data
        self._display = os.environ | {"DISPLAY": display}
        command = [*MAIN, "run", "--station", station, "--data", str(data), *options]
        if not hub:
            command.append("--no-hub")
        if board is not None:
            command += ["--bank", str(board.port)]
        if reader is not None:
            command += ["--scanner", str(reader.port)]
        data.mkdir(parents=True, exist_ok=True)
        self.out = data.parent / f"{data.name}.out"
        # In a session of its own, so that whatever it started can be ended with it.
        with self.out.open("ab") as said:
            self.process = subprocess.Popen(
                command,
                env=self._display,
                stdout=said,
                stderr=said,
                cwd=ROOT,
                start_new_session=True,
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
        try:
            return self.process.wait(60)
        finally:
            self._end_all()

    def kill(self) -> None:
        """Let the power fail, as far as the process can tell."""
        self.process.kill()
        self.process.wait(60)
        self._end_all()

    def _end_all(self) -> None:
        """Leave no process behind, whatever became of the program."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    # -- what it shows ---------------------------------------------------------------------

    def ask(self, question: str) -> Any:
        """Ask at the control socket; ``None`` while nobody answers.

        Raises:
            Ended: nobody ever will.
        """
        try:
            return ask(self.data, question)
        except Unreachable:
            if self.process.poll() is not None:
                raise Ended(str(self.process.returncode)) from None
            return None

    def screen(self) -> dict[str, Any]:
        """Return the page that is shown and what can be touched."""
        shown: dict[str, Any] = until(lambda: self.ask("screen"), "the terminal to answer")
        return shown

    def _until(self, what: Callable[[], _R | None], why: str, patience: float) -> _R:
        """Like ``until``; a failure tells what was on the screen instead."""
        try:
            return until(what, why, patience)
        except AssertionError as error:
            screen = self.screen()
            shown = f"{screen.get('page')} says {screen.get('says')}, buttons {self._buttons()}"
            raise AssertionError(f"{error}; {shown}") from None

    def at(self, *pages: str, patience: float = PATIENCE) -> str:
        """Wait for one of these pages."""

        def arrived() -> str | None:
            page: str = self.screen().get("page", "")
            return page if page in pages else None

        return self._until(arrived, f"page {' or '.join(pages)}", patience)

    def says(self, *patterns: str, patience: float = PATIENCE) -> str:
        """Wait for a headline or notice that one of these patterns fits whole; return it."""

        def said() -> str | None:
            lines: list[str] = self.screen().get("says", [])
            fitting = (line for line in lines for each in patterns if re.fullmatch(each, line))
            return next(fitting, None)

        return self._until(said, f"the page to say {' or '.join(patterns)}", patience)

    def served(self) -> Self:
        """Wait until the cabinet is served."""

        def online() -> bool:
            status = self.ask("status")
            return status is not None and set(status["banks"].values()) == {"online"}

        until(online, "the bank")
        return self

    def picture(self) -> Image.Image:
        """Take a picture of the screen, once what was told last is surely drawn."""
        for _ in range(2):  # the answer comes from one frame, the next one draws it
            self.screen()
        return photograph(self._display)

    def codes(self) -> list[str]:
        """Return what a QR reader makes of the picture."""
        return [found.text for found in zxingcpp.read_barcodes(self.picture())]

    def qr(self, patience: float = PATIENCE) -> str:
        """Wait for a QR on the screen and return what it says."""
        return until(lambda: next(iter(self.codes()), None), "a QR code", patience)

    # -- fingers ---------------------------------------------------------------------------

    def target(self, words: str, patience: float = PATIENCE) -> tuple[int, int]:
        """Wait for a button with these words to have come to rest, and return its centre."""
        before: tuple[int, int] | None = None

        def at_rest() -> tuple[int, int] | None:
            nonlocal before
            last, before = before, self._place_of(words)
            return before if before == last else None

        return self._until(at_rest, f"a button saying {words!r}", patience)

    def _place_of(self, words: str) -> tuple[int, int] | None:
        for target in self.screen().get("targets", ()):
            if words == target["text"] or (len(words) > 1 and words in target["text"]):
                return int(target["x"]), int(target["y"])
        return None

    def touch(self, words: str, *, patience: float = PATIENCE) -> None:
        """Touch the button with these words."""
        self.touch_at(*self.target(words, patience))

    def touch_if_there(self, words: str) -> None:
        """Touch the button with these words, if there is one at this moment."""
        place = self._place_of(words)
        if place is not None:
            self.touch_at(*place)

    def touch_in_list(self, words: str, onward: str) -> None:
        """Touch the row with these words; ``onward`` turns to the next leaf until it is there."""
        for _ in range(12):
            shown = self._buttons()
            if any(words in each for each in shown):
                break
            self.touch(onward)
            until(lambda shown=shown: self._buttons() != shown, "the next leaf")  # type: ignore[misc]
        self.touch(words)

    def _buttons(self) -> list[str]:
        return [target["text"] for target in self.screen().get("targets", ())]

    def touch_at(self, x: int, y: int) -> None:
        """Put a finger on the glass there for a moment, after the time it takes to see it."""
        time.sleep(REACTION)
        self.tap_at(x, y)

    def tap_at(self, x: int, y: int) -> None:
        """Put a finger on the glass there at once."""
        command = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.02"]
        command += ["mousedown", "1", "sleep", "0.06", "mouseup", "1"]
        subprocess.run(command, env=self._display, check=True)

    def type(self, signs: str) -> None:
        """Type on the keys of the page."""
        for sign in signs:
            time.sleep(0.3)  # a person's pace: the same key sooner is taken for a tremble
            self.tap_at(*self.target(sign))

    def walk_corners(self, held: float) -> None:
        """Touch the corners of the staff entrance, and hold the last one so many seconds."""
        width, height = self.picture().size
        for x, y in ((8, 8), (width - 8, 8), (width - 8, height - 8)):
            self.touch_at(x, y)
        command = ["xdotool", "mousemove", "8", str(height - 8), "mousedown", "1"]
        command += ["sleep", str(held), "mouseup", "1"]
        subprocess.run(command, env=self._display, check=True)


@contextlib.contextmanager
def display(size: str = "1080x1920") -> Iterator[str]:
    """Give a display of the size of the panel."""
    with screen_in_memory(size) as name:
        yield name
