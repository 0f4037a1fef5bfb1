"""The scanner: codes from bytes, and from a real pty."""

from __future__ import annotations

import os
import pty
import queue
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.line import SerialPort
from drivers.scanner import Lines, SerialScanner
from drivers.voice import SilentVoice
from kiosk.jobs import Lane
from tests.memory_line import VirtualTime

WAIT = 60.0


class Reader:
    """A QR reader on a pty behind a link, as if plugged into USB."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self.plug()

    def plug(self) -> None:
        self.master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self._link.symlink_to(os.ttyname(self._slave))

    def scan(self, data: bytes) -> None:
        os.write(self.master, data)

    def pull(self) -> None:
        self._link.unlink()
        os.close(self._slave)
        os.close(self.master)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(tmp_path / "scanner")
    yield reader
    reader.pull()


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane("scanner")
    yield lane
    lane.close()


def test_a_line_ends_with_any_of_the_usual_ends() -> None:
    assert Lines().feed(b"A1\rB2\nC3\r\nD") == ["A1", "B2", "C3"]


def test_a_code_may_come_in_pieces() -> None:
    lines = Lines()
    assert lines.feed(b"yz:ab") == []
    assert lines.feed(b"cd\r") == ["yz:abcd"]


@pytest.mark.parametrize("rubbish", [b"\x00\x01\x02\r", b"\xff\xfe\r", b"a" * 513 + b"\r"])
def test_what_is_no_code_is_dropped_and_counted(rubbish: bytes) -> None:
    lines = Lines()
    assert lines.feed(rubbish + b"good\r") == ["good"]
    assert lines.dropped == 1


def test_a_line_without_end_takes_no_memory_and_the_next_is_read() -> None:
    lines = Lines()
    for _ in range(100):
        assert lines.feed(b"x" * 100) == []
        assert len(lines._partial) <= 512
    assert lines.feed(b"\rgood\r") == ["good"]


@given(st.lists(st.binary(max_size=30)))
def test_whatever_comes_only_printable_codes_leave(chunks: list[bytes]) -> None:
    lines = Lines()
    codes = [code for chunk in chunks for code in lines.feed(chunk)]
    assert all(code.isprintable() and 0 < len(code) <= 512 for code in codes)


def test_the_same_code_within_three_seconds_is_one_scan(
    reader: Reader, lane: Lane, tmp_path: Path
) -> None:
    time = VirtualTime()
    scanner = SerialScanner(SerialPort(str(tmp_path / "scanner"), 9600), lane, time=time)
    scanner.poll(0.0)
    given: list[str] = []
    for wait in (0.0, 1.0, 1.5, 1.0):
        time.wait(wait)
        reader.scan(b"A\r")
        given += scanner.poll(WAIT)
    assert given == ["A", "A"]
    reader.scan(b"B\rB\rC\r")
    assert scanner.poll(WAIT) == ["B", "C"]
    scanner.close()


def test_scans_arrive_in_the_lane_and_a_pulled_scanner_comes_back(
    reader: Reader, lane: Lane, tmp_path: Path
) -> None:
    codes: queue.Queue[tuple[str, bool]] = queue.Queue()
    scanner = SerialScanner(SerialPort(str(tmp_path / "scanner"), 9600), lane)
    scanner.start(lambda code: codes.put((code, lane.is_current())))
    _until_connected(scanner)
    reader.scan(b"first\r\n")
    assert codes.get(timeout=WAIT) == ("first", True)
    reader.pull()
    reader.plug()
    _until_connected(scanner, reader)
    assert codes.get(timeout=WAIT) == ("again", True)
    scanner.close()


def _until_connected(scanner: SerialScanner, again: Reader | None = None) -> None:
    """Wait until the port is open; opening it throws away what was scanned before."""
    for _ in range(100):
        if again is not None:
            again.scan(b"again\r")
        if scanner.connected and again is None:
            return
        scanner._time.wait(0.05)
        if again is not None and scanner._recent.get("again"):
            return
    raise AssertionError("the scanner did not come back")


def test_a_silent_voice_never_blocks() -> None:
    voice = SilentVoice()
    voice.say("door_open", "take_your_things")
    voice.hush()
