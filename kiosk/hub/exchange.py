"""What terminals ask, as questions that are answered within a turn of their station.

A question says before the turn what it is going to look up, in the turn which drafts may be
placed, and after them what its answer is. What cannot be placed is an answer, not an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from kiosk.errors import JournalDamaged
from kiosk.hub.faults import Denied
from kiosk.hub.rights import check_rights
from kiosk.hub.store import HubJournal
from kiosk.ids import EntryId, terminal_of
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.wire import (
    ACCEPTED,
    MOST_ENTRIES,
    Adopt,
    Adopted,
    Answer,
    Decide,
    Fault,
    Forked,
    Gap,
    Push,
    Pushed,
    Unlike,
)

_MOST_MARKS = 64


class Pages(Protocol):
    """Where pages are read after the turn."""

    def page(self, after: int, limit: int) -> Sequence[Placed]: ...


class Question(Protocol):
    """One request that needs a turn."""

    @property
    def entries(self) -> Sequence[EntryId]: ...

    @property
    def positions(self) -> Sequence[int]: ...

    def drafts(self, journal: HubJournal) -> Sequence[Draft]:
        """Return what may be placed now; called in the turn."""
        ...

    def answer(self, head: Head, pages: Pages) -> Answer:
        """Return the answer; called when the turn is durable."""
        ...


class Pushing:
    """Entries of a terminal: all of them are placed, or none and the answer says why."""

    def __init__(self, push: Push, terminal: str) -> None:
        _check_protocol(push.protocol)
        if terminal_of(push.origin) != terminal:
            raise Denied(Fault.WRONG_ORIGIN)
        if len(push.entries) > MOST_ENTRIES:
            raise Denied(Fault.TOO_LARGE)
        for draft in push.entries:
            if draft.origin != push.origin:
                raise Denied(Fault.WRONG_ORIGIN)
            check_rights(draft)
        self._push = push
        self._why_not: Answer | None = None

    @property
    def entries(self) -> Sequence[EntryId]:
        """The ids that are going to be looked up."""
        return [draft.id for draft in self._push.entries]

    @property
    def positions(self) -> Sequence[int]:
        """The positions whose digests are going to be looked up."""
        return [self._push.head.position]

    def drafts(self, journal: HubJournal) -> Sequence[Draft]:
        """Return all entries, or none if they do not follow what is there."""
        self._why_not = unlike(journal, self._push.head) or self._broken(journal)
        return () if self._why_not else self._push.entries

    def answer(self, head: Head, pages: Pages) -> Answer:
        """Return everything after the head that was sent, or why nothing was taken."""
        return self._why_not or _pushed(self._push.head, head, pages)

    def _broken(self, journal: HubJournal) -> Gap | Forked | None:
        last = journal.last_number(self._push.origin)
        for draft in self._push.entries:
            if journal.find(draft.id) is not None:
                continue
            if draft.seq <= last:
                return Forked(expected=last + 1)
            if draft.seq != last + 1:
                return Gap(expected=last + 1)
            last = draft.seq
        return None


class Deciding:
    """One entry that waits nowhere: it is decided here and numbered here."""

    def __init__(self, decide: Decide) -> None:
        _check_protocol(decide.protocol)
        check_rights(decide.draft)
        self._draft = msgspec.structs.replace(decide.draft, origin=None, seq=0)
        self._head = decide.head
        self._why_not: Answer | None = None

    @property
    def entries(self) -> Sequence[EntryId]:
        """The id that is going to be looked up."""
        return [self._draft.id]

    @property
    def positions(self) -> Sequence[int]:
        """The position whose digest is going to be looked up."""
        return [self._head.position]

    def drafts(self, journal: HubJournal) -> Sequence[Draft]:
        """Return the entry, unless the terminal follows another history."""
        self._why_not = unlike(journal, self._head)
        return () if self._why_not else (self._draft,)

    def answer(self, head: Head, pages: Pages) -> Answer:
        """Return everything after the head that was sent, the decision among it."""
        return self._why_not or _pushed(self._head, head, pages)


class Adopting:
    """A page of the history that an empty hub takes over."""

    def __init__(self, adopt: Adopt) -> None:
        _check_protocol(adopt.protocol)
        if len(adopt.page) > MOST_ENTRIES:
            raise Denied(Fault.TOO_LARGE)
        self._page = adopt.page

    entries: Sequence[EntryId] = ()

    @property
    def positions(self) -> Sequence[int]:
        """The positions whose digests are going to be looked up."""
        return [placed.entry.position for placed in self._page]

    def drafts(self, journal: HubJournal) -> Sequence[Draft]:
        """Store what is new of the page; there is nothing to decide in it."""
        head = journal.head.position
        for placed in self._page:
            entry = placed.entry
            if entry.station != journal.station:
                raise Denied(Fault.WRONG_STATION)
            if entry.position <= head and journal.digest_at(entry.position) != entry.digest:
                raise Denied(Fault.BROKEN_CHAIN)
        fresh = [placed for placed in self._page if placed.entry.position > head]
        if fresh and fresh[0].entry.position != head + 1:
            raise Denied(Fault.HOLE)
        try:
            journal.take(fresh)
        except JournalDamaged as error:
            raise Denied(Fault.HOLE if error.what == "missing" else Fault.BROKEN_CHAIN) from error
        return ()

    def answer(self, head: Head, pages: Pages) -> Answer:
        """Say up to where the history is taken over."""
        return Adopted(head)


def unlike(journal: HubJournal, head: Head) -> Unlike | None:
    """Return where the histories may still be common, if they differ at ``head``."""
    if journal.digest_at(head.position) == head.digest:
        return None
    at = min(head.position, journal.head.position)
    marks = list[Head]()
    step = 1
    while at > 0 and len(marks) < _MOST_MARKS:
        digest = journal.digest_at(at)
        if digest is not None:
            marks.append(Head(at, digest))
        at, step = at - step, step * 2
    return Unlike((*marks, Head()))


def _check_protocol(protocol: int) -> None:
    if protocol not in ACCEPTED:
        raise Denied(Fault.PROTOCOL)


def _pushed(after: Head, head: Head, pages: Pages) -> Pushed:
    page = tuple(pages.page(after.position, MOST_ENTRIES)) if head != after else ()
    return Pushed(page, head)
