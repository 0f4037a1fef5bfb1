"""What the slips of the queue say. Pure: the words are handed in, nothing personal is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.clock import STATION_ZONE
from kiosk.ids import CounterId
from kiosk.links import is_link
from kiosk.queueing.booked import Booking
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Service
from kiosk.queueing.records import Ticket
from kiosk.settings import Bilingual
from kiosk.slips import Big, Block, List, Pair, Pairs, Qr, Rule, Slip, Speech, Text, TextSize, Title


def ticket_slip(
    words: Speech,
    ticket: Ticket,
    *,
    service: Service,
    station: Bilingual,
    qr: str,
    counters: tuple[CounterId, ...] = (),
    tentative: bool = False,
    reprint: bool = False,
    large: bool = False,
) -> Slip:
    """Return the slip of a ticket: number, service, people ahead, range, materials, QR, time.

    Args:
        qr: the text of its QR code.
        counters: where it may be called to.
        tentative: recorded, but not yet confirmed by the hub.
        reprint: it was printed before.
    """
    blocks: tuple[Block, ...] = (
        Title(station.in_language(words.language)),
        Text(service.name.in_language(words.language), size=TextSize.LARGE, centred=True),
        Big(ticket.number),
        *_marks(words, tentative=tentative, reprint=reprint),
        Pairs(tuple(_pairs(words, ticket, counters))),
        *_materials(words, service),
        Rule(),
        Qr(qr, _scanned_with(words, qr)),
        Text(_day_and_time(ticket.arrived), size=TextSize.SMALL, centred=True),
    )
    return Slip(blocks=blocks, language=words.language, large=large)


def booking_slip(
    words: Speech,
    booking: Booking,
    *,
    service: Service,
    station: Bilingual,
    qr: str,
    since: datetime,
    until: datetime,
    large: bool = False,
) -> Slip:
    """Return the slip of an appointment: service, time, window, materials, QR."""
    window = f"{_clock(since)}–{_clock(until)}"
    blocks: tuple[Block, ...] = (
        Title(station.in_language(words.language)),
        Text(words.gettext("Appointment"), centred=True),
        Big(_clock(booking.starts)),
        Text(_day(booking.starts), size=TextSize.LARGE, bold=True, centred=True),
        Pairs(
            (
                Pair(words.gettext("Service"), service.name.in_language(words.language)),
                Pair(words.gettext("Take your ticket"), window),
            )
        ),
        *_materials(words, service),
        Rule(),
        Qr(qr, _shown_to(words, qr)),
    )
    return Slip(blocks=blocks, language=words.language, large=large)


def ahead_words(words: Speech, promise: Promise) -> str:
    """Return how many people are ahead, as it is shown and printed."""
    if not promise.ahead:
        return words.gettext("You are next")
    return words.ngettext("{count} person", "{count} people", promise.ahead).format(
        count=promise.ahead
    )


def range_words(words: Speech, promise: Promise) -> str | None:
    """Return the range of minutes, or ``None`` where too little is known to say one."""
    if promise.high_min is None:
        return None
    if not promise.low_min:
        return words.gettext("up to {high} minutes").format(high=promise.high_min)
    if promise.low_min == promise.high_min:
        return words.gettext("about {high} minutes").format(high=promise.high_min)
    sentence = words.gettext("{low} to {high} minutes")
    return sentence.format(low=promise.low_min, high=promise.high_min)


def _scanned_with(words: Speech, qr: str) -> str:
    if is_link(qr):
        return words.gettext("Scan with your phone to see how far the queue is")
    return words.gettext("Scan to see how far the queue is")


def _shown_to(words: Speech, qr: str) -> str:
    if is_link(qr):
        return words.gettext("Hold it under the scanner for your ticket; your phone opens it too")
    return words.gettext("Hold this code under the scanner to take your ticket")


def _marks(words: Speech, *, tentative: bool, reprint: bool) -> Iterator[Block]:
    if reprint:
        yield Text(words.gettext("Printed again"), centred=True)
    if tentative:
        yield Text(words.gettext("Recorded, will be confirmed"), bold=True, centred=True)


def _pairs(words: Speech, ticket: Ticket, counters: tuple[CounterId, ...]) -> Iterator[Pair]:
    if ticket.booked is not None:
        yield Pair(words.gettext("Booked for"), _clock(ticket.booked))
    if ticket.promise is not None:
        yield Pair(words.gettext("Before you"), ahead_words(words, ticket.promise))
        if (minutes := range_words(words, ticket.promise)) is not None:
            yield Pair(words.gettext("Waiting time"), minutes)
    if counters:
        yield Pair(words.gettext("Counter"), ", ".join(map(str, counters)))


def _materials(words: Speech, service: Service) -> Iterator[Block]:
    if service.materials:
        items = tuple(each.in_language(words.language) for each in service.materials)
        yield List(words.gettext("Please have ready"), items)


def _clock(at: datetime) -> str:
    return f"{at.astimezone(STATION_ZONE):%H:%M}"


def _day(at: datetime) -> str:
    return f"{at.astimezone(STATION_ZONE):%Y-%m-%d}"


def _day_and_time(at: datetime) -> str:
    return f"{_day(at)} {_clock(at)}"
