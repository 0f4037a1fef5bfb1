"""What is handed to the station, and what it hands back: one touch, one entry."""

from __future__ import annotations

import msgspec

from kiosk.ids import RESIDENT, ActorId, EntryId, new_id
from kiosk.journal.entry import Draft, Entry, Event, Private


class Tap(msgspec.Struct, frozen=True):
    """One touch, scan or command: the same tap given twice is one entry.

    Attributes:
        id: made when the finger came down.
        private: the personal part, stored beside the entry and erased in its time.
    """

    id: EntryId
    actor: ActorId = RESIDENT
    private: Private | None = None

    @classmethod
    def fresh(cls, actor: ActorId = RESIDENT, private: Private | None = None) -> Tap:
        """Return a tap with an id of its own."""
        return cls(id=new_id(), actor=actor, private=private)


class Asked(msgspec.Struct, frozen=True):
    """An event that rule and clash allow, and the draft to be written."""

    draft: Draft
    event: Event


class Done(msgspec.Struct, frozen=True):
    """The answer of ``do``: the entry as stored, and whether it was known already."""

    entry: Entry
    event: Event
    repeated: bool = False
