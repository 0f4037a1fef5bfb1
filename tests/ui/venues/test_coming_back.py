"""Somebody comes back with code or QR: sees how it stands, checks in, cancels, answers, appeals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.tap import Tap
from kiosk.venues import review
from kiosk.venues.events import NoShow
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Appeal, Status
from screens.venues.booking import ANSWER
from tests.ui.venues.hall import Hall, Resident, slot, visiting
from tests.ui.venues.happenings import noted


def ask_for_more(hall: Hall, receipt: Receipt) -> None:
    hall.act(
        review.ask_supplement,
        tap=noted("请补充活动方案"),
        application=receipt.application.id,
        explained=True,
    )


def come(resident: Resident, receipt: Receipt) -> None:
    """Scan the QR at home."""
    resident.navigator.home()
    resident.stage.advance(4)
    resident.scan(receipt.qr)


def test_six_digits_show_how_it_stands(hall: Hall) -> None:
    receipt = hall.apply()
    with visiting(hall) as resident:
        resident.press("I have applied")
        resident.type(receipt.code)
        assert resident.says("Waiting for review")
        assert resident.says("Sat 14 Feb")


def test_a_scan_at_home_leads_to_the_booking(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.place == "venues.booking"
        assert resident.says("Approved")
        assert resident.says("between 09:15 and 09:45")


def test_wrong_codes_are_told_and_rest_while_a_qr_still_works(hall: Hall) -> None:
    receipt = hall.apply()
    wrong = "135791" if receipt.code != "135791" else "135792"
    with visiting(hall) as resident:
        resident.press("I have applied")
        for _try in range(4):
            resident.type(wrong)
            assert resident.says("This code is not right.")
        resident.type(wrong)
        assert resident.says("Too many wrong codes.")
        resident.scan(receipt.qr)
        assert resident.says("Waiting for review")


def test_a_strange_qr_is_told_in_one_sentence(hall: Hall) -> None:
    with visiting(hall) as resident:
        resident.press("I have applied")
        resident.scan("YZV1:" + "x" * 22)
        assert resident.says("This is not a QR code of a booking here.")


def test_checking_in_too_early_is_told_and_in_time_it_works(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        resident.press("I am here: check in")
        assert resident.says("You can check in from Sat 14 Feb, 09:15 on.")
        hall.go(slot().starts - timedelta(minutes=10))
        resident.press("I am here: check in")
        assert resident.says("Checked in")
        assert resident.says("It is yours until 11:30")
    assert hall.status(receipt) is Status.CHECKED_IN


def test_whoever_leaves_earlier_gives_the_rest_back(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    hall.go(slot().starts)
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        resident.press("I am here: check in")
        resident.press("We leave earlier")
        assert resident.says("Finished")
    assert hall.status(receipt) is Status.COMPLETED


def test_cancelling_asks_once_more_and_says_what_it_means(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        resident.press("Cancel it")
        assert resident.says("In good time: nothing goes into your record.")
        resident.press("No, keep it")
        assert hall.status(receipt) is Status.APPROVED
        hall.go(slot().starts - timedelta(hours=5))
        resident.press("Cancel it")
        assert resident.says("less than 24 hours before: 0.5 points")
        resident.press("Yes, cancel it")
        assert resident.says("Cancelled")
    assert hall.status(receipt) is Status.CANCELLED
    assert [mark.points for mark in hall.venues.marks.values()] == [0.5]


def test_what_is_missing_is_told_and_answered_at_the_screen(hall: Hall) -> None:
    receipt = hall.apply()
    ask_for_more(hall, receipt)
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.says("Something is missing")
        assert resident.says("请补充活动方案")
        resident.press("Answer now")
        resident.fill(ANSWER, "附上活动方案")
        assert resident.says("Thank you: the staff will look at it.")
        assert resident.says("Waiting for review")
    assert hall.status(receipt) is Status.PENDING
    assert hall.venue_desk.notes(receipt.application.id)[-1] == "附上活动方案"


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [("Yes, I take it", Status.PENDING), ("No, thank you", Status.LAPSED)],
)
def test_an_offer_of_the_waiting_list_is_taken_or_left(
    hall: Hall, answer: str, becomes: Status
) -> None:
    had = hall.apply(slot(), by=1)
    waits = hall.wait_for(slot(), by=2)
    with visiting(hall, page="") as resident:
        resident.scan(waits.qr)
        assert resident.says("You are number 1 in line.")
        proof = hall.venue_desk.by_qr(had.qr).proof
        hall.venue_desk.cancel(Tap.fresh(), booking=had.bookings[0].id, proof=proof)
        hall.station.tend()
        come(resident, waits)
        assert resident.says("The place is free for you")
        resident.press(answer)
    assert hall.status(waits) is becomes


def test_a_mark_is_appealed_against_at_the_screen(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    hall.happened(NoShow(booking=receipt.bookings[0].id, points=1.0))
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.says("Nobody checked in")
        resident.press("It was otherwise")
        resident.fill(ANSWER, "那天下暴雨")
        assert resident.says("Thank you: the staff will look at it.")
    (mark,) = hall.venues.marks.values()
    assert mark.appeal is Appeal.HEARD_SOON


def test_each_week_of_a_series_is_cancelled_by_itself(hall: Hall) -> None:
    receipt = hall.apply(slot(), slot(slot().day + timedelta(days=14)))
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        assert resident.place == "venues.series"
        resident.press("Sat 28 Feb")
        resident.press("Cancel it")
        resident.press("Yes, cancel it")
    states = [each.status for each in hall.venues.of(receipt.application.id)]
    assert states == [Status.PENDING, Status.CANCELLED]
