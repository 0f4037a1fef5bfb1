"""What each locker event makes true. Total: an event about what is gone changes nothing."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import DoorId, EntryId, RentalId
from kiosk.journal.entry import Event
from kiosk.lockers import events as e
from kiosk.lockers.changes import (
    begin,
    believe,
    end,
    mark,
    ordered,
    with_door,
    with_order,
    with_rental,
    without_orders,
)
from kiosk.lockers.power_events import PowerBack, PowerFailed
from kiosk.lockers.records import Goods, Holding, Lockers, Rental, without
from kiosk.lockers.remote_folds import fold_remote
from kiosk.lockers.reservation_folds import fold_reservation
from kiosk.lockers.round_folds import fold_round
from kiosk.lockers.service_events import HandoverBegun
from kiosk.lockers.service_folds import fold_service, late_counted, opening_counted
from kiosk.ports import Outcome, Reading
from kiosk.privacy import Erased
from kiosk.resting import CodeRest

_OPEN = (Outcome.OPENED, Outcome.ALREADY_OPEN)


def fold(  # noqa: C901  one line an event: a table, not a maze
    lockers: Lockers, stamp: Stamp, event: Event
) -> Lockers:
    """Return the lockers after ``event``."""
    if stamp.refused is not None:
        return _ended_note(lockers, stamp)
    lockers = fold_remote(_noted(lockers, stamp, event), stamp, event)
    match event:
        case e.Rented():
            return _rented(lockers, stamp, event)
        case e.OpenAsked():
            return _open_asked(lockers, stamp, event)
        case e.Moved():
            return _moved(lockers, stamp, event)
        case e.OpenEnded():
            return _open_ended(lockers, stamp, event)
        case e.SeenOpen(order=order, door=door):
            if order in lockers.orders:
                lockers = with_door(lockers, late_counted(lockers.door(door)))
            return _opened(lockers, stamp, order)
        case e.Shut():
            return _shut(lockers, stamp, event)
        case e.RentalEnded():
            return _rental_ended(lockers, stamp, event)
        case e.DoorMarked():
            return mark(lockers, stamp, event.door, event.mark, event.reason)
        case e.AlarmRaised():
            return _alarm(lockers, stamp, event)
        case e.AlarmSeen(door=door):
            record = replace(lockers.door(door), alarm=None, alarm_at=None)
            return with_door(lockers, record)
        case e.CodesRested(until=until, times=times):
            return replace(lockers, rest=CodeRest(until, times))
        case e.GoodsCollected(rental=rental):
            return replace(lockers, goods=without(lockers.goods, rental))
        case PowerFailed():
            return replace(lockers, on_battery=stamp.at)
        case PowerBack():
            return replace(lockers, on_battery=None)
        case Erased(entries=entries):
            return _erased(lockers, entries)
        case _:
            for fold_more in (fold_reservation, fold_service, fold_round):
                lockers = fold_more(lockers, stamp, event)
            return lockers


def _rented(lockers: Lockers, stamp: Stamp, event: e.Rented) -> Lockers:
    known = lockers.rentals.get(event.rental)
    notes = known.notes if known is not None else ()
    rental = Rental(
        id=event.rental,
        door=event.door,
        size=event.size,
        code=event.code,
        token=event.token,
        began=stamp.at,
        until=event.until,
        overdue_from=event.overdue_from,
        position=stamp.position,
        easy=event.easy,
        notes=(*notes, stamp.id) if stamp.private else notes,
    )
    return begin(lockers, stamp, rental)


def _open_asked(lockers: Lockers, stamp: Stamp, event: e.OpenAsked) -> Lockers:
    if event.via is e.Via.CODE:
        lockers = replace(lockers, rest=None)
    return ordered(lockers, stamp, event.door, event.purpose, event.rental)


def _moved(lockers: Lockers, stamp: Stamp, event: e.Moved) -> Lockers:
    rental = lockers.rentals.get(event.rental)
    if rental is None:
        return lockers
    lockers = with_door(lockers, replace(lockers.door(rental.door), rental=None))
    lockers = without_orders(lockers, rental.door)
    lockers = with_rental(lockers, replace(rental, door=event.door, moves=rental.moves + 1))
    lockers = with_door(lockers, replace(lockers.door(event.door), rental=rental.id))
    return ordered(lockers, stamp, event.door, e.Purpose.STORE, rental.id)


def _open_ended(lockers: Lockers, stamp: Stamp, event: e.OpenEnded) -> Lockers:
    order = lockers.orders.get(event.order)
    record = lockers.door(event.door)
    lockers = with_door(lockers, opening_counted(record, event))
    if order is None:
        return lockers
    if event.outcome in _OPEN:
        return _opened(with_order(lockers, replace(order, ended=True)), stamp, order.id)
    if event.outcome is Outcome.UNCONFIRMED:
        lockers = _touched(lockers, order.rental, unsure=True)
        return with_order(lockers, replace(order, ended=True))
    if event.outcome is Outcome.NOT_OPENED:
        lockers = mark(lockers, stamp, event.door, e.Mark.OUT_OF_SERVICE, e.MarkReason.DID_NOT_OPEN)
    return replace(lockers, orders=without(lockers.orders, order.id))


def _opened(lockers: Lockers, stamp: Stamp, order_id: EntryId) -> Lockers:
    order = lockers.orders.get(order_id)
    if order is None:
        return lockers
    lockers = with_order(lockers, replace(order, ended=True, opened=True))
    lockers = _touched(lockers, order.rental, opened=True)
    return believe(lockers, stamp, order.door, Reading.OPEN)


def _shut(lockers: Lockers, stamp: Stamp, event: e.Shut) -> Lockers:
    order = lockers.orders.get(event.order)
    lockers = believe(lockers, stamp, event.door, Reading.CLOSED)
    if order is None:
        return _occupied(lockers, event.door)
    lockers = replace(lockers, orders=without(lockers.orders, order.id))
    match order.purpose:
        case e.Purpose.GIVE_BACK if order.opened:
            return end(lockers, stamp, order.rental)
        case e.Purpose.CLEAR if order.opened:
            return _cleared(lockers, stamp, order.rental)
        case e.Purpose.GIVE_BACK:
            # Nobody knows whether it was open in between: nothing is released.
            return mark(lockers, stamp, order.door, e.Mark.TO_CHECK, e.MarkReason.NOT_SEEN_OPEN)
        case _:
            return _occupied(lockers, order.door)


def _occupied(lockers: Lockers, door: DoorId) -> Lockers:
    """A door that was sensed open is shut, whoever opened it last: something may be inside."""
    rental = lockers.rental_of(door)
    if rental is None or not rental.opened:
        return lockers
    return with_rental(lockers, replace(rental, holding=Holding.OCCUPIED))


def _touched(lockers: Lockers, rental_id: RentalId | None, **changes: bool) -> Lockers:
    rental = lockers.rentals.get(rental_id) if rental_id is not None else None
    return lockers if rental is None else with_rental(lockers, replace(rental, **changes))


def _rental_ended(lockers: Lockers, stamp: Stamp, event: e.RentalEnded) -> Lockers:
    rental = lockers.rentals.get(event.rental)
    if rental is None:
        return lockers
    lockers = end(lockers, stamp, rental.id, event.ending)
    if rental.is_untouched or lockers.door(rental.door).mark is not e.Mark.IN_SERVICE:
        return lockers
    # Somebody said that nothing is inside; nobody sensed it. Staff look before it is given again.
    return mark(lockers, stamp, rental.door, e.Mark.TO_CHECK, e.MarkReason.NOT_SEEN_OPEN)


def _cleared(lockers: Lockers, stamp: Stamp, rental_id: RentalId | None) -> Lockers:
    rental = lockers.rentals.get(rental_id) if rental_id is not None else None
    if rental is None:
        return lockers
    goods = Goods(rental.id, rental.door, stamp.business_date, rental.code)
    lockers = replace(lockers, goods=lockers.goods.set(rental.id, goods))
    return end(lockers, stamp, rental.id, e.Ending.CLEARED)


def _alarm(lockers: Lockers, stamp: Stamp, event: e.AlarmRaised) -> Lockers:
    record = lockers.door(event.door)
    lockers = with_door(lockers, replace(record, alarm=event.alarm, alarm_at=stamp.at))
    if event.alarm is e.Alarm.AJAR:
        return lockers
    lockers = believe(lockers, stamp, event.door, event.sensed)
    if record.rental is None and record.mark is e.Mark.IN_SERVICE:
        why = e.MarkReason.FORCED if event.alarm is e.Alarm.FORCED else e.MarkReason.DIFFERS
        return mark(lockers, stamp, event.door, e.Mark.TO_CHECK, why)
    return lockers


def _noted(lockers: Lockers, stamp: Stamp, event: Event) -> Lockers:
    """Keep a personal row with the rental it is about, or as ended if there is none."""
    if not stamp.private or isinstance(event, e.Rented | HandoverBegun):
        return lockers
    rental = lockers.rentals.get(getattr(event, "rental", None) or RentalId(""))
    if rental is None:
        rental = lockers.rental_of(getattr(event, "door", DoorId("")))
    if rental is None:
        return _ended_note(lockers, stamp)
    return with_rental(lockers, replace(rental, notes=(*rental.notes, stamp.id)))


def _ended_note(lockers: Lockers, stamp: Stamp) -> Lockers:
    if not stamp.private:
        return lockers
    return replace(lockers, ended_notes=lockers.ended_notes.set(stamp.id, stamp.business_date))


def _erased(lockers: Lockers, entries: tuple[EntryId, ...]) -> Lockers:
    kept = lockers.ended_notes
    for entry in entries:
        kept = without(kept, entry)
    return replace(lockers, ended_notes=kept)
