"""Who is signed in at the pages of the hub, in the database, so that every process knows.

A session is found by a random token that only the browser has; the database has its hash. It ends
after some minutes without a request, at the latest after half a day, and at once when the member
left or got another PIN.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

import msgspec
from sqlalchemy import ColumnElement, delete, insert, select, update

from kiosk.clock import Clock
from kiosk.hub.database import Database
from kiosk.hub.tables import SESSIONS
from kiosk.ids import PinHash, StaffId, StationId

SESSION_FOR = timedelta(hours=12)
_TOKEN_BYTES = 32
_NOTE_EVERY = 15.0
"""Seconds within which further requests of a session are not written down."""


class Known(msgspec.Struct, frozen=True):
    """A session as it is kept.

    Attributes:
        pin: marks the PIN it began with.
    """

    station: StationId
    member: StaffId
    pin: str
    until: float
    seen: float


class Sessions:
    """Begins, finds and ends sessions. Thread-safe."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, station: StationId, member: StaffId, pin: PinHash) -> str:
        """Begin a session and return its token, which is kept nowhere else."""
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._now
        row = {
            "tag": _tag(token),
            "station": station,
            "staff": member,
            "pin": pin_mark(pin),
            "until": now + SESSION_FOR.total_seconds(),
            "seen": now,
        }
        with self._database.changing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.until < now))
            connection.execute(insert(SESSIONS), row)
        return token

    def find(self, token: str, *, touch: bool = True) -> Known | None:
        """Return the session of ``token`` if it is not over by its longest time.

        Args:
            touch: somebody did something; False where a page only goes on being shown.
        """
        mine, now = SESSIONS.c.tag == _tag(token), self._now
        names = Known.__struct_fields__
        columns = [SESSIONS.c["staff" if name == "member" else name] for name in names]
        with self._database.reading() as connection:
            row = connection.execute(select(*columns).where(mine)).first()
        found = None if row is None else Known(*row)
        if found is None or found.until <= now:
            return None
        if touch and now - found.seen > _NOTE_EVERY:
            self._note(mine, now)
        return found

    def is_idle(self, known: Known, minutes: int) -> bool:
        """Tell whether nothing was done in ``known`` for so long that it is over."""
        return self._now - known.seen >= minutes * 60

    def end(self, token: str) -> None:
        """End a session; nothing if it is over."""
        with self._database.changing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.tag == _tag(token)))

    def _note(self, mine: ColumnElement[bool], now: float) -> None:
        with self._database.changing() as connection:
            connection.execute(update(SESSIONS).where(mine).values(seen=now))

    @property
    def _now(self) -> float:
        return self._clock.now().timestamp()


def pin_mark(pin: PinHash) -> str:
    """Return what tells one PIN of a member from the next one."""
    return sha256(pin.encode()).hexdigest()[:16]


def _tag(token: str) -> str:
    return sha256(token.encode()).hexdigest()
