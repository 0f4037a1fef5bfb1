"""What time it is, and whether that can be believed. The only place that asks the system's clock.

A terminal may stand for weeks without a network and with an empty clock battery. The clock is
trusted while NTP disciplines it (or the hub vouches for it), or while it is not behind the last
entry, was not days ahead of it at the start, and has moved as the monotonic clock did (within
5 minutes), or after staff confirmed it.
Otherwise time goes on from the last trusted moment by the monotonic clock: what depends on dates
is refused, doors still open.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from kiosk.settings import Settings
from kiosk.workdays import NOTHING_KNOWN, Calendar

STATION_ZONE = ZoneInfo("Asia/Shanghai")
"""Where the stations are; has had no daylight saving time since 1991."""
TOLERANCE = timedelta(minutes=5)
CLOSE = timedelta(seconds=5)
"""By which the clock of a hub may differ before it is taken over."""
LONGEST_OFF = timedelta(days=4)
"""A terminal that finds its last entry longer ago asks staff: a clock set ahead would end rentals,
erase what must be kept, and number tickets under a date that has not come. Three days of holiday
and a night are less."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that shows less can be right: the program was written later."""

_STA_UNSYNC = 0x0040  # linux/timex.h
_TIME_ERROR = 5


def business_date(at: datetime) -> date:
    """Return the station's local day at ``at`` (aware)."""
    return at.astimezone(STATION_ZONE).date()


class Clock(Protocol):
    """Where all time comes from."""

    def now(self) -> datetime:
        """Return aware UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only go forward; for time-outs."""
        ...

    def trusted(self) -> bool:
        """Say whether ``now`` can be believed."""
        ...


class Moment(msgspec.Struct, frozen=True):
    """When a rule is asked, with the settings and the calendar that hold then.

    Attributes:
        at: aware UTC.
        local: the same instant on the station's wall clock, aware.
        trusted: false where nothing that depends on the date may be promised.
        calendar: working days as announced and as staff know better; knows nothing by default.
        awake_since: since when the program has run with a clock to trust; before that nobody could
            do anything at it. By default: always.
    """

    at: datetime
    business_date: date
    local: datetime
    settings: Settings
    trusted: bool = True
    calendar: Calendar = NOTHING_KNOWN
    awake_since: datetime = EARLIEST

    @classmethod
    def of(cls, clock: Clock, settings: Settings, calendar: Calendar = NOTHING_KNOWN) -> Moment:
        """Return the present moment."""
        return cls.at_time(clock.now(), settings, trusted=clock.trusted(), calendar=calendar)

    @classmethod
    def at_time(
        cls,
        at: datetime,
        settings: Settings,
        *,
        trusted: bool = True,
        calendar: Calendar = NOTHING_KNOWN,
    ) -> Moment:
        """Return the moment ``at`` (aware)."""
        at = at.astimezone(UTC)
        local = at.astimezone(STATION_ZONE)
        return cls(at, local.date(), local, settings, trusted, calendar)


class Awake:
    """Makes moments of a clock, and remembers since when that clock can be trusted.

    Safe to ask from any thread.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._since = clock.now() if clock.trusted() else None

    def moment(self, settings: Settings, calendar: Calendar) -> Moment:
        """Return the present moment."""
        moment = Moment.of(self.clock, settings, calendar)
        since = self._since or moment.at
        self._since = since if moment.trusted else None
        return msgspec.structs.replace(moment, awake_since=since)


class Trust(StrEnum):
    """Why the clock is believed, or that it is not."""

    NTP = "ntp"
    STEADY = "steady"
    """No NTP, but not behind the last entry and in step with the monotonic clock."""
    STAFF = "staff"
    HUB = "hub"
    NONE = "none"


class _Anchor(msgspec.Struct, frozen=True):
    """A wall time and the monotonic second it belongs to."""

    at: datetime
    second: float

    def later(self, second: float) -> datetime:
        return self.at + timedelta(seconds=second - self.second)


class SystemClock:
    """The system's clock under the rule of trust. Safe to ask from any thread.

    Args:
        last_entry: time of the newest entry of the journal, if there is one.
        wall: aware UTC as the system believes it.
        steady: seconds since some start that go on while the machine is suspended.
        disciplined: whether NTP holds the system's clock.
    """

    def __init__(
        self,
        last_entry: datetime | None = None,
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME),
        disciplined: Callable[[], bool] = lambda: ntp_disciplined(),
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._disciplined = disciplined
        self._not_before = max(last_entry or EARLIEST, EARLIEST)
        self._anchor = _Anchor(_first_believed(wall(), last_entry), steady())
        self._confirmed: Trust | None = None

    def now(self) -> datetime:
        """Return aware UTC: the system's while it is trusted, else reckoned from the last trust."""
        return self._read()[0]

    def monotonic(self) -> float:
        """Return seconds that only go forward."""
        return self._steady()

    def trusted(self) -> bool:
        """Say whether ``now`` can be believed."""
        return self.trust() is not Trust.NONE

    def trust(self) -> Trust:
        """Return why the clock is believed."""
        return self._read()[1]

    def offered(self) -> datetime:
        """Return the time staff are asked about: the machine's own where ours may be behind it."""
        at, trust = self._read()
        return max(at, self._wall()) if trust is Trust.NONE else at

    def noted(self, at: datetime) -> None:
        """Remember the time of an entry that was just written; the clock may not fall behind it."""
        self._not_before = max(self._not_before, at)

    def confirm(self, at: datetime) -> None:
        """Take ``at`` as the time now, as staff said; holds until NTP knows better."""
        self._take(at, Trust.STAFF)

    def vouched(self, at: datetime) -> None:
        """Take ``at`` as the time now, as a hub elsewhere said that believes its own clock.

        NTP knows better. What agrees within ``CLOSE`` is left as it is.
        """
        now, trust = self._read()
        if trust is Trust.NTP or (trust is not Trust.NONE and abs(now - at) <= CLOSE):
            return
        self._take(at, Trust.HUB)

    def _take(self, at: datetime, trust: Trust) -> None:
        self._not_before = max(at, EARLIEST)
        self._anchor = _Anchor(at, self._steady())
        self._confirmed = trust

    def _read(self) -> tuple[datetime, Trust]:
        wall, second = self._wall(), self._steady()
        if wall >= EARLIEST and self._disciplined():
            self._anchor = _Anchor(wall, second)
            self._confirmed = None
            return wall, Trust.NTP
        reckoned = self._anchor.later(second)
        if self._confirmed is not None:
            return reckoned, self._confirmed
        if wall >= self._not_before and abs(wall - reckoned) <= TOLERANCE:
            return wall, Trust.STEADY
        return reckoned, Trust.NONE


def _first_believed(wall: datetime, last_entry: datetime | None) -> datetime:
    """Return from when time goes on at the start: the wall's, if the last entry bears it out."""
    if last_entry is not None and wall - last_entry > LONGEST_OFF:
        return max(last_entry, EARLIEST)
    return max(wall, last_entry or EARLIEST, EARLIEST)


class _Timex(ctypes.Structure):
    """``struct timex`` of adjtimex(2); only ``modes`` and ``status`` are used here."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),  # more than any ABI needs, so the kernel writes inside
    )


def ntp_disciplined() -> bool:
    """Ask the kernel whether a time service keeps the clock; false where it cannot be asked."""
    timex = _Timex()  # modes 0: only read
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    except (OSError, AttributeError):
        return False
    return 0 <= state < _TIME_ERROR and not timex.status & _STA_UNSYNC
