"""What the passing of time asks of a station: proposals of its families, and erasures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

import msgspec

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.family import Family
from kiosk.ids import TERMINAL, EntryId, follow_id
from kiosk.journal.entry import Draft, Event
from kiosk.privacy import Erased
from kiosk.tap import Done, Tap

S = TypeVar("S", bound=msgspec.Struct)
_ROUNDS = 100
"""Proposals may make others due; more rounds than this are left for the next look."""


class Tended(Protocol):
    """The part of a station that time needs."""

    def state(self, family: Family[S]) -> S: ...

    def moment(self) -> Moment: ...

    def do(self, tap: Tap, family: Family[Any], rule: Any, /) -> Done: ...


def do_due(station: Tended, family: Family[Any]) -> int:
    """Do what time asks of ``family`` now; return how many entries were written."""
    written = 0
    for _ in range(_ROUNDS):
        proposals = tuple(family.due(station.state(family), station.moment()))
        fresh = [_propose(station, family, each.id, each.event) for each in proposals]
        written += sum(fresh)
        if not any(fresh):
            break
    return written


def _propose(station: Tended, family: Family[Any], entry: EntryId, event: Event) -> bool:
    try:
        done = station.do(Tap(entry, TERMINAL), family, lambda _state, _moment: event)
    except Refused:
        return False
    return not done.repeated


def expired_entries(
    families: Iterable[Family[Any]], station: Tended, moment: Moment
) -> set[EntryId]:
    """Return the entries whose personal rows are to be erased now."""
    return {entry for family in families for entry in family.expired(station.state(family), moment)}


def erasure(gone: list[EntryId], moment: Moment) -> tuple[Draft, Erased]:
    """Return the entry that says these rows are erased; the same rows give the same id."""
    event = Erased(entries=tuple(gone))
    draft = Draft(
        id=follow_id("privacy.erased", *gone),
        at=moment.at,
        business_date=moment.business_date,
        actor=TERMINAL,
        event=msgspec.json.encode(event),
    )
    return draft, event
