"""What hand-overs, extensions and service make true, and how doors fared. Total."""

from __future__ import annotations

from datetime import timedelta

import immutables
from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.journal.entry import Event
from kiosk.lockers import service_events as e
from kiosk.lockers.changes import begin, with_door
from kiosk.lockers.events import OpenEnded
from kiosk.lockers.records import Door, Lockers, Rental
from kiosk.ports import Outcome

RECENT = 20
"""Openings of a door whose time is remembered."""


def fold_service(lockers: Lockers, stamp: Stamp, event: Event) -> Lockers:
    """Return the lockers after an event of these; any other changes nothing."""
    match event:
        case e.HandoverBegun():
            return _handed_over(lockers, stamp, event)
        case e.RentalsExtended(hours=hours):
            return _extended(lockers, hours)
        case e.DoorServiced(door=door):
            record = lockers.door(door)
            health = replace(
                record.health, serviced_cycles=record.cycles, serviced_on=stamp.business_date
            )
            return with_door(lockers, replace(record, health=health))
        case _:
            return lockers


def opening_counted(record: Door, event: OpenEnded) -> Door:
    """Return the record of a door after one more order ended."""
    health = record.health
    if event.outcome is Outcome.OPENED:
        recent = health.recent
        if not event.found:
            recent = (*recent, event.elapsed_ms)[-RECENT:]
        health = replace(health, opens=health.opens + 1, recent=recent)
    elif event.outcome is Outcome.NOT_OPENED:
        health = replace(health, not_opened=health.not_opened + 1)
    return replace(record, cycles=record.cycles + (event.pulses > 0), health=health)


def late_counted(record: Door) -> Door:
    """Return the record of a door that was sensed open only after its order had been given up."""
    health = record.health
    return replace(record, health=replace(health, opens=health.opens + 1, late=health.late + 1))


def _handed_over(lockers: Lockers, stamp: Stamp, event: e.HandoverBegun) -> Lockers:
    rental = Rental(
        id=event.rental,
        door=event.door,
        size=event.size,
        code=event.code,
        token=event.token,
        began=stamp.at,
        until=event.keep_until,
        overdue_from=event.keep_until,
        position=stamp.position,
        easy=event.easy,
        notes=(stamp.id,) if stamp.private else (),
        giver=event.giver,
    )
    return begin(lockers, stamp, rental)


def _extended(lockers: Lockers, hours: int) -> Lockers:
    longer = timedelta(hours=hours)
    extended: immutables.Map[str, Rental] = immutables.Map()
    for rental in lockers.rentals.values():
        if rental.giver is None:
            rental = replace(
                rental, until=rental.until + longer, overdue_from=rental.overdue_from + longer
            )
        extended = extended.set(rental.id, rental)
    return replace(lockers, rentals=extended)
