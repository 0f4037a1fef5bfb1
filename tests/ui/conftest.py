"""A display of our own where there is none, and Kivy's one window."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def window() -> Iterator[None]:
    """Open the window once, on a display that ends with the tests."""
    server = None
    if not os.environ.get("DISPLAY"):
        server, os.environ["DISPLAY"] = _start_display()
    from tests.ui.harness import open_window

    open_window()
    yield
    if server is not None:
        server.terminate()
        server.wait(10)


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
