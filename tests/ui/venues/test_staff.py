"""Staff decide, close places, see people in and hear appeals, by touch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.phrases import dates
from kiosk.venues import availability, integrity
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import CheckedIn, NoShow, Rejected, SupplementAsked, Via
from kiosk.venues.integrity import Standing
from kiosk.venues.records import Status
from screens.staff.venues.page import NOTE
from tests.ui.staff.house import Worker, working
from tests.ui.venues.hall import FIRST, ROOM, Hall, Resident, slot, visiting

REVIEWER = "02"
"""The supervisor may decide and manage; 04 is an attendant, who may not."""


def fill(worker: Worker, text: str) -> None:
    """Type a note on the page that asks for one."""
    Resident(worker.stage, worker.house).fill(NOTE, text)  # type: ignore[arg-type]


def test_the_first_page_says_that_an_application_waits_and_leads_to_the_decision(
    hall: Hall,
) -> None:
    receipt = hall.apply(head_count=16)
    with working(hall, as_=REVIEWER) as worker:
        worker.press("1 application for a place waits")
        worker.press("Meeting room: 第1合唱团")
        assert worker.says("合唱排练")
        assert worker.says("Nothing stands against it.")
        assert worker.says("Record of use: 0 points")
        worker.press("Approve")
        assert worker.says("Approved.")
    assert hall.status(receipt) is Status.APPROVED


def test_who_stands_in_line_is_seen_beside_the_application(hall: Hall) -> None:
    receipt = hall.apply()
    hall.wait_for(slot(), by=2)
    with working(
        hall, as_=REVIEWER, page="staff.venue_application", application=receipt.application.id
    ) as worker:
        assert worker.says("On the waiting list")
        assert worker.says("第2合唱团")


def test_name_and_phone_are_masked_for_whoever_may_not_decide(hall: Hall) -> None:
    receipt = hall.apply()
    given = {"page": "staff.venue_application", "application": receipt.application.id}
    with working(hall, as_="04", **given) as worker:  # type: ignore[arg-type]
        assert worker.says("林*")
        assert not worker.says("林小满")
        assert not worker.offers("Approve")
    with working(hall, as_=REVIEWER, **given) as worker:  # type: ignore[arg-type]
        assert worker.says("林小满")


def test_a_rejection_needs_a_reason_and_carries_words(hall: Hall) -> None:
    receipt = hall.apply()
    with working(hall, as_=REVIEWER, page="staff.venue_reviews") as worker:
        worker.press("Meeting room: 第1合唱团")
        worker.press("Reject")
        worker.press("Another reason")
        fill(worker, "场地当天有重要会议")
        assert worker.says("场地当天有重要会议")
        worker.press("Reject it")
        assert worker.says("Rejected.")
        assert worker.place == "staff.venue_reviews"
    assert hall.status(receipt) is Status.REJECTED
    assert len(hall.events(Rejected)) == 1
    assert hall.venue_desk.notes(receipt.application.id) == ("场地当天有重要会议",)


def test_what_is_missing_is_asked_for_with_a_last_moment(hall: Hall) -> None:
    receipt = hall.apply()
    with working(hall, as_=REVIEWER, page="staff.venue_reviews") as worker:
        worker.press("Meeting room: 第1合唱团")
        worker.press("Ask for more")
        fill(worker, "请补充活动方案")
        assert worker.says("They answer until Fri 13 Feb, 10:00.")
        worker.press("Ask for it")
        assert worker.place == "staff.venue_reviews"
        assert worker.says("asked for more")
    assert hall.status(receipt) is Status.SUPPLEMENT
    assert len(hall.events(SupplementAsked)) == 1


def test_two_reviewers_cannot_both_decide(hall: Hall) -> None:
    receipt = hall.apply()
    given = {"page": "staff.venue_application", "application": receipt.application.id}
    with working(hall, as_=REVIEWER, **given) as worker:  # type: ignore[arg-type]
        hall.approve(receipt)
        worker.press("Approve")
        assert worker.says("That is over already.")


def test_a_place_is_closed_with_what_that_calls_off_and_opened_again(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    with working(hall, as_=REVIEWER, page="staff.venue_blackouts") as worker:
        worker.press("Close a place")
        worker.press("Meeting room")
        worker.press("Sat 14 Feb")
        worker.press("Sun 15 Feb")
        worker.press("Repair")
        assert worker.says("1 booking is called off.")
        worker.press("Close it and call these off")
        assert worker.says("Closed.")
        assert hall.status(receipt) is Status.CANCELLED
        assert not hall.venues.marks
        worker.press("Meeting room  Sat 14 Feb")
        worker.press("Open it again")
        assert worker.says("It is open again.")
    assert not hall.venues.blackouts


def test_a_place_is_closed_for_hours_and_what_lies_beside_them_stays(hall: Hall) -> None:
    morning, noon = hall.approve(hall.apply()), hall.apply(slot(hour=13), by=2)
    with working(hall, as_=REVIEWER, page="staff.venue_blackouts") as worker:
        worker.press("Close a place")
        worker.press("Meeting room")
        worker.press("Sat 14 Feb")
        worker.press("Sat 14 Feb")
        worker.press("14:00")
        worker.press("18:00")
        worker.press("Cleaning")
        assert worker.says("Sat 14 Feb, 14:00–18:00")
        assert worker.says("1 booking is called off.")
        assert worker.says("13:30–15:30")
        worker.press("Close it and call these off")
        assert worker.says("Closed.")
        assert worker.place == "staff.venue_blackouts"
        assert hall.status(morning) is Status.APPROVED
        assert hall.status(noon) is Status.CANCELLED
        assert free_hours(hall) == {"08:30", "11:30", "12:30", "18:30"}
        worker.press("Meeting room  Sat 14 Feb, 14:00–18:00")
        worker.press("Open it again")
    assert not hall.venues.blackouts
    assert {"14:30", "17:30"} <= free_hours(hall)


def free_hours(hall: Hall) -> set[str]:
    """The slots of the meeting room that can be applied for on the day of the tests."""
    plan = hall.file.site.venue(ROOM)
    assert plan is not None
    day = availability.day(hall.venues, hall.station.moment(), plan=plan, day=FIRST)
    free = (each for each in day.slots if each.state is availability.SlotState.FREE)
    return {dates.clock_words(each.slot.starts) for each in free}


def test_hours_that_are_over_cannot_be_closed_and_a_whole_day_still_can(hall: Hall) -> None:
    hall.go(slot(hour=13).starts)  # 13:30
    with working(hall, as_=REVIEWER, page="staff.venue_close", venue=ROOM) as worker:
        worker.press("Sat 14 Feb")
        worker.press("Sat 14 Feb")
        assert worker.page.listing.rows[1].text == "13:30"
        worker.press("The whole day")
        worker.press("Weather")
        worker.press("Close it")
    (blackout,) = hall.venues.blackouts.values()
    assert blackout.during.length == timedelta(days=1)


def test_people_are_checked_in_and_out_by_hand(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    hall.go(slot().starts)
    with working(hall, as_="04", page="staff.venue_day", day=FIRST) as worker:
        worker.press("09:30–11:30")
        worker.press("They are here: check in")
        worker.press("09:30–11:30")
        worker.press("The use is over")
    assert hall.status(receipt) is Status.COMPLETED


def test_damage_is_marked_with_what_happened_and_excused_after_an_appeal(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    hall.happened(CheckedIn(booking=receipt.bookings[0].id, via=Via.STAFF))
    booking = receipt.bookings[0].id
    with working(hall, as_=REVIEWER, page="staff.venue_booking", booking=booking) as worker:
        worker.press("Mark: Damage")
        fill(worker, "投影仪镜头刮花")
        assert worker.says("Damage: 2 points")
        worker.press("Put it into the record")
        assert worker.says("It stands in the record now.")
        worker.press("Damage")
        worker.press("Excuse it")
        worker.press("Not their fault")
        assert worker.says("Excused")
    (mark,) = hall.venues.marks.values()
    assert mark.excused is not None


def test_three_no_shows_restrict_and_an_exemption_lets_them_apply(hall: Hall) -> None:
    """Time passes at the station; everything people do is done by touch."""
    hours = (9, 11, 13)
    for receipt in [hall.approve(hall.apply(slot(hour=hour, hours=1))) for hour in hours]:
        hall.go(receipt.bookings[0].slot.starts + timedelta(minutes=16))
    assert [hall.status(receipt)] == [Status.NO_SHOW]
    applicant = next(iter(hall.venues.marks.values())).applicant

    def standing() -> Standing:
        return integrity.record(hall.venues, hall.station.moment(), applicant=applicant).standing

    assert standing() is Standing.SUSPENDED
    with visiting(hall, page="") as resident:
        resident.scan(receipt.qr)
        resident.press("It was otherwise")
        resident.fill("venues.answer", "三次都是暴雨停电")
    with working(hall, as_=REVIEWER) as worker:
        worker.press("1 appeal against a mark")
        worker.press("Did not come  第1合唱团")
        assert worker.says("三次都是暴雨停电")
        assert worker.says("You cannot book until")
        worker.press("Exempt the applicant")
        worker.press("30 days")
        worker.press("Emergency")
        assert worker.says("Exempted until")
    later = slot(hall.station.moment().business_date + timedelta(days=14), 9)
    assert hall.status(hall.apply(later)) is Status.PENDING
    assert isinstance(applicant, Applicant)


def test_who_did_not_come_today_is_told_on_the_first_page(hall: Hall) -> None:
    receipt = hall.approve(hall.apply())
    hall.go(slot().starts + timedelta(minutes=16))
    assert hall.events(NoShow)
    with working(hall, as_="04") as worker:
        worker.press("1 booking of today: nobody came")
        assert worker.says("第1合唱团")
    assert hall.status(receipt) is Status.NO_SHOW


@pytest.mark.parametrize("by", ["04", "03"])
def test_whoever_may_not_manage_is_not_offered_to(hall: Hall, by: str) -> None:
    with working(hall, as_=by) as worker:
        assert not worker.offers("Closed places")
