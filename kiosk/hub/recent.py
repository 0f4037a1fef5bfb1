"""The newest entries of a station, kept for the terminals that are nearly up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.hub.store import HubJournal
from kiosk.ids import EntryId
from kiosk.journal.entry import Entry, Head, Placed, Private

_MOST = 1_000
_ERASED = b'"privacy.erased"'


class Recent:
    """An unbroken run of entries up to the last turn of this process.

    It is begun anew when another process has written in between, and whenever something is erased.
    """

    def __init__(self, journal: HubJournal) -> None:
        self._journal = journal
        self._run: tuple[Head, tuple[Placed, ...]] = (Head(), ())

    def clear(self) -> None:
        """Keep nothing."""
        self._run = (Head(), ())

    def went_on(
        self,
        before: Head,
        after: Head,
        groups: Sequence[Sequence[Entry]],
        private: Mapping[EntryId, Private | None],
    ) -> None:
        """Take in what a turn has placed between the two heads."""
        fresh = {
            entry.position: entry
            for entries in groups
            for entry in entries
            if entry.position > before.position
        }
        end, run = self._run
        if any(_ERASED in entry.event for entry in fresh.values()):
            run = ()
            fresh = {}
        elif end != before:
            run = ()
        run += tuple(Placed(fresh[at], private.get(fresh[at].id)) for at in sorted(fresh))
        self._run = (after, run[-_MOST:])

    def page(self, after: int, limit: int) -> Sequence[Placed]:
        """Return entries beyond ``after``, up to the end of the last turn or beyond it."""
        return self.up_to(self._run[0], after, limit)

    def up_to(self, head: Head, after: int, limit: int) -> Sequence[Placed]:
        """Return entries beyond ``after``, where ``head`` is the end."""
        end, run = self._run
        first = end.position - len(run)
        if end == head and first <= after:
            return run[after - first : after - first + limit]
        return self._journal.page(after, limit)
