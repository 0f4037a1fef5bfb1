"""The key of each station, for pages that check a PIN or a link."""

from __future__ import annotations

from sqlalchemy import select

from kiosk.errors import Refused
from kiosk.hub.database import Database
from kiosk.hub.tables import STATIONS
from kiosk.hub.vault import Vault
from kiosk.ids import StationId
from kiosk.secrets import StationKey


class StationKeys:
    """Unseals station keys; each once. Thread-safe."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._known: dict[StationId, StationKey] = {}

    def check(self) -> None:
        """See that ``hub.key`` is the key of this database, before anybody asks for anything.

        Raises:
            ConfigError: it is another, or a new one: the database came without it.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(STATIONS.c.key, STATIONS.c.station)).first()
        if row is not None:
            self._vault.unseal(row.key, row.station)

    def of(self, station: StationId) -> StationKey:
        """Return the key of ``station``.

        Raises:
            Refused: ``no_station_key``: no terminal was ever paired with it here.
        """
        known = self._known.get(station)
        if known is not None:
            return known
        with self._database.reading() as connection:
            sealed = connection.scalar(select(STATIONS.c.key).where(STATIONS.c.station == station))
        if sealed is None:
            raise Refused("no_station_key")
        return self._known.setdefault(station, StationKey(self._vault.unseal(sealed, station)))
