"""Start the terminal; with no display, on a screen in memory that ends with it.

    python tools/run.py --station huaken [--bank /dev/ttyUSB0]

Every argument goes to ``main.py run``. ``SCREEN`` sets the size of the screen in memory
(default 1080x1920). The exit code is the program's own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
PORTRAIT = "1080x1920"

HOW_TO_WATCH = """\
no display here, so the terminal shows on a screen in memory, DISPLAY={display}
  watch it:       x11vnc -display {display} -localhost     (then any VNC viewer, port 5900)
  take a picture: DISPLAY={display} import -window root picture.png   (package imagemagick)
  end it:         Ctrl-C"""
NO_SCREEN = """\
there is no display and no Xvfb. Install it with:
    sudo apt-get install --no-install-recommends xvfb"""
NO_XWAYLAND = """\
this Wayland session offers no X11 display; start it with Xwayland (see docs/install.md)"""


class NoScreen(Exception):
    """There is nothing to show the terminal on; the text says what to do."""


def say(text: str) -> None:
    """Tell the person at the keyboard."""
    print(f"驿站: {text}", file=sys.stderr, flush=True)


@contextmanager
def screen_in_memory(size: str) -> Iterator[str]:
    """Run Xvfb as long as the block runs; gives its display name.

    Raises:
        NoScreen: Xvfb is missing or did not start.
    """
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        raise NoScreen(NO_SCREEN)
    log = ROOT / "build" / "xvfb.log"
    log.parent.mkdir(exist_ok=True)
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", f"{size}x24"]
    command += ["-nolisten", "tcp", "-noreset"]
    if setpriv := shutil.which("setpriv"):  # not even `kill -9` of this script leaves it behind
        command = [setpriv, "--pdeathsig", "TERM", "--", *command]
    with log.open("wb") as output:
        # A session of its own: Ctrl-C ends the program first, and the screen only after it.
        server = subprocess.Popen(
            command, stdout=output, stderr=output, pass_fds=[writing], start_new_session=True
        )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise NoScreen(f"Xvfb did not start:\n{log.read_text(errors='replace')}")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def run(arguments: list[str], environment: dict[str, str]) -> int:
    """Run the program to its end and return its exit code."""
    command = [sys.executable, str(ROOT / "main.py"), "run", *arguments]
    program = subprocess.Popen(command, env=environment)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        program.send_signal(number)

    def leave_to_program(_number: int, _frame: FrameType | None) -> None:
        """Ctrl-C reaches the program by itself, through the keyboard's process group."""

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    signal.signal(signal.SIGINT, leave_to_program)
    code = program.wait()
    return code if code >= 0 else 128 - code


def main(arguments: list[str]) -> int:
    """Run on the display there is, or on one in memory."""
    environment = dict(os.environ)
    if environment.get("DISPLAY"):
        return run(arguments, environment)
    try:
        if environment.get("WAYLAND_DISPLAY"):
            raise NoScreen(NO_XWAYLAND)
        with screen_in_memory(environment.get("SCREEN", PORTRAIT)) as display:
            say(HOW_TO_WATCH.format(display=display))
            return run(arguments, environment | {"DISPLAY": display})
    except NoScreen as reason:
        say(str(reason))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
