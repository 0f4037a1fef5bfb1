"""The station ``huaken`` whose entries are positioned elsewhere, and another terminal of it.

The line to the positioner is the test's own hand: nothing travels until ``sync`` is called.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.calendars import load_calendar
from kiosk.following import FollowingStation
from kiosk.ids import EntryId, OriginId, StationId
from kiosk.journal.local.following import FollowingJournal
from kiosk.present_calendar import PresentCalendar
from kiosk.printing import PrintDesk
from kiosk.queueing.desk import QueueDesk
from kiosk.secrets import token_tag
from kiosk.station import Station
from kiosk.sync.line import draft_of
from kiosk.tap import Tap
from kiosk.telling import TELLING
from kiosk.telling.events import Told
from kiosk.telling.records import ToTell
from kiosk.venues.desk import VenueDesk
from kiosk.venues.interval import Interval
from kiosk.venues.receipt import Receipt
from screens.services import Services
from tests.builders import FAMILIES, present
from tests.fakes import FakePrinter
from tests.followers import Hub
from tests.ui.harness import HandLane
from tests.ui.lanes import OnPaper
from tests.ui.venues.hall import ROOM, Hall, slot

STATION = StationId("huaken")


class Elsewhere:
    """Another terminal of the station, with a line of its own."""

    def __init__(self, far: FarHall, folder: Path) -> None:
        self._far = far
        self.station = far.follow(folder, "t2")
        self.venue_desk = VenueDesk(self.station, far.file.site, far.key)
        self.queue_desk = QueueDesk(self.station, far.file.hall, far.key, token_tag)

    def apply(self, *slots: Interval, by: int = 9) -> Receipt:
        """Somebody applies there, and is recorded first."""
        self.sync()
        made = self.venue_desk.apply(
            Tap.fresh(), venue=ROOM, slots=slots or (slot(),), form=self._far.form(by)
        )
        self.sync()
        return made

    def sync(self) -> None:
        """Send and fetch."""
        exchange(self._far.hub, self.station)


def exchange(hub: Hub, station: FollowingStation) -> None:
    """Have what waits positioned, and take everything that is new."""
    journal: Any = station.journal
    hub.station.place([draft_of(placed) for placed in journal.pending()])
    station.merge(hub.page(journal.head.position))


class FarHall(Hall):
    """Places, counters and staff; nothing stands before the positioner says so."""

    station: FollowingStation

    def __init__(self, folder: Path) -> None:
        from screens.app import post

        super().__init__(folder)
        self.sync()
        self.printer, self.paper = FakePrinter(), HandLane()
        self.printing = PrintDesk(post)
        self.printing.serve(self.printer, OnPaper(self.paper), OnPaper(HandLane()))
        self.elsewhere = Elsewhere(self, folder / "t2")
        self.elsewhere.sync()

    def _open(self, folder: Path, station: StationId) -> Station:
        self._calendar = PresentCalendar(load_calendar())
        self.hub = Hub(
            folder / "hub",
            FAMILIES,
            self.clock,
            present,
            station=station,
            calendar=self._calendar,
        )
        return self.follow(folder / "t1", "t1")

    def follow(self, folder: Path, name: str) -> FollowingStation:
        """Return a terminal of the station."""
        return FollowingStation(
            FollowingJournal.open(folder, station=STATION, origin=OriginId(f"{name}.0")),
            FAMILIES,
            self.clock,
            present,
            positioner=self.hub,
            calendar=self._calendar,
        )

    def services(self, **changed: Any) -> Services:
        """Return what pages are given, with paper."""
        return super().services(**{"printing": self.printing, **changed})

    def sync(self) -> None:
        """Send and fetch."""
        exchange(self.hub, self.station)

    def lose(self, *slots: Interval, by: int = 1) -> Receipt:
        """Somebody applied here and has gone; another was quicker. The answer has come."""
        made = self.apply(*slots, by=by)
        self.elsewhere.apply(*slots, by=9)
        self.sync()
        return made

    def refuse(self, entry: str, reason: str) -> None:
        """Have what waits positioned, ``entry`` refused for a reason of the positioner's own."""
        journal: Any = self.journal
        for placed in journal.pending():
            refused = reason if placed.entry.id == entry else None
            draft, at = draft_of(placed), self.clock.now()
            self.hub.journal.append(draft, position_time=at, refused=refused)
        self.station.merge(self.hub.page(journal.head.position))

    @property
    def to_tell(self) -> tuple[ToTell, ...]:
        """Who is to be told, as this terminal knows it."""
        return self.station.state(TELLING).to_tell()

    def told(self) -> list[tuple[tuple[EntryId, ...], str, str]]:
        """Who was told how, and by whom."""
        return [
            (event.entries, event.how, self._entry(entry.id).actor)
            for entry, event in self._all()
            if isinstance(event, Told)
        ]

    def _entry(self, entry: EntryId) -> Any:
        return self.journal.find(entry)

    def _all(self) -> Any:
        self.sync()
        return self.station.events()

    def close(self) -> None:
        """End all of it."""
        super().close()
        self.elsewhere.station.close()
        self.hub.station.close()


Act = Callable[[FarHall], Any]
