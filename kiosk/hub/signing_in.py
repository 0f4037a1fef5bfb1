"""Signing in at the pages of the hub: the PIN is checked, wrong ones are counted in the database.

A try is counted before the PIN is looked at, in a turn that every hub process shares, so that
guesses sent at once to many of them are no more than guesses sent one after another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from sqlalchemy import Connection, delete, insert, select

from kiosk.errors import Refused
from kiosk.hub.database import Database
from kiosk.hub.keys import StationKeys
from kiosk.hub.reading import Reading
from kiosk.hub.sessions import Sessions
from kiosk.hub.tables import TRIES
from kiosk.ids import PinHash, StaffId, StationId, staff_actor
from kiosk.staff import STAFF, rules
from kiosk.staff.records import Member
from kiosk.station import Station
from kiosk.tap import Tap

_AT_ONCE = 2
"""PINs looked at at the same time: each takes 64 MiB for a tenth of a second."""


class SigningIn:
    """Checks PINs for the pages. Thread-safe."""

    def __init__(
        self,
        database: Database,
        keys: StationKeys,
        sessions: Sessions,
        station: Callable[[StationId], Station],
    ) -> None:
        self._database = database
        self._keys = keys
        self._sessions = sessions
        self._station = station
        self._slots = BoundedSemaphore(_AT_ONCE)
        self._nobody: dict[StationId, PinHash] = {}

    def sign_in(self, name: StationId, member: StaffId, pin: str) -> str:
        """Begin a session and return its token.

        Raises:
            Refused: ``wrong_pin`` (left), also for a number nobody has; ``pin_resting`` (until);
                ``no_station_key``.
        """
        station = self._station(name)
        rules.not_resting(station.state(STAFF), station.moment(), member)
        tried = self._count(name, member, station)
        found = station.state(STAFF).member(member)
        if not self._matches(name, found, pin) or found is None:
            raise self._wrong(name, member, station, tried, known=found is not None)
        self._forget(name, member)
        station.do(Tap.fresh(staff_actor(member)), STAFF, rules.sign_in, member=member)
        return self._sessions.begin(name, member, found.pin)

    def _matches(self, name: StationId, found: Member | None, pin: str) -> bool:
        key = self._keys.of(name)
        with self._slots:
            if found is None:  # takes as long as for somebody
                kept = self._nobody.get(name) or self._nobody.setdefault(name, key.pin_hash(""))
            else:
                kept = found.pin
            return key.pin_matches(kept, pin) and found is not None

    def _count(self, name: StationId, member: StaffId, station: Station) -> int:
        """Count a try before the PIN is looked at, and return which one it is.

        Raises:
            Refused: ``pin_resting`` (until).
        """
        now, most = station.moment().at, station.moment().settings.staff.pin_tries
        with self._database.changing() as connection:
            Reading(connection, name).head(lock=True)  # one after another, over all processes
            wrong, until = _tries(connection, name, member)
            if now.timestamp() < until:
                raise Refused("pin_resting", until=datetime.fromtimestamp(until, now.tzinfo))
            if wrong >= most:  # all tries are being looked at right now
                raise Refused("pin_resting", until=now + _rest(station))
            _keep(connection, name, member, wrong=wrong + 1, until=0.0)
        return wrong + 1

    def _wrong(
        self, name: StationId, member: StaffId, station: Station, tried: int, *, known: bool
    ) -> Refused:
        left = station.moment().settings.staff.pin_tries - tried
        if left > 0:
            return Refused("wrong_pin", left=left)
        until = station.moment().at + _rest(station)
        if known:
            done = station.do(Tap.fresh(), STAFF, rules.rest_pin, member=member)
            until = getattr(done.event, "until", until)
        # Nobody has this number: what was typed stays out of the journal.
        with self._database.changing() as connection:
            rests = 0.0 if known else until.timestamp()
            _keep(connection, name, member, wrong=0, until=rests)
        return Refused("pin_resting", until=until)

    def _forget(self, name: StationId, member: StaffId) -> None:
        with self._database.changing() as connection:
            _keep(connection, name, member, wrong=0, until=0.0)


def _rest(station: Station) -> timedelta:
    return timedelta(minutes=station.moment().settings.staff.pin_rest_min)


def _tries(connection: Connection, station: StationId, member: StaffId) -> tuple[int, float]:
    mine = (TRIES.c.station == station) & (TRIES.c.staff == member)
    found = connection.execute(select(TRIES.c.wrong, TRIES.c.until).where(mine)).first()
    return (0, 0.0) if found is None else (found.wrong, found.until)


def _keep(
    connection: Connection, station: StationId, member: StaffId, *, wrong: int, until: float
) -> None:
    mine = (TRIES.c.station == station) & (TRIES.c.staff == member)
    connection.execute(delete(TRIES).where(mine))
    if wrong or until:
        row = {"station": station, "staff": member, "wrong": wrong, "until": until}
        connection.execute(insert(TRIES), row)
