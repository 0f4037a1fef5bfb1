"""The technician's tools for ports and lines, by touch, on real drivers and simulated boards."""

from __future__ import annotations

import csv
import json

import pytest

from kiosk.commissioning import BoardFound, LineFound
from kiosk.config import load_station
from kiosk.errors import WhyUnavailable
from kiosk.ids import BankId
from kiosk.line_talk import NoAnswer, Saying, Verdict
from kiosk.serial_ports import Fitted, PortOwner, PortSeen
from screens.staff import line_words
from screens.visit import Language
from tests.ui.harness import PANELS, Stage
from tests.ui.staff.house import House, Worker, working
from tests.ui.staff.showings import SHOWINGS, busy_services
from tests.ui.staff.test_bench import settle
from tests.ui.tree import faults

TECHNICIAN = "03"
BANK = BankId("A")
QUESTION = "80010033"


def look(worker: Worker) -> None:
    worker.advance(1.1)
    worker.settle()


def pulses(house: House) -> int:
    return len(house.wires.cabinets[BANK].pulses)


def test_every_port_is_told_by_what_it_is_whose_it_is_and_why_it_does_not_open(
    house: House,
) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_tools") as worker:
        worker.press("Ports")
        assert worker.says("/dev/ttyUSB0")
        assert worker.says("Cabinet A · USB Serial · USB 1A86:7523 · 1-1.2")
        assert worker.says("This terminal uses it.")
        assert worker.says("It can be opened; nobody uses it.")
        assert worker.says("The program minicom has it open.")
        house.ports.here = [PortSeen("/dev/ttyUSB0", owner=PortOwner(Fitted.PRINTER))]
        worker.press("Look again")
        assert not worker.says("minicom")
        assert worker.says("Slip printer")


@pytest.mark.parametrize("why", WhyUnavailable)
def test_every_reason_of_a_port_has_its_sentence(house: House, why: WhyUnavailable) -> None:
    house.ports.here = [PortSeen("/dev/ttyS9", why=why)]
    with working(house, as_=TECHNICIAN, page="staff.bench_ports") as worker:
        assert not worker.says("can be opened; nobody")
        assert worker.says("/dev/ttyS9")


def test_listening_shows_what_the_bank_asks_and_hears_and_sends_nothing(house: House) -> None:
    bank = house.wires.banks[BANK]
    with working(house, as_=TECHNICIAN, page="staff.bench_listen", bank=BANK) as worker:
        assert worker.says("Nothing was said yet.")
        asked = bank.health().requests
        look(worker)
        assert bank.health().requests == asked
        bank.read()
        look(worker)
        assert worker.says("→ 80 01 00 33 B2")
        assert worker.says("How are all locks of board 1?")
        assert worker.says("Board 1 tells of all locks.")
    assert pulses(house) == 0


def test_a_line_that_is_held_still_stays_until_it_may_go_on(house: House) -> None:
    bank = house.wires.banks[BANK]
    with working(house, as_=TECHNICIAN, page="staff.bench_listen", bank=BANK) as worker:
        bank.read()
        look(worker)
        worker.press("Hold still")
        bank.open(bank.doors[2])
        look(worker)
        assert not worker.says("Open lock 3 of board 1!")
        worker.press("Go on")
        assert any("Open lock 3" in row.hint for row in worker.page.rows())


def test_a_bank_goes_on_while_somebody_listens_and_is_left_alone_afterwards(house: House) -> None:
    bank = house.wires.banks[BANK]
    with working(house, as_=TECHNICIAN, page="staff.bench_listen", bank=BANK) as worker:
        assert bank.open(bank.doors[0]).pulses == 1
        heard = worker.page._heard
        worker.touch("Back")
        before = heard.spoken()
        bank.read()
        assert heard.spoken() == before


def type_bytes(worker: Worker, digits: str) -> None:
    for digit in digits:
        worker.press(digit)
        worker.advance(0.5)


def test_a_question_is_closed_explained_and_sent_by_a_second_touch(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_tools") as worker:
        worker.press("Ask cabinet A")
        type_bytes(worker, QUESTION)
        asked = house.wires.banks[BANK].health().requests
        worker.press("What does it say?")
        assert worker.says("80 01 00 33 B2")
        assert worker.says("How are all locks of board 1?")
        assert worker.says("A question: nothing moves.")
        assert house.wires.banks[BANK].health().requests == asked
        worker.press("Send it")
        worker.settle()
        assert worker.says("Board 1 tells of all locks.")
        assert house.wires.banks[BANK].health().requests == asked + 1
        worker.touch("Back")
        assert worker.page.digits == QUESTION
    assert pulses(house) == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("8A010111", "This opens a door."),
        ("8A010011", "It could open every door"),
        ("00", "It could open every door"),
    ],
)
def test_what_is_no_question_is_explained_and_cannot_be_sent(
    house: House, typed: str, says: str
) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_console", bank=BANK) as worker:
        type_bytes(worker, typed)
        worker.press("What does it say?")
        assert worker.says(says)
        assert not worker.offers("Send it")
    assert pulses(house) == 0


def test_half_a_byte_cannot_be_asked_about(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_console", bank=BANK) as worker:
        assert worker.page.button.disabled
        type_bytes(worker, "8")
        assert worker.page.button.disabled
        type_bytes(worker, "0")
        assert not worker.page.button.disabled


def test_a_question_nobody_answers_is_told(house: House) -> None:
    typed = house.wires.talk.typed(BANK, "80050033")
    with working(house, as_=TECHNICIAN, page="staff.bench_send", bank=BANK, typed=typed) as worker:
        worker.press("Send it")
        worker.settle()
        assert worker.says("No answer came.")


def test_counts_are_shown_and_taken_along(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench") as worker:
        worker.press("A01")
        settle(worker, house)
        worker.press("Counts")
        assert worker.says("A01: 1 of 1 opened")
        assert worker.says("shortest 300 ms, median 300 ms, p99 300 ms")
        worker.press("Write the counts")
        worker.settle()
        assert worker.says("No stick is in. Written to")
    (table,) = (house.data / "counts").glob("*.csv")
    (row,) = csv.DictReader(table.read_text("utf-8").splitlines())
    assert (row["door"], row["opened"], row["ms_p99"]) == ("A01", "1", "300")
    facts = json.loads(table.with_suffix(".json").read_text())
    assert facts["doors"]["A01"]["ms"]["median"] == 300


def search(worker: Worker, house: House, *boards: BoardFound) -> None:
    worker.press("Cabinet A")
    house.line.finds(LineFound(boards))
    worker.settle()


def test_what_a_search_found_is_written_after_a_question(house: House) -> None:
    (before,) = load_station(house.plan_file).device.banks
    with working(house, as_=TECHNICIAN, page="staff.bench_line") as worker:
        search(worker, house, BoardFound(before.family, 9600, before.boards[0].address))
        assert worker.says("The station file says the same.")
        search(worker, house, BoardFound("xor8a", 19200, 7))
        worker.press("The station file says something else.")
        assert worker.says("Cabinet A is driven as xor8a at 19200 baud, boards 7.")
        worker.press("Yes, write it")
        assert worker.says("The station file is written.")
    (after,) = load_station(house.plan_file).device.banks
    assert (after.baud, [board.address for board in after.boards]) == (19200, [7])
    assert {door.board for door in after.doors} == {7}
    assert [door.lock for door in after.doors] == [door.lock for door in before.doors]


def test_another_number_of_boards_is_told_and_not_written(house: House) -> None:
    with working(house, as_=TECHNICIAN, page="staff.bench_line") as worker:
        search(worker, house, BoardFound("xor8a", 9600, 1), BoardFound("xor8a", 9600, 2))
        assert worker.says("Boards in the station file: 1; boards that answer: 2.")
        assert not worker.offers("The station file says something else.")


def test_everything_on_a_line_has_its_words() -> None:
    def same(text: str) -> str:
        return text

    assert set(line_words.sayings(same)) == set(Saying)
    assert set(line_words.verdicts(same)) == set(Verdict)
    assert set(line_words.no_answers(same)) == set(NoAnswer)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("page", ["bench_console", "bench_listen", "bench_send", "bench_counts"])
def test_the_tools_can_be_read_and_hit(panel: str, page: str) -> None:
    with Stage(PANELS[panel], services=busy_services()) as stage:
        for language in Language:
            stage.navigator.visit.wipe(language)
            SHOWINGS[f"staff.{page}"](stage)
            stage.settle()
            assert faults(stage) == []
