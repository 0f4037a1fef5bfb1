"""One hub of two processes on one file, and lines to it on which everything may go wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from kiosk.clock import Clock
from kiosk.hub.core import Hub
from kiosk.hub.database import FILE
from kiosk.ids import EntryId
from kiosk.journal.entry import Entry
from kiosk.positioning import PositioningStation
from kiosk.sync.line import HubAway
from kiosk.wire import Answer
from tests.converging.taps import FAMILIES
from tests.hubs import hub_in
from tests.journals import STATION
from tests.lines import DirectLine
from tests.unit.venues.world import CALENDAR

PROCESSES = 2


class Fault(StrEnum):
    """What happens to one question of a terminal."""

    NONE = "none"
    NOT_SENT = "not sent"
    ANSWER_LOST = "answer lost"
    SENT_TWICE = "sent twice"
    OLD_AGAIN = "an older question arrives once more before it"
    OVERTAKEN = "its answer arrives after those of a whole later round"
    PUT_BACK = "its answer arrives after the hub was put back, and the terminal knows it"


class Hubs:
    """The hub of the station; its file may be put back."""

    families = FAMILIES

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._copy: Path | None = None
        self.processes = list[Hub]()
        self.open()

    def open(self) -> None:
        self.processes = [self._opened() for _ in range(PROCESSES)]

    def close(self) -> None:
        for hub in self.processes:
            hub.close()

    def restart(self, number: int) -> None:
        """End one process, which keeps a checkpoint, and begin another."""
        self.processes[number].close()
        self.processes[number] = self._opened()

    def copy(self) -> None:
        """Take a back-up while the hub runs."""
        self._copy = self._directory / "hub-copy.db"
        self._copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._directory / FILE)) as beside:
            beside.execute("VACUUM INTO ?", (str(self._copy),))

    def put_back(self) -> None:
        """Go back to the last back-up, or to nothing."""
        self.close()
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            (self._directory / name).unlink(missing_ok=True)
        if self._copy is not None:
            shutil.copy(self._copy, self._directory / FILE)
        self.open()

    def station(self) -> PositioningStation:
        return self.processes[0].fresh(STATION)

    def entries(self) -> Sequence[Entry]:
        return tuple(self.station().journal.read())

    def ids(self) -> set[EntryId]:
        return {entry.id for entry in self.entries()}

    def _opened(self) -> Hub:
        hub = hub_in(
            self._directory,
            clock=self._clock,
            families=self.families,
            calendar=lambda: lambda _: CALENDAR,
        )
        hub.know(STATION)
        return hub


class Line(DirectLine):
    """A terminal's way to the processes in turn. ``luck`` is used up, one fault a question."""

    def __init__(self, hubs: Hubs, terminal: str) -> None:
        super().__init__(hubs.processes[0], terminal)
        self._hubs = hubs
        self._questions = 0
        self._old = list[Callable[[], Answer]]()
        self.luck = list[Fault]()
        self.meanwhile: Callable[[Fault], object] = lambda _: None

    def _said(self, what: str, ask: Callable[[], Answer]) -> Answer:
        fault = self.luck.pop(0) if self.luck else Fault.NONE
        self._questions += 1
        self.hub = self._hubs.processes[self._questions % PROCESSES]
        if fault is Fault.NOT_SENT:
            raise HubAway("not sent")
        if fault is Fault.OLD_AGAIN and self._old:
            self._quietly(self._old[self._questions % len(self._old)])
        if fault is Fault.SENT_TWICE:
            self._quietly(ask)
        answer = super()._said(what, ask)
        if what == "push":
            self._old.append(ask)
        if fault in (Fault.OVERTAKEN, Fault.PUT_BACK):
            self.meanwhile(fault)
        if fault is Fault.ANSWER_LOST:
            raise HubAway("the answer was lost")
        return answer

    def _quietly(self, ask: Callable[[], object]) -> None:
        """Whatever comes of it, nobody hears it."""
        try:
            ask()
        except HubAway:
            return
