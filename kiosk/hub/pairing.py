"""Pairing: how a terminal comes to belong to a station.

Staff have the hub show six digits, which hold for ten minutes and five tries, and type them at the
terminal. The terminal gets its name, a key of its own, and the key of the station.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.clock import Clock
from kiosk.hub.database import Database
from kiosk.hub.faults import Denied
from kiosk.hub.reading import Reading
from kiosk.hub.store import HubJournal
from kiosk.hub.tables import BANKS, CODES, STATIONS, TERMINALS
from kiosk.hub.vault import Vault
from kiosk.ids import OriginId, StationId, number_in, terminal_of
from kiosk.journal.entry import Head
from kiosk.signatures import KEY_BYTES
from kiosk.wire import Fault, Pair, Paired

CODE_FOR = timedelta(minutes=10)
TRIES = 5
_DIGITS = 6
_MOST_BANKS = 64
_MOST_NAME = 60
_MOST_TERMINALS = 9_999


class Shown(msgspec.Struct, frozen=True):
    """A code that holds; the code itself is known to whoever was shown it alone.

    Attributes:
        until: seconds since 1970.
    """

    until: float
    tries: int


class Pairing:
    """Shows codes and takes terminals in.

    Args:
        certificate: PEM that the terminals are to pin.
        clock: when a code was shown.
    """

    def __init__(
        self, database: Database, vault: Vault, clock: Clock, certificate: Callable[[], str]
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._certificate = certificate

    def show_code(self, station: StationId) -> str:
        """Return a fresh code for ``station``; the one before holds no more."""
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        HubJournal(self._database, station=station)  # a station begins with its first code
        with self._database.changing() as connection:
            connection.execute(delete(CODES).where(CODES.c.station == station))
            row = {
                "station": station,
                "tag": self._vault.code_tag(station, code),
                "until": (self._clock.now() + CODE_FOR).timestamp(),
                "tries": TRIES,
            }
            connection.execute(insert(CODES), row)
        return code

    def shown(self, station: StationId) -> Shown | None:
        """Return until when the present code holds and how many tries are left, if there is one."""
        with self._database.reading() as connection:
            asked = select(CODES.c.until, CODES.c.tries).where(CODES.c.station == station)
            row = connection.execute(asked).first()
        if row is None or row.tries < 1 or row.until <= self._clock.now().timestamp():
            return None
        return Shown(row.until, row.tries)

    def pair(self, asked: Pair) -> Paired:
        """Take a terminal in.

        Raises:
            Denied: ``wrong_station``, ``no_code``, ``wrong_code``, ``has_history``, ``bank_taken``,
                ``unreadable``.
        """
        if not self._is_within_limits(asked):
            raise Denied(Fault.UNREADABLE)
        station = asked.station
        with self._database.changing() as connection:
            matches = self._try(connection, station, asked.code)  # a try counts, whatever follows
        if not matches:
            raise Denied(Fault.WRONG_CODE)
        with self._database.changing() as connection:
            return self._take_in(connection, station, asked)

    def _is_within_limits(self, asked: Pair) -> bool:
        numbers = (asked.highest, number_in(terminal_of(asked.origin)))
        known = all(0 <= number <= _MOST_TERMINALS for number in numbers)
        return known and len(asked.banks) <= _MOST_BANKS and len(asked.name) <= _MOST_NAME

    def _try(self, connection: Connection, station: StationId, code: str) -> bool:
        if not Reading(connection, station).exists():
            raise Denied(Fault.WRONG_STATION)
        mine = CODES.c.station == station
        shown = connection.execute(select(CODES).where(mine).with_for_update()).first()
        over = shown is None or shown.until < self._clock.now().timestamp() or shown.tries < 1
        if shown is None or over:
            raise Denied(Fault.NO_CODE)
        if hmac.compare_digest(shown.tag, self._vault.code_tag(station, code)):
            return True
        connection.execute(update(CODES).where(mine).values(tries=shown.tries - 1))
        return False

    def _take_in(self, connection: Connection, station: StationId, asked: Pair) -> Paired:
        # The station's head is held, so two terminals come in one after the other.
        reading = Reading(connection, station)
        head = reading.head(lock=True)
        self._use_up(connection, station, asked.code)
        own = connection.execute(select(STATIONS).where(STATIONS.c.station == station)).first()
        adopt = asked.head != Head() and head == Head() and own is None
        if not (adopt or self._may_come(station, asked, own)):
            raise Denied(Fault.HAS_HISTORY)
        terminal = self._name(connection, station, asked)
        self._own_banks(connection, station, terminal, asked)
        station_key = self._station_key(connection, station, asked, own, terminal, adopt=adopt)
        key = secrets.token_bytes(KEY_BYTES)
        row = {
            "station": station,
            "terminal": terminal,
            "name": asked.name,
            "program": asked.program[:_MOST_NAME],
            "key": self._vault.seal(key, station, terminal),
            "paired_at": self._clock.now().isoformat(),
        }
        connection.execute(insert(TERMINALS), row)
        return Paired(
            station=station,
            terminal=terminal,
            origin=OriginId(f"{terminal}.0"),
            key=key,
            station_key=station_key,
            certificate=self._certificate(),
            adopt=adopt,
        )

    def _use_up(self, connection: Connection, station: StationId, code: str) -> None:
        tag = self._vault.code_tag(station, code)
        used = connection.execute(
            delete(CODES).where(CODES.c.station == station, CODES.c.tag == tag)
        )
        if used.rowcount != 1:  # somebody was faster with it
            raise Denied(Fault.NO_CODE)

    def _may_come(self, station: StationId, asked: Pair, own: Any) -> bool:
        """Tell whether a terminal brings nothing, or what was made under this station's key.

        Where its history ends otherwise than ours, this hub was put back: the terminal goes back
        to what both have and sends what it made after that again, as those do that we still know.
        """
        if own is None or not asked.station_key:
            return asked.head == Head()
        return hmac.compare_digest(self._vault.unseal(own.key, station), asked.station_key)

    def _name(self, connection: Connection, station: StationId, asked: Pair) -> str:
        """Return a name that stands for nobody else, here or in the history that comes along."""
        mine = TERMINALS.c.station == station
        taken = set(connection.scalars(select(TERMINALS.c.terminal).where(mine)))
        before = terminal_of(asked.origin)
        if asked.station_key and number_in(before) and before not in taken:
            return before
        return f"t{max([asked.highest, *map(number_in, taken)]) + 1}"

    def _own_banks(
        self, connection: Connection, station: StationId, terminal: str, asked: Pair
    ) -> None:
        if not asked.banks:
            return
        taken = (BANKS.c.station == station) & BANKS.c.bank.in_(asked.banks)
        if connection.execute(select(BANKS.c.bank).where(taken)).first() is not None:
            raise Denied(Fault.BANK_TAKEN)
        rows = [
            {"station": station, "bank": bank, "terminal": terminal}
            for bank in dict.fromkeys(asked.banks)
        ]
        connection.execute(insert(BANKS), rows)

    def _station_key(
        self,
        connection: Connection,
        station: StationId,
        asked: Pair,
        own: Any,
        terminal: str,
        *,
        adopt: bool,
    ) -> bytes:
        if own is not None:
            return self._vault.unseal(own.key, station)
        if len(asked.station_key) not in (0 if not adopt else KEY_BYTES, KEY_BYTES):
            raise Denied(Fault.UNREADABLE)
        key = asked.station_key or secrets.token_bytes(KEY_BYTES)
        row = {
            "station": station,
            "key": self._vault.seal(key, station),
            "adopts": terminal if adopt else None,
            "adopts_to": asked.head.position if adopt else 0,
        }
        connection.execute(insert(STATIONS), row)
        return key
