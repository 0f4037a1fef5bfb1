"""Closing the whole station for days or hours: its counters, every venue, and what is booked then.

The counters go by the hours of the station (``kiosk.staff.closures``). A venue has its own hours
and gets a blackout, named after the closure, so that one touch opens everything again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import msgspec

from kiosk.errors import Refused
from kiosk.hours import Span, minute_of
from kiosk.ids import BlackoutId, ClosureId, StaffId, VenueId, follow_id
from kiosk.queueing import QUEUEING, bookings
from kiosk.queueing.booked import Booking as Appointment
from kiosk.queueing.booked import BookingStatus
from kiosk.staff import STAFF, closures
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.venues import VENUES, upkeep
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site, local
from kiosk.venues.records import Booking
from kiosk.venues.upkeep_events import BlackoutReason


class Closing(msgspec.Struct, frozen=True):
    """What somebody is about to close: whole days, or the same hours of each."""

    id: ClosureId
    first: date
    last: date
    hours: Span

    @property
    def during(self) -> Interval:
        """From its beginning to its end."""
        return Interval(local(self.first, self.hours.opens), local(self.last, self.hours.closes))


class Concerned(msgspec.Struct, frozen=True):
    """What is called off by closing, and how many wait in the queue at this moment.

    Attributes:
        waiting: 0 where it does not begin yet.
    """

    bookings: tuple[Booking, ...]
    appointments: tuple[Appointment, ...]
    waiting: int

    @property
    def count(self) -> int:
        """How much is booked."""
        return len(self.bookings) + len(self.appointments)


class StationClosing:
    """Closes the station and opens it again; on the station's lane."""

    def __init__(self, station: Station, site: Site) -> None:
        self._station = station
        self._site = site

    def concerned(self, closing: Closing) -> Concerned:
        """Return what is booked then."""
        venues, moment = self._station.state(VENUES), self._station.moment()
        queue = self._station.state(QUEUEING)
        during = closing.during
        found = [
            each
            for plan in self._site.venues
            for each in upkeep.bookings_within(venues, moment, venue=plan.id, during=during)
        ]
        coming = (
            each
            for each in queue.bookings.values()
            if each.status is BookingStatus.COMING and during.holds(each.starts)
        )
        return Concerned(
            tuple(sorted(found, key=lambda each: (each.slot, each.position, each.id))),
            tuple(sorted(coming, key=_by_time)),
            len(queue.waiting()) if during.holds(moment.at) else 0,
        )

    def close(
        self,
        tap: Callable[[], Tap],
        closing: Closing,
        *,
        by: StaffId,
        reason: BlackoutReason,
        explained: bool = False,
    ) -> None:
        """Close it, the counters first; what is booked then is called off, nobody is marked.

        Args:
            tap: makes a tap of the member for each entry.

        Raises:
            Refused: as ``closures.close_station`` and ``upkeep.black_out``.
        """
        do, concerned = self._station.do, self.concerned(closing)
        do(
            tap(),
            STAFF,
            closures.close_station,
            by=by,
            closure=closing.id,
            first=closing.first,
            last=closing.last,
            begin_min=minute_of(closing.hours.opens),
            end_min=minute_of(closing.hours.closes),
        )
        for plan in self._site.venues:
            do(
                tap(),
                VENUES,
                upkeep.black_out,
                blackout=blackout_of(closing.id, plan.id),
                site=self._site,
                venue=plan.id,
                during=closing.during,
                reason=reason,
                cancelling=True,
                explained=explained,
            )
        for each in concerned.appointments:
            with suppress(Refused):  # given back or used in the meantime
                do(tap(), QUEUEING, bookings.cancel_booking, appointment=each.id)

    def open(self, tap: Callable[[], Tap], closure: ClosureId, *, by: StaffId) -> None:
        """Open it again; what was called off stays so.

        Raises:
            Refused: as ``closures.open_station``.
        """
        self._station.do(tap(), STAFF, closures.open_station, by=by, closure=closure)
        for blackout in self.blackouts(closure):
            self._station.do(tap(), VENUES, upkeep.lift, blackout=blackout)

    def blackouts(self, closure: ClosureId) -> tuple[BlackoutId, ...]:
        """Return the blackouts that belong to a closure, as far as they still stand."""
        standing = self._station.state(VENUES).blackouts
        named = (blackout_of(closure, plan.id) for plan in self._site.venues)
        return tuple(each for each in named if each in standing)


def blackout_of(closure: ClosureId, venue: VenueId) -> BlackoutId:
    """Return the name of the blackout with which a closure closes a venue."""
    return BlackoutId(follow_id(closure, "blackout", venue))


def _by_time(appointment: Appointment) -> tuple[datetime, int]:
    return appointment.starts, appointment.position
