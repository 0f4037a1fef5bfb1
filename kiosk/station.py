"""The station: asks rules, writes entries durably, folds them, and tells who listens.

``do`` is the one way anything becomes true:

    lock · known id? · rule · clash · trial fold · append · publish

Nothing here knows a screen, a port or which families exist.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import msgspec

from kiosk.clock import Awake, Clock, Moment
from kiosk.errors import JournalError, Refused
from kiosk.family import Family, Owner
from kiosk.folding import Folding, States, stamp_of_draft
from kiosk.journal.entry import Draft, Entry, Event, Journal
from kiosk.settings import Settings
from kiosk.tap import Asked, Done, Tap
from kiosk.timers import do_due, erasure, expired_entries
from kiosk.workdays import NOTHING_KNOWN, Calendar

S = TypeVar("S", bound=msgspec.Struct)
P = ParamSpec("P")

_log = logging.getLogger(__name__)
_CHECKPOINT_EVERY = 2_000
NO_ENTRIES = ("read_only", "family_read_only")
"""Refusals that say the station takes no entries now, whatever was asked."""

Listener = Callable[[Entry, Event], None]


class Station:
    """One station on its journal. Every method may be called from any thread but the UI's.

    Args:
        families: every family, in one explicit table of the composition root.
        settings: reads the present settings out of the station.
        calendar: reads the present working days out of the station; without it none is known.
        timers: whose timers this station runs; where it stands alone, everybody's.
        lock: what puts threads in order; another only for a test that shows why there is one.
    """

    def __init__(
        self,
        journal: Journal,
        families: Sequence[Family[Any]],
        clock: Clock,
        settings: Callable[[Station], Settings],
        *,
        calendar: Callable[[Station], Calendar] = lambda _: NOTHING_KNOWN,
        timers: Collection[Owner] = frozenset(Owner),
        lock: AbstractContextManager[object] | None = None,
    ) -> None:
        self._journal = journal
        self._folding = Folding(families)
        self._awake = Awake(clock)
        self._settings = settings
        self._calendar = calendar
        self._timers = frozenset(timers)
        self._lock = lock or threading.RLock()
        self._closed = self._gives_way = False
        self._listeners: list[Listener] = []
        self._since_checkpoint = 0
        replayed = self._folding.replay(journal)
        self._states = replayed.states
        self._at = journal.head.position
        self.unknown_tags = replayed.unknown
        self.set_aside = replayed.set_aside

    # -- reading ---------------------------------------------------------------------------

    def state(self, family: Family[S]) -> S:
        """Return the present state of ``family``: immutable, no lock needed."""
        return cast(S, self._states[family.name])

    @property
    def journal(self) -> Journal:
        """The journal under this station, for reading."""
        return self._journal

    @property
    def position(self) -> int:
        """Up to where the journal is folded; another process may have written since."""
        return self._at

    @property
    def clock(self) -> Clock:
        """What the moments of this station are read from."""
        return self._awake.clock

    @property
    def read_only(self) -> bool:
        """True when a newer program wrote the journal."""
        return self._journal.read_only

    def moment(self) -> Moment:
        """Return now, as rules may know it."""
        return self._awake.moment(self._settings(self), self._calendar(self))

    def events(self, after: int = 0) -> Iterator[tuple[Entry, Event | None]]:
        """Yield entries with their events; ``None`` where this version cannot read one."""
        for entry in self._journal.read(after):
            yield entry, self._event(entry)

    # -- writing ---------------------------------------------------------------------------

    def do(
        self,
        tap: Tap,
        family: Family[S],
        rule: Callable[Concatenate[S, Moment, P], Event],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done:
        """Ask ``rule`` and make its event true, durably.

        Raises:
            Refused: the rule or a clash said no; nothing was written.
            NotDurable: the disk said no; nothing has happened.
        """
        with self._lock:
            with self._journal.turn():
                self._catch_up()
                if (known := self._journal.find(tap.id)) is not None:
                    return self._repeat(known)
                asked = self._ask(tap, family, rule, *args, **kwargs)
                states = self._trial(asked.draft, asked.event)
                entry = self._journal.append(asked.draft, position_time=asked.draft.at)
            self._make_true(entry, states)
        done = Done(entry, asked.event)
        self._tell(done)
        return done

    def is_tentative(self, thing: str) -> bool:
        """Tell whether an entry, or what it is about, has no position yet and may be refused."""
        return False

    def watch_positions(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call ``watcher`` when what was made here gets positions; return what ends the watch."""
        return lambda: None  # nothing waits here

    def tend(self) -> int:
        """Do what time asks for, then erase; return how many entries were written."""
        mine = [one for one in self._folding.families.values() if one.timers in self._timers]
        return sum(do_due(self, family) for family in mine) + self.erase_expired()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener(entry, event)`` after each commit, on its thread; returns the end."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def checkpoint(self) -> None:
        """Keep the present states, so the next start need not fold the whole journal."""
        with self._lock:
            if self._journal.read_only:
                return
            with self._journal.turn():
                self._catch_up()
                head = self._journal.head
                kept = self._folding.checkpoints(self._lasting, head, but=self._broken())
                self._journal.keep(kept)
            self._since_checkpoint = 0

    def give_way(self, *, yes: bool = True) -> None:
        """Take no entry from now on: the record is about to be laid aside. Or take them again."""
        with self._lock:
            self._gives_way = yes

    def close(self) -> None:
        """Keep a checkpoint and close the journal. Idempotent."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            try:
                self.checkpoint()
            finally:
                self._journal.close()

    # -- one commit ------------------------------------------------------------------------

    def _repeat(self, known: Entry) -> Done:
        event = self._event(known)
        if event is None or known.refused is not None:
            raise Refused(known.refused or "unknown_event")
        return Done(known, event, repeated=True)

    def _must_be_well(self, family: Family[Any]) -> None:
        if self._journal.read_only or self._gives_way:
            raise Refused("read_only")
        if family.name in self._broken():
            raise Refused("family_read_only", family=family.name)

    def _ask(
        self,
        tap: Tap,
        family: Family[S],
        rule: Callable[Concatenate[S, Moment, P], Event],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Asked:
        """Ask the rule and the clash; what they allow is ready to be written."""
        self._must_be_well(family)
        if tap.private is not None and not family.erases:
            raise TypeError(f"{family.name} erases nothing, so it takes nothing personal")
        moment = self.moment()
        event = rule(self.state(family), moment, *args, **kwargs)
        reason = family.clash(self.state(family), event, moment)
        if reason is not None:
            raise Refused(str(reason))
        draft = Draft(
            id=tap.id,
            at=moment.at,
            business_date=moment.business_date,
            actor=tap.actor,
            event=msgspec.json.encode(event),
            private=tap.private,
        )
        # What is folded is what will be read back, so nothing is true here that a restart loses.
        read_back = self._folding.event(draft.event)
        if read_back is None:
            raise TypeError(f"{type(event).__name__} is in no family's table of events")
        return Asked(draft, read_back)

    def _catch_up(self) -> None:
        """Fold what another process has written since."""
        head = self._journal.head.position
        if head == self._at:
            return
        found = self._folding.go_on(self._states, self._journal.read(self._at))
        self._states, self._at = found.states, head
        self.unknown_tags += found.unknown
        self.set_aside = (*self.set_aside, *found.set_aside)

    def _make_true(self, last: Entry, states: States, count: int = 1) -> None:
        """Show ``states``: what is durable up to ``last``, ``count`` entries more than before."""
        self._states, self._at = states, last.position
        self._count_for_checkpoint(count)

    def _count_for_checkpoint(self, count: int) -> None:
        self._since_checkpoint += count
        if self._since_checkpoint < _CHECKPOINT_EVERY:
            return
        self._since_checkpoint = 0
        try:
            self.checkpoint()
        except JournalError as error:
            # The entry is durable and true; a checkpoint only makes the next start quicker.
            _log.warning("no checkpoint was kept: %s", type(error).__name__)

    @property
    def _lasting(self) -> States:
        """What the journal up to its head makes true."""
        return self._states

    def _trial(self, draft: Draft, event: Event) -> States:
        return self._trial_at(self._journal.head.position + 1, draft, event)

    def _trial_at(self, position: int, draft: Draft, event: Event) -> States:
        return self._folding.fold(self._states, stamp_of_draft(draft, position), event)

    def _tell(self, done: Done) -> None:
        for listener in tuple(self._listeners):
            listener(done.entry, done.event)

    def erase_expired(self) -> int:
        """Erase every personal row whose time is over; return how many entries were written."""
        with self._lock:
            if self._journal.read_only:
                return 0
            with self._journal.turn():
                self._catch_up()
                moment = self.moment()
                gone = sorted(expired_entries(self._folding.families.values(), self, moment))
                if not gone:
                    return 0
                draft, event = erasure(gone, moment)
                states = self._trial(draft, event)
                entry = self._journal.erase(gone, draft, position_time=moment.at)
            self._make_true(entry, states)
        self._tell(Done(entry, event))
        return 1

    def _broken(self) -> set[str]:
        return {each.family for each in self.set_aside}

    def _event(self, entry: Entry) -> Event | None:
        try:
            return self._folding.event(entry.event)
        except msgspec.DecodeError:
            return None
