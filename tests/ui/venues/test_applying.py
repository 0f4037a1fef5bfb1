"""A place is chosen, kept and applied for by touch; what was typed lasts as long as the visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.ports import Printed, PrintOutcome, WhyNotPrinted
from kiosk.slips import Slip
from kiosk.venues import review, upkeep
from kiosk.venues.events import Held, HoldDropped, NoShow
from kiosk.venues.interval import Interval
from kiosk.venues.records import Status
from kiosk.venues.upkeep_events import BlackoutReason
from screens.venues.draft import CONTACT, PHONE, PURPOSE, draft_of
from screens.visit import Language
from tests.ui.harness import SMALL, Stage
from tests.ui.venues.hall import FIRST, ROOM, Hall, Resident, slot, visiting
from tests.ui.venues.hall import PHONE as NUMBER


def to_the_times(resident: Resident) -> None:
    """From the places to the times of the first day."""
    resident.press("Meeting room")
    resident.press("14")


def to_the_form(resident: Resident, hour: str = "09:30") -> None:
    """As far as the organisation; the slot is kept from here on."""
    to_the_times(resident)
    resident.press(hour)
    resident.press("2 hours")


def fill_in(resident: Resident) -> None:
    """The shortest way through the form."""
    resident.press("Choir")
    resident.fill(CONTACT, "林小满")
    resident.fill(PHONE, NUMBER)
    resident.press("Meeting")
    resident.press("10")


def test_nine_touches_and_the_typing_apply_for_a_place(hall: Hall) -> None:
    touches = 0
    with visiting(hall, page="") as resident:
        for words in ("Book a place", "Meeting room", "14", "09:30", "2 hours", "Choir"):
            resident.press(words)
            touches += 1
        resident.fill(CONTACT, "林小满")
        resident.fill(PHONE, NUMBER)
        for words in ("Meeting", "10", "Accept the rules and apply"):
            resident.press(words)
            touches += 1
        assert resident.says("Applied: now waiting for review")
        assert resident.says("The answer comes by Thu 12 Feb")
        code = resident.shown_code()
    assert touches == 9
    found = hall.venue_desk.by_code(code)
    assert found.bookings[0].slot == slot(hour=9)
    assert found.application.asked.applicant.organisation == "choir"
    assert found.application.asked.rules == hall.file.site.rules
    assert hall.venue_desk.details(found.application.id).contact == "林小满"


def test_the_first_day_and_why_are_told_before_anything_is_typed(hall: Hall) -> None:
    with visiting(hall) as resident:
        resident.press("Meeting room")
        assert resident.says("First day to book: Sat 14 Feb")
        assert resident.says("Thu 12 Feb, Fri 13 Feb, Sat 14 Feb (worked)")
        resident.press("12")
        assert resident.says("The first day you can book is Sat 14 Feb.")
        assert resident.place == "venues.month"


def test_a_holiday_between_is_part_of_the_reason(hall: Hall) -> None:
    hall.clock.advance(days=1)
    with visiting(hall) as resident:
        resident.press("Meeting room")
        assert resident.says("First day to book: Tue 24 Feb")
        assert resident.says("Spring Festival: off from 15 Feb to 23 Feb.")


def test_a_year_that_was_not_announced_is_told_and_not_guessed(hall: Hall) -> None:
    hall.clock.advance(days=322)
    with visiting(hall) as resident:
        resident.press("Meeting room")
        assert resident.says("The holidays of 2027 are not announced yet.")


def test_a_closed_place_says_why(hall: Hall) -> None:
    hall.act(
        upkeep.black_out,
        blackout="b",
        site=hall.file.site,
        venue=ROOM,
        during=Interval(slot(FIRST, 0).starts, slot(FIRST, 23).ends),
        reason=BlackoutReason.REPAIR,
    )
    with visiting(hall) as resident:
        to_the_times(resident)
        assert resident.place == "venues.month"
        assert resident.says("This place cannot be used then: Repair.")


def test_the_slot_is_kept_while_the_form_is_filled_in_and_free_when_they_go(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        assert resident.says("Kept for you: 10 minutes")
        assert len(hall.venues.holds) == 1
        resident.press("Home")
        resident.stage.settle()
        assert not hall.venues.holds
    assert len(hall.events(HoldDropped)) == 1


def test_another_time_takes_the_place_of_the_one_kept_before(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        resident.press("Back")
        resident.press("14:30")
        resident.press("1 hour")
        (hold,) = hall.venues.holds.values()
    assert hold.kept[0].starts == slot(hour=14).starts
    assert [event.instead_of is None for event in hall.events(Held)] == [True, False]


def test_whoever_goes_on_with_the_form_keeps_the_slot_longer(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        hall.clock.advance(minutes=6)
        resident.press("Choir")
        resident.fill(CONTACT, "林小满")
        resident.fill(PHONE, NUMBER)
        resident.stage.settle()
        (hold,) = hall.venues.holds.values()
        assert resident.says("Kept for you: 10 minutes")
    assert hold.until == hall.clock.now() + timedelta(minutes=10)


def test_what_is_filled_in_outlives_back_language_help_and_a_refusal(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        fill_in(resident)
        resident.press("Help")
        resident.press("Back")
        visit = resident.page.visit
        visit.language = type(visit.language)("zh")
        resident.navigator.rebuild()
        visit.language = type(visit.language)("en")
        resident.navigator.rebuild()
        for _page in ("heads", "purpose", "phone"):
            resident.press("Back")
        assert NUMBER in "".join(resident.texts()).replace(" ", "")
        resident.fill(PHONE, NUMBER)
        resident.press("Meeting")
        resident.press("10")
        hall.act(
            upkeep.black_out,
            blackout="b",
            site=hall.file.site,
            venue=ROOM,
            during=slot(hour=9),
            reason=BlackoutReason.CLEANING,
        )
        resident.press("Accept the rules and apply")
        assert resident.says("This place cannot be used then: Cleaning.")
        assert resident.says("林小满")
        assert draft_of(visit).head_count == 10


def test_a_taken_slot_is_told_and_can_be_waited_for(hall: Hall) -> None:
    hall.apply(slot(hour=9), by=5)
    with visiting(hall) as resident:
        to_the_times(resident)
        resident.press("09:30")
        assert resident.says("Somebody has this time. You can wait for it.")
        resident.press("2 hours")
        assert not hall.venues.holds
        fill_in(resident)
        resident.press("Accept and wait")
        assert resident.says("You are on the waiting list")
        code = resident.shown_code()
    assert hall.venue_desk.by_code(code).bookings[0].status is Status.WAITING


def test_whoever_was_quicker_has_it_and_the_other_is_told(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_times(resident)
        resident.press("09:30")
        hall.apply(slot(hour=9), by=5)
        resident.press("2 hours")
        assert resident.says("Somebody was quicker: this time is taken.")
        assert resident.place == "venues.slots"


def test_the_record_is_shown_before_applying_and_what_it_means(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        fill_in(resident)
        assert resident.says("Record of use: 0 points")
        assert resident.says("All is well.")


def test_weeks_are_an_option_and_apply_in_one_go(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        fill_in(resident)
        resident.press("Every week")
        resident.press("Sat 21 Feb")
        resident.press("Take these weeks")
        assert resident.says("more weeks")
        resident.press("Accept the rules and apply")
        assert resident.says("Applied: now waiting for review")
        code = resident.shown_code()
    days = [each.slot.day for each in hall.venue_desk.by_code(code).bookings]
    assert FIRST in days
    assert FIRST + timedelta(days=7) not in days
    assert len(days) >= 4


@pytest.mark.parametrize(("typed", "said"), [("0", "Please say how many"), ("17", "room for 16")])
def test_a_number_of_people_that_cannot_be_is_told_on_the_keys(
    hall: Hall, typed: str, said: str
) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        resident.press("Choir")
        resident.fill(CONTACT, "林小满")
        resident.fill(PHONE, NUMBER)
        resident.press("Meeting")
        resident.press("Other")
        resident.type(typed)
        resident.press("Go on")
        assert resident.says(said)
        assert resident.place == "venues.count"


def test_letters_in_a_phone_number_and_a_long_purpose_are_told_on_their_page(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        resident.press("Choir")
        resident.fill(CONTACT, "林小满")
        resident.fill(PHONE, "1380000abcd")
        assert resident.says("Only digits here, please.")
        resident.fill(PHONE, NUMBER)
        resident.press("Something else")
        resident.page.change(type(resident.page.draft)(text="会" * 2000))
        resident.stage.settle()
        assert resident.says("Full (500 characters).")
        resident.fill(PURPOSE, "迎春诗会")
        assert resident.place == "venues.heads"


@pytest.mark.parametrize("name", ["林🌸满", "㐂𠮷堃", "阿依古丽·買買提"])
def test_rare_signs_in_a_name_are_kept_as_they_are(hall: Hall, name: str) -> None:
    receipt = hall.apply(by=3, contact=name)
    assert hall.venue_desk.details(receipt.application.id).contact == name


def test_somebody_restricted_is_told_until_when_before_and_when_they_apply(hall: Hall) -> None:
    for number in range(3):
        receipt = hall.approve(hall.apply(slot(hour=9 + 2 * number, hours=1), organisation="choir"))
        hall.happened(NoShow(booking=receipt.bookings[0].id, points=1.0))
    with visiting(hall) as resident:
        to_the_times(resident)
        resident.press("16:30")
        resident.press("1 hour")
        fill_in(resident)
        assert resident.says("Record of use: 3 points")
        resident.press("Accept the rules and apply")
        assert resident.says("You cannot book until")
        assert resident.says("3 points in your record")


def test_a_small_panel_says_a_refusal_in_place_of_the_page_and_goes_on(hall: Hall) -> None:
    with visiting(hall, SMALL) as resident:
        resident.press("Meeting room")
        resident.press("12")
        assert resident.says("The first day you can book is Sat 14 Feb.")
        resident.press("Go on")
        resident.press("14")
        assert resident.place == "venues.slots"


def test_the_receipt_has_no_way_back_into_the_form(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        fill_in(resident)
        resident.press("Accept the rules and apply")
        assert not resident.page.can_go_back
        assert resident.shown_qr().startswith("YZV1:")
        resident.press("Phone calendar")
        assert "BEGIN:VEVENT" in resident.shown_qr()
        assert "DTSTART:20260214T013000Z" in resident.shown_qr()
        resident.press("Back")
        resident.press("Done")
        assert resident.place == "attract"
        assert not resident.page.visit.given


def test_rules_are_not_accepted_before_all_of_them_were_on_the_screen(hall: Hall) -> None:
    with visiting(hall, SMALL) as resident:
        to_the_form(resident)
        fill_in(resident)
        while resident.target("Accept and apply").disabled:
            resident.press("Next")
        assert resident.says("late cancellations and damage are recorded")
        assert resident.page._listing.leaf > 0
        resident.press("Accept and apply")
        assert resident.place == "venues.applied"


def test_two_taps_on_apply_are_one_application(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        fill_in(resident)
        button = resident.target("Accept the rules and apply")
        resident.stage.tap(*button.center)
        resident.stage.tap(*button.center, wait=0.1)
    assert len(hall.venues.applications) == 1


def test_a_review_by_another_hand_does_not_disturb_the_receipt(hall: Hall) -> None:
    with visiting(hall) as resident:
        to_the_form(resident)
        fill_in(resident)
        resident.press("Accept the rules and apply")
        (application,) = hall.venues.applications.values()
        hall.act(review.approve, bookings=list(application.bookings))
        resident.navigator.rebuild()
        resident.stage.settle()
        assert resident.shown_code()


class Printer:
    """A print desk that is handed slips and says what became of them."""

    fitted = True

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.again: list[str] = []

    def print(self, slip: Slip, then: Callable[[Printed], None]) -> str:
        self.slips.append(slip)
        then(Printed(PrintOutcome.PRINTED))
        return "slip"

    def reprint(self, slip: str, then: Callable[[Printed], None]) -> bool:
        self.again.append(slip)
        then(Printed(PrintOutcome.NOT_PRINTED, WhyNotPrinted.PAPER_OUT))
        return True

    def forget(self, *slips: str) -> None:
        self.again.clear()


def test_the_slip_has_code_and_qr_and_nobodys_name(hall: Hall) -> None:
    printer = Printer()
    with Stage(services=hall.services(printing=printer)) as stage:
        resident = Resident(stage, hall)
        stage.navigator.wake(language=Language.EN)
        stage.navigator.go("venues")
        to_the_form(resident)
        fill_in(resident)
        resident.press("Accept the rules and apply")
        code, qr = resident.shown_code(), resident.shown_qr()
        resident.press("Print a slip")
        assert resident.says("Please take your slip.")
        resident.press("Print a slip")
        assert resident.says("The printer is out of paper.")
        assert resident.shown_code() == code
    (slip,) = printer.slips
    text = repr(slip)
    assert f"{code[:3]} {code[3:]}" in text
    assert qr in text
    assert "林小满" not in text
    assert NUMBER not in text
