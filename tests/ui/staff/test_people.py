"""Members, their PINs, the home page of the staff, the clock, and what the terminal is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kiosk.folding import SetAside
from kiosk.ids import StaffId
from kiosk.ports import Reading
from kiosk.settings import Role
from kiosk.staff import STAFF, rules
from kiosk.staff.events import ClockConfirmed, HelpAnswered
from kiosk.tap import Tap
from tests.ui.staff.house import PINS, House, Worker, working
from tests.ui.staff.showings import make_busy

IN_A_PIN = re.compile(r"(\d{3}) (\d{3})")


def shown_pin(worker: Worker) -> str:
    (pin,) = [text for text in worker.texts() if IN_A_PIN.fullmatch(text)]
    return str(pin.replace(" ", ""))


# -- members -----------------------------------------------------------------------------------


def test_a_new_member_gets_a_number_and_a_pin_that_is_shown_once(house: House) -> None:
    with working(house, as_="01", page="staff.members") as worker:
        worker.press("Enrol one more")
        worker.press("Technician")
        assert worker.says("Number 05")
        pin = shown_pin(worker)
        worker.press("Written down")
        assert worker.place == "staff.members"
        assert worker.says("05 · Technician")
        assert not any(pin in text.replace(" ", "") for text in worker.texts())
    session = house.login.sign_in(StaffId("05"), pin)
    assert session.role is Role.TECHNICIAN


def test_a_new_pin_is_drawn_for_a_member_who_forgot_it(house: House) -> None:
    with working(house, as_="01", page="staff.members") as worker:
        worker.press("04 · Attendant")
        worker.press("Draw a new PIN")
        pin = shown_pin(worker)
    assert pin != PINS["04"]
    assert house.login.sign_in(StaffId("04"), pin).member == "04"


def test_a_page_with_a_pin_cannot_be_left_but_by_saying_it_is_written_down(house: House) -> None:
    with working(house, as_="01", page="staff.member", member=StaffId("04")) as worker:
        worker.press("Draw a new PIN")
        shown = worker.page
        assert not shown.can_go_back
        assert not shown.can_go_home
        worker.press("Written down")
        assert worker.place == "staff.home"


def test_a_member_gets_another_role(house: House) -> None:
    with working(house, as_="01", page="staff.members") as worker:
        worker.press("04 · Attendant")
        worker.press("Another role")
        worker.press("Supervisor")
        assert worker.says("04 · Supervisor")


def test_a_member_who_leaves_is_asked_about_once_more_and_signs_in_no_more(house: House) -> None:
    with working(house, as_="01", page="staff.members") as worker:
        worker.press("04 · Attendant")
        worker.press("Leaves the staff")
        worker.press("No, keep it")
        worker.press("Leaves the staff")
        worker.press("Yes, never again")
        assert worker.place == "staff.members"
        assert not worker.says("04 · ")
    assert house.staff.member(StaffId("04")) is None


def test_the_last_administrator_stays(house: House) -> None:
    with working(house, as_="01", page="staff.leaves", member=StaffId("01")) as worker:
        worker.press("Yes, never again")
        assert worker.says("The station needs at least one administrator.")
    with working(house, as_="01", page="staff.give_role", member=StaffId("01")) as worker:
        worker.press("Technician")
        assert worker.says("The station needs at least one administrator.")


def test_a_role_that_may_not_manage_staff_is_not_offered_it_and_is_refused(house: House) -> None:
    with working(house, as_="02") as worker:
        assert not worker.offers("Staff members")
    with working(house, as_="02", page="staff.give_role", member=StaffId("04")) as worker:
        worker.press("Technician")
        assert worker.says("Your role may not do this: Manage the staff.")


def test_ones_own_pin_is_changed_by_typing_it_twice(house: House) -> None:
    with working(house, as_="04") as worker:
        worker.press("Change my PIN")
        worker.type("602214")
        worker.press("Next")
        worker.type("602214")
        worker.press("Change")
        assert worker.says("Your new PIN holds from now on.")
    assert house.login.sign_in(StaffId("04"), "602214").member == "04"


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("602214", "602215", "The two were not the same."),
        ("111222", "", "A PIN has at least 6 digits, and at least three different ones."),
    ],
)
def test_a_pin_that_is_weak_or_mistyped_changes_nothing(
    house: House, first: str, second: str, sentence: str
) -> None:
    with working(house, as_="04", page="staff.own_pin") as worker:
        worker.type(first)
        worker.press("Next")
        if second:
            worker.type(second)
            worker.press("Change")
        assert worker.says(sentence)
    assert house.login.sign_in(StaffId("04"), PINS["04"]).member == "04"


# -- the home page -----------------------------------------------------------------------------


def test_what_needs_somebody_stands_first(house: House) -> None:
    make_busy(house)
    with working(house, as_="02") as worker:
        texts = worker.texts()
    first = texts.index("1 call for help, since 22:00")
    assert first < min(texts.index(text) for text in texts if text.startswith("Door A"))
    assert max(texts.index(text) for text in texts if text.startswith("Door A")) < texts.index(
        "Doors"
    )


def test_a_call_for_help_is_answered_by_a_touch(house: House) -> None:
    house.station.do(Tap.fresh(), STAFF, rules.call_help)
    with working(house, as_="04") as worker:
        worker.press("1 call for help")
        assert worker.says("Noted: the calls were seen to.")
        assert not worker.says("call for help,")
    assert len(house.events(HelpAnswered)) == 1


def test_an_alarm_comes_up_while_the_page_is_shown(house: House) -> None:
    with working(house, as_="04") as worker:
        assert not worker.says("Door A05")
        house.sense("A05", Reading.OPEN)
        worker.advance(2.1)
        assert worker.says("Door A05: Opened without an order")


def test_an_alarm_leads_to_its_door(house: House) -> None:
    house.sense("A05", Reading.OPEN)
    with working(house, as_="04") as worker:
        worker.press("Door A05: Opened without an order")
        assert worker.place == "staff.door"


def test_a_cabinet_that_is_gone_and_entries_set_aside_are_told(house: House) -> None:
    house.bank.unplugged = True
    house.look()
    house.station.set_aside = (SetAside(7, "lockers", "KeyError"),)
    with working(house, as_="04") as worker:
        assert worker.says("Cabinet A does not answer.")
        assert worker.says("Its cable was unplugged.")
        assert worker.says("1 entry could not be read and was set aside.")
        assert worker.says("Takes no promises until it is repaired: lockers")


def test_the_end_of_the_known_calendar_is_told_sixty_days_before(house: House) -> None:
    with working(house, as_="04") as worker:
        assert not worker.says("Working days are not known")
    house.clock.advance(days=300)
    with working(house, as_="04") as worker:
        assert worker.says("Working days are not known from Fri 1 Jan 2027")


@pytest.mark.parametrize(
    ("number", "offered", "kept_back"),
    [
        ("04", {"Doors", "Goods from cleared doors", "Change my PIN"}, {"Settings", "Clock"}),
        ("03", {"Doors", "Clock", "Check the screen's size"}, {"Settings", "Staff members"}),
        ("02", {"Doors", "Settings", "Changes of settings"}, {"Staff members", "Clock"}),
        ("01", {"Doors", "Settings", "Staff members", "Clock"}, set()),
    ],
)
def test_the_home_page_offers_what_the_role_may_do_and_no_more(
    house: House, number: str, offered: set[str], kept_back: set[str]
) -> None:
    with working(house, as_=number) as worker:
        texts = set(worker.texts())
    assert offered <= texts
    assert not kept_back & texts


# -- the clock, and about ----------------------------------------------------------------------


def test_a_clock_that_is_not_trusted_is_set_and_confirmed(house: House) -> None:
    house.clock.is_trusted = False
    with working(house, as_="03") as worker:
        worker.press("The clock cannot be trusted.")
        assert worker.says("It is not trusted.")
        worker.press("1 hour later")
        worker.press("1 min earlier")
        assert worker.says("2026-02-11 10:59")
        worker.press("This time is right")
        assert worker.says("Noted: the time is right.")
    (confirmed,) = house.events(ClockConfirmed)
    assert confirmed.shown == house.clock.now() + timedelta(minutes=59)


def test_a_role_that_may_not_set_the_clock_only_reads_that_it_is_wrong(house: House) -> None:
    house.clock.is_trusted = False
    with working(house, as_="04") as worker:
        assert worker.says("The clock cannot be trusted.")
        assert not worker.offers("The clock cannot be trusted.")


def test_about_tells_station_record_and_cabinets(house: House) -> None:
    with working(house, as_="04", page="staff.about") as worker:
        head = house.journal.head
        assert worker.says("huaken · ")
        assert worker.says(f"{head.position} entries · {head.digest.hex()[:12]}")
        assert worker.says("All entries were understood.")
        assert worker.says("24 doors · answers · 12 questions, 0 unanswered")
        assert not worker.says("do two boards share one?")


def test_about_says_when_two_boards_seem_to_share_an_address(house: House) -> None:
    house.bank.strangers = 1
    with working(house, as_="04", page="staff.about") as worker:
        assert worker.says("another address answers: do two boards share one?")


def test_the_ruler_is_a_touch_away_and_back_keeps_the_session(house: House) -> None:
    with working(house, as_="03") as worker:
        worker.press("Check the screen's size")
        assert worker.place == "ruler"
        worker.press("Back")
        assert worker.place == "staff.home"
