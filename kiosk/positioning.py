"""``PositioningStation``: a station that gives entries made elsewhere their positions.

The rule was asked where the entry was made, while a person was there to be told. Here only the
clash is asked, when the turn of the entry has come: whether it can still stand. Position and
refusal are data from then on; every copy of the station obeys them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from kiosk.folding import FAULTS, States, stamp_of_draft
from kiosk.journal.entry import Draft, Entry, Event
from kiosk.privacy import Erased
from kiosk.station import Station
from kiosk.tap import Done

Group = Callable[[], Sequence[Draft]]
"""Says in the turn which drafts are to be placed."""

_log = logging.getLogger(__name__)
UNREADABLE = "unreadable"
"""Refusal of an event whose tag is known while what stands with it cannot be read."""
CANNOT_STAND = "cannot_stand"
"""Refusal of an event that the fold of its family cannot take."""
LOOKED_AFTER = "family_read_only"
"""Refusal of what belongs to a family that takes no promises until it is repaired."""
REASONS = (UNREADABLE, CANNOT_STAND, LOOKED_AFTER)
"""What a positioner may say beside the reasons of a family."""


class PositioningStation(Station):
    """Decides once, in one order, for every terminal of the station."""

    def place(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Give ``drafts`` their positions, in their order and in one durable change.

        A draft whose id is known changes nothing and returns what was decided then. What clashes
        gets its position too, with the reason; nothing is lost.

        Raises:
            NotDurable: the disk said no; none of them is placed.
        """
        return self.place_groups([lambda: drafts])[0]

    def place_groups(self, groups: Sequence[Group]) -> tuple[tuple[Entry, ...], ...]:
        """Place several groups of drafts in one durable change.

        Args:
            groups: each is asked in the turn, after those before it are placed, what it has.

        Raises:
            NotDurable: the disk said no; none of them is placed.
        """
        with self._lock:
            with self._journal.turn():
                self._catch_up()
                states, done = self._states, list[Done]()
                placed = list[tuple[Entry, ...]]()
                for group in groups:
                    states, entries = self._place_all(states, group(), done)
                    placed.append(entries)
            if done:
                self._make_true(done[-1].entry, states, len(done))
        for each in done:
            self._tell(each)
        return tuple(placed)

    def _place_all(
        self, states: States, drafts: Sequence[Draft], done: list[Done]
    ) -> tuple[States, tuple[Entry, ...]]:
        entries = list[Entry]()
        for draft in drafts:
            known = self._journal.find(draft.id)
            if known is None:
                states, fresh = self._place(states, draft)
                done.append(fresh)
                known = fresh.entry
            entries.append(known)
        return states, tuple(entries)

    def _place(self, states: States, draft: Draft) -> tuple[States, Done]:
        moment = self.moment()
        event, refused = self._read(draft)
        if refused is None:
            refused = self._clash(states, event)
        states, refused = self._fold(states, draft, event, refused, moment.at)
        if isinstance(event, Erased) and refused is None:
            entry = self._journal.erase(event.entries, draft, position_time=moment.at)
        else:
            entry = self._journal.append(draft, position_time=moment.at, refused=refused)
        return states, Done(entry, event)

    def _read(self, draft: Draft) -> tuple[Event, str | None]:
        try:
            event = self._folding.event(draft.event)
        except msgspec.DecodeError:
            return Event(), UNREADABLE
        return (event, None) if event is not None else (Event(), None)

    def _clash(self, states: States, event: Event) -> str | None:
        family = self._folding.family_of(event)
        if family is None:
            return None  # made by a newer program: kept and passed on, as the fold passes it over
        if family.name in self._broken() and not isinstance(event, family.owned):
            return LOOKED_AFTER  # what a terminal owns is promised already: it stays promised
        reason = family.clash(states[family.name], event, self.moment())
        return None if reason is None else str(reason)  # a plain word, however it is listed

    def _fold(
        self, states: States, draft: Draft, event: Event, refused: str | None, placed: datetime
    ) -> tuple[States, str | None]:
        position = self._journal.head.position + 1
        for reason in (refused, CANNOT_STAND):
            try:
                stamp = stamp_of_draft(draft, position, reason, placed=placed)
                return self._folding.fold(states, stamp, event), reason
            except FAULTS as error:
                _log.error("an entry cannot be folded: %s", type(error).__name__)
        return states, CANNOT_STAND
