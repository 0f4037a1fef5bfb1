"""One terminal on real files: taps, rounds, crashes, and an old image of it put back."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from kiosk.clock import Clock
from kiosk.errors import Refused
from kiosk.following import FollowingStation
from kiosk.ids import TERMINAL, EntryId, OriginId, follow_id
from kiosk.journal.entry import Draft, Entry, Event, Head, Placed
from kiosk.journal.local.following import FollowingJournal
from kiosk.lockers import LOCKERS, rules
from kiosk.lockers.events import Mark, MarkReason
from kiosk.settings import Settings
from kiosk.sync.conversation import Conversation
from kiosk.sync.line import HubAway
from kiosk.tap import Tap
from tests.converging.hubs import Fault, Hubs, Line
from tests.converging.taps import FAMILIES, TAPS, Where, cabinet
from tests.journals import STATION
from tests.unit.venues.world import CALENDAR


class Terminal:
    """What runs on one machine, and what its people were told.

    Attributes:
        told: own entries whose refusal was said to who listens.
        known: what was first decided of each entry it had taken when the hub was put back.
        whole: no old image of it was ever put back.
    """

    journals: type[FollowingJournal] = FollowingJournal
    lines: type[Line] = Line
    families = FAMILIES

    def __init__(self, directory: Path, number: int, hubs: Hubs, clock: Clock) -> None:
        self.number, self.name = number, f"t{number}"
        self.line = self.lines(hubs, self.name)
        self.told = set[EntryId]()
        self.known = dict[EntryId, str | None]()
        self.whole = True
        self._clock = clock
        self._directory = directory / f"{self.name}-0"
        self._image = directory / f"{self.name}-image"
        self._lives = 0
        self._open()
        self.keep_image()

    def _open(self) -> None:
        self.journal = self.journals.open(
            self._directory, station=STATION, origin=OriginId(f"{self.name}.0")
        )
        self.station = FollowingStation(
            self.journal,
            self.families,
            self._clock,
            lambda _: Settings(),
            positioner=self,
            calendar=lambda _: CALENDAR,
        )
        self.talk = Conversation(self.station, self.line, on_fork=self._to_check)
        self.station.subscribe(self._hear)

    # -- what happens ----------------------------------------------------------------------

    def tap(self, what: str, tap: EntryId, pick: int) -> bool:
        """Let somebody tap; return whether they were told that it is done."""
        try:
            TAPS[what](Where(self.station, self.number, tap, pick))
        except Refused:
            return False
        return True

    def round(self, luck: Sequence[Fault] = ()) -> None:
        """Try one exchange; it may break off anywhere."""
        self.line.luck = list(luck)
        with suppress(HubAway):
            self.talk.round()
        self.line.luck = []

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        return self.talk.decide(draft, after)

    def crash(self) -> None:
        """End as the power does: what is on the disk is all there is."""
        self._begin_from(self._directory)

    def keep_image(self) -> None:
        """Copy the disk."""
        shutil.rmtree(self._image, ignore_errors=True)
        shutil.copytree(self._directory, self._image)

    def put_image_back(self) -> None:
        """Go on from the last copy of the disk."""
        self.whole = False
        self._begin_from(self._image)
        self.known = {each.id: each.refused for each in self.journal.lost()}

    def close(self) -> None:
        self.journal.close()

    def _begin_from(self, disk: Path) -> None:
        self._lives += 1
        before = self._directory
        self._directory = before.with_name(f"{self.name}-{self._lives}")
        shutil.copytree(disk, self._directory)
        self.journal.close()
        shutil.rmtree(before)
        self._open()

    # -- what is true of it ----------------------------------------------------------------

    def makes(self, entry: Entry) -> bool:
        return entry.origin.partition(".")[0] == self.name

    def own(self) -> set[EntryId]:
        """What it can send again."""
        waits = {placed.entry.id for placed in self.journal.pending()}
        return waits | {entry.id for entry in self.journal.read() if self.makes(entry)}

    def note_known(self) -> None:
        """The hub is put back now: this is what is known of the time that is lost."""
        for entry in self.journal.read():
            self.known.setdefault(entry.id, entry.refused)

    def _hear(self, entry: Entry, event: Event) -> None:
        if entry.refused is not None and self.makes(entry):
            self.told.add(entry.id)

    def _to_check(self, origin: OriginId) -> None:
        mine = cabinet(self.number)
        mark = partial(rules.mark, mark=Mark.TO_CHECK, reason=MarkReason.DIFFERS)
        for plan in mine.doors:
            tap = Tap(follow_id("fork", origin, plan.id), TERMINAL)
            with suppress(Refused):
                self.station.do(tap, LOCKERS, mark, cabinet=mine, door=plan.id)
