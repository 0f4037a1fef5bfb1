"""Words of the counter for what the queue calls by one word. Every table is made by ``_``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.phrases.dates import clock_words
from kiosk.phrases.queue import priorities
from kiosk.queueing.counter_events import PauseReason
from kiosk.queueing.records import Stage, Ticket

Says = Callable[[str], str]


def stages(_: Says) -> Mapping[Stage, str]:
    """Return where a ticket stands."""
    return {
        Stage.WAITING: _("waits"),
        Stage.TRANSFERRED: _("passed on, waits"),
        Stage.CALLED: _("called"),
        Stage.SERVING: _("is served"),
        Stage.HELD: _("held"),
        Stage.DONE: _("done"),
        Stage.NO_SHOW: _("skipped"),
        Stage.CANCELLED: _("given up"),
        Stage.EXPIRED: _("ended with the day"),
    }


def pauses(_: Says) -> Mapping[PauseReason, str]:
    """Return why a counter pauses."""
    return {
        PauseReason.BREAK: _("Short break"),
        PauseReason.MEAL: _("Meal"),
        PauseReason.MEETING: _("Meeting"),
        PauseReason.ERRAND: _("Out on an errand"),
        PauseReason.TROUBLE: _("Something does not work"),
    }


def refusals(_: Says) -> Mapping[str, str]:
    """Return the sentence for what a counter refuses."""
    return {
        "counter_closed": _("You work at no counter now. Please choose one."),
        "no_such_counter": _("You work at no counter now. Please choose one."),
        "counter_of_another": _("Number {staff} has taken over this counter."),
        "counter_paused": _("The counter pauses. Touch “Go on” first."),
        "counter_busy": _("Number {number} is at the counter. Please end that first."),
        "already_yours": _("This counter is yours already."),
        "other_counter": _("You work at counter {counter}. Please close that one first."),
        "not_paused": _("The counter does not pause."),
        "nobody_waits": _("Nobody waits for this counter."),
        "nobody_called": _("Nobody is called to this counter now."),
        "nobody_here": _("Nobody is at this counter now."),
        "call_again": _("Called {calls} of {needed} times. Please call once more."),
        "not_waiting": _("This number does not wait: {stage}."),
        "nothing_missing": _("No papers are missing for this number: {stage}."),
        "not_held": _("This number is not held: {stage}."),
        "without_skill": _("Counter {counter} does not do this service."),
        "no_counter": _("No counter does this service."),
        "nobody_there": _("Nobody works at counter {counter} now."),
        "unchanged": _("It waits there already."),
        "ticket_elsewhere": _("Another counter was quicker. Nothing was changed."),
        "ticket_over": _("This number is over already."),
        "just_called": _("Number {number} was called just now. Press once more when it is done."),
    }


def reasons(_: Says, ticket: Ticket, *, is_early: bool) -> list[str]:
    """Return why a ticket stands elsewhere in the order than by its arrival.

    Args:
        is_early: it was booked for later than now.
    """
    found = []
    if ticket.priority in (known := priorities(_)):
        found.append(known[ticket.priority])
    if ticket.booked is not None:
        booked = _("booked for {hour}, early") if is_early else _("booked for {hour}")
        found.append(booked.format(hour=clock_words(ticket.booked)))
    if ticket.behind is not None:
        found.append(_("came back"))
    if ticket.stage is Stage.TRANSFERRED:
        found.append(_("passed on to here"))
    return found
