"""A positioner in the same process, for stations that follow one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kiosk.errors import Refused
from kiosk.family import Family
from kiosk.ids import OriginId, StationId
from kiosk.journal.entry import Draft, Head, Placed
from kiosk.journal.local import LocalJournal
from kiosk.positioning import PositioningStation
from kiosk.settings import Settings
from kiosk.station import Station
from tests.fakes import FakeClock
from tests.journals import STATION


class Hub:
    """A positioner in the same process, that can be out of reach."""

    def __init__(
        self,
        directory: Path,
        families: Sequence[Family[Any]],
        clock: FakeClock | None = None,
        settings: Callable[[Station], Settings] = lambda _: Settings(),
        *,
        station: StationId = STATION,
        **more: Any,
    ) -> None:
        self.journal = LocalJournal.open(directory, station=station, origin=OriginId("hub.0"))
        self.station = PositioningStation(
            self.journal, families, clock or FakeClock(), settings, **more
        )
        self.away = False
        self.answers_lost = False

    def page(self, after: int) -> list[Placed]:
        return [Placed(each, self.journal.private(each.id)) for each in self.journal.read(after)]

    def decide(self, draft: Draft, after: Head) -> Sequence[Placed]:
        if self.away:
            raise Refused("positioner_away")
        self.station.place([draft])
        if self.answers_lost:
            raise Refused("positioner_away")
        return self.page(after.position)
