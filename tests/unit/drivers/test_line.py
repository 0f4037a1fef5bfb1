"""Ports: why one cannot be opened, finding an adapter again, and back-off."""

from __future__ import annotations

import errno
import itertools
import os
import pty
import tty
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import serial

from drivers.connection import Connection
from drivers.line import Line, SerialLine, SerialPort, SystemTime, why_unavailable
from kiosk.errors import PortUnavailable, WhyUnavailable
from tests.memory_line import VirtualTime


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    os.close(slave)
    os.close(master)


def reason(url: str) -> WhyUnavailable:
    with pytest.raises(PortUnavailable) as caught:
        SerialPort(url, 9600).open()
    assert caught.value.port == url
    return caught.value.why


def test_a_port_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert reason(str(tmp_path / "ttyUSB0")) is WhyUnavailable.MISSING


def test_a_port_has_one_owner(terminal: tuple[int, str]) -> None:
    _, name = terminal
    owner = SerialPort(name, 9600).open()
    assert reason(name) is WhyUnavailable.IN_USE
    owner.close()
    SerialPort(name, 9600).open().close()


def test_a_name_that_leads_elsewhere_by_now_is_opened_anew(tmp_path: Path) -> None:
    first, second = pty.openpty(), pty.openpty()
    name = tmp_path / "board"
    name.symlink_to(os.ttyname(first[1]))
    time = VirtualTime()
    connection = Connection(SerialPort(str(name), 9600), time)
    connection.connect()
    connection.write(b"one")
    name.unlink()
    name.symlink_to(os.ttyname(second[1]))
    with pytest.raises(PortUnavailable) as caught:
        connection.write(b"two")
    assert caught.value.why is WhyUnavailable.UNPLUGGED
    time.wait(1)
    connection.connect()
    connection.write(b"three")
    assert (os.read(first[0], 100), os.read(second[0], 100)) == (b"one", b"three")
    connection.close()
    for end in (*first, *second):
        os.close(end)


def test_a_file_is_no_serial_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert reason(str(tmp_path / "file")) is WhyUnavailable.REFUSED


def test_a_gateway_that_does_not_listen_refuses() -> None:
    assert reason("socket://127.0.0.1:1") is WhyUnavailable.REFUSED


def test_a_permission_that_is_missing_is_told() -> None:
    error = serial.SerialException(errno.EACCES, "could not open port")
    assert why_unavailable(error) is WhyUnavailable.NO_PERMISSION


def test_a_line_waits_for_a_byte_and_returns_all_there_is(terminal: tuple[int, str]) -> None:
    master, name = terminal
    line = SerialLine(name, 9600)
    assert line.read(0.0) == b""
    os.write(master, b"\x80\x01\x00")
    assert line.read(1.0) == b"\x80\x01\x00"
    line.write(b"\x8a")
    assert os.read(master, 10) == b"\x8a"
    line.close()
    line.close()


class Info(msgspec.Struct):
    """An entry of the list of ports."""

    device: str
    vid: int | None = 0x1A86
    pid: int | None = 0x7523
    serial_number: str | None = None
    location: str | None = "1-1.2"


class Dead:
    """A line that is not read here."""

    def read(self, wait: float) -> bytes:
        return b""

    def write(self, data: bytes) -> None:
        raise OSError(errno.EIO, "gone")

    def close(self) -> None:
        return None


class Bay:
    """Adapters that are plugged in now, and the names that were opened."""

    def __init__(self, *infos: Info) -> None:
        self.infos = list(infos)
        self.opened: list[str] = []

    def connect(self, url: str, baud: int) -> Line:
        if url not in [info.device for info in self.infos]:
            raise serial.SerialException(errno.ENOENT, url)
        self.opened.append(url)
        return Dead()

    def port(self, url: str) -> SerialPort:
        return SerialPort(url, 9600, ports=lambda: self.infos, connect=self.connect)


@pytest.mark.parametrize("number", ["A1", None])
def test_an_adapter_that_comes_back_under_another_name_is_found(number: str | None) -> None:
    bay = Bay(Info("/dev/ttyUSB0", serial_number=number))
    port = bay.port("/dev/ttyUSB0")
    port.open()
    bay.infos = [Info("/dev/ttyUSB0", pid=0x6001), Info("/dev/ttyUSB1", serial_number=number)]
    port.open()
    assert bay.opened == ["/dev/ttyUSB0", "/dev/ttyUSB1"]


def test_another_adapter_of_the_same_make_is_not_taken_for_it() -> None:
    bay = Bay(Info("/dev/ttyUSB0", location="1-1.2"))
    port = bay.port("/dev/ttyUSB0")
    port.open()
    bay.infos = [Info("/dev/ttyUSB1", location="1-1.3")]
    with pytest.raises(PortUnavailable):
        port.open()


def test_a_lost_port_is_tried_again_with_growing_patience() -> None:
    time, bay = VirtualTime(), Bay()
    connection = Connection(bay.port("/dev/ttyUSB0"), time)
    tried = []
    for _ in range(400):
        time.wait(0.05)
        before = connection._try_again_at
        with pytest.raises(PortUnavailable):
            connection.connect()
        if connection._try_again_at != before:
            tried.append(time.now())
    gaps = [b - a for a, b in itertools.pairwise(tried)]
    assert gaps == sorted(gaps)
    assert 0.2 < gaps[0] < 0.4
    assert 4.0 < gaps[-1] <= 8.1


def test_a_person_waiting_ends_the_back_off() -> None:
    time, bay = VirtualTime(), Bay()
    connection = Connection(bay.port("/dev/ttyUSB0"), time)
    with pytest.raises(PortUnavailable):
        connection.connect()
    bay.infos = [Info("/dev/ttyUSB0")]
    with pytest.raises(PortUnavailable):
        connection.connect()
    connection.hurry()
    assert connection.connect()
    assert connection.connected


def test_a_write_to_a_pulled_adapter_loses_the_line_and_says_so() -> None:
    connection = Connection(Bay(Info("/dev/ttyUSB0")).port("/dev/ttyUSB0"), VirtualTime())
    connection.connect()
    with pytest.raises(PortUnavailable) as caught:
        connection.write(b"\x8a")
    assert caught.value.why is WhyUnavailable.UNPLUGGED
    assert not connection.connected
    assert connection.why_not is WhyUnavailable.UNPLUGGED


def test_system_time_waits() -> None:
    time = SystemTime()
    before = time.now()
    time.wait(0.01)
    assert time.now() - before >= 0.009
