"""Signing in at the pages of the hub: the PIN is checked, wrong ones are counted in the database.

A try is counted before the PIN is looked at, in a turn that every hub process shares, so that
guesses sent at once to many of them are no more than guesses sent one after another. A browser the
member has signed in with has tries of its own, or a stranger could keep them out for ever; and who
guesses at many numbers from one address has to wait before any of them rests.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from sqlalchemy import Connection, delete, insert, select

from kiosk.errors import Refused
from kiosk.hub.browsers import fresh_proof, known_browser
from kiosk.hub.database import Database
from kiosk.hub.guesses import Guesses
from kiosk.hub.keys import StationKeys
from kiosk.hub.reading import Reading
from kiosk.hub.sessions import Sessions, pin_mark
from kiosk.hub.tables import TRIES
from kiosk.ids import PinHash, StaffId, StationId, staff_actor
from kiosk.secrets import StationKey
from kiosk.staff import STAFF, rules
from kiosk.staff.records import Member
from kiosk.station import Station
from kiosk.tap import Tap

MOST_FROM_ONE = 20
WITHIN = timedelta(minutes=15)
"""How long so many wrong PINs are too many for one address, in this process."""


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
        self._senders = Guesses(most=MOST_FROM_ONE, within=WITHIN.total_seconds())
        self._nobody: dict[StationId, PinHash] = {}

    def sign_in(
        self, name: StationId, member: StaffId, pin: str, *, sender: str = "", proof: str = ""
    ) -> str:
        """Begin a session and return its token.

        Args:
            sender: the address it comes from.
            proof: what the browser got by ``proof_for`` when the member signed in before.

        Raises:
            Refused: ``wrong_pin`` (left), also for a number nobody has; ``pin_resting`` (until);
                ``sender_resting`` (minutes); ``no_station_key``.
        """
        if not self._senders.try_one(sender):
            raise Refused("sender_resting", minutes=int(WITHIN.total_seconds() // 60))
        station = self._station(name)
        found = station.state(STAFF).member(member)
        browser = "" if found is None else known_browser(self._key(name), member, found.pin, proof)
        if not browser:
            rules.not_resting(station.state(STAFF), station.moment(), member)
        whose = f"{member} {browser}" if browser else member
        tries = _Tries(name, whose, "" if found is None else pin_mark(found.pin))
        tried = self._count(tries, station) if self._counts_first else 0
        if not self._matches(name, found, pin) or found is None:
            tried = tried or self._count(tries, station)
            raise self._wrong(tries, station, tried, found)
        self._senders.right(sender)
        with self._database.changing() as connection:
            tries.keep(connection, wrong=0, until=0.0)
        tap, known = Tap.fresh(staff_actor(member)), bool(browser)
        station.do(tap, STAFF, rules.sign_in, member=member, known=known)
        return self._sessions.begin(name, member, found.pin)

    def proof_for(self, name: StationId, member: StaffId) -> str:
        """Return what the browser keeps in which ``member`` signed in just now."""
        found = self._station(name).state(STAFF).member(member)
        return "" if found is None else fresh_proof(self._key(name), member, found.pin)

    def forget_tries(self, name: StationId, member: StaffId) -> None:
        """Let a number that rests be tried again; the entry that frees it is written before."""
        whose = (TRIES.c.staff == member) | TRIES.c.staff.startswith(f"{member} ")
        with self._database.changing() as connection:
            connection.execute(delete(TRIES).where(TRIES.c.station == name, whose))

    def _key(self, name: StationId) -> StationKey:
        return self._keys.of(name)

    def _matches(self, name: StationId, found: Member | None, pin: str) -> bool:
        key = self._key(name)
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

    def _wrong(self, tries: _Tries, station: Station, tried: int, found: Member | None) -> Refused:
        most = station.moment().settings.staff.pin_tries
        if tried < most:
            return Refused("wrong_pin", left=most - tried)
        until = station.moment().at + _rest(station)
        with self._database.changing() as connection:
            tries.keep(connection, wrong=most, until=until.timestamp())
        if found is not None:  # of nobody: what was typed stays out of the journal
            station.do(Tap.fresh(), STAFF, rules.rest_pin, member=found.id)
        return Refused("pin_resting", until=until)


class _Tries:
    """The wrong tries in a row of one member, with one PIN.

    Args:
        whose: the member; with a browser the member is known in, those made with it.
    """

    def __init__(self, station: StationId, whose: str, pin: str) -> None:
        self.station = station
        self._whose = whose
        self._pin = pin
        self._mine = (TRIES.c.station == station) & (TRIES.c.staff == whose)

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
            row = {"station": self.station, "staff": self._whose, "pin": self._pin}
            connection.execute(insert(TRIES), {**row, "wrong": wrong, "until": until})


def _rest(station: Station) -> timedelta:
    return timedelta(minutes=station.moment().settings.staff.pin_rest_min)
