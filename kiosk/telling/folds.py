"""What makes news, and what takes it off the list. Total: who is told twice is told."""

from __future__ import annotations

from typing import Any

import immutables
from msgspec.structs import replace

from kiosk.family import Refusal, Stamp
from kiosk.ids import EntryId, RefusalReason
from kiosk.journal.entry import Event
from kiosk.telling.events import Lapsed, Told
from kiosk.telling.records import Telling, ToTell


def learn(telling: Telling, stamp: Stamp, refusal: Refusal) -> Telling:
    """Return the list with an entry that was refused."""
    news = ToTell(
        entry=stamp.id,
        kind=refusal.kind,
        reason=RefusalReason(stamp.refused or ""),
        concern=refusal.concern,
        made=stamp.at,
        since=stamp.placed or stamp.at,
        actor=stamp.actor,
        position=stamp.position,
    )
    return replace(telling, refused=telling.refused.set(stamp.id, news))


def fold(telling: Telling, stamp: Stamp, event: Event) -> Telling:
    """Return the list after ``event``."""
    if stamp.refused is not None:
        return telling
    match event:
        case Told(entries=entries) | Lapsed(entries=entries):
            return replace(telling, refused=_without(telling.refused, entries))
    return telling


def _without(
    items: immutables.Map[EntryId, Any], gone: tuple[EntryId, ...]
) -> immutables.Map[EntryId, Any]:
    for entry in gone:
        if entry in items:
            items = items.delete(entry)
    return items
