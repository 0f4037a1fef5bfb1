"""Who may be taken off the list, and when it is too late to tell anybody. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.clock import Moment, business_date
from kiosk.errors import Refused
from kiosk.family import Proposal
from kiosk.ids import EntryId, follow_id
from kiosk.telling.events import How, Lapsed, Told
from kiosk.telling.records import Telling


def tell(telling: Telling, moment: Moment, *, entries: Sequence[EntryId], how: How) -> Told:
    """Take note that whoever is concerned was told.

    Raises:
        Refused: ``no_subject`` if none of them is on the list: somebody was quicker.
    """
    news = tuple(entry for entry in entries if entry in telling.refused)
    if not news:
        raise Refused("no_subject")
    return Told(entries=news, how=how)


def due(telling: Telling, moment: Moment) -> Iterable[Proposal]:
    """Propose to give up what nobody could be told for ``retention.tell_days``."""
    if not moment.trusted:
        return
    days = moment.settings.retention.tell_days
    old = tuple(
        each.entry
        for each in telling.to_tell()
        if (moment.business_date - business_date(each.since)).days > days
    )
    if old:
        yield Proposal(follow_id("telling.lapsed", *old), Lapsed(entries=old))
