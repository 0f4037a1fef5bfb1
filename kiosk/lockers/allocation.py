"""Which door a resident gets. Pure.

Right size first, then the next larger. Doors that are easy to reach are kept for those who ask,
until the bank is nearly full. Among equals the least used door.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from math import ceil

import msgspec

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import DoorId
from kiosk.lockers.plan import Cabinet, DoorPlan, Size
from kiosk.lockers.records import DoorState, Lockers


class Free(msgspec.Struct, frozen=True):
    """How many doors of one size can be had now, and how many of them sitting or bending little."""

    size: Size
    doors: int
    easy: int


def choose_door(
    lockers: Lockers,
    moment: Moment,
    *,
    cabinet: Cabinet,
    usable: Collection[DoorId],
    size: Size,
    easy: bool,
    until: datetime | None = None,
) -> DoorPlan:
    """Return the door to give.

    Args:
        usable: doors that are sensed closed now; others are not given out.
        until: when it will be free again; doors promised to a reservation before that are kept.

    Raises:
        Refused: ``full`` (size), or ``no_easy_door`` (size) when others are free.
    """
    free = _free(lockers, moment, cabinet, usable, until)
    return choose_among(free, lockers, moment, cabinet=cabinet, size=size, easy=easy)


def choose_among(
    free: Sequence[DoorPlan],
    lockers: Lockers,
    moment: Moment,
    *,
    cabinet: Cabinet,
    size: Size,
    easy: bool,
) -> DoorPlan:
    """Return the door to give of those that are ``free`` for it.

    Raises:
        Refused: ``full`` (size), or ``no_easy_door`` (size) when others are free.
    """
    open_to_all = free if easy else _without_reserve(free, lockers, moment, cabinet)
    for larger in size.or_larger():
        fitting = [door for door in open_to_all if door.size is larger]
        if easy:
            fitting = [door for door in fitting if door.easy_reach]
        if fitting:
            return min(fitting, key=lambda door: (lockers.door(door.id).cycles, door.id))
    if easy and any(door.size in size.or_larger() for door in free):
        raise Refused("no_easy_door", size=size)
    raise Refused("full", size=size)


def must_have_power(lockers: Lockers) -> None:
    """Do nothing while the mains is there; on battery nothing new begins.

    Raises:
        Refused: ``on_battery``.
    """
    if lockers.on_battery is not None:
        raise Refused("on_battery")


def free_doors(
    lockers: Lockers,
    moment: Moment,
    *,
    cabinet: Cabinet,
    usable: Collection[DoorId],
    until: datetime | None = None,
) -> tuple[Free, ...]:
    """Return what can be had from now ``until`` then, for each size the cabinet has."""
    free = _free(lockers, moment, cabinet, usable, until)
    for_all = _without_reserve(free, lockers, moment, cabinet)
    return tuple(
        Free(
            size,
            doors=sum(door.size is size for door in for_all),
            easy=sum(door.size is size and door.easy_reach for door in free),
        )
        for size in cabinet.sizes()
    )


def _free(
    lockers: Lockers,
    moment: Moment,
    cabinet: Cabinet,
    usable: Collection[DoorId],
    until: datetime | None,
) -> list[DoorPlan]:
    end = moment.at if until is None else until
    return [
        door
        for door in cabinet.doors
        if door.id in usable
        and lockers.state_of(door.id, moment.at) is DoorState.FREE
        and not lockers.is_promised(door.id, moment.at, end)
    ]


def _without_reserve(
    free: Sequence[DoorPlan], lockers: Lockers, moment: Moment, cabinet: Cabinet
) -> Sequence[DoorPlan]:
    """Leave out the easy doors that are kept back: the most used ones, so the others catch up.

    A door that cannot be given (out of service, to be checked) counts as taken, or a cabinet with
    some of those would never count as full and its last doors would never be given.
    """
    limits = moment.settings.lockers
    taken = len(cabinet.doors) - len(free)
    if taken >= limits.reserve_until_share * len(cabinet.doors):
        return free
    kept: set[DoorId] = set()
    for size in cabinet.sizes():
        easy = [door for door in free if door.easy_reach and door.size is size]
        reserve = max(1, ceil(limits.reserve_share * len(cabinet.of_size(size))))
        easy.sort(key=lambda door: (lockers.door(door.id).cycles, door.id), reverse=True)
        kept.update(door.id for door in easy[:reserve])
    return [door for door in free if door.id not in kept]
