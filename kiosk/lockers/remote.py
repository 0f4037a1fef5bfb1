"""Orders from afar: what may be ordered at the hub, and what the terminal makes of it. Pure.

The terminal that owns a door is asked, never commanded: it takes an order up only while it is
fresh, by an order of its own that goes the usual way (record, pulse, watch, record).
"""

from __future__ import annotations

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import DoorId, EntryId
from kiosk.lockers.events import OpenAsked, OpenReason, Purpose
from kiosk.lockers.plan import Cabinet
from kiosk.lockers.records import Lockers
from kiosk.lockers.remote_events import OrderedRemotely, RemoteRefused, WhyNotTaken
from kiosk.lockers.remote_records import RemoteOrder


def order_remotely(
    lockers: Lockers, moment: Moment, *, cabinet: Cabinet, door: DoorId, reason: OpenReason
) -> OrderedRemotely:
    """Ask the terminal that owns ``door`` to open it.

    Raises:
        Refused: ``no_such_door`` (door), ``door_busy`` (door), ``needs_two`` to clear a door, which
            two people do who stand there.
    """
    if cabinet.find(door) is None:
        raise Refused("no_such_door", door=door)
    if reason is OpenReason.OVERDUE:
        raise Refused("needs_two")
    limit = moment.settings.lockers.remote_age_s
    waiting = any(
        each.door == door and each.is_open and not each.is_old(moment.at, limit)
        for each in lockers.remote.values()
    )
    if waiting or _is_busy(lockers, door):
        raise Refused("door_busy", door=door)
    return OrderedRemotely(door=door, reason=reason)


def take_up(lockers: Lockers, moment: Moment, *, order: EntryId) -> OpenAsked | RemoteRefused:
    """Open the door of ``order``, or say why it is not opened. Asked where the door is.

    Raises:
        Refused: ``no_subject``: it was answered already.
    """
    known = lockers.remote.get(order)
    if known is None or not known.is_open:
        raise Refused("no_subject")
    why = _why_not(lockers, moment, known)
    if why is not None:
        return RemoteRefused(order=order, door=known.door, why=why)
    return OpenAsked(
        door=known.door,
        purpose=Purpose.STAFF,
        rental=lockers.door(known.door).rental,
        reason=known.reason,
        remote=order,
    )


def to_answer(lockers: Lockers) -> tuple[RemoteOrder, ...]:
    """Return the orders that no terminal has answered, oldest first."""
    waiting = (each for each in lockers.remote.values() if each.is_open)
    return tuple(sorted(waiting, key=lambda each: each.position))


def _why_not(lockers: Lockers, moment: Moment, order: RemoteOrder) -> WhyNotTaken | None:
    if not moment.trusted:
        return WhyNotTaken.CLOCK
    if order.is_old(moment.at, moment.settings.lockers.remote_age_s):
        return WhyNotTaken.TOO_OLD
    return WhyNotTaken.BUSY if _is_busy(lockers, order.door) else None


def _is_busy(lockers: Lockers, door: DoorId) -> bool:
    live = lockers.order_of(door)
    return live is not None and not live.ended
