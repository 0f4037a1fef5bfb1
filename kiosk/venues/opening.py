"""When a venue can be used at all: its hours, holidays, quiet hours, and how they are cut. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import msgspec

from kiosk.clock import Moment
from kiosk.venue_settings import OnHolidays
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan, on_day
from kiosk.workdays import DayKind


class Shut(StrEnum):
    """Why a venue does not open on a day."""

    CLOSED = "closed"
    HOLIDAY = "holiday"


class Opening(msgspec.Struct, frozen=True):
    """One day of a venue.

    Attributes:
        open: stretches in which it can be used, in order.
        quiet: stretches in which nothing may take place, in order.
        shut: why ``open`` is empty.
        holiday: key of the holiday, if it is one.
    """

    open: tuple[Interval, ...] = ()
    quiet: tuple[Interval, ...] = ()
    shut: Shut | None = None
    holiday: str | None = None


def opening(plan: VenuePlan, moment: Moment, day: date) -> Opening:
    """Return how ``plan`` opens on ``day``.

    Raises:
        Refused: ``calendar_unknown`` (year), where holidays matter and nobody announced them.
    """
    spans = plan.hours.on(day)
    if not spans:
        return Opening(shut=Shut.CLOSED)
    if not opens_on_holidays(plan, moment):
        kind = moment.calendar.day(day)
        if kind.kind is DayKind.HOLIDAY:
            return Opening(shut=Shut.HOLIDAY, holiday=kind.holiday)
    return Opening(
        open=tuple(on_day(day, span) for span in spans),
        quiet=tuple(on_day(day, span) for span in plan.quiet),
    )


def opens_on_holidays(plan: VenuePlan, moment: Moment) -> bool:
    """Tell whether holidays are days like others there."""
    return (plan.on_holidays or moment.settings.bookings.on_holidays) is OnHolidays.OPEN


def grid(plan: VenuePlan, opened: Opening) -> tuple[Interval, ...]:
    """Return the day cut into slots; what is left over at the end of a stretch is not used."""
    step = timedelta(minutes=plan.slot_min)
    slots = []
    for stretch in opened.open:
        starts = stretch.starts
        while starts + step <= stretch.ends:
            slots.append(Interval(starts, starts + step))
            starts += step
    return tuple(slots)


def is_on_grid(plan: VenuePlan, opened: Opening, slot: Interval) -> bool:
    """Tell whether ``slot`` is one slot or several without a gap."""
    return any(
        stretch.starts <= slot.starts
        and slot.ends <= stretch.ends
        and not (slot.starts - stretch.starts) % timedelta(minutes=plan.slot_min)
        and not slot.length % timedelta(minutes=plan.slot_min)
        for stretch in opened.open
    )


def is_open(opened: Opening, slot: Interval) -> bool:
    """Tell whether ``slot`` lies within one stretch."""
    return any(
        stretch.starts <= slot.starts and slot.ends <= stretch.ends for stretch in opened.open
    )


def is_quiet(opened: Opening, slot: Interval) -> bool:
    """Tell whether something of ``slot`` lies in quiet hours."""
    return any(slot.overlaps(each) for each in opened.quiet)
