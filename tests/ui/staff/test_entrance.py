"""The first run, the staff entrance, and how a session ends."""

from __future__ import annotations

import gc
import re
from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.ids import StaffId
from kiosk.settings import Permission
from kiosk.staff.events import PinRested, SignedIn, SignedOut, WhySignedOut
from kiosk.staff.login import StaffLogin
from tests.ui.harness import SMALL, Stage
from tests.ui.staff.house import PINS, House, Worker, working
from tests.ui.staff.showings import change

IN_A_PIN = re.compile(r"(\d{3}) (\d{3})")


def shown_pins(worker: Worker) -> dict[str, str]:
    """Return number and PIN of each card on the first page."""
    texts = worker.texts()
    pins = [text.replace(" ", "") for text in texts if IN_A_PIN.fullmatch(text)]
    numbers = [text[:2] for text in texts if re.match(r"0\d \w", text)]
    return dict(zip(numbers, pins, strict=True))


def test_the_first_start_shows_three_numbers_with_drawn_pins(new_house: House) -> None:
    with Stage(services=new_house.services()) as stage:
        worker = Worker(stage, new_house)
        assert worker.place == "staff.first_pins"
        pins = shown_pins(worker)
    assert list(pins) == ["01", "02", "03"]
    assert len(set(pins.values())) == 3


def test_pins_hold_only_after_they_are_written_down(new_house: House) -> None:
    with working(new_house, page="staff.first_pins") as worker:
        pins = shown_pins(worker)
        assert new_house.staff.needs_first_pins
        worker.press("Written down")
        assert worker.place == "staff.pin"
        assert not new_house.staff.needs_first_pins
        worker.type("03" + pins["03"])
        worker.press("Sign in")
        assert worker.says("03 · Technician")


def test_later_leads_home_and_the_staff_entrance_leads_to_other_pins(new_house: House) -> None:
    with working(new_house, page="staff.first_pins") as worker:
        before = shown_pins(worker)
        worker.press("Later")
        assert worker.place == "home"
        worker.walk_corners()
        assert worker.place == "staff.first_pins"
        assert shown_pins(worker) != before
    assert new_house.staff.needs_first_pins


def test_no_pin_is_left_in_any_widget_or_in_the_journal(new_house: House, tmp_path: Any) -> None:
    from screens.widgets.text import Say

    with working(new_house, page="staff.first_pins") as worker:
        pins = shown_pins(worker)
        worker.press("Written down")
        worker.settle()
        said = [each.text for each in gc.get_objects() if issubclass(type(each), Say)]
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for pin in pins.values():
        assert not any(pin in text.replace(" ", "") for text in said)
        assert pin.encode() not in stored


def test_the_corner_walk_leads_to_the_pin_and_the_pin_to_the_pages(house: House) -> None:
    with working(house) as worker:
        worker.sign_in("01")
        assert worker.place == "staff.home"
        assert worker.says("01 · Administrator")
    assert house.events(SignedIn)[-1].member == "01"


def test_the_pin_can_be_typed_on_the_smallest_panel(house: House) -> None:
    with working(house, SMALL) as worker:
        worker.sign_in("02")
        assert worker.place == "staff.home"


def test_digits_of_the_pin_are_dots(house: House) -> None:
    with working(house, page="staff.pin") as worker:
        worker.type("01314")
        texts = [text for text in worker.texts() if text in ("●", "3", "4")]
        assert texts.count("●") == 3


def test_a_wrong_pin_says_how_many_tries_are_left_and_keeps_the_number(house: House) -> None:
    with working(house, page="staff.pin") as worker:
        worker.type("01000111")
        worker.press("Sign in")
        assert worker.says("Number or PIN is wrong. 4 tries are left.")
        assert worker.page.number == "01"
        assert worker.page.pin == ""


def test_an_unknown_number_is_told_the_same_as_a_wrong_pin(house: House) -> None:
    with working(house, page="staff.pin") as worker:
        worker.type("77000111")
        worker.press("Sign in")
        assert worker.says("Number or PIN is wrong. 4 tries are left.")


def test_five_wrong_pins_rest_and_say_until_when(house: House) -> None:
    with working(house, page="staff.pin") as worker:
        worker.type("01")
        for _ in range(5):
            worker.type("000111")
            worker.press("Sign in")
        assert worker.says("Too many wrong PINs. Please try again at 10:15.")
        worker.type("314159")
        worker.press("Sign in")
        assert worker.place == "staff.pin"
        house.clock.advance(minutes=16)
        worker.type("314159")
        worker.press("Sign in")
        assert worker.place == "staff.home"
    assert len(house.events(PinRested)) == 1


def test_going_home_signs_out_with_an_entry(house: House) -> None:
    with working(house, as_="02") as worker:
        worker.press("Home")
        assert worker.place == "home"
        worker.navigator.go("staff.doors")
        worker.settle()
        assert worker.place == "staff.pin"
    (out,) = house.events(SignedOut)
    assert (out.member, out.why) == ("02", WhySignedOut.ASKED)


def test_back_from_the_first_staff_page_signs_out_too(house: House) -> None:
    with working(house, as_="02") as worker:
        worker.press("Back")
        assert worker.place == "home"
    assert len(house.events(SignedOut)) == 1


def test_the_button_signs_out(house: House) -> None:
    with working(house, as_="02") as worker:
        worker.press("Sign out")
        assert worker.place == "home"
    assert len(house.events(SignedOut)) == 1


def test_a_session_lasts_as_long_as_the_setting_says_and_then_ends_with_an_entry(
    house: House,
) -> None:
    with working(house, as_="01", page="staff.settings") as worker:
        worker.advance(9 * 60, step=5)
        assert worker.shown() == "SettingsScreen"
        worker.advance(61, step=1)
        assert worker.shown() == "StillHereScreen"
        assert not house.events(SignedOut)
        worker.advance(31, step=1)
        assert worker.place == "attract"
    (out,) = house.events(SignedOut)
    assert out.why is WhySignedOut.IDLE


def test_calling_help_in_a_session_ends_it(house: House) -> None:
    with working(house, as_="01", page="staff.settings") as worker:
        worker.press("Help")
        worker.press("Call the staff")
        worker.press("Back")
        assert worker.place == "staff.pin"
    assert len(house.events(SignedOut)) == 1


def test_looking_at_help_and_coming_back_keeps_the_session(house: House) -> None:
    with working(house, as_="01", page="staff.settings") as worker:
        worker.press("Help")
        worker.press("Back")
        assert worker.place == "staff.settings"
    assert not house.events(SignedOut)


def test_a_pin_of_before_a_longer_length_was_asked_for_still_signs_in(house: House) -> None:
    change(house, "staff.pin_digits", "8", by="01")
    with working(house, page="staff.pin") as worker:
        worker.type("01314159")
        worker.press("Sign in")
        assert worker.place == "staff.home"


def test_must_asks_again_whatever_held_at_signing_in(house: House) -> None:
    login: StaffLogin = house.login
    session = login.sign_in(StaffId("03"), PINS["03"])
    change(house, "roles.technician", "view_doors", by="01")
    assert session.may(Permission.OPEN_DOORS)
    with pytest.raises(Refused):
        login.must(session, Permission.OPEN_DOORS)
