"""iCalendar (RFC 5545): one booking for whoever made it, and a feed of a venue for everybody.

What is personal stands in ``Occasion.details`` and goes into the booking's own file only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from kiosk.clock import STATION_ZONE

PRODUCT = "-//Yizhan//Community service station//ZH"
FRESH_FOR = timedelta(hours=1)
"""How long a reader of a feed may keep what it has."""
_HOURS_EAST = timedelta(hours=8)
_SINCE = datetime(1991, 9, 15)  # noqa: DTZ001  the end of daylight saving, in that place's own time


class Presence(StrEnum):
    """How firm an occasion is: the values of STATUS in an event."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Occasion(msgspec.Struct, frozen=True):
    """One use of one venue.

    Attributes:
        uid: the same for ever, however often it is changed.
        sequence: counts the changes of time, place and status; never goes back.
        start, end: aware.
        summary: what everybody may read.
        details: what only whoever booked may read.
        updated: when it was changed last, aware.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    updated: datetime
    sequence: int = 0
    place: str = ""
    status: Presence = Presence.CONFIRMED
    details: str = ""


def booking_file(occasion: Occasion) -> bytes:
    """Return the file for whoever made a booking; opening it again changes the same event."""
    calendar = _calendar("CANCEL" if occasion.status is Presence.CANCELLED else "PUBLISH")
    calendar.add_component(_event(occasion, personal=True))
    return bytes(calendar.to_ical())


def venue_feed(name: str, occasions: Iterable[Occasion]) -> bytes:
    """Return the feed of a venue, in order of time; nothing personal is in it.

    Cancelled occasions stay in it, or whoever subscribed would keep them.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", FRESH_FOR)
    for occasion in sorted(occasions, key=lambda each: (each.start, each.uid)):
        calendar.add_component(_event(occasion, personal=False))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    return calendar


def _zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", STATION_ZONE.key)
    standard = TimezoneStandard()
    standard.add("dtstart", _SINCE)
    standard.add("tzoffsetfrom", _HOURS_EAST)
    standard.add("tzoffsetto", _HOURS_EAST)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(occasion: Occasion, *, personal: bool) -> Event:
    event = Event()
    event.add("uid", occasion.uid)
    event.add("sequence", occasion.sequence)
    event.add("dtstamp", occasion.updated.astimezone(UTC))
    event.add("last-modified", occasion.updated.astimezone(UTC))
    event.add("dtstart", occasion.start.astimezone(STATION_ZONE))
    event.add("dtend", occasion.end.astimezone(STATION_ZONE))
    event.add("summary", occasion.summary)
    event.add("status", occasion.status.value)
    if occasion.place:
        event.add("location", occasion.place)
    if personal and occasion.details:
        event.add("description", occasion.details)
    gone = occasion.status is Presence.CANCELLED
    event.add("transp", "TRANSPARENT" if gone else "OPAQUE")
    return event
