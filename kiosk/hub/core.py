"""``Hub``: everything of a hub that runs without HTTP, put together and taken apart."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import delete, select

from kiosk.clock import Clock
from kiosk.config import StationFile
from kiosk.errors import JournalError, Refused
from kiosk.family import Family, Owner
from kiosk.hub.certificate import certificate_in, public_part
from kiosk.hub.database import Database
from kiosk.hub.faults import Denied
from kiosk.hub.figures import FigureBooks
from kiosk.hub.keys import StationKeys
from kiosk.hub.metrics import Metrics
from kiosk.hub.pairing import Pairing
from kiosk.hub.sessions import Sessions
from kiosk.hub.signing_in import SigningIn
from kiosk.hub.store import HubJournal
from kiosk.hub.tables import HEADS, NONCES, STATIONS
from kiosk.hub.terminals import Terminals
from kiosk.hub.turns import Turns
from kiosk.hub.vault import Vault
from kiosk.hub.watching import Watch
from kiosk.ids import StationId
from kiosk.jobs import Lane
from kiosk.journal.entry import Head
from kiosk.positioning import PositioningStation
from kiosk.settings import Settings
from kiosk.station import Station
from kiosk.wire import Fault
from kiosk.workdays import NOTHING_KNOWN, Calendar

TEND_EVERY = 60.0
_LANES = 4

_log = logging.getLogger(__name__)


class Hub:
    """Positions the entries of every station in one database.

    Args:
        data: where the hub's key and certificate lie.
        families: every family, in one explicit table of the composition root.
        settings: reads the present settings out of a station.
        calendar: makes what reads the present working days, one for each station.
        hosts: names under which terminals reach this hub; they stand in its certificate.
        locks: False only in a test that shows why a turn locks the head.

    Raises:
        ConfigError: the key in ``data`` is not the one of the database.
    """

    def __init__(
        self,
        database: Database,
        data: Path,
        families: Sequence[Family[Any]],
        clock: Clock,
        settings: Callable[[Station], Settings],
        *,
        calendar: Callable[[], Callable[[Station], Calendar]] = lambda: lambda _: NOTHING_KNOWN,
        hosts: Sequence[str] = (),
        locks: bool = True,
    ) -> None:
        self.database = database
        self.clock = clock
        self.metrics = Metrics()
        self.watch = Watch(database)
        vault = Vault.open(data)
        self.certificate = certificate_in(data, hosts)
        self.terminals = Terminals(database, vault)
        self.keys = StationKeys(database, vault)
        self.keys.check()
        self.sessions = Sessions(database, clock)
        self.signing_in = SigningIn(database, self.keys, self.sessions, self.present)
        self.pairing = Pairing(database, vault, clock, lambda: public_part(self.certificate))
        self.figures = FigureBooks(lambda name: self.turns(name).journal)
        self._families = tuple(families)
        self._settings = settings
        self._calendar = calendar
        self._locks = locks
        self._turns: dict[StationId, Turns] = {}
        self._opening = Lock()
        self._adopted: set[StationId] = set()
        self._files: dict[StationId, StationFile] = {}
        self._lanes = [Lane(f"turns {number}") for number in range(_LANES)]

    def begin(self) -> None:
        """Do each minute what time asks for."""
        self._lanes[0].every(TEND_EVERY, self._tend_all)

    def close(self) -> None:
        """Finish the turns that were asked for, then let the database go. Idempotent."""
        for lane in self._lanes:
            lane.close()
        for turns in self._turns.values():
            turns.close()
        self.database.close()

    def stations(self) -> list[StationId]:
        """Return the stations this database knows."""
        with self.database.reading() as connection:
            return [StationId(row) for row in connection.scalars(select(HEADS.c.station))]

    def turns(self, station: StationId) -> Turns:
        """Return the line of ``station`` in this process.

        Raises:
            Denied: no such station was ever paired or shown.
        """
        turns = self._turns.get(station)
        if turns is not None:
            return turns
        if station not in self.stations():
            raise Denied(Fault.WRONG_STATION)
        with self._opening:
            if station not in self._turns:
                journal = HubJournal(self.database, station=station, locks=self._locks)
                lane = self._lane(station)
                moved = self._moved
                self._turns[station] = Turns(journal, self._built, lane, self.metrics, moved)
            return self._turns[station]

    def station(self, station: StationId) -> PositioningStation:
        """Return the station as this process knows it; pages ask rules with its ``do``."""
        return self.turns(station).station

    def fresh(self, station: StationId) -> PositioningStation:
        """Return the station after a look at what other processes wrote."""
        found = self.station(station)
        found.place([])
        return found

    def present(self, station: StationId) -> PositioningStation:
        """Return the station as it is now; a turn is taken only if others have written."""
        found = self.station(station)
        return found if found.position == found.journal.head.position else self.fresh(station)

    def know(self, station: StationId, file: StationFile | None = None) -> None:
        """Make room for ``station``; it is empty until a terminal pairs.

        Args:
            file: what stands there: counters, doors, venues. Pages that need it say so without.
        """
        HubJournal(self.database, station=station)
        if file is not None:
            self._files[station] = file

    def file(self, station: StationId) -> StationFile | None:
        """Return what stands at ``station``, if this process was told."""
        return self._files.get(station)

    def check_adopted(self, station: StationId, journal: HubJournal) -> None:
        """Check that no history is still to be taken over.

        Raises:
            Denied: ``away``: it is; nobody writes before it is there.
        """
        if not self._is_adopted(journal):
            raise Denied(Fault.AWAY)

    def adopts(self, station: StationId) -> str | None:
        """Return the terminal whose history is taken over here."""
        asked = select(STATIONS.c.adopts).where(STATIONS.c.station == station)
        with self.database.reading() as connection:
            found: str | None = connection.scalar(asked)
        return found

    def _is_adopted(self, journal: HubJournal) -> bool:
        station = journal.station
        if station not in self._adopted:
            asked = select(STATIONS.c.adopts_to).where(STATIONS.c.station == station)
            with self.database.reading() as connection:
                to = connection.scalar(asked)
            if to is None:
                return True  # nobody has paired yet: there is nothing, and it may come
            if journal.head.position < to:
                return False
            self._adopted.add(station)
        return True

    def _built(self, journal: HubJournal) -> PositioningStation:
        built = PositioningStation(
            journal,
            self._families,
            self.clock,
            self._settings,
            calendar=self._calendar(),
            timers={Owner.POSITIONER},
        )
        if self._is_adopted(journal):
            # Rows that are over stand again in a database that was put back.
            built.erase_expired()
        return built

    def _moved(self, journal: HubJournal, head: Head) -> None:
        self.watch.moved(journal.station, head.position)

    def _lane(self, station: StationId) -> Lane:
        return self._lanes[zlib.crc32(station.encode()) % _LANES]

    def _tend_all(self) -> None:
        self.terminals.forget()
        self.terminals.keep_seen()
        now = self.clock.now().astimezone(UTC).timestamp()
        with self.database.changing() as connection:
            connection.execute(delete(NONCES).where(NONCES.c.until < now))
        for station in self.stations():
            self._lane(station).submit(self._tend, station)

    def _tend(self, station: StationId) -> None:
        try:
            tended = self.fresh(station)
            if not self._is_adopted(self.turns(station).journal):
                return
            tended.tend()
            head = tended.journal.head
        except (JournalError, Refused) as error:
            _log.error("what time asks of %s was not written: %s", station, type(error).__name__)
        else:
            self.watch.moved(station, head.position)
