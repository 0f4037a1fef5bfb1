"""Whoever was refused is told: at the screen by their own code, on paper, by the staff."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.errors import Refused
from kiosk.ids import EntryId, EventTag, RefusalReason, ServiceId
from kiosk.lockers.plan import Size
from kiosk.lockers.steps import Promised
from kiosk.phrases import telling as phrases
from kiosk.positioning import REASONS
from kiosk.tap import Tap
from kiosk.telling import TELLING, rules
from kiosk.telling.events import How
from kiosk.venues import VENUES, using
from kiosk.venues.receipt import Receipt
from kiosk.words import Words
from screens.venues.draft import CONTACT, PHONE
from tests.builders import FAMILIES
from tests.histories import one_of_each
from tests.ui.staff.house import working
from tests.ui.telling.far import FarHall
from tests.ui.venues.hall import visiting
from tests.ui.venues.happenings import noted
from tests.ui.venues.test_applying import to_the_form

ASK = ServiceId("ask")
SORRY = "Your application could not be kept"


def entry_of(receipt: Receipt) -> EntryId:
    return EntryId(receipt.application.id)


def test_a_qr_tells_what_was_refused_before_anything_else_and_once(far: FarHall) -> None:
    lost = far.lose()
    with visiting(far, page="") as resident:
        resident.scan(lost.qr)
        assert resident.place == "telling.news"
        for sentence in (SORRY, "Meeting room", "Sat 14 Feb", "Somebody else had been recorded"):
            assert resident.says(sentence)
        resident.press("I know now")
        assert resident.place == "venues.booking"
        assert resident.says("Somebody was earlier")
        resident.navigator.home()
        resident.advance(4)
        resident.scan(lost.qr)
        assert resident.place == "venues.booking"
    assert far.told() == [((entry_of(lost),), How.SCREEN, "resident")]
    far.elsewhere.sync()
    assert far.elsewhere.station.state(TELLING).to_tell() == ()


def test_six_digits_tell_it_too(far: FarHall) -> None:
    lost = far.lose()
    with visiting(far) as resident:
        resident.press("I have applied")
        resident.type(lost.code)
        assert resident.says(SORRY)


def test_a_phone_alone_only_says_that_there_is_something_to_ask_for(far: FarHall) -> None:
    """Anybody may type the phone of a neighbour."""
    far.lose(by=1)
    with visiting(far) as resident:
        to_the_form(resident, "15:30")
        resident.press("Choir")
        resident.fill(CONTACT, "林小满")
        resident.fill(PHONE, "13800000001")
        resident.press("Meeting")
        resident.press("10")
        assert resident.place == "venues.summary"
        assert resident.says("An earlier application did not stand.")
        assert not resident.says("Sat 14 Feb, 09:30")
    assert len(far.to_tell) == 1


@pytest.mark.parametrize(("seconds", "told"), [(8, 0), (11, 1)])
def test_who_only_walks_away_was_told_if_there_was_time_to_read(
    far: FarHall, seconds: float, told: int
) -> None:
    lost = far.lose()
    with visiting(far, page="") as resident:
        resident.scan(lost.qr)
        resident.advance(seconds)
        resident.navigator.finish()
        resident.settle()
    assert len(far.told()) == told
    assert len(far.to_tell) == 1 - told


def test_what_somebody_was_told_elsewhere_meanwhile_is_passed_over(far: FarHall) -> None:
    lost = far.lose()
    far.elsewhere.sync()
    with visiting(far, page="") as resident:
        resident.scan(lost.qr)
        resident.navigator.go("venues")
        far.elsewhere.station.do(
            Tap.fresh(), TELLING, rules.tell, entries=(entry_of(lost),), how=How.PHONE
        )
        far.elsewhere.sync()
        far.sync()
        resident.navigator.back()
        resident.advance(0.2)
        assert resident.place == "venues.booking"


def test_a_number_that_does_not_hold_is_told_to_whoever_shows_its_code(far: FarHall) -> None:
    mine = far.queue_desk.take(Tap.fresh(), service=ASK, visit="v1")
    far.elsewhere.queue_desk.take(Tap.fresh(), service=ASK, visit="v2")
    far.elsewhere.sync()
    far.sync()
    with visiting(far, page="") as resident:
        resident.scan(mine.qr)
        assert resident.says("Your number does not hold")
        assert resident.says(mine.ticket.number)
        assert resident.says("tell the staff that you have waited")
        resident.press("I know now")
        assert resident.place == "home"


@pytest.mark.parametrize("by_code", [False, True])
def test_a_door_that_could_not_be_kept_is_told_to_its_qr_and_to_its_code(
    far: FarHall, by_code: bool
) -> None:
    steps: list[Any] = []
    with visiting(far, page="lockers.pick_up") as resident:
        far.desk.rent(Tap.fresh(), steps.append, size=Size.M)
        resident.settle()
        promised = next(each for each in steps if isinstance(each, Promised))
        far.refuse(promised.rental, "cannot_stand")
        if by_code:
            resident.page.choose_door(promised.door)
            resident.type(promised.code)
        else:
            resident.scan(promised.qr)
        assert resident.says("Your door could not be kept")
        assert resident.says("they help you at once")
        resident.press("I know now")
    assert far.to_tell == ()


def test_it_is_told_on_paper_without_a_name_or_a_phone(far: FarHall) -> None:
    lost = far.lose()
    with visiting(far, page="") as resident:
        resident.scan(lost.qr)
        resident.press("Print it")
        far.paper.run()
    text = str(far.printer.slips[-1])
    for words in (
        SORRY,
        "Meeting room",
        "Somebody else had been recorded",
        "Please choose another time",
    ):
        assert words in text
    for secret in ("林小满", "13800000001", lost.code):
        assert secret not in text


def test_later_steps_on_what_was_refused_say_that_it_does_not_hold(far: FarHall) -> None:
    lost = far.lose()
    found = far.venue_desk.by_qr(lost.qr)
    booking = found.bookings[0].id
    for act in (far.venue_desk.cancel, far.venue_desk.check_in, far.venue_desk.leave_early):
        with pytest.raises(Refused, match="no_subject"):
            act(Tap.fresh(), booking=booking, proof=found.proof)
    with visiting(far, page="venues.cancel", booking=booking, proof=found.proof) as resident:
        resident.press("Yes, cancel it")
        assert resident.says("That does not hold any more. Please apply again")


# -- staff -----------------------------------------------------------------------------------


def test_staff_see_who_is_to_be_told_and_say_how_they_were(far: FarHall) -> None:
    lost = far.lose()
    with working(far, as_="04") as worker:
        worker.press("1 person does not know yet")
        assert worker.says("Application for a place: Meeting room")
        worker.press("Application for a place")
        assert worker.says("林*  138****0001")
        assert not worker.says("林小满")
        worker.press("Show the whole number")
        assert worker.says("138 0000 0001")
        worker.press("Told by phone")
        assert worker.place == "staff.to_tell"
        assert worker.says("Noted: they know.")
        assert worker.says("Everybody knows how things stand.")
    assert far.told() == [((entry_of(lost),), How.PHONE, "staff:04")]


def test_a_slip_counts_when_it_was_handed_over(far: FarHall) -> None:
    far.lose()
    with working(far, as_="04", page="staff.to_tell") as worker:
        worker.press("Application for a place")
        worker.press("Print a slip")
        assert len(far.to_tell) == 1
        worker.press("Slip handed over")
    assert [each[1] for each in far.told()] == [How.SLIP]


def test_who_may_not_see_bookings_is_not_shown_whose_it_was(far: FarHall) -> None:
    far.lose()
    with working(far, as_="03", page="staff.to_tell") as worker:
        assert worker.says("Application for a place")
        assert not worker.offers("Application for a place")


def test_what_staff_did_at_a_terminal_is_told_to_them(far: FarHall) -> None:
    receipt = far.apply()
    far.sync()
    far.elsewhere.sync()
    booking = receipt.bookings[0].id
    far.elsewhere.station.do(
        noted("对不起"), VENUES, using.call_off, booking=booking, explained=True
    )
    far.elsewhere.sync()
    far.act(using.call_off, tap=noted("请原谅"), booking=booking, explained=True)
    far.sync()
    with visiting(far, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.place == "venues.booking"  # no news of theirs
    with working(far, as_="02", page="staff.to_tell") as worker:
        worker.press("Cancellation")
        assert worker.says("Number 02")
        worker.press("Told in person")
    assert far.to_tell == ()


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_of_every_clash_has_a_sentence_of_its_own(language: str) -> None:
    words: Any = Words(language)
    reasons = {*REASONS, *(each for family in FAMILIES for each in family.reasons)}
    assert len(reasons) > 10
    known = phrases.whys(words.gettext)
    said = [known[RefusalReason(each)] for each in sorted(reasons)]
    assert len(set(said)) == len(said)
    assert all(sentence.isascii() is (language == "en") for sentence in said)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_somebody_may_miss_has_a_name(language: str) -> None:
    words: Any = Words(language)
    names = phrases.things(words.gettext)
    missed = {
        EventTag(str(type(event).__struct_config__.tag))
        for event in one_of_each()
        for family in FAMILIES
        if family.about(event) is not None
    }
    assert missed <= set(names)
    assert len(set(names.values())) == len(names)
