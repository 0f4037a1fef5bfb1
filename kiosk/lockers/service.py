"""What staff may do with doors for others: hand over, extend all, note that a lock was serviced.

Pure. What is put in for a resident is a rental with a giver: its door is opened once, given back
when it is shut, and cleared like any other when nobody comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import CodeTag, DoorId, RentalId, StaffId, TokenTag
from kiosk.lockers.allocation import choose_door, must_have_power
from kiosk.lockers.plan import Cabinet, Size
from kiosk.lockers.records import Door, Handover, Lockers, Rental
from kiosk.lockers.service_events import DoorServiced, HandoverBegun, RentalsExtended


def hand_over(
    lockers: Lockers,
    moment: Moment,
    *,
    rental: RentalId,
    cabinet: Cabinet,
    usable: Collection[DoorId],
    size: Size,
    easy: bool,
    giver: StaffId,
    code: CodeTag,
    token: TokenTag,
) -> HandoverBegun:
    """Promise a door to a resident who is not here, and order it open for ``giver``.

    Raises:
        Refused: ``on_battery``, ``full`` (size), ``no_easy_door`` (size), ``code_in_use``.
    """
    must_have_power(lockers)
    if lockers.code_taken(code) or lockers.token_taken(token):
        raise Refused("code_in_use")
    keep_until = moment.at + timedelta(days=moment.settings.lockers.keep_goods_days)
    door = choose_door(
        lockers,
        moment,
        cabinet=cabinet,
        usable=usable,
        size=size,
        easy=easy,
        until=keep_until,
    )
    return HandoverBegun(
        rental=rental,
        door=door.id,
        size=size,
        code=code,
        token=token,
        giver=giver,
        keep_until=keep_until,
        easy=easy,
    )


def waiting_handovers(lockers: Lockers) -> tuple[Rental, ...]:
    """Return what lies in doors for residents, the oldest first."""
    waiting = [each for each in lockers.rentals.values() if each.giver is not None]
    return tuple(sorted(waiting, key=lambda each: each.position))


def must_not_be_fetched(closed: Iterable[Handover]) -> None:
    """Do nothing if ``closed`` is empty.

    Raises:
        Refused: ``already_fetched`` (door, until): a hand-over is opened once.
    """
    for handover in closed:
        raise Refused("already_fetched", door=handover.door, until=handover.ended)


def extend_all(lockers: Lockers, moment: Moment, *, hours: int) -> RentalsExtended:
    """Give everybody who has a door now more time.

    Raises:
        Refused: ``too_long`` (most), ``nobody_to_extend``.
    """
    most = moment.settings.lockers.max_hours
    if not 1 <= hours <= most:
        raise Refused("too_long", most=most)
    if all(each.giver is not None for each in lockers.rentals.values()):
        raise Refused("nobody_to_extend")
    return RentalsExtended(hours=hours)


def needs_service(door: Door, moment: Moment) -> bool:
    """Tell whether a lock has moved so often that a technician should look after it."""
    return door.cycles - door.health.serviced_cycles >= moment.settings.lockers.service_cycles


def serviced(lockers: Lockers, moment: Moment, *, cabinet: Cabinet, door: DoorId) -> DoorServiced:
    """Note that a lock was looked after.

    Raises:
        Refused: ``no_such_door`` (door), ``already`` if it has not moved since.
    """
    if cabinet.find(door) is None:
        raise Refused("no_such_door", door=door)
    record = lockers.door(door)
    if record.cycles == record.health.serviced_cycles:
        raise Refused("already", door=door)
    return DoorServiced(door=door)
