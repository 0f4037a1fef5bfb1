"""A cleaning round: which doors are left, and what may be ticked. Pure.

Only doors with nobody's things behind them are opened, one at a time, in the order they stand.
"""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import BankId, DoorId
from kiosk.lockers.events import Mark
from kiosk.lockers.plan import Cabinet
from kiosk.lockers.records import Lockers
from kiosk.lockers.round_events import RoundBegun, RoundEnded, RoundTicked, Tick


def columns(
    lockers: Lockers, moment: Moment, *, cabinet: Cabinet
) -> tuple[tuple[BankId, int, int], ...]:
    """Return every column as bank, number and how many of its doors can be cleaned now."""
    return tuple(
        (bank, doors[0].column, len(_to_clean(lockers, cabinet, bank, doors[0].column)))
        for bank in cabinet.banks
        for doors in cabinet.columns(bank)
    )


def left(lockers: Lockers, *, cabinet: Cabinet) -> tuple[DoorId, ...]:
    """Return the doors of the round that are still to be looked at, from top to bottom."""
    going = lockers.cleaning
    if going is None:
        return ()
    doors = _to_clean(lockers, cabinet, going.bank, going.column)
    return tuple(door for door in doors if door not in going.ticked)


def begin_round(
    lockers: Lockers, moment: Moment, *, cabinet: Cabinet, bank: BankId, column: int
) -> RoundBegun:
    """Begin a round along a column.

    Raises:
        Refused: ``already`` while another is going on, ``nothing_to_clean``.
    """
    if lockers.cleaning is not None:
        raise Refused("already")
    if not _to_clean(lockers, cabinet, bank, column):
        raise Refused("nothing_to_clean")
    return RoundBegun(bank=bank, column=column)


def tick(
    lockers: Lockers, moment: Moment, *, cabinet: Cabinet, door: DoorId, tick: Tick
) -> RoundTicked:
    """Say what was found behind a door of the round.

    Raises:
        Refused: ``no_subject`` if it is not to be looked at, ``door_busy`` (door) while it is open.
    """
    if door not in left(lockers, cabinet=cabinet):
        raise Refused("no_subject")
    if lockers.order_of(door) is not None:
        raise Refused("door_busy", door=door)
    return RoundTicked(door=door, tick=tick)


def end_round(lockers: Lockers, moment: Moment) -> RoundEnded:
    """End the round; what was not looked at stays as it is.

    Raises:
        Refused: ``no_subject`` if none is going on.
    """
    if lockers.cleaning is None:
        raise Refused("no_subject")
    return RoundEnded()


def _to_clean(lockers: Lockers, cabinet: Cabinet, bank: BankId, column: int) -> tuple[DoorId, ...]:
    doors = sorted(
        (door for door in cabinet.of_bank(bank) if door.column == column),
        key=lambda door: door.row,
    )
    return tuple(
        door.id
        for door in doors
        if lockers.rental_of(door.id) is None
        and lockers.reservation_at(door.id) is None
        and lockers.door(door.id).mark in (Mark.IN_SERVICE, Mark.CLEANING)
    )
