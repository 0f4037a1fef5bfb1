"""What a ticket tells its owner, stage by stage."""

from __future__ import annotations

from kiosk.phrases.queue import Says
from kiosk.phrases.tickets import stage_words
from kiosk.queueing.records import Stage, Ticket
from screens.icons import Icon
from screens.widgets.cards import Telling

ICONS = {
    Stage.CALLED: Icon.CAMPAIGN,
    Stage.SERVING: Icon.PERSON,
    Stage.HELD: Icon.HOURGLASS_TOP,
    Stage.NO_SHOW: Icon.SCHEDULE,
    Stage.DONE: Icon.CHECK_CIRCLE,
    Stage.CANCELLED: Icon.CANCEL,
    Stage.EXPIRED: Icon.SCHEDULE,
}


def telling(_: Says, ticket: Ticket) -> Telling:
    """Return the card of a ticket that does not wait."""
    said = stage_words(_, ticket)
    icon = Icon.RECEIPT_LONG if ticket.lacks_papers else ICONS.get(ticket.stage, Icon.INFO)
    return Telling(said.tone, icon, said.headline, said.sentence)
