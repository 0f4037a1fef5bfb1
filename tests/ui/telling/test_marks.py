"""What waits for its position is marked, after a little patience; the mark goes by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.ids import ServiceId
from kiosk.queueing import QUEUEING
from kiosk.queueing.records import Stage
from kiosk.slips import Slip
from kiosk.tap import Tap
from kiosk.telling.events import How
from kiosk.venues.proof import Proof
from kiosk.venues.records import Status
from tests.ui.harness import PORTRAIT, SMALL
from tests.ui.staff.house import working
from tests.ui.telling.far import FarHall
from tests.ui.venues.hall import FIRST, Resident, slot, visiting
from tests.ui.venues.test_applying import fill_in, to_the_form

MARK = "Recorded, will be confirmed"
ASK = ServiceId("ask")


def apply(resident: Resident) -> None:
    """Apply for the first day at half past nine."""
    to_the_form(resident)
    fill_in(resident)
    resident.press("Accept the rules and apply")


def marked(resident: Resident) -> bool:
    return resident.says(MARK)


def on_paper(far: FarHall) -> str:
    """Everything the latest slip says."""
    far.paper.run()
    last: Slip = far.printer.slips[-1]
    return str(last)


def test_an_answer_within_two_seconds_is_the_first_thing_one_sees(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        assert resident.place == "venues.summary"
        assert resident.page.busy
        resident.advance(0.7)
        assert resident.says("One moment, please …")
        far.sync()
        resident.settle()
        assert resident.place == "venues.applied"
        assert resident.says("Applied: now waiting for review")
        assert not marked(resident)


def test_without_an_answer_it_is_recorded_and_the_mark_goes_when_it_comes(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        resident.advance(1.9)
        assert resident.place == "venues.summary"
        resident.advance(0.2)
        assert resident.place == "venues.applied"
        assert marked(resident)
        assert len(resident.shown_code()) == 6
        resident.press("Print a slip")
        assert MARK in on_paper(far)
        far.sync()
        resident.settle()
        assert not marked(resident)
        assert resident.says("Applied: now waiting for review")
        resident.press("Print a slip")
        assert MARK not in on_paper(far)
        assert "Waiting for review" in on_paper(far)


def test_a_touch_while_it_waits_is_not_a_second_application(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        resident.page.apply()
        resident.advance(2.1)
        assert len(far.venues.applications) == 1


def test_who_goes_while_it_waits_gets_the_answer_later(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        resident.navigator.finish()
        far.sync()
        resident.advance(3)
        assert resident.place == "attract"
    assert [each.status for each in far.venues.bookings.values()] == [Status.PENDING]


def test_who_was_not_quick_enough_is_told_instead_of_getting_a_receipt(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        far.elsewhere.apply(slot(hour=9))
        far.sync()
        resident.settle()
        assert resident.place == "telling.news"
        assert resident.says("Your application could not be kept")
        assert resident.says("Somebody else had been recorded for this time a moment before.")
        resident.press("Choose another time")
        assert resident.place == "venues.month"
    assert far.to_tell == ()
    (told,) = far.told()
    assert told[1:] == (How.SCREEN, "resident")


def test_a_receipt_gives_way_when_it_does_not_hold(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        resident.advance(2.1)
        assert marked(resident)
        far.elsewhere.apply(slot(hour=9))
        far.sync()
        resident.settle()
        assert resident.says("Your application could not be kept")


def test_a_mark_that_goes_under_the_question_who_is_there_is_gone_after_it(far: FarHall) -> None:
    with visiting(far) as resident:
        apply(resident)
        resident.advance(2.1)
        resident.navigator.ask_still_here()
        far.sync()
        resident.settle()
        resident.navigator.still_here()
        resident.settle()
        assert resident.says("Applied: now waiting for review")
        assert not marked(resident)


def test_a_booking_is_marked_while_what_was_done_with_it_waits(far: FarHall) -> None:
    receipt = far.apply()
    far.sync()
    far.approve(receipt)
    with visiting(far, page="") as resident:
        resident.scan(receipt.qr)
        assert not marked(resident)
        resident.press("Cancel it")
        resident.press("Yes, cancel it")
        resident.advance(2.1)
        assert resident.place == "venues.booking"
        assert resident.says("Cancelled")
        assert marked(resident)
        far.sync()
        resident.settle()
        assert not marked(resident)
        assert resident.says("Cancelled")


def test_a_week_of_a_series_is_marked_alone(far: FarHall) -> None:
    weeks = [slot(FIRST + timedelta(weeks=number), 9) for number in range(2, 5)]
    receipt = far.apply(*weeks)
    far.sync()
    proof = Proof.of_qr(receipt.application.asked.token)
    far.venue_desk.cancel(Tap.fresh(), booking=receipt.bookings[1].id, proof=proof)
    with visiting(far, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.place == "venues.series"
        hints = [text for text in resident.texts() if text == MARK]
        assert len(hints) == 1
        far.sync()
        resident.settle()
        assert not marked(resident)
        assert resident.says("Cancelled")


@pytest.mark.parametrize("screen", [PORTRAIT, SMALL])
def test_a_number_of_ones_own_terminal_is_never_marked(far: FarHall, screen: Any) -> None:
    with visiting(far, screen, page="") as resident:
        given = far.queue_desk.take(Tap.fresh(), service=ASK, visit="v")
        assert far.station.pending == 1
        resident.navigator.go("queue.ticket", ticket=given.ticket.id, fresh=True)
        resident.settle()
        assert resident.says(given.ticket.number)
        assert not marked(resident)
        assert MARK not in on_paper(far)


def test_giving_a_number_up_is_marked_until_it_is_confirmed(far: FarHall) -> None:
    given = far.queue_desk.take(Tap.fresh(), service=ASK, visit="v")
    far.sync()
    with visiting(far, page="") as resident:
        resident.scan(given.qr)
        resident.press("I need it no more")
        resident.press("Give it up")
        resident.advance(2.1)
        assert marked(resident)
        far.sync()
        resident.settle()
        assert resident.says("was given up")
        assert not marked(resident)
    assert far.station.state(QUEUEING).tickets[given.ticket.id].stage is Stage.CANCELLED


def test_staff_see_what_is_not_confirmed_yet_until_it_is(far: FarHall) -> None:
    far.apply()
    with working(far, as_="02", page="staff.venue_reviews") as worker:
        assert worker.says(MARK)
        far.sync()
        worker.settle()
        assert not worker.says(MARK)
        assert worker.says("Meeting room: ")
