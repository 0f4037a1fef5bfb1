"""What was counted, by business date. Numbers alone: nobody can be found in them. Immutable."""

from __future__ import annotations

from datetime import date, datetime

import immutables
import msgspec

from kiosk.ids import BookingId, DoorId, EntryId, RentalId, ServiceId, TicketId, VenueId

HOURS = 24
WAIT_STEP_MIN = 5
WAIT_STEPS = 13
"""Waits are counted in steps of five minutes; the last one holds an hour and more."""


class LineDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """The queue on one day.

    Attributes:
        taken: tickets by local hour.
        services: tickets by service.
        told: called tickets that were promised a time; ``within``: called in that time.
        wait_s: sum of their waits; ``promised_min``: sum of the upper ends they were shown.
        waits: how many waited so long, ``promises``: were promised so long; by ``WAIT_STEP_MIN``.
        untold: called tickets that were shown no time.
    """

    taken: tuple[int, ...] = (0,) * HOURS
    services: immutables.Map[ServiceId, int] = immutables.Map()
    called: int = 0
    finished: int = 0
    skipped: int = 0
    cancelled: int = 0
    told: int = 0
    within: int = 0
    wait_s: float = 0.0
    promised_min: int = 0
    waits: tuple[int, ...] = (0,) * WAIT_STEPS
    promises: tuple[int, ...] = (0,) * WAIT_STEPS
    untold: int = 0


class DoorsDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lockers on one day.

    Attributes:
        begun: uses of a door that began.
        opened: orders after which a door was open; ``stayed_shut``: after which it was not.
        most: doors in use at the busiest moment.
    """

    begun: int = 0
    opened: int = 0
    stayed_shut: int = 0
    most: int = 0


class VenueDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """One venue on one day, counted on the day each thing happened."""

    applied: int = 0
    approved: int = 0
    rejected: int = 0
    cancelled: int = 0
    used: int = 0
    no_show: int = 0


class DayFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """One business date."""

    line: LineDay = LineDay()
    doors: DoorsDay = DoorsDay()
    venues: immutables.Map[VenueId, VenueDay] = immutables.Map()


class Waiting(msgspec.Struct, frozen=True):
    """A ticket that was not called yet.

    Attributes:
        high_min: the upper end it was shown, if any.
    """

    day: date
    since: datetime
    high_min: int | None


class Leaving(msgspec.Struct, frozen=True):
    """An order after whose shutting a door is free, if it was ever open."""

    door: DoorId
    opened: bool = False


class Asked(msgspec.Struct, frozen=True):
    """A booking that is not over yet."""

    venue: VenueId
    day: date


class Figures(msgspec.Struct, frozen=True):
    """Every day, and what is still open and will be counted later.

    Attributes:
        in_use: who has each door.
        leaving: orders to give back or to clear.
    """

    days: immutables.Map[date, DayFigures] = immutables.Map()
    tickets: immutables.Map[TicketId, Waiting] = immutables.Map()
    in_use: immutables.Map[DoorId, RentalId] = immutables.Map()
    leaving: immutables.Map[EntryId, Leaving] = immutables.Map()
    bookings: immutables.Map[BookingId, Asked] = immutables.Map()

    def day(self, day: date) -> DayFigures:
        """Return what was counted of a day."""
        return self.days.get(day, DayFigures())
