"""Everything together, and what must be true of it when the storm is over."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from shutil import rmtree

from kiosk.folding import Folding
from kiosk.following import Outcome
from kiosk.hub.store import HUB_ORIGIN
from kiosk.ids import EntryId, follow_id
from kiosk.journal.entry import Entry
from kiosk.telling import TELLING
from kiosk.telling.events import Lapsed
from tests.converging.hubs import Fault, Hubs
from tests.converging.taps import COUNTERS, FAMILIES, cabinet
from tests.converging.terminal import Terminal
from tests.converging.truth import two_winners
from tests.fakes import FakeClock
from tests.journals import STATION
from tests.unit.venues.world import MONDAY

TERMINALS = 3
_MEMORY = Path("/dev/shm")
_MOST_ROUNDS = 12


class World:
    """Three terminals, a hub, a clock.

    Attributes:
        owed: entries somebody was told are recorded, and that are on some disk yet.
    """

    hubs_of = Hubs
    terminals_of = Terminal

    def __init__(self) -> None:
        # Nothing here is about the disk, and in memory it is quicker.
        self._place = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
        self.clock = FakeClock(MONDAY)
        self.hubs = self.hubs_of(self._place / "hub", self.clock)
        self.terminals = [
            self.terminals_of(self._place, number, self.hubs, self.clock)
            for number in range(1, TERMINALS + 1)
        ]
        for terminal in self.terminals:
            terminal.line.meanwhile = partial(self._meanwhile, terminal)
        self.owed = set[EntryId]()
        self._taps = 0
        self._times_put_back = 0
        for pick in range(len(COUNTERS)):
            self.tap(self.terminals[0], "open a counter", pick)
        self.clock.advance(minutes=1)

    def close(self) -> None:
        for terminal in self.terminals:
            terminal.close()
        self.hubs.close()
        rmtree(self._place)

    # -- what happens ----------------------------------------------------------------------

    def tap(self, terminal: Terminal, what: str, pick: int, luck: Sequence[Fault] = ()) -> None:
        self._taps += 1
        tap = follow_id("tap", str(self._taps))
        terminal.line.luck = list(luck)
        times = self._times_put_back
        if terminal.tap(what, tap, pick):
            self.owed.add(tap)
        terminal.line.luck = []
        if times != self._times_put_back:
            self._reckon()  # while it was decided

    def put_image_back(self, terminal: Terminal) -> None:
        terminal.put_image_back()
        self._reckon()

    def put_hub_back(self) -> None:
        for terminal in self.terminals:
            terminal.note_known()
        self.hubs.put_back()
        self._times_put_back += 1
        self._reckon()

    def time_passes(self, hours: float) -> None:
        self.clock.advance(hours=hours)
        for terminal in self.terminals:
            terminal.station.tend()
        self.hubs.station().tend()

    def _meanwhile(self, terminal: Terminal, fault: Fault) -> None:
        """While a question is under way: what another lane of the terminal does."""
        if fault is Fault.PUT_BACK:
            self.put_hub_back()
        terminal.round()

    def _reckon(self) -> None:
        """A disk is gone: only what another one has can be owed any longer."""
        left = self.hubs.ids().union(*(terminal.own() for terminal in self.terminals))
        self.owed &= left

    # -- what must be true -----------------------------------------------------------------

    def settle(self) -> None:
        """Let everybody speak until all is said, then look."""
        for terminal in self.terminals:
            terminal.line.away = False
        for _ in range(_MOST_ROUNDS):
            for terminal in self.terminals:
                terminal.round()
            if self._is_quiet():
                break
        else:
            raise AssertionError("it never comes to rest")
        self._look()

    def _is_quiet(self) -> bool:
        head = self.hubs.station().journal.head
        waits = any(terminal.station.pending for terminal in self.terminals)
        return not waits and all(each.journal.head == head for each in self.terminals)

    def _look(self) -> None:
        truth, entries = self.hubs.station(), self.hubs.entries()
        assert truth.journal.verify() == truth.journal.head
        for terminal in self.terminals:
            assert terminal.journal.verify() == truth.journal.head
            for family in FAMILIES:
                mine, theirs = terminal.station.state(family), truth.state(family)
                assert mine == theirs, f"{family.name} differs at {terminal.name}"
        whole = [each for each in self.terminals if each.whole]
        doors = [door.id for each in whole for door in cabinet(each.number).doors]
        assert two_winners(entries, doors=doors) == []
        ids = [entry.id for entry in entries]
        assert len(ids) == len(set(ids)), "an entry has two positions"
        assert self.owed <= set(ids), "something that was recorded is lost"
        self._look_at_the_list(entries)
        for terminal in self.terminals:
            _look_at_refusals(terminal, entries)
            _look_at_differences(terminal, entries)

    def _look_at_the_list(self, entries: Sequence[Entry]) -> None:
        """Whoever was told at a terminal that it is recorded is on the list, or was given up."""
        folding = Folding(FAMILIES)
        listed = set(self.hubs.station().state(TELLING).refused)
        for entry in entries:
            event = folding.event(entry.event)
            if isinstance(event, Lapsed):
                listed.update(event.entries)
            if entry.refused is not None and entry.origin != HUB_ORIGIN and event is not None:
                on_list = folding.about(event) is None or entry.id in listed
                assert on_list, "somebody is told nowhere that it does not stand"

    def __repr__(self) -> str:
        return f"{STATION}: {len(self.hubs.ids())} entries"


def _look_at_refusals(terminal: Terminal, entries: Sequence[Entry]) -> None:
    refused = {each.id for each in entries if each.refused is not None and terminal.makes(each)}
    assert refused <= terminal.told, "nobody was told that something does not stand"


def _look_at_differences(terminal: Terminal, entries: Sequence[Entry]) -> None:
    now = {entry.id: entry.refused for entry in entries}
    listed = {each.was.id: each.outcome for each in terminal.station.decided_differently()}
    same = list[EntryId]()
    for entry, refused in terminal.known.items():
        if entry not in now:
            assert listed.get(entry) is Outcome.GONE, "nobody is told that it is gone"
        elif (now[entry] is None) != (refused is None):
            outcome = Outcome.STANDS if now[entry] is None else Outcome.REFUSED
            assert listed.get(entry) is outcome, "nobody is told that it came out otherwise"
        else:
            same.append(entry)
    for entry in same:
        del terminal.known[entry]
