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
from kiosk.hub.sessions import Sessions, pin_mark
from kiosk.hub.tables import TRIES
from kiosk.ids import PinHash, StaffId, StationId, staff_actor
from kiosk.staff import STAFF, rules
from kiosk.staff.records import Member
from kiosk.station import Station
from kiosk.tap import Tap


class SigningIn:
    """Checks PINs for the pages. Thread-safe.

    Args:
        at_once: PINs looked at at the same time: each takes 64 MiB for a tenth of a second.
        counts_first: False only in a test that shows why a try is counted before it is looked at.
    """

    def __init__(
        self,
        database: Database,
        keys: StationKeys,
        sessions: Sessions,
        station: Callable[[StationId], Station],
        *,
        at_once: int = 2,
        counts_first: bool = True,
    ) -> None:
        self._database = database
        self._keys = keys
        self._sessions = sessions
        self._station = station
        self._slots = BoundedSemaphore(at_once)
        self._counts_first = counts_first
        self._nobody: dict[StationId, PinHash] = {}

    def sign_in(self, name: StationId, member: StaffId, pin: str) -> str:
        """Begin a session and return its token.

        Raises:
            Refused: ``wrong_pin`` (left), also for a number nobody has; ``pin_resting`` (until);
                ``no_station_key``.
        """
        station = self._station(name)
        rules.not_resting(station.state(STAFF), station.moment(), member)
        found = station.state(STAFF).member(member)
        tries = _Tries(name, member, "" if found is None else pin_mark(found.pin))
        tried = self._count(tries, station) if self._counts_first else 0
        if not self._matches(name, found, pin) or found is None:
            tried = tried or self._count(tries, station)
            raise self._wrong(tries, station, tried, known=found is not None)
        with self._database.changing() as connection:
            tries.keep(connection, wrong=0, until=0.0)
        station.do(Tap.fresh(staff_actor(member)), STAFF, rules.sign_in, member=member)
        return self._sessions.begin(name, member, found.pin)

    def forget_tries(self, name: StationId, member: StaffId) -> None:
        """Let a number that rests be tried again; the entry that frees it is written before."""
        with self._database.changing() as connection:
            _Tries(name, member, "").keep(connection, wrong=0, until=0.0)

    def _matches(self, name: StationId, found: Member | None, pin: str) -> bool:
        key = self._keys.of(name)
        with self._slots:
            if found is None:  # takes as long as for somebody
                kept = self._nobody.get(name) or self._nobody.setdefault(name, key.pin_hash(""))
            else:
                kept = found.pin
            return key.pin_matches(kept, pin) and found is not None

    def _count(self, tries: _Tries, station: Station) -> int:
        """Count a try before the PIN is looked at, and return which one it is.

        Raises:
            Refused: ``pin_resting`` (until).
        """
        now, most = station.moment().at, station.moment().settings.staff.pin_tries
        with self._database.changing() as connection:
            Reading(connection, tries.station).head(lock=True)  # one at a time, in all processes
            wrong, until = tries.read(connection)
            if now.timestamp() < until:
                raise Refused("pin_resting", until=datetime.fromtimestamp(until, now.tzinfo))
            if until:  # it has rested
                wrong = 0
            if wrong >= most:  # all tries are being looked at right now
                raise Refused("pin_resting", until=now + _rest(station))
            tries.keep(connection, wrong=wrong + 1, until=0.0)
        return wrong + 1

    def _wrong(self, tries: _Tries, station: Station, tried: int, *, known: bool) -> Refused:
        most = station.moment().settings.staff.pin_tries
        if tried < most:
            return Refused("wrong_pin", left=most - tried)
        until = station.moment().at + _rest(station)
        with self._database.changing() as connection:
            tries.keep(connection, wrong=most, until=until.timestamp())
        if known:  # of nobody: what was typed stays out of the journal
            station.do(Tap.fresh(), STAFF, rules.rest_pin, member=tries.member)
        return Refused("pin_resting", until=until)


class _Tries:
    """The wrong tries in a row of one member, with one PIN."""

    def __init__(self, station: StationId, member: StaffId, pin: str) -> None:
        self.station = station
        self.member = member
        self._pin = pin
        self._mine = (TRIES.c.station == station) & (TRIES.c.staff == member)

    def read(self, connection: Connection) -> tuple[int, float]:
        """Return how many there were, and until when the number rests."""
        columns = (TRIES.c.wrong, TRIES.c.until)
        asked = select(*columns).where(self._mine, TRIES.c.pin == self._pin)
        found = connection.execute(asked).first()
        return (0, 0.0) if found is None else (found.wrong, found.until)

    def keep(self, connection: Connection, *, wrong: int, until: float) -> None:
        """Remember so many."""
        connection.execute(delete(TRIES).where(self._mine))
        if wrong or until:
            row = {"station": self.station, "staff": self.member, "pin": self._pin}
            connection.execute(insert(TRIES), {**row, "wrong": wrong, "until": until})


def _rest(station: Station) -> timedelta:
    return timedelta(minutes=station.moment().settings.staff.pin_rest_min)
