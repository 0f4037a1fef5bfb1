"""The hub a terminal starts itself: started again, ended with it, and what its port is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from kiosk.jobs import Lane
from kiosk.sync.child import ENDS, LOOK_EVERY, PORT_IN_USE, HubChild
from kiosk.sync.line import HubAway
from tests.fakes import FakeClock, HandLane
from tests.hubs import listening

SERVES = "import sys; sys.stdin.buffer.read()"
ENDS_AT_ONCE = "raise SystemExit(1)"
HANGS = """
import signal, threading
from kiosk.hub import command
command.HANGS_AFTER = 0.05
signal.signal(signal.SIGTERM, signal.SIG_IGN)
command.end_with_parent()
print("ready", flush=True)
threading.Event().wait()
"""
SHOWS = "print('huaken 123456')"
PATIENCE = 60.0

Made = Callable[..., HubChild]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    children: list[HubChild] = []

    def child(program: str = SERVES, *, port: int = 0, shows: str = SHOWS) -> HubChild:
        def command(at: int | None) -> Sequence[str]:
            return [sys.executable, "-c", shows if at is None else program]

        one = HubChild(command, tmp_path / "hub", Lane("hub"), time.monotonic, port=port)
        children.append(one)
        one.start()
        return one

    yield child
    for each in children:
        each.close()


def until(what: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    gone = threading.Event()
    while not what():
        assert time.monotonic() < ends
        gone.wait(0.02)


def test_a_hub_that_was_killed_is_started_again_at_the_same_port(made: Made) -> None:
    child = made()
    until(lambda: child.pid)
    first, port = child.pid, child.port
    assert first is not None
    os.kill(first, 9)
    until(lambda: child.pid not in (None, first))
    assert (child.port, child.starts) == (port, 2)
    assert child.url == f"https://127.0.0.1:{port}"


def test_a_port_that_is_taken_is_told_and_tried_again(made: Made) -> None:
    with listening() as taken:
        child = made(port=taken.getsockname()[1])
        until(lambda: child.trouble == PORT_IN_USE)
        assert child.pid is None
    until(lambda: child.pid)
    assert child.trouble == ""


def test_a_port_nobody_asked_for_gives_way(tmp_path: Path, made: Made) -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        (tmp_path / "hub").mkdir()
        (tmp_path / "hub" / "port").write_text(f"{port}\n")
        child = made()
        until(lambda: child.pid)
        assert child.port not in (0, port)


def test_a_hub_that_ends_again_and_again_is_told(made: Made) -> None:
    child = made(ENDS_AT_ONCE)
    until(lambda: child.trouble == ENDS)


def test_a_program_that_cannot_be_started_is_tried_less_and_less_often(tmp_path: Path) -> None:
    clock, tries = FakeClock(), list[int | None]()

    def command(at: int | None) -> Sequence[str]:
        tries.append(at)
        return [str(tmp_path / "no program")]

    lane = HandLane(clock)
    child = HubChild(command, tmp_path / "hub", lane, clock.monotonic)  # type: ignore[arg-type]
    child.start()
    for _ in range(60):
        lane.run()
        clock.advance(LOOK_EVERY)
    assert child.trouble == ENDS
    assert len(tries) == 5  # at 0, 1, 3, 7 and 15 s


def test_it_ends_with_the_program(made: Made) -> None:
    child = made()
    until(lambda: child.pid)
    process = psutil.Process(child.pid)
    child.close()
    child.close()
    assert not process.is_running()


def test_a_hub_that_hangs_does_not_outlive_its_terminal() -> None:
    hub = subprocess.Popen(
        [sys.executable, "-c", HANGS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with hub:
        assert hub.stdout is not None
        assert hub.stdout.readline()
        assert hub.poll() is None
        assert hub.stdin is not None
        hub.stdin.close()  # as the kernel does when the terminal is killed
        assert hub.wait(PATIENCE) == 1


def test_the_digits_are_read_from_what_it_says(made: Made) -> None:
    assert made().code() == "123456"
    for silent in ("pass", ENDS_AT_ONCE):
        with pytest.raises(HubAway):
            made(shows=silent).code()
