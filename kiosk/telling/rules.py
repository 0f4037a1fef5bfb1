"""Who may be taken off the list, and when it is too late to tell anybody. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiosk.clock import Moment, business_date
from kiosk.errors import Refused
from kiosk.family import Proposal
from kiosk.ids import EntryId, EventTag, RefusalReason, follow_id
from kiosk.telling.events import DecidedDifferently, DifferencesSeen, How, Lapsed, Outcome, Told
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


def decide_differently(
    telling: Telling,
    moment: Moment,
    *,
    entry: EntryId,
    kind: EventTag,
    outcome: Outcome,
    reason: RefusalReason | None = None,
) -> DecidedDifferently:
    """Have staff look at an entry that came out otherwise at a restored hub."""
    return DecidedDifferently(entry=entry, kind=kind, outcome=outcome, reason=reason)


def difference_id(entry: EntryId, position: int) -> EntryId:
    """Return the id of the entry that tells of a difference, so that terminals tell it once.

    Args:
        position: where the entry stands in the history of the restored hub; 0 if nowhere.
    """
    return follow_id(entry, "decided differently", str(position))


def see_differences(
    telling: Telling, moment: Moment, *, entries: Sequence[EntryId]
) -> DifferencesSeen:
    """Take note that staff have looked.

    Raises:
        Refused: ``no_subject`` if none of them is on the list: somebody was quicker.
    """
    seen = tuple(entry for entry in entries if entry in telling.different)
    if not seen:
        raise Refused("no_subject")
    return DifferencesSeen(entries=seen)


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
