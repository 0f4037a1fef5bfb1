"""What somebody with a ticket may do: take one, give it up, come back, say how it was. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.hours import Spans
from kiosk.ids import PersonId, SeriesId, ServiceId, TicketId, TokenTag
from kiosk.queueing.events import CameBack, Cancelled, Promise, Rated, Returned, TicketTaken
from kiosk.queueing.plan import Hall, Priority, Service
from kiosk.queueing.records import Queueing, Series, Stage, Ticket, last_day_of

LAST_NUMBER = 999
"""Slips, display and voice are made for three digits."""
STARS = range(1, 6)


def take_ticket(
    queueing: Queueing,
    moment: Moment,
    *,
    ticket: TicketId,
    hall: Hall,
    service: ServiceId,
    token: TokenTag,
    priority: Priority = Priority.NONE,
    person: PersonId | None = None,
    promise: Promise | None = None,
) -> TicketTaken:
    """Take the next number of a service.

    Args:
        person: whose tickets are counted; the tag of a phone, or something of this visit alone.
        promise: what is shown about the wait (``estimate.promise``).

    Raises:
        Refused: ``untrusted_clock``, ``no_such_service``, ``no_counter`` if none can serve it,
            ``closed`` (hours), ``cap_reached`` (cap), ``too_many`` (most) of one person,
            ``no_priority`` (priority), ``numbers_used_up``, ``code_in_use``.
    """
    wanted = must_be_given(queueing, moment, hall, service, token)
    if priority not in (Priority.NONE, *wanted.priorities):
        raise Refused("no_priority", priority=priority)
    series, day, serial = next_number(queueing, moment, hall, wanted)
    last_day = last_day_of(day, moment.business_date)
    _must_be_within_caps(queueing, wanted, last_day, person)
    return TicketTaken(
        ticket=ticket,
        service=service,
        series=series,
        serial=serial,
        day=day,
        token=token,
        priority=priority,
        person=person,
        promise=promise,
    )


def must_be_given(
    queueing: Queueing, moment: Moment, hall: Hall, service: ServiceId, token: TokenTag
) -> Service:
    """Return the service if its tickets are given now.

    Raises:
        Refused: ``untrusted_clock``, ``no_such_service``, ``no_counter``, ``closed`` (hours),
            ``code_in_use``.
    """
    wanted = hall.service(service)
    if not hall.counters_for(service):
        raise Refused("no_counter")
    if not moment.trusted:
        raise Refused("untrusted_clock")
    _must_be_open(wanted, moment)
    if queueing.token_taken(token):
        raise Refused("code_in_use")
    return wanted


def hours_of(service: Service, moment: Moment, day: date) -> Spans:
    """Return when a service is given on ``day``: never while the station is closed."""
    station = moment.settings.hours.on(day)
    if service.hours is None or not station:
        return station
    return tuple(
        span
        for own in service.hours
        for span in (own.within(open_then) for open_then in station)
        if span is not None
    )


def _must_be_open(service: Service, moment: Moment) -> None:
    hours = hours_of(service, moment, moment.business_date)
    if not any(span.opens <= moment.local.time() < span.closes for span in hours):
        raise Refused("closed", hours=hours)


def next_number(
    queueing: Queueing, moment: Moment, hall: Hall, service: Service
) -> tuple[SeriesId, date, int]:
    """Return series, business date and serial of the next ticket.

    The date of a series never goes back: with a clock that does, numbers go on where they were.

    Raises:
        Refused: ``numbers_used_up``.
    """
    series = hall.series(service)
    known = queueing.series.get(series, Series(moment.business_date, 0))
    if moment.business_date > known.day:
        known = Series(moment.business_date, 0)
    if known.last >= LAST_NUMBER:
        raise Refused("numbers_used_up")
    return series, known.day, known.last + 1


def cancel(queueing: Queueing, moment: Moment, *, ticket: TicketId) -> Cancelled:
    """Give a ticket up before its service began; by the resident's QR, or by staff.

    Raises:
        Refused: ``no_subject``, ``ticket_of_yesterday`` (day), ``ticket_over`` (stage),
            ``at_counter`` (counter) while it is served.
    """
    known = must_be_of_today(queueing, moment, ticket)
    if known.stage is Stage.SERVING:
        raise Refused("at_counter", counter=known.counter)
    if not known.is_live:
        raise Refused("ticket_over", stage=known.stage)
    return Cancelled(ticket=ticket)


def come_back(queueing: Queueing, moment: Moment, *, ticket: TicketId) -> CameBack:
    """Wait again after being skipped; by the resident's QR, or by staff.

    Raises:
        Refused: ``no_subject``, ``ticket_of_yesterday`` (day), ``not_skipped`` (stage),
            ``too_late`` (within, minutes).
    """
    known = must_be_of_today(queueing, moment, ticket)
    if known.stage is not Stage.NO_SHOW:
        raise Refused("not_skipped", stage=known.stage)
    limits = moment.settings.queueing
    skipped = known.spells[-1].since
    if moment.at > skipped + timedelta(minutes=limits.back_within_min):
        raise Refused("too_late", within=limits.back_within_min)
    return CameBack(ticket=ticket, behind=limits.back_behind)


def bring_papers(queueing: Queueing, moment: Moment, *, ticket: TicketId, hall: Hall) -> Returned:
    """Wait again with the papers that were missing, on the same day; by QR, or by staff.

    Raises:
        Refused: ``no_subject``, ``ticket_of_yesterday`` (day), ``nothing_missing`` (stage),
            ``no_such_service``, ``closed`` (hours).
    """
    known = must_be_of_today(queueing, moment, ticket)
    if not known.lacks_papers:
        raise Refused("nothing_missing", stage=known.stage)
    _must_be_open(hall.service(known.service), moment)
    return Returned(ticket=ticket, behind=moment.settings.queueing.back_behind)


def rate(queueing: Queueing, moment: Moment, *, ticket: TicketId, stars: int) -> Rated:
    """Say how service was, once.

    Raises:
        Refused: ``no_subject``, ``not_served``, ``already_rated``, ``bad_stars``.
    """
    known = queueing.tickets.get(ticket)
    if known is None:
        raise Refused("no_subject")
    if known.stage is not Stage.DONE:
        raise Refused("not_served")
    if known.stars is not None:
        raise Refused("already_rated")
    if stars not in STARS:
        raise Refused("bad_stars")
    return Rated(ticket=ticket, stars=stars)


def by_token(queueing: Queueing, moment: Moment, *, token: TokenTag) -> Ticket:
    """Return the ticket of a QR, in whatever stage it is.

    Raises:
        Refused: ``qr_unknown``, ``ticket_of_yesterday`` (day).
    """
    known = queueing.by_token.get(token)
    if known is None:
        raise Refused("qr_unknown")
    return must_be_of_today(queueing, moment, known)


def by_number(queueing: Queueing, moment: Moment, *, number: str) -> Ticket:
    """Return the newest ticket with the number on a slip, for staff: ``A1-017``, ``a1017``.

    Raises:
        Refused: ``no_such_ticket``, ``ticket_of_yesterday`` (day).
    """
    plain = _plain(number)
    found = [each for each in queueing.tickets.values() if _plain(each.number) == plain]
    if not found:
        raise Refused("no_such_ticket")
    newest = max(found, key=lambda each: each.position)
    return must_be_of_today(queueing, moment, newest.id)


def must_be_of_today(queueing: Queueing, moment: Moment, ticket: TicketId) -> Ticket:
    """Return a ticket whose day is not over.

    Raises:
        Refused: ``no_subject``, ``ticket_of_yesterday`` (day).
    """
    known = queueing.tickets.get(ticket)
    if known is None:
        raise Refused("no_subject")
    if known.last_day < moment.business_date:
        raise Refused("ticket_of_yesterday", day=known.last_day)
    return known


def _must_be_within_caps(
    queueing: Queueing, service: Service, day: date, person: PersonId | None
) -> None:
    today = [
        each
        for each in queueing.tickets.values()
        if each.last_day == day and each.spells[0].service == service.id
    ]
    if len(today) >= service.daily_cap:
        raise Refused("cap_reached", cap=service.daily_cap)
    if person is not None and _taken_by(today, person) >= service.per_person:
        raise Refused("too_many", most=service.per_person)


def _taken_by(tickets: Iterable[Ticket], person: PersonId) -> int:
    return sum(each.person == person and each.stage is not Stage.CANCELLED for each in tickets)


def _plain(number: str) -> str:
    return "".join(char for char in number.upper() if char.isalnum())
