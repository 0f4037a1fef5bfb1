"""Bookings on paper and in calendar files: what stands where, and whose words do not."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from kiosk.config.seed import LongBilingual
from kiosk.documents.day_sheet import DaySheet, For, door_sheet, overview
from kiosk.documents.ics import Presence, booking_file, venue_feed
from kiosk.ids import BlackoutId, BookingId, StationId, VenueId
from kiosk.settings import Bilingual
from kiosk.venue_papers import VenuePapers
from kiosk.venues import upkeep, using
from kiosk.venues.upkeep_events import BlackoutReason
from tests.builders import refusal
from tests.unit.venues.world import CLUB, FRIDAY, ROOM, SQUARE, THURSDAY, Hall, phone, slot

RULES = LongBilingual(zh="请爱护场地。用后关灯。" + "不得转借。" * 40, en="Be kind. Lights out.")


def papers(hall: Hall, language: str = "zh") -> VenuePapers:
    return VenuePapers(
        hall.desk,
        station=StationId("huaken"),
        name=Bilingual(zh="华垦驿站", en="Huaken"),
        rules=RULES,
        language=language,
    )


def sheet(hall: Hall, to: For = For.DOOR, only: VenueId | None = None) -> DaySheet:
    return papers(hall).sheet(THURSDAY, hall.clock.now(), to=to, only=only)


def text(file: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))


def test_a_booking_keeps_its_uid_and_its_number_goes_up() -> None:
    hall = Hall()
    receipt = hall.apply()
    booking = receipt.bookings[0].id
    seen = [papers(hall).booking(booking)]
    hall.approve(receipt)
    seen.append(papers(hall).booking(booking))
    hall.do(using.cancel, booking=booking, proof=hall.proof(receipt))
    seen.append(papers(hall).booking(booking))
    assert len({each.uid for each in seen}) == 1
    assert [each.status for each in seen] == [
        Presence.TENTATIVE,
        Presence.CONFIRMED,
        Presence.CANCELLED,
    ]
    assert seen[0].sequence < seen[1].sequence < seen[2].sequence
    assert (seen[0].start, seen[0].end) == (slot().starts, slot().ends)


def test_a_feed_has_every_booking_of_its_venue_and_not_a_word_of_anybody() -> None:
    hall = Hall()
    hall.booked(by=1)
    hall.booked(slot(FRIDAY), by=2, organisation=CLUB, organisation_name="")
    hall.booked(venue=SQUARE, by=3)
    hall.wait(at=slot(), by=4)
    occasions = papers(hall).feed(ROOM)
    assert [each.start for each in occasions] == [slot().starts, slot(FRIDAY).starts]
    club = hall.desk.site.organisation(CLUB)
    assert club is not None
    assert [each.summary for each in occasions] == ["会议室 · 已预约", f"会议室 · {club.name.zh}"]
    feed = venue_feed("会议室", occasions).decode()
    for word in ("排练", "林小满", "第1社", phone(1)):
        assert word not in feed.replace("\r\n ", "")


def test_a_bookings_own_file_says_what_it_is_for() -> None:
    hall = Hall()
    receipt = hall.booked(purpose="合唱排练")
    file = booking_file(papers(hall).booking(receipt.bookings[0].id)).decode()
    assert "DESCRIPTION:合唱排练" in file


def test_the_door_shows_what_takes_place_and_no_word_of_a_resident() -> None:
    hall = Hall()
    hall.booked(slot(hour=9), by=1)
    hall.booked(slot(hour=11), by=2, organisation=CLUB, organisation_name="")
    hall.apply(slot(hour=14), by=3)  # nobody has decided yet
    hall.booked(slot(FRIDAY, hour=9), by=4)
    made = sheet(hall)
    room = made.venues[0]
    assert [(use.start, use.who, use.what, use.contact) for use in room.uses] == [
        (slot(hour=9).starts, "", "", ""),
        (slot(hour=11).starts, room.uses[1].who, "", ""),
    ]
    printed = text(door_sheet(made, "zh"))
    for word in ("排练", "林小满", "第1社", "138"):
        assert word not in printed
    assert "请爱护场地。用后关灯。" in printed


def test_the_counter_sees_who_masked_and_what_is_not_decided() -> None:
    hall = Hall()
    hall.booked(slot(hour=9), by=1)
    hall.apply(slot(hour=14), by=2)
    printed = text(overview(sheet(hall, For.COUNTER), "zh"))
    assert "第1社" in printed
    assert "排练" in printed
    assert "138****0001" in printed
    assert "待审核" in printed
    assert phone(1) not in printed


def test_a_purpose_of_many_lines_takes_no_page_of_its_own() -> None:
    hall = Hall()
    hall.booked(slot(hour=9), by=1, purpose="排练\n" * 100)
    (use,) = sheet(hall, For.COUNTER).venues[0].uses
    assert use.what == " ".join(["排练"] * 100)


def test_a_venue_that_is_closed_for_a_while_says_so() -> None:
    hall = Hall()
    during = slot(hour=10, hours=4)
    hall.noted(
        upkeep.black_out,
        site=hall.desk.site,
        blackout=BlackoutId("b"),
        venue=ROOM,
        during=during,
        reason=BlackoutReason.REPAIR,
    )
    (use,) = sheet(hall, only=ROOM).venues[0].uses
    assert (use.start, use.end, use.who) == (during.starts, during.ends, "停用")


def test_the_sheet_of_one_venue_has_that_venue_only() -> None:
    hall = Hall()
    assert [each.name.zh for each in sheet(hall, only=SQUARE).venues] == ["广场"]
    assert len(sheet(hall).venues) == len(hall.desk.site.bookable())


def test_what_is_not_there_is_refused() -> None:
    hall = Hall()
    for call in (papers(hall).feed, papers(hall).name_of):
        assert refusal(call, VenueId("cellar")) == "no_subject"
    assert refusal(papers(hall).booking, BookingId("x")) == "no_subject"
    assert refusal(sheet, hall, only=VenueId("cellar")) == "no_subject"


@pytest.mark.parametrize("hours", [1, 2])
def test_in_english_everything_is_english(hours: int) -> None:
    hall = Hall()
    hall.booked(slot(hours=hours))
    (occasion,) = papers(hall, "en").feed(ROOM)
    assert occasion.summary == "Meeting room · Booked"
    assert occasion.place == "Huaken · Meeting room"
    assert occasion.end - occasion.start == timedelta(hours=hours)
