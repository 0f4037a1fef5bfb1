"""Worlds with one part that is wrong. A storm that does not notice proves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.family import never_clashes
from kiosk.hub.exchange import Pushing
from kiosk.hub.store import HubJournal
from kiosk.journal.entry import Placed
from kiosk.journal.local import facts
from kiosk.journal.local.following import FollowingJournal
from kiosk.wire import Answer, Forked, Gap, Push
from tests.converging.hubs import Hubs, Line
from tests.converging.taps import FAMILIES
from tests.converging.terminal import Terminal
from tests.converging.world import World

# -- matched by number ---------------------------------------------------------------------


class _KnownByNumber(FollowingJournal):
    """Takes an entry of a known number for the one it has."""

    def _take(self, placed: Placed) -> None:
        entry = placed.entry
        for row in self._waiting.page(0, -1):
            if (row["origin"], row["seq"]) == (entry.origin, entry.seq):
                self._waiting.remove(doc_ids=[row.doc_id])
        super()._take(placed)


class MatchedByNumber(World):
    """What a terminal waits for is found again by its number, not by its id."""

    class terminals_of(Terminal):  # noqa: N801
        journals = _KnownByNumber


# -- no fork is seen -----------------------------------------------------------------------


class _BlindPushing(Pushing):
    def _broken(self, journal: HubJournal) -> Gap | Forked | None:
        return None


class _BlindLine(Line):
    def push(self, push: Push) -> Answer:
        return self._said("push", lambda: self._turn(_BlindPushing(push, self.terminal)))


class _BlindJournal(FollowingJournal):
    @property
    def forked(self) -> bool:
        return False


class NoForkSeen(World):
    """Two entries of one number are taken for nothing special."""

    class terminals_of(Terminal):  # noqa: N801
        journals = _BlindJournal
        lines = _BlindLine


# -- nothing overlaps ----------------------------------------------------------------------


class NothingOverlaps(World):
    """The hub lets everything stand."""

    class hubs_of(Hubs):  # noqa: N801
        families = tuple(replace(each, clash=never_clashes) for each in FAMILIES)


# -- a hole is taken -----------------------------------------------------------------------


class _Careless(FollowingJournal):
    """Believes that every page goes on from its head."""

    def _take(self, placed: Placed) -> None:
        entry = placed.entry
        waited = self._waiting.find("id", entry.id)
        self._waiting.remove(doc_ids=[row.doc_id for row in waited])
        if not waited and self._is_mine(entry):
            self._facts.keep(facts.FORKED, "1")
        known = self._private_row(entry.id) is not None
        self._store(entry, None if known else placed.private)


class AHoleIsTaken(World):
    """A page is stored wherever it begins."""

    class terminals_of(Terminal):  # noqa: N801
        journals = _Careless


# -- nobody is told ------------------------------------------------------------------------

_DEAF = tuple(each if each.learn is None else replace(each, learn=None) for each in FAMILIES)


class NobodyIsTold(World):
    """What was refused is on no list, anywhere."""

    class hubs_of(Hubs):  # noqa: N801
        families = _DEAF

    class terminals_of(Terminal):  # noqa: N801
        families = _DEAF


PLANTED: Mapping[str, type[World]] = MappingProxyType(
    {
        "matched by number": MatchedByNumber,
        "no fork seen": NoForkSeen,
        "nothing overlaps": NothingOverlaps,
        "a hole is taken": AHoleIsTaken,
        "nobody is told": NobodyIsTold,
    }
)
