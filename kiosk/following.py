"""``FollowingStation``: a terminal whose entries get their positions at a hub.

    confirmed = fold of what was positioned, in order
    view      = confirmed, and then what was made here and waits for its position, in order

What is made here is durable and shown at once, marked tentative until it comes back. After a pull
the confirmed part goes on, and what still waits is folded on top of it once more: there is no
other merging. What only the positioner may decide (``Family.decided``) never waits: it is decided
there before anything is shown, or refused because nobody could be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import msgspec

from kiosk.clock import Clock, Moment
from kiosk.errors import Refused
from kiosk.family import Family, Owner
from kiosk.folding import States
from kiosk.ids import EntryId, OriginId, terminal_of
from kiosk.journal.entry import Draft, Entry, Event, Head, Placed
from kiosk.journal.local.following import FollowingJournal
from kiosk.journal.local.lost import Lost
from kiosk.privacy import Erased
from kiosk.settings import Settings
from kiosk.station import Station
from kiosk.tap import Asked, Done, Tap
from kiosk.workdays import Calendar

S = TypeVar("S", bound=msgspec.Struct)
P = ParamSpec("P")


class Outcome(StrEnum):
    """What became of an entry when its positioner had been put back."""

    SAME = "same"
    WAITS = "waits"
    GONE = "gone"
    """Nobody has sent it again; it may still come from a terminal that is away."""
    REFUSED = "refused"
    """It stood, and is refused now."""
    STANDS = "stands"
    """It was refused, and stands now."""


class Differently(msgspec.Struct, frozen=True):
    """One entry that may have come out otherwise the second time."""

    was: Lost
    now: Entry | None
    outcome: Outcome


class Positioner(Protocol):
    """Who decides. Blocking; called on the caller's thread, never under the station's lock."""

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        """Have ``draft`` positioned; return everything after ``after``, the draft among it.

        Raises:
            Refused: ``positioner_away``: nobody could be asked, or no answer came in time. The
                same draft may be asked again: what was decided stays decided.
        """
        ...


class FollowingStation(Station):
    """One terminal of a station that has a positioner elsewhere."""

    _journal: FollowingJournal

    def __init__(
        self,
        journal: FollowingJournal,
        families: Sequence[Family[Any]],
        clock: Clock,
        settings: Callable[[Station], Settings],
        *,
        positioner: Positioner,
        calendar: Callable[[Station], Calendar] | None = None,
        timers: Collection[Owner] = (Owner.TERMINAL,),
    ) -> None:
        more: dict[str, Any] = {} if calendar is None else {"calendar": calendar}
        super().__init__(journal, families, clock, settings, timers=timers, **more)
        self._positioner = positioner
        self._confirmed = self._states
        self._waiting: dict[EntryId, Entry] = {}
        self._tentative: frozenset[str] = frozenset()
        self._watchers: list[Callable[[], None]] = []
        self._show_pending()

    def is_tentative(self, thing: str) -> bool:
        """Tell whether an entry, or what one is about, still waits for its position."""
        return thing in self._tentative

    def watch_positions(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call ``watcher`` after what was made here got its position, or lost it again."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    @property
    def following(self) -> FollowingJournal:
        """The journal, as the exchange with the positioner needs it."""
        return self._journal

    @property
    def pending(self) -> int:
        """How many entries wait for their positions."""
        return len(self._waiting)

    def do(
        self,
        tap: Tap,
        family: Family[S],
        rule: Callable[Concatenate[S, Moment, P], Event],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done:
        """Ask ``rule`` and make its event true: here and tentative, or decided by the positioner.

        Raises:
            Refused: the rule, a clash or the positioner said no; or ``positioner_away`` for what
                only it may decide.
            NotDurable: the disk said no; nothing has happened.
        """
        with self._lock:
            known = self._journal.find(tap.id)
            if known is not None:
                return self._repeat(known)
            asked = self._ask(tap, family, rule, *args, **kwargs)
            head = self._journal.head
            here = not isinstance(asked.event, family.decided)
            if here:
                states = self._trial(asked.draft, asked.event)
                entry = self._journal.append(asked.draft, position_time=asked.draft.at)
                self._make_true(entry, states)
        if not here:
            return self._have_decided(asked, head)
        done = Done(entry, asked.event)
        self._tell(done)
        return done

    def merge(self, page: Sequence[Placed]) -> None:
        """Take a page of positioned entries that begins at the present head or before it.

        Listeners are told of entries made elsewhere, and of own ones that were refused.

        Raises:
            JournalDamaged: the page has a hole or is of another history; nothing was taken.
            NotDurable: the disk said no; nothing was taken.
        """
        with self._lock:
            head = self._journal.head.position
            fresh = [placed for placed in page if placed.entry.position > head]
            if not fresh:
                return
            events = [(placed.entry, self._event(placed.entry)) for placed in fresh]
            self._journal.take(fresh, erased=_erased(events))
            self._go_on([placed.entry for placed in fresh])
            news = [
                Done(entry, event)
                for entry, event in events
                if event is not None and (entry.id not in self._waiting or entry.refused)
            ]
            mine = any(entry.id in self._waiting for entry, _ in events)
            self._show_pending()
        for done in news:
            self._tell(done)
        if mine:
            self._tell_watchers()

    def go_back(self, position: int) -> None:
        """The positioner knows nothing after ``position``: what was made here waits again."""
        with self._lock:
            self._journal.go_back(position)
            replayed = self._folding.replay(self._journal)
            self._confirmed, self._at = replayed.states, position
            self.set_aside = replayed.set_aside
            self._show_pending()
        self._tell_watchers()

    @property
    def forked(self) -> bool:
        """Whether this terminal was put back or cloned and has not yet become another self."""
        return self._journal.forked

    def number_as(self, origin: OriginId) -> None:
        """Number as ``origin`` from now on, unless this is its terminal already."""
        journal = self._journal
        known = {journal.origin, *(placed.entry.origin for placed in journal.pending(1))}
        if any(terminal_of(each) != terminal_of(origin) for each in known):
            journal.renumber(origin)
            self.show_again()

    def show_again(self) -> None:
        """Read anew what waits: it was numbered anew."""
        with self._lock:
            self._show_pending()

    def decided_differently(self) -> Sequence[Differently]:
        """Return what came out otherwise when the positioner had been put back, oldest first.

        What still waits is not told yet; what came out as before is forgotten here.
        """
        with self._lock:
            found = [_compared(lost, self._journal.find(lost.id)) for lost in self._journal.lost()]
            same = [each.was.id for each in found if each.outcome is Outcome.SAME]
            if same and not self._journal.read_only:
                self._journal.forget_lost(same)
        told = (Outcome.GONE, Outcome.REFUSED, Outcome.STANDS)
        return [each for each in found if each.outcome in told]

    def forget_differences(self, entries: Collection[EntryId]) -> None:
        """Staff have seen these."""
        self._journal.forget_lost(entries)

    # -- made here -------------------------------------------------------------------------

    def _make_true(self, last: Entry, states: States, count: int = 1) -> None:
        self._waiting = {**self._waiting, last.id: last}
        self._tentative |= self._not_yet(last)
        self._states = states

    def _have_decided(self, asked: Asked, head: Head) -> Done:
        self.merge(self._positioner.decide(asked.draft, head))
        known = self._journal.find(asked.draft.id)
        if known is None or not known.position:
            raise Refused("positioner_away")
        return self._repeat(known) if known.refused else Done(known, asked.event)

    def _trial(self, draft: Draft, event: Event) -> States:
        # Later than everything that waits already, as it will be.
        return self._trial_at(self._journal.head.position + len(self._waiting) + 1, draft, event)

    # -- positioned ------------------------------------------------------------------------

    @property
    def _lasting(self) -> States:
        return self._confirmed

    def _go_on(self, entries: Sequence[Entry]) -> None:
        found = self._folding.go_on(self._confirmed, entries)
        self._confirmed = found.states
        self._at = self._journal.head.position
        self.unknown_tags += found.unknown
        self.set_aside = (*self.set_aside, *found.set_aside)
        self._count_for_checkpoint(len(entries))

    def _show_pending(self) -> None:
        """Fold what waits on top of what is confirmed; what no longer folds is not shown."""
        waiting = [placed.entry for placed in self._journal.pending()]
        head = self._journal.head.position
        shown = [
            msgspec.structs.replace(entry, position=head + number)
            for number, entry in enumerate(waiting, start=1)
        ]
        self._waiting = {entry.id: entry for entry in waiting}
        self._tentative = frozenset[str]().union(*map(self._not_yet, waiting))
        self._states = self._folding.go_on(self._confirmed, shown).states

    def _not_yet(self, entry: Entry) -> frozenset[str]:
        """Return what is tentative while ``entry`` waits: itself and what it is about."""
        event = self._event(entry)
        family = None if event is None else self._folding.family_of(event)
        if event is None or family is None or isinstance(event, family.owned):
            return frozenset()
        concern = family.about(event)
        return frozenset({entry.id} if concern is None else {entry.id, concern.subject})

    def _tell_watchers(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()


def _compared(was: Lost, now: Entry | None) -> Differently:
    if now is None:
        outcome = Outcome.GONE
    elif not now.position:
        outcome = Outcome.WAITS
    elif (now.refused is None) == (was.refused is None):
        outcome = Outcome.SAME
    else:
        outcome = Outcome.STANDS if now.refused is None else Outcome.REFUSED
    return Differently(was, now, outcome)


def _erased(events: Sequence[tuple[Entry, Event | None]]) -> list[EntryId]:
    return [gone for _, event in events if isinstance(event, Erased) for gone in event.entries]
