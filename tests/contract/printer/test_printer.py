"""What a slip printer promises: one slip for one order, and an outcome that is never too good.

The simulated printer reads the bytes with a reader of its own and shares no code with the driver.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from drivers.printer.picture import picture
from drivers.printer.trial import trial
from kiosk.config import PrinterDevice
from kiosk.config.printer import Cut, Raster
from kiosk.ports import Printed, PrinterStatus, PrintOutcome, WhyNotPrinted
from tests.contract.printer.rigs import CODE, SLIP, Rig, memory_rig, served_rig

SOURCES = Path(__file__).parents[3] / "drivers" / "printer" / "simulator"
PRINTED = Printed(PrintOutcome.PRINTED)
SENT = Printed(PrintOutcome.SENT)


def not_printed(why: WhyNotPrinted) -> Printed:
    return Printed(PrintOutcome.NOT_PRINTED, why)


def same(printed: Image.Image, drawn: Image.Image) -> bool:
    """Bit by bit, and nothing but white where the paper is fed to the knife."""
    head = printed.crop((0, 0, *drawn.size))
    rest = printed.crop((0, drawn.height, printed.width, printed.height))
    equal = ImageChops.logical_xor(head, drawn).getbbox() is None
    return equal and ImageChops.invert(rest).getbbox() is None


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig, _, _ = memory_rig()
    yield rig
    rig.printer.close()


@pytest.fixture(params=["pty", "tcp"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with served_rig(tmp_path, request.param) as rig:
        yield rig


def test_the_simulator_shares_no_code_with_the_driver() -> None:
    allowed = ("drivers.printer.simulator", "drivers.serving", "PIL", "msgspec")
    for source in SOURCES.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
            for name in names:
                standard = name.split(".")[0] in sys.stdlib_module_names
                assert standard or name.startswith(allowed), (source, name)


# -- the picture -------------------------------------------------------------------------------


def test_what_comes_out_is_the_picture_bit_by_bit(served: Rig) -> None:
    assert served.printer.print(SLIP) == PRINTED
    assert len(served.slips) == 1
    assert same(served.slips[0], picture(SLIP, 384))


def test_a_phone_reads_the_code_on_the_paper(served: Rig) -> None:
    served.printer.print(SLIP)
    assert [found.text for found in zxingcpp.read_barcodes(served.slips[0].convert("L"))] == [CODE]


@pytest.mark.parametrize("raster", list(Raster))
@pytest.mark.parametrize("width", [384, 576])
def test_every_width_and_both_commands_give_the_same_picture(width: int, raster: Raster) -> None:
    device = PrinterDevice(port="socket://memory:1", width_dots=width, raster=raster)
    rig, _, _ = memory_rig(device)
    assert rig.printer.print(SLIP) == PRINTED
    assert same(rig.slips[0], picture(SLIP, width))


@pytest.mark.parametrize("large", [False, True])
def test_the_test_slip_comes_out_whole(rig: Rig, large: bool) -> None:
    drawn = trial(384, large=large)
    assert rig.printer.print_picture(drawn) == PRINTED
    assert same(rig.slips[0], drawn)


def test_nothing_it_sends_is_strange_to_the_printer(rig: Rig) -> None:
    rig.printer.print(SLIP)
    assert rig.do("state")["strange"] == 0


def test_a_printer_without_a_knife_feeds_the_slip_out() -> None:
    rig, _, machine = memory_rig(PrinterDevice(port="socket://memory:1", cut=Cut.NONE))
    assert rig.printer.print(SLIP) == PRINTED
    assert rig.slips == []
    assert same(machine.paper.picture(), picture(SLIP, 384))


# -- a slow line -------------------------------------------------------------------------------


def test_no_more_than_one_piece_is_ever_on_its_way() -> None:
    rig, _, _ = memory_rig()
    rig.do("speed", rows_a_second=30)
    assert rig.printer.print(SLIP) == PRINTED
    assert rig.do("state")["most_waiting"] < 2200


def test_white_costs_next_to_nothing() -> None:
    from drivers.printer.commands import pieces

    drawn = picture(SLIP, 576)
    sent = sum(len(piece.data) for piece in pieces(drawn, Raster.ROWS, Cut.PARTIAL))
    assert sent < 0.6 * drawn.height * 576 / 8


# -- what goes wrong before the first dot ------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "status", "why"),
    [
        ({"paper": "out"}, PrinterStatus.PAPER_OUT, WhyNotPrinted.PAPER_OUT),
        ({"cover": True}, PrinterStatus.COVER_OPEN, WhyNotPrinted.COVER_OPEN),
        ({"cover": True, "paper": "out"}, PrinterStatus.COVER_OPEN, WhyNotPrinted.COVER_OPEN),
        ({"jam": True}, PrinterStatus.JAM, WhyNotPrinted.JAM),
    ],
)
def test_a_printer_that_cannot_print_is_not_sent_a_byte_of_the_slip(
    rig: Rig, faults: dict[str, object], status: PrinterStatus, why: WhyNotPrinted
) -> None:
    rig.fault(**faults)
    assert rig.printer.status() is status
    assert rig.printer.print(SLIP) == not_printed(why)
    rig.do("faults_off")
    assert rig.do("state")["rows"] == 0
    assert rig.slips == []
    assert rig.printer.print(SLIP) == PRINTED
    assert same(rig.slips[0], picture(SLIP, 384))


def test_a_roll_that_is_nearly_empty_prints(rig: Rig) -> None:
    rig.fault(paper="low")
    assert rig.printer.status() is PrinterStatus.PAPER_LOW
    assert rig.printer.print(SLIP) == PRINTED


# -- what goes wrong in the middle -------------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "why"),
    [
        ({"paper_rows": 300}, WhyNotPrinted.PAPER_OUT),
        ({"jam_rows": 300}, WhyNotPrinted.JAM),
        ({"unplug_rows": 300, "unplug_seconds": 3}, WhyNotPrinted.UNPLUGGED),
    ],
)
def test_a_fault_in_the_middle_is_told_soon_and_the_rest_never_comes(
    faults: dict[str, object], why: WhyNotPrinted
) -> None:
    rig, clock, _ = memory_rig()
    rig.fault(**faults)
    began = clock.now()
    assert rig.printer.print(SLIP) == not_printed(why)
    assert clock.now() - began < 5
    half = rig.do("state")["rows"]
    assert 0 < half < picture(SLIP, 384).height
    rig.do("faults_off")
    assert rig.do("state")["rows"] == half
    assert rig.slips == []


@pytest.mark.parametrize("after", [1, 10, 100, 500, 900])
def test_pulled_in_the_middle_it_is_found_again_and_a_new_order_prints(after: int) -> None:
    rig, clock, machine = memory_rig()
    rig.fault(unplug_rows=after, unplug_seconds=3)
    assert rig.printer.print(SLIP).outcome is PrintOutcome.NOT_PRINTED
    torn = machine.paper.length
    clock.wait(5)
    assert rig.slips == []
    assert machine.paper.length == torn
    assert rig.printer.print(SLIP) == PRINTED
    (slip,) = rig.slips
    whole = slip.crop((0, torn, slip.width, slip.height))
    assert same(whole, picture(SLIP, 384))


def test_pulled_on_a_real_line_it_is_found_again(served: Rig) -> None:
    served.do("speed", rows_a_second=4000)
    served.fault(unplug_rows=300, unplug_seconds=0.3)
    assert served.printer.print(SLIP) == not_printed(WhyNotPrinted.UNPLUGGED)
    assert served.slips == []
    while (outcome := served.printer.print(SLIP)) == not_printed(WhyNotPrinted.UNPLUGGED):
        assert served.slips == []
    assert outcome == PRINTED
    assert len(served.slips) == 1


@pytest.mark.parametrize("transport", ["pty", "tcp"])
@pytest.mark.parametrize(
    ("faults", "why"),
    [({"paper_rows": 200}, WhyNotPrinted.PAPER_OUT), ({"jam_rows": 200}, WhyNotPrinted.JAM)],
)
def test_faults_on_a_real_line_are_told(
    tmp_path: Path, transport: str, faults: dict[str, object], why: WhyNotPrinted
) -> None:
    with served_rig(tmp_path, transport) as rig:
        rig.fault(**faults)
        assert rig.printer.print(SLIP) == not_printed(why)
        rig.do("faults_off")
        assert rig.printer.print(SLIP) == PRINTED
        assert len(rig.slips) == 1


# -- printers that do not answer ---------------------------------------------------------------


def test_a_mute_printer_prints_and_the_outcome_is_only_sent() -> None:
    rig, clock, _ = memory_rig()
    rig.fault(mute=True)
    assert rig.printer.status() is PrinterStatus.UNKNOWN
    assert rig.printer.print(SLIP) == SENT
    clock.wait(5)
    rig.do("state")
    (slip,) = rig.slips
    assert same(slip, picture(SLIP, 384))


def test_a_mute_printer_is_sent_to_at_the_pace_of_the_paper(rig: Rig) -> None:
    rig.fault(mute=True)
    rig.printer.print(SLIP)
    assert rig.do("state")["most_waiting"] < 4096


def test_one_that_answers_but_not_in_turn_is_only_sent() -> None:
    rig, clock, _ = memory_rig()
    rig.fault(no_turn=True)
    for printed in (1, 2):
        assert rig.printer.print(SLIP) == SENT
        clock.wait(5)
        rig.do("state")
        assert len(rig.slips) == printed


def test_one_that_used_to_answer_and_fell_silent_gets_nothing(rig: Rig) -> None:
    assert rig.printer.status() is PrinterStatus.READY
    rig.fault(mute=True)
    assert rig.printer.print(SLIP) == not_printed(WhyNotPrinted.UNPLUGGED)
    assert rig.do("state")["rows"] == 0


def test_one_that_falls_silent_in_the_middle_is_left_alone() -> None:
    rig, _, machine = memory_rig()
    said = machine.due
    machine.due = lambda now: said(now) if machine.paper.length < 300 else said(now) and b""  # type: ignore[method-assign]
    assert rig.printer.print(SLIP) == not_printed(WhyNotPrinted.UNPLUGGED)
    assert machine.paper.length < picture(SLIP, 384).height


@pytest.mark.parametrize("transport", ["pty", "tcp"])
def test_a_printer_that_takes_nothing_is_given_up_and_found_again(
    tmp_path: Path, transport: str
) -> None:
    with served_rig(tmp_path, transport) as rig:
        assert rig.printer.status() is PrinterStatus.READY
        rig.fault(hang=True)
        assert rig.printer.print(SLIP) == not_printed(WhyNotPrinted.UNPLUGGED)
        rig.do("faults_off")
        assert rig.printer.print(SLIP) == PRINTED
        assert len(rig.slips) == 1


def test_a_mute_printer_that_stops_taking_bytes_is_busy() -> None:
    rig, _, machine = memory_rig()
    rig.fault(mute=True)
    rig.do("speed", rows_a_second=0.5)
    assert rig.printer.print(SLIP) == not_printed(WhyNotPrinted.BUSY)
    assert rig.slips == []
    assert machine.paper.length < 100


def test_on_a_real_line_a_printer_that_takes_no_more_holds_its_sender_up(tmp_path: Path) -> None:
    with served_rig(tmp_path, "pty") as rig:
        rig.fault(mute=True)
        rig.do("speed", rows_a_second=0.5)
        assert rig.printer.print(SLIP) == not_printed(WhyNotPrinted.BUSY)
        assert rig.do("state")["most_waiting"] < 3 * 4096


def test_a_port_that_is_not_there_says_so(tmp_path: Path) -> None:
    from drivers.printer.printer import EscposPrinter

    for port in (str(tmp_path / "tty"), "socket://127.0.0.1:1", f"file:{tmp_path}/no/lp0"):
        printer = EscposPrinter(PrinterDevice(port=port))
        assert printer.status() is PrinterStatus.UNPLUGGED
        assert printer.print(SLIP) == not_printed(WhyNotPrinted.UNPLUGGED)


def test_noise_is_no_answer(rig: Rig) -> None:
    """Letters, line breaks and flow signs are not taken for a status."""
    from drivers.printer.answers import answer

    assert answer(b"OK\r\n\x11\x13\x00\xff") is None


def test_a_file_takes_the_bytes_and_tells_nothing(tmp_path: Path) -> None:
    from drivers.printer.printer import EscposPrinter
    from drivers.printer.simulator.machine import Machine
    from drivers.printer.simulator.paper import Paper
    from tests.memory_line import VirtualTime

    file = tmp_path / "lp0"
    printer = EscposPrinter(PrinterDevice(port=f"file:{file}"), time=VirtualTime())
    assert printer.print(SLIP) == SENT
    printer.close()
    slips: list[Image.Image] = []
    machine = Machine(Paper(384, slips.append), rows_a_second=1e9)
    machine.receive(file.read_bytes(), 0.0)
    now = 0.0
    while (at := machine.next_at()) is not None:
        now = max(now, at) + 0.001
        machine.due(now)
    assert same(slips[0], picture(SLIP, 384))


def test_one_that_cannot_forget_prints_no_more_than_the_piece_it_had() -> None:
    rig, clock, machine = memory_rig()
    rig.fault(forgetful=True, paper_rows=300)
    assert rig.printer.print(SLIP) == not_printed(WhyNotPrinted.PAPER_OUT)
    rig.do("faults_off")
    clock.wait(30)
    rig.do("state")
    assert rig.slips == []
    assert machine.paper.length < 300 + 130
