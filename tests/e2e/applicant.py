"""Somebody who applies for a place by touch, at a station that lets people book for today.

So no clock need be moved: a quarter of an hour that begins soon can be had at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.clock import STATION_ZONE
from kiosk.typing.fields import Kind
from tests.e2e.kiosk import Kiosk
from tests.e2e.typist import Typist

QUARTER = timedelta(minutes=15)
SOON = timedelta(minutes=6)
"""Time to fill in the form before the slot begins."""
STUDIO = """
[[venues]]
id = "studio"
name = {{ zh = "排练室", en = "Studio" }}
where = "indoor"
capacity = 30
slot_min = 15
hours = "{hours}"
on_holidays = "open"

"""
PURPOSE, HEADS = "Meeting", "10"


def begins(now: datetime) -> datetime:
    """Return the first quarter of an hour that leaves time to apply, on the station's wall."""
    local = (now + SOON).astimezone(STATION_ZONE)
    return local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0) + QUARTER


def with_studio(station: str, start: datetime) -> str:
    """Return a station's file with a studio that can be had from ``start`` on, at once."""
    last = min(start.hour * 60 + start.minute + 120, 24 * 60)
    hours = f"{start:%H:%M}-{last // 60:02}:{last % 60:02}"
    text = station.replace('"08:30-19:30"', '"00:00-24:00"').replace("days = 3", "days = 0", 1)
    text = text.replace("[bookings]", "[bookings]\ncheck_in_before_min = 120", 1)
    return text.replace("[[venues]]", STUDIO.format(hours=hours) + "[[venues]]", 1)


class Applicant:
    """Applies for the studio, at ``start``."""

    def __init__(self, kiosk: Kiosk, person: Typist, start: datetime) -> None:
        self._kiosk = kiosk
        self._person = person
        self._start = start

    def fill_in(self, organisation: Callable[[], None], letters: str, name: str) -> None:
        """From home to the summary; ``letters`` are typed for ``name``."""
        kiosk, words, start = self._kiosk, self._person.words, self._start
        kiosk.touch(words("Book a place"))
        kiosk.at("venues")
        kiosk.touch("排练室")
        kiosk.at("venues.month")
        kiosk.touch(f"{start.month}/1" if start.day == 1 else str(start.day))
        kiosk.at("venues.slots")
        kiosk.touch(f"{start:%H:%M}")
        kiosk.touch(words("{minutes} min").format(minutes=15))
        kiosk.at("venues.who")
        organisation()
        self._person.type(letters, name, Kind.NAME)
        kiosk.touch(words("Done"))
        kiosk.at("typing")
        kiosk.type("13800001234")
        kiosk.touch(words("Done"))
        kiosk.at("venues.purpose")
        kiosk.touch(words(PURPOSE))
        kiosk.at("venues.heads")
        kiosk.touch(HEADS)
        kiosk.at("venues.summary")

    def send(self) -> str:
        """Accept the rules; return what the QR of the receipt says."""
        self._kiosk.touch(self._person.words("Accept the rules and apply"))
        self._kiosk.at("venues.applied")
        return self._kiosk.qr()
