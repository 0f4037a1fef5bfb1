"""The page of a ticket, or of an appointment at a counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import ServiceId, TicketId
from kiosk.phones.page import Act, Card, Fact, Page
from kiosk.phrases import dates
from kiosk.phrases.tickets import stage_words
from kiosk.queueing.booked import Booking, BookingStatus
from kiosk.queueing.bookings import ends
from kiosk.queueing.desk import QueueDesk
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Service
from kiosk.queueing.records import Stage, Ticket
from kiosk.queueing.slip import range_words
from kiosk.settings import Bilingual
from kiosk.slips import Speech

GIVE_UP, CANCEL = "give-up", "cancel"

WaitOf = Callable[[TicketId], Promise | None]
"""Returns what is to be expected for a ticket that waits; ``None`` if nobody can say."""


def ticket_page(
    words: Speech, moment: Moment, desk: QueueDesk, ticket: Ticket, wait_of: WaitOf
) -> Page:
    """Return the page of a ticket; once it is called, the counter is the largest thing on it."""
    heading, big = words.gettext("Your queue number"), ticket.number
    if ticket.stage in (Stage.CALLED, Stage.SERVING):
        heading = words.gettext("Your queue number {number}").format(number=ticket.number)
        big = words.gettext("Counter {counter}").format(counter=ticket.counter)
    return Page(
        station=moment.settings.labels.name,
        heading=heading,
        big=big,
        cards=(_ticket_card(words, desk, ticket, wait_of),),
        moves=ticket.is_live,
    )


def appointment_page(words: Speech, moment: Moment, desk: QueueDesk, booking: Booking) -> Page:
    """Return the page of an appointment."""
    return Page(
        station=moment.settings.labels.name,
        heading=words.gettext("Appointment"),
        big=dates.clock_words(booking.starts),
        cards=(_appointment_card(words, moment, desk, booking),),
        moves=booking.status is BookingStatus.COMING,
    )


def _ticket_card(words: Speech, desk: QueueDesk, ticket: Ticket, wait_of: WaitOf) -> Card:
    tone, headline, sentences = _how_it_stands(words, ticket, wait_of)
    return Card(
        tone=tone,
        headline=headline,
        sentences=sentences,
        facts=tuple(
            _facts(
                words,
                desk,
                ticket.service,
                where=ticket.waits,
                missing=desk.missing_papers(ticket),
            )
        ),
        acts=_acts(words, ticket),
    )


def _how_it_stands(
    words: Speech, ticket: Ticket, wait_of: WaitOf
) -> tuple[str, str, tuple[str, ...]]:
    _ = words.gettext
    if ticket.stage is Stage.NO_SHOW:
        said = stage_words(_, ticket)
        come = _("Never mind: come to the screen or to the staff, and you are called again soon.")
        return said.tone, said.headline, (come,)
    if not ticket.waits:
        said = stage_words(_, ticket)
        return said.tone, said.headline, (said.sentence,)
    promise = wait_of(ticket.id)
    if promise is None:
        return "quiet", _("{number} waits").format(number=ticket.number), ()
    minutes = range_words(words, promise)
    sentence = (
        _("How long it takes is not known yet.")
        if minutes is None
        else _("Waiting time: {minutes}").format(minutes=minutes)
    )
    return "quiet", _ahead(words, promise), (sentence,)


def _ahead(words: Speech, promise: Promise) -> str:
    if not promise.ahead:
        return words.gettext("Nobody is before you")
    return words.ngettext(
        "{count} person is before you", "{count} people are before you", promise.ahead
    ).format(count=promise.ahead)


def _acts(words: Speech, ticket: Ticket) -> tuple[Act, ...]:
    if not ticket.is_live or ticket.stage is Stage.SERVING:
        return ()
    _ = words.gettext
    give_up = Act(
        name=GIVE_UP,
        label=_("I need it no more"),
        yes=_("Give it up"),
        no=_("Keep it"),
        asks=(
            _("Give up number {number}?").format(number=ticket.number),
            _("Your place in the queue goes to the next one."),
        ),
        warns=True,
    )
    return (give_up,)


def _appointment_card(words: Speech, moment: Moment, desk: QueueDesk, booking: Booking) -> Card:
    _ = words.gettext
    early = timedelta(minutes=moment.settings.queueing.early_min)
    since, until = booking.starts - early, ends(booking, moment)
    day = Fact(_("Day"), dates.day_words(_, booking.day))
    facts = (day, *_facts(words, desk, booking.service, where=False))
    status = booking.status
    if status is BookingStatus.COMING and moment.at > until:
        status = BookingStatus.MISSED
    match status:
        case BookingStatus.COMING:
            sentence = _("Hold this code under the scanner between {since} and {until}.").format(
                since=dates.clock_words(since), until=dates.clock_words(until)
            )
            return Card(
                "good", _("It is kept for you"), (sentence,), facts=facts, acts=(_cancel(words),)
            )
        case BookingStatus.ARRIVED:
            sentence = _("The ticket has its own code: scan that one.")
            return Card("quiet", _("You have taken your ticket"), (sentence,), facts=facts)
        case BookingStatus.CANCELLED:
            return Card("quiet", _("This appointment was cancelled"), facts=facts)
    sentence = _("If you still need it, take a ticket or choose another time.")
    return Card("quiet", _("The time of this appointment is over"), (sentence,), facts=facts)


def _cancel(words: Speech) -> Act:
    _ = words.gettext
    return Act(
        name=CANCEL,
        label=_("Cancel it"),
        yes=_("Yes, cancel it"),
        no=_("No, keep it"),
        asks=(_("Cancel it?"), _("Somebody else can have this time then.")),
        warns=True,
    )


def _facts(
    words: Speech,
    desk: QueueDesk,
    service: ServiceId,
    *,
    where: bool,
    missing: Sequence[Bilingual] = (),
) -> list[Fact]:
    _ = words.gettext
    known = _service(desk, service)
    found = []
    if known is not None:
        found.append(Fact(_("Service"), known.name.in_language(words.language)))
    counters = desk.hall.counters_for(service) if known is not None and where else ()
    if counters:
        found.append(Fact(_("Counter"), _(", ").join(map(str, counters))))
    papers = missing or (() if known is None else known.materials)
    if papers:
        label = _("Still missing") if missing else _("Please have ready")
        listed = _(", ").join(each.in_language(words.language) for each in papers)
        found.append(Fact(label, listed))
    return found


def _service(desk: QueueDesk, service: ServiceId) -> Service | None:
    try:
        return desk.hall.service(service)
    except Refused:
        return None
