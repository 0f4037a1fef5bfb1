"""What each event of the queue makes true. Total: an event about what is gone changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import EntryId, TicketId
from kiosk.journal.entry import Event
from kiosk.privacy import Erased
from kiosk.queueing import events as e
from kiosk.queueing.booking_folds import fold_booking, with_arrival
from kiosk.queueing.changes import (
    entered,
    freed,
    moved,
    promise_scored,
    time_counted,
    turn_counted,
    with_ticket,
    without_streaks,
)
from kiosk.queueing.counter_folds import closed_for_the_day, fold_counter
from kiosk.queueing.records import Call, Queueing, Series, Stage, Ticket

REMEMBERED_CALLS = 12
_ONE_DAY = timedelta(days=1)


def fold(  # noqa: C901  one line an event: a table, not a maze
    queueing: Queueing, stamp: Stamp, event: Event
) -> Queueing:
    """Return the queue after ``event``."""
    if stamp.refused is not None:
        return _noted(queueing, stamp)
    if isinstance(event, Erased):
        return _erased(queueing, event.entries)
    queueing = _without_old(queueing, stamp.business_date)
    match event:
        case e.TicketTaken():
            return _taken(_noted(queueing, stamp), stamp, event)
        case e.Called():
            queueing = _called(queueing, stamp, event)
        case e.Recalled(ticket=ticket):
            queueing = _recalled(queueing, stamp, ticket)
        case e.Begun(ticket=ticket, counter=counter) | e.Resumed(ticket=ticket, counter=counter):
            queueing = moved(queueing, stamp, ticket, Stage.SERVING, counter)
        case e.HeldUp(ticket=ticket):
            queueing = moved(queueing, stamp, ticket, Stage.HELD)
        case e.Finished():
            queueing = _finished(queueing, stamp, event)
        case e.Skipped(ticket=ticket):
            queueing = time_counted(queueing, stamp, ticket)
            queueing = moved(queueing, stamp, ticket, Stage.NO_SHOW)
        case e.CameBack(ticket=ticket, behind=behind) | e.Returned(ticket=ticket, behind=behind):
            queueing = _came_back(queueing, stamp, ticket, behind)
        case e.Transferred():
            queueing = _transferred(time_counted(queueing, stamp, event.ticket), stamp, event)
        case e.Cancelled(ticket=ticket):
            queueing = moved(queueing, stamp, ticket, Stage.CANCELLED)
        case e.Rated(ticket=ticket, stars=stars):
            queueing = _changed(queueing, ticket, stars=stars)
        case e.DayClosed(day=day):
            queueing = _day_closed(queueing, stamp, day)
        case _:
            for fold_more in (fold_counter, fold_booking):
                queueing = fold_more(queueing, stamp, event)
            return queueing
    return _noted(queueing, stamp)


def _taken(queueing: Queueing, stamp: Stamp, event: e.TicketTaken) -> Queueing:
    if event.ticket in queueing.tickets:
        return queueing
    ticket = Ticket(
        id=event.ticket,
        service=event.service,
        series=event.series,
        serial=event.serial,
        day=event.day,
        token=event.token,
        arrived=stamp.at,
        waits_from=stamp.at,
        position=stamp.position,
        priority=event.priority,
        person=event.person,
        promise=event.promise,
        appointment=event.appointment,
        booked=event.booked,
    )
    known = queueing.series.get(event.series, Series(event.day, 0))
    newest = max(Series(event.day, event.serial), known, key=lambda each: (each.day, each.last))
    queueing = replace(
        queueing,
        series=queueing.series.set(event.series, newest),
        by_token=queueing.by_token.set(event.token, ticket.id),
    )
    queueing = with_ticket(queueing, entered(ticket, stamp, Stage.WAITING))
    return with_arrival(queueing, event.appointment)


def _called(queueing: Queueing, stamp: Stamp, event: e.Called) -> Queueing:
    known = queueing.tickets.get(event.ticket)
    if known is None:
        return queueing
    queueing = promise_scored(queueing, known, stamp.at)
    queueing = moved(
        queueing,
        stamp,
        event.ticket,
        Stage.CALLED,
        event.counter,
        calls=1,
        behind=None,
        first_called=known.first_called or stamp.at,
    )
    return _told(turn_counted(queueing, known, event), stamp, queueing.tickets[event.ticket])


def _recalled(queueing: Queueing, stamp: Stamp, ticket: TicketId) -> Queueing:
    known = queueing.tickets.get(ticket)
    if known is None or known.stage is not Stage.CALLED:
        return queueing
    return _told(_changed(queueing, ticket, calls=known.calls + 1), stamp, known)


def _told(queueing: Queueing, stamp: Stamp, ticket: Ticket) -> Queueing:
    if ticket.counter is None:
        return queueing
    call = Call(ticket.series, ticket.serial, ticket.counter, stamp.at)
    return replace(queueing, calls=(*queueing.calls, call)[-REMEMBERED_CALLS:])


def _finished(queueing: Queueing, stamp: Stamp, event: e.Finished) -> Queueing:
    queueing = time_counted(queueing, stamp, event.ticket)
    more = event.result is e.Result.MORE_PAPERS and stamp.private
    return moved(
        queueing,
        stamp,
        event.ticket,
        Stage.DONE,
        event.counter,
        result=event.result,
        papers=stamp.id if more else None,
    )


def _came_back(queueing: Queueing, stamp: Stamp, ticket: TicketId, behind: int) -> Queueing:
    return moved(
        queueing,
        stamp,
        ticket,
        Stage.WAITING,
        behind=behind,
        calls=0,
        waits_from=stamp.at,
        result=None,
    )


def _transferred(queueing: Queueing, stamp: Stamp, event: e.Transferred) -> Queueing:
    known = queueing.tickets.get(event.ticket)
    if known is None:
        return queueing
    queueing = freed(queueing, known.id)
    known = replace(known, service=event.service, calls=0, behind=None, passed=0)
    return with_ticket(queueing, entered(known, stamp, Stage.TRANSFERRED, event.to))


def _day_closed(queueing: Queueing, stamp: Stamp, day: date) -> Queueing:
    left = sorted(
        (each for each in queueing.tickets.values() if each.is_live and each.last_day <= day),
        key=lambda each: each.position,
    )
    for ticket in left:
        queueing = moved(queueing, stamp, ticket.id, Stage.EXPIRED)
    return closed_for_the_day(without_streaks(queueing), day)


def _changed(queueing: Queueing, ticket: TicketId, **changed: object) -> Queueing:
    known = queueing.tickets.get(ticket)
    return queueing if known is None else with_ticket(queueing, replace(known, **changed))


def _without_old(queueing: Queueing, today: date) -> Queueing:
    """Let go of what was over before yesterday; whoever comes with it is told so until then."""
    if queueing.swept == today:
        return queueing
    oldest = today - _ONE_DAY
    over = (each for each in queueing.tickets.values() if not each.is_live)
    gone = [each for each in over if each.last_day < oldest]
    tickets, by_token = queueing.tickets.mutate(), queueing.by_token.mutate()
    for ticket in gone:
        del tickets[ticket.id]
        if by_token.get(ticket.token) == ticket.id:
            del by_token[ticket.token]
    bookings = queueing.bookings.mutate()
    for booking in queueing.bookings.values():
        if booking.day < oldest:
            del bookings[booking.id]
    return replace(
        queueing,
        swept=today,
        tickets=tickets.finish(),
        by_token=by_token.finish(),
        bookings=bookings.finish(),
    )


def _noted(queueing: Queueing, stamp: Stamp) -> Queueing:
    if not stamp.private:
        return queueing
    return replace(queueing, notes=queueing.notes.set(stamp.id, stamp.business_date))


def _erased(queueing: Queueing, entries: tuple[EntryId, ...]) -> Queueing:
    gone = frozenset(entries)
    notes, visits = queueing.notes.mutate(), queueing.visits.mutate()
    for entry in entries:
        notes.pop(entry, None)
    for visit in queueing.visits.values():
        if visit.note in gone:
            visits[visit.id] = replace(visit, note=None)
    tickets = queueing.tickets.mutate()
    for ticket in queueing.tickets.values():
        if ticket.papers in gone:
            tickets[ticket.id] = replace(ticket, papers=None)
    return replace(queueing, notes=notes.finish(), visits=visits.finish(), tickets=tickets.finish())
