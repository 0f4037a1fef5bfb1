"""The station: asks rules, writes entries durably, folds them, and tells who listens.

``do`` is the one way anything becomes true:

    lock · known id? · rule · clash · trial fold · append · publish

Nothing here knows a screen, a port or which families exist.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import msgspec

from kiosk.clock import Clock, Moment
from kiosk.errors import JournalError, Refused
from kiosk.family import Family
from kiosk.folding import Folding, States, stamp_of_draft
from kiosk.ids import TERMINAL, EntryId, follow_id
from kiosk.journal.entry import Draft, Entry, Event, Journal
from kiosk.privacy import Erased
from kiosk.settings import Settings
from kiosk.tap import Done, Tap
from kiosk.workdays import NOTHING_KNOWN, Calendar

S = TypeVar("S", bound=msgspec.Struct)
P = ParamSpec("P")

_log = logging.getLogger(__name__)
_CHECKPOINT_EVERY = 2_000
_DUE_ROUNDS = 100
NO_ENTRIES = ("read_only", "family_read_only")
"""Refusals that say the station takes no entries now, whatever was asked."""


Listener = Callable[[Entry, Event], None]


class Station:
    """One station on its journal. Every method may be called from any thread but the UI's.

    Args:
        families: every family, in one explicit table of the composition root.
        settings: reads the present settings out of the station.
        calendar: reads the present working days out of the station; without it none is known.
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
        lock: AbstractContextManager[object] | None = None,
    ) -> None:
        self._journal = journal
        self._folding = Folding(families)
        self._clock = clock
        self._settings = settings
        self._calendar = calendar
        self._lock = lock or threading.RLock()
        self._closed = False
        self._listeners: list[Listener] = []
        self._since_checkpoint = 0
        replayed = self._folding.replay(journal)
        self._states = replayed.states
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
    def clock(self) -> Clock:
        """What the moments of this station are read from."""
        return self._clock

    @property
    def read_only(self) -> bool:
        """True when a newer program wrote the journal."""
        return self._journal.read_only

    def moment(self) -> Moment:
        """Return now, as rules may know it."""
        return Moment.of(self._clock, self._settings(self), self._calendar(self))

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
            known = self._journal.find(tap.id)
            if known is not None:
                return self._repeat(known)
            self._must_be_well(family)
            if tap.private is not None and not family.erases:
                raise TypeError(f"{family.name} erases nothing, so it takes nothing personal")
            moment = self.moment()
            event = rule(self.state(family), moment, *args, **kwargs)
            reason = family.clash(self.state(family), event, moment)
            if reason is not None:
                raise Refused(reason)
            done = self._commit(tap, event, moment)
        self._tell(done)
        return done

    def tend(self) -> int:
        """Do what time asks for, then erase; return how many entries were written."""
        written = sum(self._do_due(family) for family in self._folding.families.values())
        return written + self._erase_expired()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener(entry, event)`` after each commit, on the committing thread.

        Returns:
            A function that ends the subscription.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def checkpoint(self) -> None:
        """Keep the present states, so the next start need not fold the whole journal."""
        with self._lock:
            if self._journal.read_only:
                return
            head = self._journal.head
            self._journal.keep(self._folding.checkpoints(self._states, head, but=self._broken()))
            self._since_checkpoint = 0

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
        if self._journal.read_only:
            raise Refused("read_only")
        if family.name in self._broken():
            raise Refused("family_read_only", family=family.name)

    def _commit(self, tap: Tap, event: Event, moment: Moment) -> Done:
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
        states = self._trial(draft, read_back)
        entry = self._journal.append(draft, position_time=moment.at)
        self._publish(states)
        return Done(entry, read_back)

    def _publish(self, states: States) -> None:
        self._states = states
        self._since_checkpoint += 1
        if self._since_checkpoint < _CHECKPOINT_EVERY:
            return
        self._since_checkpoint = 0
        try:
            self.checkpoint()
        except JournalError as error:
            # The entry is durable and true; a checkpoint only makes the next start quicker.
            _log.warning("no checkpoint was kept: %s", type(error).__name__)

    def _trial(self, draft: Draft, event: Event) -> States:
        position = self._journal.head.position + 1
        return self._folding.fold(self._states, stamp_of_draft(draft, position), event)

    def _tell(self, done: Done) -> None:
        for listener in tuple(self._listeners):
            listener(done.entry, done.event)

    # -- time ------------------------------------------------------------------------------

    def _do_due(self, family: Family[Any]) -> int:
        written = 0
        for _ in range(_DUE_ROUNDS):
            proposals = tuple(family.due(self.state(family), self.moment()))
            fresh = [self._propose(family, each.id, each.event) for each in proposals]
            written += sum(fresh)
            if not any(fresh):
                break
        return written

    def _propose(self, family: Family[Any], entry: EntryId, event: Event) -> bool:
        try:
            done = self.do(Tap(entry, TERMINAL), family, lambda _state, _moment: event)
        except Refused:
            return False
        return not done.repeated

    def _erase_expired(self) -> int:
        with self._lock:
            if self._journal.read_only:
                return 0
            moment = self.moment()
            gone = sorted(
                {
                    entry
                    for family in self._folding.families.values()
                    for entry in family.expired(self.state(family), moment)
                }
            )
            if not gone:
                return 0
            done = self._erase(gone, moment)
        self._tell(done)
        return 1

    def _erase(self, gone: list[EntryId], moment: Moment) -> Done:
        event = Erased(entries=tuple(gone))
        draft = Draft(
            id=follow_id("privacy.erased", *gone),
            at=moment.at,
            business_date=moment.business_date,
            actor=TERMINAL,
            event=msgspec.json.encode(event),
        )
        states = self._trial(draft, event)
        entry = self._journal.erase(gone, draft, position_time=moment.at)
        self._publish(states)
        return Done(entry, event)

    def _broken(self) -> set[str]:
        return {each.family for each in self.set_aside}

    def _event(self, entry: Entry) -> Event | None:
        try:
            return self._folding.event(entry.event)
        except msgspec.DecodeError:
            return None
