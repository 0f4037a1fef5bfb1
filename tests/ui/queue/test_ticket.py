"""Taking a number: three touches, the number first, then paper; refusals in one sentence."""

from __future__ import annotations

import pytest

from kiosk.ports import Printed, PrintOutcome, WhyNotPrinted
from kiosk.queueing.plan import Priority
from kiosk.slips import Big, List, Qr, Slip
from screens.visit import Language
from screens.widgets.qr import QrCode
from tests.fakes import FakePrinter
from tests.ui.harness import PANELS
from tests.ui.people import SilentVoice
from tests.ui.queue.resident import Resident, standing
from tests.ui.queue.world import PENSION, Hall


def take(resident: Resident, service: str = "Pension insurance") -> None:
    resident.press("Take a number")
    resident.press(service)
    resident.press("I have everything")


def block(slip: Slip, kind: type) -> object:
    return next(each for each in slip.blocks if isinstance(each, kind))


def test_a_ticket_takes_three_touches_from_home(hall: Hall) -> None:
    with standing(hall) as resident:
        take(resident)
        assert resident.place == "queue.ticket"
        assert resident.says("C1-001")
        assert resident.says("Nobody is before you")
        assert resident.says("How long it takes is not known yet.")
        (code,) = (each for each in resident.widgets() if isinstance(each, QrCode))
    (ticket,) = hall.queue.waiting()
    assert ticket.number == "C1-001"
    assert code.data == hall.desk.given(ticket.id).qr


def test_people_ahead_and_a_range_are_told_once_enough_is_known() -> None:
    hall = Hall().busy()
    with standing(hall) as resident:
        resident.press("Take a number")
        assert resident.says("7 waiting, ")
        resident.press("Pension insurance")
        resident.press("I have everything")
        assert resident.says("7 people are before you")
        assert resident.says("minutes")
        assert not resident.says("not known yet")


def test_materials_stand_before_the_number_and_the_list_can_be_taken_home() -> None:
    printer = FakePrinter()
    hall = Hall(printer=printer)
    with standing(hall) as resident:
        resident.press("Take a number")
        resident.press("Pension insurance")
        assert resident.says("Household register")
        resident.press("The list first")
        resident.press("Print the list")
        assert resident.says("Please take your slip.")
    (slip,) = printer.slips
    assert isinstance(papers := block(slip, List), List)
    assert "Household register" in papers.items
    assert not hall.queue.tickets


def test_a_priority_is_chosen_by_one_touch_and_taken_back_by_another(hall: Hall) -> None:
    with standing(hall) as resident:
        resident.press("Take a number")
        resident.press("Pension insurance")
        resident.navigator.visit.language = Language.ZH
        resident.navigator.rebuild()
        resident.press("孕妇")
        resident.press("70岁以上")
        assert resident.button("70岁以上").on
        assert not resident.button("孕妇").on
        resident.navigator.visit.language = Language.EN
        resident.navigator.rebuild()
        resident.press("I have everything")
    (ticket,) = hall.queue.waiting()
    assert ticket.priority is Priority.AGED


def test_where_the_row_has_no_room_the_priority_has_a_page(hall: Hall) -> None:
    with standing(hall, PANELS["small"]) as resident:
        resident.press("Take a number")
        resident.press("Pension insurance")
        resident.press("Older than 70")
        resident.press("With a baby")
        assert resident.place == "queue.service"
        resident.press("I have everything")
    (ticket,) = hall.queue.waiting()
    assert ticket.priority is Priority.WITH_INFANT


def test_the_number_is_on_the_screen_before_anything_is_printed() -> None:
    printer = FakePrinter()
    hall = Hall(printer=printer)
    hall.paper.at_once = False
    with standing(hall) as resident:
        take(resident)
        assert resident.says("C1-001")
        assert resident.says("Your slip is being printed")
        assert not printer.slips
        hall.paper.run()
        resident.settle()
        assert resident.says("Please take your slip.")
    (slip,) = printer.slips
    assert block(slip, Big) == Big("C1-001")
    assert isinstance(qr := block(slip, Qr), Qr)
    assert qr.data == hall.desk.given(hall.queue.waiting()[0].id).qr


@pytest.mark.parametrize("panel", PANELS)
def test_without_paper_the_number_is_to_be_noted_and_can_be_printed_later(panel: str) -> None:
    printer = FakePrinter()
    printer.outcome = Printed(PrintOutcome.NOT_PRINTED, WhyNotPrinted.PAPER_OUT)
    hall = Hall(printer=printer)
    with standing(hall, PANELS[panel]) as resident:
        take(resident)
        assert resident.says("out of paper. Please note")
        assert isinstance(voice := resident.services.voice, SilentVoice)
        assert voice.said[-1] == "no_paper"
        assert resident.says("C1-001")
        printer.outcome = Printed(PrintOutcome.PRINTED)
        resident.press("Print it")
        assert resident.says("Please take your slip.")
    assert len(hall.queue.tickets) == 1
    assert any(getattr(each, "text", "") == "Printed again" for each in printer.slips[-1].blocks)


def test_nothing_is_printed_a_second_time_when_the_page_is_built_again() -> None:
    printer = FakePrinter()
    hall = Hall(printer=printer)
    with standing(hall) as resident:
        take(resident)
        resident.press("Help")
        resident.press("Back")
        assert resident.place == "queue.ticket"
    assert len(printer.slips) == 1


def test_a_third_number_of_one_person_is_refused_and_the_others_are_kept(hall: Hall) -> None:
    with standing(hall) as resident:
        for _ in range(3):
            resident.navigator.home()
            take(resident)
        assert resident.place == "queue.service"
        assert resident.says("You have 2 already. Those are kept for you.")
        resident.navigator.finish()
        resident.press("English")
        take(resident)
        assert resident.place == "queue.ticket"
    assert len(hall.queue.waiting()) == 3


def test_after_hours_the_list_is_still_there_and_the_refusal_says_when(hall: Hall) -> None:
    hall.wait(hours=12)
    with standing(hall) as resident:
        resident.press("Take a number")
        assert resident.says("Closed now; today 08:30–19:30")
        resident.press("Pension insurance")
        assert resident.says("Household register")
        resident.press("I have everything")
        assert resident.says("This is given at 08:30–19:30 today. Please come back then.")
    assert not hall.queue.tickets


def test_two_presses_take_one_number(hall: Hall) -> None:
    hall.lane.at_once = False
    with standing(hall, page="queue.service", service=PENSION) as resident:
        resident.press("I have everything")
        resident.press("I have everything")
        hall.lane.run()
        resident.settle()
    assert len(hall.queue.tickets) == 1


def test_a_service_without_papers_needs_no_question(hall: Hall) -> None:
    with standing(hall) as resident:
        resident.press("Take a number")
        resident.press("Just ask")
        assert resident.says("Nothing to bring")
        resident.press("Take a number")
        assert resident.says("Z1-001")
