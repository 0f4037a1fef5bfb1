"""How a ticket stands, in words; for its owner. Every table is made by ``_``."""

from __future__ import annotations

import msgspec

from kiosk.phrases.dates import Says
from kiosk.queueing.records import Stage, Ticket


class Said(msgspec.Struct, frozen=True):
    """How something stands, and what to do now.

    Attributes:
        tone: ``good``, ``care``, ``bad`` or ``quiet``.
    """

    tone: str
    headline: str
    sentence: str


def stage_words(_: Says, ticket: Ticket) -> Said:
    """Return how a ticket stands that does not wait."""
    if ticket.lacks_papers:
        keep = _("Bring them today. You keep your number.")
        return Said("care", _("Some papers were missing"), keep)
    counter = {"counter": ticket.counter, "number": ticket.number}
    wait, thanks = _("{number} waits"), _("Thank you for telling us.")
    tone, headline, sentence = {
        Stage.CALLED: (
            "good",
            _("Please go to counter {counter}"),
            _("Number {number} is being called now."),
        ),
        Stage.SERVING: (
            "good",
            _("Your turn at counter {counter}"),
            _("Number {number} is being served."),
        ),
        Stage.HELD: (
            "care",
            _("Your service rests"),
            _("When you are ready, go to the counter. No new number is needed."),
        ),
        Stage.NO_SHOW: (
            "care",
            _("{number} was called already"),
            _("Never mind: touch below, and you are called again soon."),
        ),
        Stage.DONE: ("good", _("All done"), thanks),
        Stage.CANCELLED: (
            "quiet",
            _("Number {number} was given up"),
            _("If you need one after all, take a new number."),
        ),
        Stage.EXPIRED: (
            "quiet",
            _("The counters have closed"),
            _("This number is over. Please take a new one tomorrow."),
        ),
    }.get(ticket.stage, ("quiet", wait, thanks))
    return Said(tone, headline.format(**counter), sentence.format(**counter))
