"""One turn of a station: what is added in it is known at once and written in few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from kiosk.hub.reading import Reading
from kiosk.hub.tables import ENTRIES, HEADS, NONCES, PRIVATE
from kiosk.ids import EntryId, OriginId, StationId
from kiosk.journal.entry import Entry, Head, Placed
from kiosk.journal.local import codec


class Turn:
    """A transaction that holds the head of a station.

    Attributes:
        head: where the journal ends with what was added.
        erased: rows were blanked.
    """

    def __init__(self, connection: Connection, station: StationId, *, locks: bool = True) -> None:
        self.connection = connection
        self.erased = False
        self._station = station
        self._reading = Reading(connection, station)
        self.head = self._reading.head(lock=locks)
        self._written = self.head
        self._added: list[Placed] = []
        self._found: dict[EntryId, Entry | None] = {}
        self._numbers: dict[OriginId, int] = {}
        self._digests: dict[int, bytes | None] = {0: Head().digest}
        self._digests[self.head.position] = self.head.digest

    def foresee(self, entries: Sequence[EntryId], positions: Sequence[int]) -> None:
        """Look up all of these at once; each is answered from memory afterwards."""
        unknown = [entry for entry in entries if entry not in self._found]
        if unknown:
            self._found.update(dict.fromkeys(unknown))
            self._found.update({each.id: each for each in self._reading.find_all(unknown)})
        missing = {each for each in positions if each not in self._digests}
        if missing:
            self._digests.update(dict.fromkeys(missing))
            self._digests.update(self._reading.digests_at(missing))

    def use_once(self, nonces: Mapping[str, float]) -> set[str]:
        """Remember that these nonces are used, each until its time; return those that were."""
        mine = (NONCES.c.station == self._station) & NONCES.c.nonce.in_(list(nonces))
        used = set(self.connection.scalars(select(NONCES.c.nonce).where(mine)))
        fresh = [
            {"station": self._station, "nonce": nonce, "until": until}
            for nonce, until in nonces.items()
            if nonce not in used
        ]
        if fresh:
            self.connection.execute(insert(NONCES), fresh)
        return used

    def find(self, entry: EntryId) -> Entry | None:
        """Return the entry of this id, added or written."""
        if entry not in self._found:
            self._found[entry] = self._reading.find(entry)
        return self._found[entry]

    def digest_at(self, position: int) -> bytes | None:
        """Return the digest of the chain at ``position``."""
        if position not in self._digests:
            self.flush()
            self._digests[position] = self._reading.digest_at(position)
        return self._digests[position]

    def last_number(self, origin: OriginId) -> int:
        """Return the last number of ``origin``, added or written."""
        if origin not in self._numbers:
            self._numbers[origin] = self._reading.last_number(origin)
        return self._numbers[origin]

    def add(self, placed: Placed) -> None:
        """Make ``placed`` the new end; it is written by ``flush``."""
        entry = placed.entry
        self._numbers[entry.origin] = max(self.last_number(entry.origin), entry.seq)
        self._added.append(placed)
        self._found[entry.id] = entry
        self._digests[entry.position] = entry.digest
        self.head = Head(entry.position, entry.digest)

    def blank(self, entries: Sequence[EntryId]) -> None:
        """Overwrite every personal byte of those private rows."""
        self.flush()
        mine = (PRIVATE.c.station == self._station) & PRIVATE.c.entry.in_(entries)
        for row in self.connection.execute(select(PRIVATE).where(mine)).mappings().all():
            self.connection.execute(
                update(PRIVATE)
                .where(PRIVATE.c.station == self._station, PRIVATE.c.entry == row["entry"])
                .values(**codec.blank(dict(row)))
            )
        self.erased = True

    def flush(self) -> None:
        """Write what was added; it is durable when the transaction ends."""
        added, self._added = self._added, []
        if added:
            rows = [
                {**codec.entry_document(each.entry), "position": each.entry.position}
                for each in added
            ]
            self.connection.execute(insert(ENTRIES), rows)
            private = [
                {
                    **codec.private_document(each.entry.id, each.private),
                    "station": self._station,
                    "position": each.entry.position,
                }
                for each in added
                if each.private is not None
            ]
            if private:
                self.connection.execute(insert(PRIVATE), private)
        if self.head != self._written:
            self.connection.execute(
                _MOVE, {"s": self._station, "p": self.head.position, "d": self.head.digest}
            )
            self._written = self.head


_MOVE = (
    update(HEADS)
    .where(HEADS.c.station == bindparam("s"))
    .values(position=bindparam("p"), digest=bindparam("d"))
)
