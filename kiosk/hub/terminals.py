"""The terminals of each station, and whether a request is one of theirs."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.hub.database import Database
from kiosk.hub.faults import Denied
from kiosk.hub.tables import BANKS, REPORTS, TERMINALS
from kiosk.hub.vault import Vault
from kiosk.ids import BankId, StationId
from kiosk.signatures import CLOCK_WITHIN, Signed, verify
from kiosk.wire import Fault, Garbled, Report, decode, encode

_KEYS_FOR = 5.0
"""Seconds a key is remembered; so long may a terminal that was ended still be believed."""
_MOST_NONCES = 200_000
AWAY_AFTER = timedelta(minutes=3)
_PAIRED = ("station", "terminal", "name", "program", "paired_at", "ended_at")


class Terminal(msgspec.Struct, frozen=True):
    """One paired terminal, without its key.

    Attributes:
        seen_at: when it last asked this hub anything, to the minute where hubs share a database.
        report: how it last said it is.
    """

    station: StationId
    terminal: str
    name: str
    program: str
    paired_at: str
    ended_at: str | None
    seen_at: str | None = None
    report: Report | None = None

    def is_away(self, now: datetime) -> bool:
        """Tell whether it was not heard of for longer than it can be silent."""
        seen = self.seen_at
        return seen is None or now - datetime.fromisoformat(seen) > AWAY_AFTER


class Terminals:
    """Reads keys and believes requests. Thread-safe."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._keys: dict[tuple[StationId, str], tuple[float, bytes]] = {}
        self._nonces: dict[tuple[str, str, str], float] = {}
        self._seen: dict[tuple[StationId, str], datetime] = {}

    def known(self, signed: Signed) -> bytes | None:
        """Return the key of who signed if it is remembered; no question to the database."""
        until, key = self._keys.get((signed.station, signed.terminal), (0.0, b""))
        return key if until > time.monotonic() else None

    def key(self, signed: Signed) -> bytes:
        """Return the key of who signed.

        Raises:
            Denied: ``unknown_terminal``.
        """
        who = (signed.station, signed.terminal)
        with self._database.reading() as connection:
            sealed = connection.scalar(
                select(TERMINALS.c.key).where(
                    TERMINALS.c.station == who[0],
                    TERMINALS.c.terminal == who[1],
                    TERMINALS.c.ended_at.is_(None),
                )
            )
        if sealed is None:
            raise Denied(Fault.UNKNOWN_TERMINAL)
        key = self._vault.unseal(sealed, *who)
        self._keys[who] = (time.monotonic() + _KEYS_FOR, key)
        return key

    def believe(
        self, key: bytes, signed: Signed, method: str, path: str, body: bytes, *, now: datetime
    ) -> None:
        """Check the signature, its time, and that this process has not seen the nonce.

        What is written is asked once more in its turn, where every process sees every nonce.

        Raises:
            Denied: ``wrong_key``, ``clock_off`` or ``repeated``.
        """
        try:
            verify(key, method, path, body, signed, now=now)
        except Garbled as error:
            raise Denied(error.fault) from error
        nonce = (signed.station, signed.terminal, signed.nonce)
        if nonce in self._nonces:
            raise Denied(Fault.REPEATED)
        if len(self._nonces) >= _MOST_NONCES:
            self.forget()
        self._seen[(signed.station, signed.terminal)] = now
        self._nonces[nonce] = time.monotonic() + 2 * CLOCK_WITHIN.total_seconds()

    def forget(self) -> None:
        """Forget nonces that are too old to be believed anyway."""
        now = time.monotonic()
        self._nonces = {each: until for each, until in self._nonces.items() if until > now}

    def of(self, station: StationId) -> list[Terminal]:
        """Return the terminals that were ever paired, and how they were last heard of."""
        columns = [TERMINALS.c[name] for name in _PAIRED]
        with_report = TERMINALS.outerjoin(
            REPORTS,
            (REPORTS.c.station == TERMINALS.c.station)
            & (REPORTS.c.terminal == TERMINALS.c.terminal),
        )
        asked = (
            select(*columns, REPORTS.c.seen_at, REPORTS.c.report)
            .select_from(with_report)
            .where(TERMINALS.c.station == station)
            .order_by(TERMINALS.c.paired_at)
        )
        with self._database.reading() as connection:
            rows = connection.execute(asked).all()
        return [Terminal(*row[:6], self._last_seen(row), _report(row.report)) for row in rows]

    def note(self, station: StationId, terminal: str, report: Report, *, at: datetime) -> None:
        """Keep how a terminal says it is."""
        self._keep(station, terminal, seen_at=at.isoformat(), report=encode(report))

    def keep_seen(self) -> None:
        """Write down when terminals were seen, for other hubs and for after a restart."""
        seen, self._seen = self._seen, {}
        for (station, terminal), at in seen.items():
            self._keep(station, terminal, seen_at=at.isoformat())

    def owners(self, station: StationId) -> dict[BankId, str]:
        """Return which terminal owns each cabinet."""
        asked = select(BANKS.c.bank, BANKS.c.terminal).where(BANKS.c.station == station)
        with self._database.reading() as connection:
            return {BankId(row.bank): row.terminal for row in connection.execute(asked)}

    def owner_of(self, station: StationId, bank: BankId) -> Terminal | None:
        """Return the terminal that owns a cabinet, if one was paired with it."""
        owner = self.owners(station).get(bank)
        return next((each for each in self.of(station) if each.terminal == owner), None)

    def end(self, station: StationId, terminal: str, *, at: datetime) -> None:
        """Believe this terminal no more: it was lost, or is used for something else."""
        with self._database.changing() as connection:
            connection.execute(
                update(TERMINALS)
                .where(TERMINALS.c.station == station, TERMINALS.c.terminal == terminal)
                .values(ended_at=at.isoformat())
            )
        self._keys.pop((station, terminal), None)

    def _last_seen(self, row: Any) -> str | None:
        here = self._seen.get((row.station, row.terminal))
        kept: str | None = row.seen_at
        if here is None:
            return kept
        return max(kept or "", here.isoformat())

    def _keep(self, station: StationId, terminal: str, **values: Any) -> None:
        mine = (REPORTS.c.station == station) & (REPORTS.c.terminal == terminal)
        with self._database.changing() as connection:
            if connection.execute(update(REPORTS).where(mine).values(**values)).rowcount:
                return
            with suppress(IntegrityError), connection.begin_nested():  # another hub was faster
                connection.execute(
                    insert(REPORTS), {"station": station, "terminal": terminal, **values}
                )


def _report(kept: bytes | None) -> Report | None:
    try:
        return decode(kept, Report) if kept else None
    except Garbled:
        return None  # of a newer program
