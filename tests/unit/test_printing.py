"""The print desk: no page waits, every slip has one outcome, nothing is printed twice by itself."""

from __future__ import annotations

import queue
from collections.abc import Callable

import pytest

from kiosk.jobs import Lane
from kiosk.ports import Printed, PrinterStatus, PrintOutcome, WhyNotPrinted
from kiosk.printing import LOOK_EVERY, MOST_KEPT, MOST_WAITING, PATIENCE, PrintDesk
from kiosk.slips import Big, Pair, Pairs, Qr, Slip, Text
from tests.fakes import FakeClock, FakePrinter, HandLane

WAIT = 60.0
SLIP = Slip((Big("A1-017"),))
PRINTED = Printed(PrintOutcome.PRINTED)
SENT = Printed(PrintOutcome.SENT)
BUSY = Printed(PrintOutcome.NOT_PRINTED, WhyNotPrinted.BUSY)


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def lane(clock: FakeClock) -> HandLane:
    return HandLane(clock)


@pytest.fixture
def watch(clock: FakeClock) -> HandLane:
    return HandLane(clock)


@pytest.fixture
def desk(printer: FakePrinter, lane: HandLane, watch: HandLane) -> PrintDesk:
    desk = PrintDesk()
    desk.serve(printer, lane, watch)
    return desk


def test_a_page_goes_on_at_once_while_the_printer_hangs(printer: FakePrinter) -> None:
    told: queue.Queue[Printed] = queue.Queue()
    posted: queue.Queue[Callable[[], None]] = queue.Queue()
    lane, watch = Lane("printer", posted.put), Lane("watch")
    desk = PrintDesk(posted.put)
    desk.serve(printer, lane, watch)
    printer.gate.clear()
    try:
        for _ in range(MOST_WAITING):
            desk.print(SLIP, told.put)
        assert printer.at_gate.wait(WAIT)
        assert told.empty()
        assert printer.slips == []
    finally:
        printer.gate.set()
    while told.qsize() < MOST_WAITING:
        posted.get(timeout=WAIT)()
    assert [told.get() for _ in range(MOST_WAITING)] == [PRINTED] * MOST_WAITING
    lane.close()
    watch.close()


def test_more_slips_than_may_wait_are_refused_at_once(desk: PrintDesk, lane: HandLane) -> None:
    told: list[Printed] = []
    for _ in range(MOST_WAITING):
        desk.print(SLIP)
    desk.print(SLIP, told.append)
    assert told == [BUSY]
    lane.run()
    desk.print(SLIP, told.append)
    lane.run()
    assert told == [BUSY, PRINTED]


def test_without_a_printer_the_page_hears_so() -> None:
    told: list[Printed] = []
    desk = PrintDesk()
    assert not desk.fitted
    desk.print(SLIP, told.append)
    assert told == [Printed(PrintOutcome.NOT_PRINTED, WhyNotPrinted.NO_PRINTER)]


def test_a_slip_whose_fate_is_unknown_is_not_printed_again_by_itself(
    desk: PrintDesk, lane: HandLane, printer: FakePrinter, clock: FakeClock
) -> None:
    printer.outcome = SENT
    told: list[Printed] = []
    name = desk.print(SLIP, told.append)
    lane.run()
    clock.advance(10 * LOOK_EVERY)
    lane.run()
    assert told == [SENT]
    assert printer.slips == [SLIP]
    assert desk.reprint(name, told.append)
    lane.run()
    assert printer.slips == [SLIP, SLIP]


def test_a_printer_that_hangs_is_given_up_and_the_page_told_once(
    desk: PrintDesk, lane: HandLane, watch: HandLane, printer: FakePrinter, clock: FakeClock
) -> None:
    """The first slip is in the printer's hands, the second still waits."""
    told: list[tuple[str, Printed]] = []
    desk.print(SLIP, lambda printed: told.append(("first", printed)))
    desk.print(SLIP, lambda printed: told.append(("second", printed)))
    printer.state = PrinterStatus.UNPLUGGED

    def hang(slip: Slip) -> Printed:
        clock.advance(PATIENCE)
        watch.run()
        return PRINTED

    printer.print = hang  # type: ignore[method-assign]
    lane.run()
    assert told == [("first", SENT), ("second", BUSY)]
    assert printer.slips == []
    assert desk.waiting == 0


def test_while_it_hangs_the_next_are_told_and_afterwards_it_prints_again(
    desk: PrintDesk, lane: HandLane, watch: HandLane, printer: FakePrinter, clock: FakeClock
) -> None:
    told: list[Printed] = []
    for _ in range(MOST_WAITING):
        desk.print(SLIP, told.append)
    clock.advance(PATIENCE)
    watch.run()
    assert told == [BUSY] * MOST_WAITING
    desk.print(SLIP, told.append)
    assert told == [BUSY] * (MOST_WAITING + 1)
    lane.run()
    assert printer.slips == []
    desk.print(SLIP, told.append)
    lane.run()
    assert told[-1] == PRINTED


def test_a_driver_that_fails_is_an_outcome_too(
    desk: PrintDesk, lane: HandLane, printer: FakePrinter
) -> None:
    told: list[Printed] = []

    def fail(slip: Slip) -> Printed:
        raise ZeroDivisionError

    printer.print = fail  # type: ignore[method-assign]
    desk.print(SLIP, told.append)
    lane.run()
    assert told == [SENT]
    assert desk.waiting == 0


def test_a_slip_is_forgotten_with_the_visit(desk: PrintDesk, lane: HandLane) -> None:
    name = desk.print(SLIP)
    desk.forget(name)
    assert not desk.reprint(name)


def test_no_more_slips_are_kept_than_a_few_visits_need(desk: PrintDesk, lane: HandLane) -> None:
    first = desk.print(SLIP)
    for _ in range(MOST_KEPT):
        desk.print(SLIP)
    assert not desk.reprint(first)


def test_who_listens_hears_each_new_state(
    desk: PrintDesk, lane: HandLane, printer: FakePrinter, clock: FakeClock
) -> None:
    heard: list[PrinterStatus] = []
    desk.on_status(heard.append)
    lane.run()
    clock.advance(LOOK_EVERY)
    lane.run()
    printer.state = PrinterStatus.PAPER_OUT
    clock.advance(LOOK_EVERY)
    lane.run()
    assert heard == [PrinterStatus.READY, PrinterStatus.PAPER_OUT]
    assert desk.status is PrinterStatus.PAPER_OUT


def test_closing_lets_the_printer_go(desk: PrintDesk, lane: HandLane, printer: FakePrinter) -> None:
    desk.close()
    desk.close()
    lane.run()
    assert printer.closed


@pytest.fixture
def shown(printer: FakePrinter, lane: HandLane, watch: HandLane) -> Callable[[Slip], Slip]:
    desk = PrintDesk(phone=lambda: "139-0000-0000")
    desk.serve(printer, lane, watch)

    def on_paper(slip: Slip) -> Slip:
        desk.print(slip)
        lane.run()
        return printer.slips[-1]

    return on_paper


def test_no_telephone_of_a_person_is_ever_printed(shown: Callable[[Slip], Slip]) -> None:
    slip = Slip(
        (
            Text("电话 13812345678，站里 13900000000"),
            Pairs((Pair("证件", "11010519491231002X"), Pair("取件码", "384 127"))),
            Qr("yzt:13812345678"),
        )
    )
    assert shown(slip).blocks == (
        Text("电话 138****5678，站里 13900000000"),
        Pairs((Pair("证件", "****"), Pair("取件码", "384 127"))),
        Qr("yzt:13812345678"),
    )


def test_what_names_nobody_is_printed_as_it_is(shown: Callable[[Slip], Slip]) -> None:
    slip = Slip((Big("A1-017"), Text("11月25日 10:32，编号 V-20261125-003")), "en", large=True)
    assert shown(slip) == slip
