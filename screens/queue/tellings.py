"""What a ticket tells its owner, stage by stage."""

from __future__ import annotations

from kiosk.phrases.queue import Says
from kiosk.queueing.records import Stage, Ticket
from screens.icons import Icon
from screens.widgets.cards import Telling


def telling(_: Says, ticket: Ticket) -> Telling:
    """Return the card of a ticket that does not wait."""
    counter = {"counter": ticket.counter, "number": ticket.number}
    wait, said = _("{number} waits"), _("Thank you for telling us.")
    tone, icon, headline, sentence = {
        Stage.CALLED: (
            "good",
            Icon.CAMPAIGN,
            _("Please go to counter {counter}"),
            _("Number {number} is being called now."),
        ),
        Stage.SERVING: (
            "good",
            Icon.PERSON,
            _("Your turn at counter {counter}"),
            _("Number {number} is being served."),
        ),
        Stage.HELD: (
            "care",
            Icon.HOURGLASS_TOP,
            _("Your service rests"),
            _("When you are ready, go to the counter. No new number is needed."),
        ),
        Stage.NO_SHOW: (
            "care",
            Icon.SCHEDULE,
            _("{number} was called already"),
            _("Never mind: touch below, and you are called again soon."),
        ),
        Stage.DONE: ("good", Icon.CHECK_CIRCLE, _("All done"), said),
        Stage.CANCELLED: (
            "quiet",
            Icon.CANCEL,
            _("Number {number} was given up"),
            _("If you need one after all, take a new number."),
        ),
        Stage.EXPIRED: (
            "quiet",
            Icon.SCHEDULE,
            _("The counters have closed"),
            _("This number is over. Please take a new one tomorrow."),
        ),
    }.get(ticket.stage, ("quiet", Icon.INFO, wait, said))
    return Telling(tone, icon, headline.format(**counter), sentence.format(**counter))
