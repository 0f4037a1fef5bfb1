"""Bytes to and from a slip printer: what the simulator reads, what the answers mean, which port."""

from __future__ import annotations

import os
import re
import tty
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from drivers.line import LineStuck, SerialLine
from drivers.printer import answers
from drivers.printer.commands import pieces
from drivers.printer.ports import FileLine, FilePort, UsbPort, is_serial, port_of
from drivers.printer.simulator import reader as esc
from drivers.printer.simulator.control import obey
from drivers.printer.simulator.machine import Machine
from drivers.printer.simulator.paper import Paper, save_in
from drivers.serving.orders import BadOrder
from kiosk.config import PrinterDevice
from kiosk.config.printer import Cut, Raster
from kiosk.errors import PortUnavailable, WhyUnavailable
from kiosk.ports import PrinterStatus

# -- the reader of the simulator ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("wire", "said"),
    [
        (b"\x1b@", [esc.Init()]),
        (b"\x0a", [esc.Line(1)]),
        (b"\x1bd\x06", [esc.Line(6)]),
        (b"\x1bJ\x18", [esc.Feed(24)]),
        (b"\x1b3\x10\x1b2", [esc.Spacing(16), esc.Spacing(30)]),
        (b"\x1dV\x01", [esc.Cut(0, partial=True)]),
        (b"\x1dVB\x10", [esc.Cut(16, partial=True)]),
        (b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55", [esc.Rows(1, b"\xaa\x55")]),
        (b"\x1b*\x21\x01\x00\x01\x02\x03", [esc.Columns(24, b"\x01\x02\x03")]),
        (b"\x10\x04\x01\x1dr\x01", [esc.Now(1), esc.Ask()]),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", [esc.Drop()]),
        (b"\x00\x00A", [esc.Strange(ord("A"))]),
        (b"\x1dv0\x00\x01\x00\x03\x00\x10\x04\x01", [esc.Rows(1, b"\x10\x04\x01")]),
    ],
)
def test_the_reader_knows_the_papers(wire: bytes, said: list[esc.Command]) -> None:
    found = esc.Reader().feed(wire)
    assert [command for command, _ in found] == said


@given(data=st.binary(max_size=200), cut=st.integers(1, 9))
def test_the_reader_reads_the_same_in_pieces_and_never_fails(data: bytes, cut: int) -> None:
    whole, piecewise = esc.Reader(), esc.Reader()
    found = [one for n in range(0, len(data), cut) for one in piecewise.feed(data[n : n + cut])]
    assert found == whole.feed(data)
    assert piecewise.partial == whole.partial


# -- pictures that look like orders -----------------------------------------------------------


@pytest.mark.parametrize("raster", list(Raster))
@given(
    rows=st.lists(
        st.lists(st.sampled_from([0x00, 0x01, 0x02, 0x04, 0x05, 0x08, 0x10, 0x14]), min_size=3),
        min_size=1,
        max_size=30,
    )
)
def test_no_dots_are_an_order_to_the_printer(raster: Raster, rows: list[list[int]]) -> None:
    """At most a dot is added beside another; none is lost."""
    dots = b"".join(bytes(row)[:8].ljust(8, b"\0") for row in rows)
    drawn = Image.frombytes("1", (64, len(rows)), bytes(byte ^ 0xFF for byte in dots))
    slips: list[Image.Image] = []
    machine = Machine(Paper(64, slips.append), rows_a_second=1e9, buffer=1 << 20)
    for piece in pieces(drawn, raster, Cut.FULL):
        assert not re.search(rb"\x10[\x04\x05\x14]", piece.data)
        machine.receive(piece.data, 0.0)
    now = 0.0
    while (at := machine.next_at()) is not None:
        now = max(now, at) + 0.001
        machine.due(now)
    (slip,) = slips
    black = ImageChops.invert(slip.crop((0, 0, *drawn.size)))
    lost = ImageChops.subtract(ImageChops.invert(drawn).convert("L"), black.convert("L"))
    assert lost.getbbox() is None
    beside = dots.count(b"\x10") + 8 * len(rows)
    added = ImageChops.subtract(black.convert("L"), ImageChops.invert(drawn).convert("L"))
    assert added.histogram()[255] <= beside


# -- answers -----------------------------------------------------------------------------------

READY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, PrinterStatus.READY),
        ({4: 0x1E}, PrinterStatus.PAPER_LOW),
        ({4: 0x7E, 1: 0x1A, 2: 0x32}, PrinterStatus.PAPER_OUT),
        ({2: 0x32, 1: 0x1A}, PrinterStatus.PAPER_OUT),
        ({2: 0x16, 1: 0x1A, 4: 0x72}, PrinterStatus.COVER_OPEN),
        ({3: 0x1A, 2: 0x52, 1: 0x1A}, PrinterStatus.JAM),
        ({3: 0x16}, PrinterStatus.JAM),
        ({3: 0x32}, PrinterStatus.FAULT),
        ({3: 0x52}, PrinterStatus.FAULT),
        ({1: 0x1A}, PrinterStatus.FAULT),
    ],
)
def test_the_most_telling_answer_counts(changed: dict[int, int], status: PrinterStatus) -> None:
    assert answers.meaning(READY | changed) is status


def test_no_answer_is_unknown_never_ready() -> None:
    assert answers.meaning({}) is PrinterStatus.UNKNOWN


@given(st.binary(max_size=8))
def test_only_bytes_with_the_fixed_bits_are_answers(data: bytes) -> None:
    byte = answers.answer(data)
    assert byte is None or byte & 0x93 == 0x12
    if answers.in_order(data):
        assert any(one & 0x90 == 0 for one in data)


# -- ports -------------------------------------------------------------------------------------


def usb(folder: Path, name: str, ids: tuple[str, str]) -> None:
    """As the kernel lays it out: the ids stand one level above the interface."""
    interface = folder / "devices" / name / f"{name}:1.0"
    interface.mkdir(parents=True)
    for file, value in zip(("idVendor", "idProduct"), ids, strict=True):
        (interface.parent / file).write_text(value + "\n")
    (folder / "class" / name).mkdir(parents=True)
    (folder / "class" / name / "device").symlink_to(interface)
    (folder / "dev").mkdir(exist_ok=True)
    (folder / "dev" / name).touch()


def port(folder: Path, url: str) -> UsbPort:
    return UsbPort(url, printers=folder / "class", devices=folder / "dev")


def test_a_usb_printer_is_found_by_its_ids_whatever_its_number(tmp_path: Path) -> None:
    usb(tmp_path, "lp0", ("04b8", "0202"))
    usb(tmp_path, "lp3", ("0416", "5011"))
    for url, name in (("usb", "lp0"), ("usb:0416:5011", "lp3"), ("usb:04B8:0202", "lp0")):
        line = port(tmp_path, url).open()
        line.write(name.encode())
        line.close()
        assert (tmp_path / "dev" / name).read_bytes().endswith(name.encode())


def test_a_usb_printer_that_is_not_there_is_missing(tmp_path: Path) -> None:
    usb(tmp_path, "lp0", ("04b8", "0202"))
    for folder, url in ((tmp_path, "usb:0416:5011"), (tmp_path / "none", "usb")):
        with pytest.raises(PortUnavailable) as caught:
            port(folder, url).open()
        assert caught.value.why is WhyUnavailable.MISSING


def test_no_file_is_made_where_the_node_of_a_pulled_printer_was() -> None:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        node = Path(folder) / "lp0"
        with pytest.raises(PortUnavailable) as caught:
            FilePort(f"file:{node}").open()
        assert caught.value.why is WhyUnavailable.MISSING
        assert not node.exists()


def test_a_device_that_takes_no_more_is_stuck_not_gone(tmp_path: Path) -> None:
    fifo = tmp_path / "lp0"
    os.mkfifo(fifo)
    line = FilePort(f"file:{fifo}").open()
    with pytest.raises(LineStuck):
        line.write(bytes(1 << 20))
    line.close()
    with pytest.raises(OSError, match="closed"):
        line.write(b"x")


def test_a_serial_line_that_takes_no_more_is_stuck_not_gone() -> None:
    master, slave = os.openpty()
    line = SerialLine(os.ttyname(slave), 9600)
    with pytest.raises(LineStuck):
        line.write(bytes(1 << 18))
    line.close()
    os.close(master)
    os.close(slave)


def test_a_device_answers_and_a_file_does_not(tmp_path: Path) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    device = FileLine(Path(os.ttyname(slave)))
    os.write(master, b"\x12\n")
    assert device.read(5.0).startswith(b"\x12")
    assert device.read(0.0) == b""
    device.close()
    device.close()
    assert FileLine(tmp_path / "file").read(5.0) == b""
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize(
    ("url", "serial_line"),
    [
        ("/dev/ttyUSB0", True),
        ("socket://printer:9100", False),
        ("usb", False),
        ("usb:0416:5011", False),
        ("file:/dev/usb/lp0", False),
    ],
)
def test_only_a_serial_line_has_a_speed(url: str, serial_line: bool) -> None:
    device = PrinterDevice(port=url)
    assert port_of(device).url == url
    assert is_serial(device) is serial_line


# -- the machine -------------------------------------------------------------------------------


def test_the_simulator_keeps_its_slips_as_pictures(tmp_path: Path) -> None:
    paper = Paper(16, save_in(tmp_path))
    for _ in range(2):
        paper.row(b"\xff\x00")
        paper.cut()
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["slip-0001.png", "slip-0002.png"]
    with Image.open(tmp_path / "slip-0001.png") as slip:
        assert [slip.getpixel((x, 0)) for x in (0, 15)] == [0, 255]


@pytest.mark.parametrize(
    "order",
    [
        {"do": "dance"},
        {"do": "fault", "set": {"weather": 1}},
        {"do": "fault"},
        {"do": "speed", "rows_a_second": 0},
    ],
)
def test_an_order_the_simulator_does_not_know_is_told(order: dict[str, object]) -> None:
    machine = Machine(Paper(16, lambda _: None))
    with pytest.raises(BadOrder):
        obey(machine, order, 0.0)


def test_bytes_python_escpos_makes_for_letters_are_counted_as_strange() -> None:
    machine = Machine(Paper(16, lambda _: None), rows_a_second=1e9)
    machine.receive(b"Hello", 0.0)
    for now in range(10):
        machine.due(float(now))
    assert machine.strange == 5
