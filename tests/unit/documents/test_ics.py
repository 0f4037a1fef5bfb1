"""Calendar files: read back by another reader than the one that wrote, and counted by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE
from kiosk.documents.ics import Occasion, Presence, booking_file, venue_feed

START = datetime(2026, 2, 14, 1, 0, tzinfo=UTC)
MEETING = Occasion(
    uid="0195-booking@huaken",
    start=START,
    end=START + timedelta(hours=2),
    summary="党群会议室，已预约",
    updated=datetime(2026, 2, 10, 6, 30, tzinfo=UTC),
    sequence=3,
    place="华垦社区党群服务驿站; 党群会议室, 1",
    details="联系人 138****5678\n第二行",
)
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"),
    max_size=200,
)


def unfolded(file: bytes) -> list[str]:
    """Read a file by RFC 5545, 3.1, without the library that wrote it."""
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no sign is cut in two
    return file.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]


def value(lines: list[str], name: str) -> str:
    """Return the text of a property, unescaped (RFC 5545, 3.3.11)."""
    (line,) = [line for line in lines if re.match(rf"{name}[;:]", line)]
    text = line.partition(":")[2]
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], text)


def events(file: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(file).walk("VEVENT"))


def test_a_booking_is_read_back_as_it_was() -> None:
    (event,) = events(booking_file(MEETING))
    assert str(event["uid"]) == MEETING.uid
    assert event["sequence"] == 3
    assert event["status"] == "CONFIRMED"
    assert str(event["summary"]) == MEETING.summary
    assert str(event["location"]) == MEETING.place
    assert str(event["description"]) == MEETING.details
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (MEETING.start, MEETING.end)
    assert event.decoded("dtstamp") == MEETING.updated


def test_times_stand_in_the_stations_zone_and_the_zone_is_told() -> None:
    lines = unfolded(booking_file(MEETING))
    assert "DTSTART;TZID=Asia/Shanghai:20260214T090000" in lines
    assert "TZID:Asia/Shanghai" in lines
    assert lines.count("TZOFFSETTO:+0800") == 1
    assert lines.index("END:VTIMEZONE") < lines.index("BEGIN:VEVENT")
    for name in ("PRODID", "VERSION", "UID", "DTSTAMP", "SEQUENCE", "STATUS"):
        assert value(lines, name)


def test_what_is_personal_is_in_the_bookings_file_and_in_no_feed() -> None:
    assert "138****5678" in "".join(unfolded(booking_file(MEETING)))
    feed = venue_feed("党群会议室", [MEETING]).decode()
    assert "138" not in feed
    assert "DESCRIPTION" not in feed


def test_a_change_is_the_same_event_with_a_higher_number() -> None:
    later = replace(MEETING, start=MEETING.start + timedelta(days=1), sequence=4)
    (before,), (after,) = events(booking_file(MEETING)), events(booking_file(later))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_a_cancelled_use_takes_no_time_and_stays_in_the_feed() -> None:
    gone = replace(MEETING, status=Presence.CANCELLED, sequence=4)
    assert value(unfolded(booking_file(gone)), "METHOD") == "CANCEL"
    lines = unfolded(venue_feed("党群会议室", [gone]))
    assert (value(lines, "STATUS"), value(lines, "TRANSP")) == ("CANCELLED", "TRANSPARENT")
    assert value(lines, "METHOD") == "PUBLISH"


def test_a_feed_is_in_order_and_the_same_whatever_order_it_was_given() -> None:
    uses = [
        replace(MEETING, uid=f"{number}@x", start=START + timedelta(hours=number % 3))
        for number in range(6)
    ]
    feed = venue_feed("党群会议室", uses)
    assert feed == venue_feed("党群会议室", reversed(uses))
    assert [str(event["uid"]) for event in events(feed)] == [
        f"{number}@x" for number in (0, 3, 1, 4, 2, 5)
    ]


def test_a_feed_without_a_use_is_a_calendar_too() -> None:
    lines = unfolded(venue_feed("篮球场", []))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert value(lines, "X-WR-CALNAME") == "篮球场"


@given(WORDS, WORDS, st.integers(0, 10_000_000))
def test_any_words_are_folded_and_escaped_so_that_they_come_back(
    summary: str, place: str, minutes: int
) -> None:
    start = (START + timedelta(minutes=minutes)).astimezone(STATION_ZONE)
    use = replace(MEETING, summary=summary, place=place, start=start, end=start)
    lines = unfolded(booking_file(use))
    assert value(lines, "SUMMARY") == summary
    if place:
        assert value(lines, "LOCATION") == place
    (event,) = events(booking_file(use))
    assert str(event["summary"]) == summary
    assert event.decoded("dtstart") == start
