"""Words for what could not stand: what it was, why, and what now. Every table is made by ``_``."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.phrases.dates import Says
from kiosk.telling.records import ToTell


def headline(_: Says, news: ToTell) -> str:
    """Return what was not possible, as it is said to whoever wanted it."""
    return _headlines(_).get(news.kind, _("Something you asked for was not possible"))


def why(_: Says, reason: str) -> str:
    """Return why, in a sentence that blames nobody."""
    return whys(_).get(reason, _("The station could not take it down."))


def now(_: Says, news: ToTell) -> str:
    """Return what to do now."""
    return _nows(_).get(news.kind, _("Please look how it stands now, or ask the staff."))


def thing(_: Says, kind: str) -> str:
    """Return what it was, in as few words as a list has room for."""
    return things(_).get(kind, _("Something else"))


def _headlines(_: Says) -> Mapping[str, str]:
    return {
        "venues.applied": _("Your application could not be kept"),
        "venues.waitlist_joined": _("You are not on the waiting list"),
        "venues.cancelled": _("Your booking was not cancelled"),
        "venues.checked_in": _("Your check-in does not count"),
        "venues.completed": _("Your leaving earlier was not noted"),
        "venues.offer_accepted": _("The place could not be given to you"),
        "venues.offer_declined": _("Your answer was not needed any more"),
        "venues.supplemented": _("Your answer did not arrive in time"),
        "venues.mark_appealed": _("Your objection could not be noted"),
        "queueing.ticket_taken": _("Your number does not hold"),
        "queueing.came_back": _("You are not back in the queue"),
        "queueing.cancelled": _("Your number was not given up"),
        "queueing.booked": _("Your appointment does not hold"),
        "queueing.booking_cancelled": _("Your appointment was not called off"),
        "queueing.home_visit_asked": _("Your wish for a visit did not arrive"),
        "lockers.rented": _("Your door could not be kept"),
        "lockers.reserved": _("Your reservation does not hold"),
        "lockers.handover_begun": _("What waits for you is kept elsewhere"),
    }


def whys(_: Says) -> Mapping[str, str]:
    """Return a sentence for each reason a positioner may give."""
    return {
        # venues
        "taken": _("Somebody else had been recorded for this time a moment before."),
        "blackout": _("The place is closed at this time."),
        "code_in_use": _("Its code had just been given to somebody else."),
        "offer_over": _("The time to answer was over."),
        # the queue
        "already_rated": _("This visit had been rated already."),
        "booking_used": _("The appointment had been used or called off already."),
        "counter_busy": _("The counter was serving somebody already."),
        "not_waiting": _("The number was not waiting any more."),
        "number_taken": _("The number had been given already."),
        "ticket_elsewhere": _("The number had been called or passed on meanwhile."),
        "ticket_over": _("The number was over already."),
        # any
        "no_subject": _("It had changed or ended before this arrived."),
        "unreadable": _("The station could not read what was recorded."),
        "cannot_stand": _("It does not fit what was recorded before it."),
        "family_read_only": _("This service was being looked after."),
    }


def _nows(_: Says) -> Mapping[str, str]:
    again = _("Please choose another time, or ask the staff.")
    number = _("Please take a new number, and tell the staff that you have waited.")
    ask = _("We are sorry. Please ask the staff: they help you at once.")
    return {
        "venues.applied": again,
        "venues.waitlist_joined": again,
        "venues.offer_accepted": again,
        "queueing.ticket_taken": number,
        "queueing.came_back": number,
        "queueing.booked": again,
        "queueing.home_visit_asked": ask,
        "lockers.rented": ask,
        "lockers.reserved": ask,
        "lockers.handover_begun": ask,
    }


def things(_: Says) -> Mapping[str, str]:
    """Return what each kind of entry that somebody may miss is called in a list."""
    return {**_of_places(_), **_of_the_queue(_), **_of_doors(_)}


def _of_places(_: Says) -> Mapping[str, str]:
    return {
        "venues.applied": _("Application for a place"),
        "venues.waitlist_joined": _("Place on the waiting list"),
        "venues.cancelled": _("Cancellation"),
        "venues.checked_in": _("Check-in"),
        "venues.completed": _("End of a use"),
        "venues.offer_accepted": _("Yes to a place that came free"),
        "venues.offer_declined": _("No to a place that came free"),
        "venues.supplemented": _("Answer to the staff"),
        "venues.supplement_asked": _("Question to an applicant"),
        "venues.approved": _("Approval"),
        "venues.rejected": _("Rejection"),
        "venues.mark_given": _("Mark in a record"),
        "venues.mark_appealed": _("Objection to a mark"),
        "venues.mark_excused": _("Excuse of a mark"),
        "venues.mark_upheld": _("Answer to an objection"),
        "venues.blacked_out": _("Closing of a place"),
        "venues.blackout_lifted": _("Reopening of a place"),
    }


def _of_the_queue(_: Says) -> Mapping[str, str]:
    return {
        "queueing.ticket_taken": _("Queue number"),
        "queueing.came_back": _("Back in the queue"),
        "queueing.cancelled": _("Number given up"),
        "queueing.called": _("Call"),
        "queueing.resumed": _("Going on with a service"),
        "queueing.finished": _("End of a service"),
        "queueing.skipped": _("Skipping"),
        "queueing.held": _("Holding"),
        "queueing.transferred": _("Passing on"),
        "queueing.booked": _("Appointment at a counter"),
        "queueing.booking_cancelled": _("Appointment called off"),
        "queueing.home_visit_asked": _("Wish for a home visit"),
        "queueing.home_visit_taken": _("Home visit taken up"),
        "queueing.home_visit_ended": _("Home visit ended"),
    }


def _of_doors(_: Says) -> Mapping[str, str]:
    return {
        "lockers.rented": _("Locker"),
        "lockers.reserved": _("Locker reserved"),
        "lockers.handover_begun": _("Hand-over"),
    }
