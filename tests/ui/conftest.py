"""A display of our own where there is none, and Kivy's one window.

Both are there before a test module is read, since those import Kivy at their top.
"""

from __future__ import annotations

import os
import subprocess

from tests.ui.harness import open_window


def _start_display() -> tuple[subprocess.Popen[bytes], str]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1920x24"),
            *("-nolisten", "tcp", "-noreset"),
        ],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()  # ends when the server is ready, or dead
    assert number, "Xvfb did not start"
    return server, f":{number}"


_server: subprocess.Popen[bytes] | None = None
if not os.environ.get("DISPLAY"):
    _server, os.environ["DISPLAY"] = _start_display()
open_window()


def pytest_unconfigure() -> None:
    """End the display with the tests."""
    if _server is not None:
        _server.terminate()
        _server.wait(60)
