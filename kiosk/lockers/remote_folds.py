"""What each event makes true of orders from afar. Total."""

from __future__ import annotations

import immutables
from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import EntryId
from kiosk.journal.entry import Event
from kiosk.lockers.events import OpenAsked, OpenEnded, SeenOpen
from kiosk.lockers.records import Lockers
from kiosk.lockers.remote_events import OrderedRemotely, RemoteRefused
from kiosk.lockers.remote_records import RemoteOrder
from kiosk.ports import Outcome


def fold_remote(lockers: Lockers, stamp: Stamp, event: Event) -> Lockers:
    """Return the lockers with what ``event`` says of orders from afar."""
    match event:
        case OrderedRemotely():
            return _ordered(lockers, stamp, event)
        case RemoteRefused(order=order, why=why):
            return _with(lockers, lockers.remote.get(order), refused=why)
        case OpenAsked(remote=order) if order is not None:
            return _with(lockers, lockers.remote.get(order), taken=stamp.id)
        case OpenEnded(order=taken, outcome=outcome):
            return _with(lockers, _taken_by(lockers, taken), outcome=outcome)
        case SeenOpen(order=taken):
            return _with(lockers, _taken_by(lockers, taken), outcome=Outcome.OPENED)
        case _:
            return lockers


def _ordered(lockers: Lockers, stamp: Stamp, event: OrderedRemotely) -> Lockers:
    kept: immutables.Map[EntryId, RemoteOrder] = lockers.remote
    for each in lockers.remote.values():
        if each.door == event.door and not each.is_open:
            kept = kept.delete(each.id)
    order = RemoteOrder(stamp.id, event.door, event.reason, stamp.at, stamp.actor, stamp.position)
    return replace(lockers, remote=kept.set(order.id, order))


def _with(lockers: Lockers, order: RemoteOrder | None, **changes: object) -> Lockers:
    if order is None:
        return lockers
    return replace(lockers, remote=lockers.remote.set(order.id, replace(order, **changes)))


def _taken_by(lockers: Lockers, taken: EntryId) -> RemoteOrder | None:
    return next((each for each in lockers.remote.values() if each.taken == taken), None)
