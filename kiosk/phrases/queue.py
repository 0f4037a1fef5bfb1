"""What the queue refuses, in one sentence each. Every table is made by ``_``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from kiosk.errors import Refused
from kiosk.hours import Span
from kiosk.phrases import dates
from kiosk.queueing.plan import Priority

Says = Callable[[str], str]


def refusal(_: Says, refused: Refused) -> str:
    """Return the sentence for a refusal; empty if it is none of the queue's."""
    facts = {name: _in_words(_, value) for name, value in refused.facts.items()}
    if refused.reason == "closed" and not refused.facts.get("hours"):
        return _("This is not given today. Nothing is lost: please come another day.")
    return sentences(_).get(refused.reason, "").format(**facts)


def hours_words(hours: tuple[Span, ...]) -> str:
    """Return hours of a day, short."""
    return ", ".join(f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in hours)


def priorities(_: Says) -> Mapping[Priority, str]:
    """Return what the classes are called, in as few letters as can be."""
    return {
        Priority.AGED: _("70 or older"),
        Priority.DISABLED: _("Disabled"),
        Priority.PREGNANT: _("Pregnant"),
        Priority.SERVICEMAN: _("Serviceman"),
        Priority.WITH_INFANT: _("With a baby"),
    }


def _in_words(_: Says, value: object) -> object:
    if isinstance(value, datetime):
        return dates.moment_words(_, value)
    if isinstance(value, date):
        return dates.day_words(_, value)
    if isinstance(value, tuple) and all(isinstance(each, Span) for each in value):
        return hours_words(value)
    return value


def sentences(_: Says) -> dict[str, str]:
    """Return the sentence for what the queue refuses residents."""
    return {**_of_taking(_), **_of_tickets(_), **_of_bookings(_)}


def _of_taking(_: Says) -> dict[str, str]:
    asked = _("Please ask the staff about this service.")
    return {
        "closed": _("This is given at {hours} today. Please come back then."),
        "cap_reached": _("All {cap} numbers of today are given. Please come tomorrow."),
        "too_many": _("You have {most} already. Those are kept for you."),
        "numbers_used_up": _("All numbers of today are given. Please come tomorrow."),
        "no_such_service": asked,
        "no_counter": asked,
        "no_priority": asked,
        "not_at_home": _("This is not done at home. Please ask the staff."),
        "code_in_use": _("That did not work. Please touch it once more."),
        "number_taken": _("That did not work. Please touch it once more."),
    }


def _of_tickets(_: Says) -> dict[str, str]:
    return {
        "qr_unknown": _("This code is not known here. Your number is on the slip below it."),
        "no_such_ticket": _("There is no ticket with this number today. Please check it."),
        "no_subject": _("This ticket is not known any more. Please take a new one."),
        "ticket_of_yesterday": _("This ticket is of {day}. Please take a new one for today."),
        "ticket_over": _("This ticket is over already."),
        "at_counter": _("You are at counter {counter} already. Please tell the staff there."),
        "not_skipped": _("Your ticket is still in the queue. You need not do anything."),
        "nothing_missing": _("Nothing is missing for this number. You need not do anything."),
        "too_late": _("More than {within} minutes have passed. Please take a new ticket."),
        "ticket_elsewhere": _("Your ticket has moved on. Please look once more."),
        "not_served": _("You can rate it when you have been served."),
        "already_rated": _("You have rated this visit already. Thank you!"),
    }


def _of_bookings(_: Says) -> dict[str, str]:
    return {
        "not_bookable": _("No times can be booked for this. Please take a ticket."),
        "in_the_past": _("This time is over already. Please choose a later one."),
        "too_far": _("Times can be booked {days} days ahead at most."),
        "no_such_slot": _("This time is not offered. Please choose another one."),
        "slot_full": _("Somebody has just taken this time. Please choose another one."),
        "too_early": _("You are early: your ticket can be taken from {since} on."),
        "booking_used": _("This appointment is used already, or was cancelled."),
        "booking_over": _("This appointment ended at {until}. Please take a ticket."),
    }
