"""Words for doors that are opened from afar: how far an order is, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.lockers.remote_events import WhyNotTaken
from kiosk.lockers.remote_records import RemoteOrder, RemoteStage
from kiosk.ports import Outcome

Says = Callable[[str], str]
_GOOD = (Outcome.OPENED, Outcome.ALREADY_OPEN)


def outcomes(_: Says) -> Mapping[Outcome, str]:
    """Return how an order ended; a pulse alone is never called opened."""
    return {
        Outcome.OPENED: _("The door opened."),
        Outcome.ALREADY_OPEN: _("The door stood open already."),
        Outcome.NOT_OPENED: _("The door did not open. It is out of service now."),
        Outcome.UNCONFIRMED: _("A pulse may have been sent; nobody saw what the door did."),
        Outcome.NOT_SENT: _("Nothing was sent: the cabinet does not answer."),
    }


def not_taken(_: Says) -> Mapping[WhyNotTaken, str]:
    """Return why the terminal did not take an order up."""
    return {
        WhyNotTaken.TOO_OLD: _("Refused: it came too late, so nothing was opened."),
        WhyNotTaken.CLOCK: _("Refused: the clock of the terminal is not set."),
        WhyNotTaken.BUSY: _("Refused: the door was being opened for somebody else."),
    }


def stages(_: Says) -> Mapping[RemoteStage, str]:
    """Return how far an order is that has not ended."""
    return {
        RemoteStage.ORDERED: _("Ordered. The terminal has not answered yet."),
        RemoteStage.LAPSED: _("The terminal did not answer. This order opens nothing any more."),
        RemoteStage.TAKEN: _("The terminal is opening the door …"),
    }


def order_words(_: Says, order: RemoteOrder, stage: RemoteStage) -> tuple[str, str]:
    """Return how an order stands in one sentence, and its tone."""
    if order.refused is not None:
        return not_taken(_)[order.refused], "bad"
    if order.outcome is not None:
        return outcomes(_)[order.outcome], "good" if order.outcome in _GOOD else "bad"
    return stages(_)[stage], "bad" if stage is RemoteStage.LAPSED else "care"


def refusals(_: Says) -> Mapping[str, str]:
    """Return the sentence for what may not be ordered from afar."""
    return {
        "needs_two": _("Two people clear an overdue door, at the terminal itself."),
    }
