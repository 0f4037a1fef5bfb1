"""Why an event of the queue can no longer stand now that its turn has come. Pure; safety only."""

from __future__ import annotations

from enum import StrEnum

from kiosk.clock import Moment
from kiosk.ids import CounterId, TicketId
from kiosk.journal.entry import Event
from kiosk.queueing import booking_events as b
from kiosk.queueing import events as e
from kiosk.queueing.booked import BookingStatus
from kiosk.queueing.records import Queueing, Series, Stage


class Clash(StrEnum):
    """Why something can no longer stand."""

    ALREADY_RATED = "already_rated"
    BOOKING_USED = "booking_used"
    CODE_IN_USE = "code_in_use"
    COUNTER_BUSY = "counter_busy"
    NO_SUBJECT = "no_subject"
    NOT_WAITING = "not_waiting"
    NUMBER_TAKEN = "number_taken"
    TICKET_ELSEWHERE = "ticket_elsewhere"
    TICKET_OVER = "ticket_over"


def clash(queueing: Queueing, event: Event, moment: Moment) -> Clash | None:
    """Return the reason, or ``None``. Two counters never call the same ticket."""
    match event:
        case e.TicketTaken():
            return _number_clash(queueing, event)
        case e.Called(ticket=ticket, counter=counter, how=how):
            return _call_clash(queueing, ticket, counter, how)
        case e.Resumed(ticket=ticket, counter=counter):
            return _stage_clash(queueing, ticket, Stage.HELD) or _busy_clash(queueing, counter)
        case e.Recalled() | e.Begun() | e.Skipped():
            return _here_clash(queueing, event.ticket, event.counter, Stage.CALLED)
        case e.Finished() | e.HeldUp():
            stages = (Stage.CALLED, Stage.SERVING)
            return _here_clash(queueing, event.ticket, event.counter, *stages)
        case e.Transferred(ticket=ticket):
            return _stage_clash(queueing, ticket, Stage.CALLED, Stage.SERVING)
        case e.CameBack(ticket=ticket):
            return _stage_clash(queueing, ticket, Stage.NO_SHOW)
        case e.Returned(ticket=ticket):
            return _stage_clash(queueing, ticket, Stage.DONE)
    return _other_clash(queueing, event)


def _other_clash(queueing: Queueing, event: Event) -> Clash | None:
    match event:
        case e.Cancelled(ticket=ticket):
            known = queueing.tickets.get(ticket)
            free = known is not None and known.is_live and known.stage is not Stage.SERVING
            return None if free else Clash.TICKET_OVER
        case e.Rated(ticket=ticket):
            return _rating_clash(queueing, ticket)
        case b.BookingCancelled() | b.BookingMissed():
            return _booking_clash(queueing, event)
        case b.HomeVisitTaken(visit=visit) | b.HomeVisitEnded(visit=visit):
            return None if visit in queueing.visits else Clash.NO_SUBJECT
    return None


def _number_clash(queueing: Queueing, event: e.TicketTaken) -> Clash | None:
    known = queueing.series.get(event.series, Series(event.day, 0))
    expected = known.last + 1 if event.day == known.day else 1
    if event.day < known.day or event.serial != expected or event.ticket in queueing.tickets:
        return Clash.NUMBER_TAKEN
    if queueing.token_taken(event.token):
        return Clash.CODE_IN_USE
    if event.appointment is not None:
        booking = queueing.bookings.get(event.appointment)
        if booking is None or booking.status is not BookingStatus.COMING:
            return Clash.BOOKING_USED
    return None


def _call_clash(
    queueing: Queueing, ticket: TicketId, counter: CounterId, how: e.How
) -> Clash | None:
    known = queueing.tickets.get(ticket)
    if known is None:
        return Clash.NO_SUBJECT
    if not known.waits and not (how is e.How.CHOSEN and known.stage is Stage.NO_SHOW):
        return Clash.NOT_WAITING
    return _busy_clash(queueing, counter)


def _busy_clash(queueing: Queueing, counter: CounterId) -> Clash | None:
    return Clash.COUNTER_BUSY if queueing.counter(counter).ticket is not None else None


def _stage_clash(queueing: Queueing, ticket: TicketId, *stages: Stage) -> Clash | None:
    known = queueing.tickets.get(ticket)
    if known is None:
        return Clash.NO_SUBJECT
    return None if known.stage in stages else Clash.TICKET_ELSEWHERE


def _here_clash(
    queueing: Queueing, ticket: TicketId, counter: CounterId, *stages: Stage
) -> Clash | None:
    if queueing.counter(counter).ticket != ticket:
        return Clash.TICKET_ELSEWHERE
    return _stage_clash(queueing, ticket, *stages)


def _rating_clash(queueing: Queueing, ticket: TicketId) -> Clash | None:
    known = queueing.tickets.get(ticket)
    if known is None:
        return Clash.NO_SUBJECT
    return None if known.stars is None else Clash.ALREADY_RATED


def _booking_clash(queueing: Queueing, event: b.BookingCancelled | b.BookingMissed) -> Clash | None:
    known = queueing.bookings.get(event.appointment)
    coming = known is not None and known.status is BookingStatus.COMING
    return None if coming else Clash.BOOKING_USED
