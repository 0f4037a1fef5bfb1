"""`make run` where there is no display: the screen in memory, and what is left when it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tools.run import NoScreen, screen_in_memory

ROOT = Path(__file__).resolve().parents[2]
BARE = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}

HOLDER = """
import signal
from tools.run import screen_in_memory
with screen_in_memory("320x480") as display:
    print(display, flush=True)
    signal.pause()
"""

pytestmark = pytest.mark.e2e


def size_of(display: str) -> str:
    told = subprocess.run(
        ["xdotool", "getdisplaygeometry"],
        env=BARE | {"DISPLAY": display},
        capture_output=True,
        check=True,
        text=True,
    )
    return told.stdout.strip()


def test_the_screen_in_memory_has_the_size_asked_for() -> None:
    with screen_in_memory("320x480") as display:
        assert size_of(display) == "320 480"


def test_the_screen_in_memory_ends_with_its_block() -> None:
    with screen_in_memory("320x480"):
        servers = [child for child in psutil.Process().children() if child.name() == "Xvfb"]
        assert len(servers) == 1
    assert not servers[0].is_running()


def test_two_screens_in_memory_do_not_meet() -> None:
    with screen_in_memory("320x480") as first, screen_in_memory("640x480") as second:
        assert (size_of(first), size_of(second)) == ("320 480", "640 480")


def test_a_screen_that_cannot_start_says_why() -> None:
    with pytest.raises(NoScreen, match="did not start"), screen_in_memory("no size"):
        pass


def test_without_xvfb_the_line_to_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoScreen, match="apt-get install"), screen_in_memory("320x480"):
        pass


def test_a_killed_script_does_not_leave_its_screen_behind() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().startswith(":")
        (server,) = psutil.Process(holder.pid).children()
        holder.send_signal(signal.SIGKILL)
    server.wait(timeout=60)


def test_the_exit_code_is_the_programs_own() -> None:
    ended = subprocess.run(
        [sys.executable, "tools/run.py", "--station", "no-such-station"],
        cwd=ROOT,
        env=BARE,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert "screen in memory" in ended.stderr


def test_the_end_of_the_script_is_the_end_of_the_program(tmp_path: Path) -> None:
    """Whoever ends the script (systemd, make, a session that closes) ends the terminal."""
    script = subprocess.Popen(
        [sys.executable, "tools/run.py", "--data", str(tmp_path)], cwd=ROOT, env=BARE
    )
    try:
        deadline = time.monotonic() + 30
        while not (family := psutil.Process(script.pid).children(recursive=True)):
            assert time.monotonic() < deadline
        script.terminate()
        script.wait(timeout=60)
    finally:
        script.kill()
    _, alive = psutil.wait_procs(family, timeout=60)
    assert alive == []
