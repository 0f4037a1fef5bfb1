"""``HubJournal``: the journal of one station in the database of a hub.

A turn is a transaction that holds the station's row of ``heads``; whoever begins one sees all that
any other hub process wrote before. What is appended in it is written with few statements when it
ends, and is durable then.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from kiosk.errors import JournalDamaged, JournalNewer
from kiosk.hub import tables
from kiosk.hub.database import Database, as_journal_errors
from kiosk.hub.reading import Reading
from kiosk.hub.turn import Turn
from kiosk.ids import HUB, EntryId, OriginId, PersonId, StationId
from kiosk.journal.checking import check_chain, check_private
from kiosk.journal.entry import Checkpoint, Draft, Entry, Head, Placed, Private, chain, place
from kiosk.journal.local import codec

HUB_ORIGIN = OriginId(f"{HUB}.0")
"""Who numbers what is decided at the hub; the numbers are given in the turn, so all share it."""
_PAGE = 500


class HubJournal:
    """Keeps the promises of ``kiosk.journal.entry.Journal`` in a database that many may share.

    Args:
        locks: False only in a test that shows why a turn locks the head.
    """

    def __init__(self, database: Database, *, station: StationId, locks: bool = True) -> None:
        self._database = database
        self._station = station
        self._locks = locks
        self._one_turn = threading.RLock()
        self._mine = threading.local()
        if not self.read_only:
            self._make_head()

    @property
    def station(self) -> StationId:
        """The station whose entries these are."""
        return self._station

    @property
    def read_only(self) -> bool:
        """True when a newer program wrote the database."""
        return self._database.read_only

    @property
    def head(self) -> Head:
        """The end of the journal, as it is now."""
        turn = self._turn
        if turn is not None:
            return turn.head
        with self._asking() as reading:
            return reading.head()

    # -- one turn --------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the only turn to write, over all processes; a turn within a turn is the same one.

        Raises:
            NotDurable: on its end; nothing that was appended in it has happened, or, where the
                database was lost while it ended, the next turn will see what has.
            JournalNewer: the journal may only be read.
        """
        if self._turn is not None:
            yield
            return
        self._check_writable()
        with self._one_turn:
            erased = False
            with self._database.changing() as connection:
                turn = self._mine.turn = Turn(connection, self._station, locks=self._locks)
                try:
                    yield
                    turn.flush()
                    erased = turn.erased
                finally:
                    self._mine.turn = None
            if erased:
                self._database.empty_logs()

    def foresee(self, entries: Sequence[EntryId], positions: Sequence[int] = ()) -> None:
        """Look up in one question what is going to be asked one by one in this turn."""
        self._in_turn().foresee(entries, positions)

    def use_once(self, nonces: Mapping[str, float]) -> set[str]:
        """Remember in this turn that these are used, each until its time; return the old ones."""
        return self._in_turn().use_once(nonces)

    def last_number(self, origin: OriginId) -> int:
        """Return the last number of ``origin`` that has a position, 0 if none has."""
        if self._turn is not None:
            return self._turn.last_number(origin)
        with self._asking() as reading:
            return reading.last_number(origin)

    def digest_at(self, position: int) -> bytes | None:
        """Return the digest of the chain at ``position``; ``None`` beyond its end."""
        if self._turn is not None:
            return self._turn.digest_at(position)
        with self._asking() as reading:
            return reading.digest_at(position)

    # -- writing ---------------------------------------------------------------------------

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        """Store ``draft`` at the next position; a known id returns what is stored.

        Raises:
            NotDurable: the database said no; nothing has happened. In a turn its end says so.
            JournalNewer: the journal may only be read.
        """
        with self.turn():
            turn = self._in_turn()
            known = turn.find(draft.id)
            if known is not None:
                return known
            entry = place(
                draft,
                turn.head,
                station=self._station,
                origin=draft.origin or HUB_ORIGIN,
                seq=turn.last_number(HUB_ORIGIN) + 1 if draft.origin is None else draft.seq,
                position_time=position_time,
                refused=refused,
            )
            turn.add(Placed(entry, draft.private))
            return entry

    def erase(self, entries: Sequence[EntryId], draft: Draft, *, position_time: datetime) -> Entry:
        """Append ``draft`` and blank those private rows in one transaction.

        Of a SQLite database no byte of them is left in any file when this returns. PostgreSQL
        answers no question with them any more; docs/hub.md tells where bytes may remain.
        """
        with self.turn():
            entry = self.append(draft, position_time=position_time)
            self._in_turn().blank(entries)
            return entry

    def take(self, page: Sequence[Placed]) -> Head:
        """Store a page of a history that begins elsewhere, position by position.

        Raises:
            JournalDamaged: the page has a hole, or is of another history; nothing was stored.
        """
        with self.turn():
            turn = self._in_turn()
            head = turn.head
            for placed in page:
                _check(placed, head, self._station)
                head = Head(placed.entry.position, placed.entry.digest)
            for placed in page:
                turn.add(placed)
            return head

    def keep(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Store checkpoints, replacing those of the same families; nothing if read-only."""
        if self.read_only or not checkpoints:
            return
        table = tables.CHECKPOINTS
        rows = [
            {**codec.checkpoint_document(each), "station": self._station} for each in checkpoints
        ]
        with self.turn():
            connection = self._in_turn().connection
            names = [each.family for each in checkpoints]
            mine = (table.c.station == self._station) & table.c.family.in_(names)
            connection.execute(delete(table).where(mine))
            connection.execute(insert(table), rows)

    # -- reading ---------------------------------------------------------------------------

    def find(self, entry: EntryId) -> Entry | None:
        """Return the entry of this id."""
        if self._turn is not None:
            return self._turn.find(entry)
        with self._asking() as reading:
            return reading.find(entry)

    def read(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield entries beyond ``after`` in order, a page at a time."""
        left = limit
        while left is None or left > 0:
            with self._asking() as reading:
                page = reading.entries(after, _PAGE if left is None else min(left, _PAGE))
            yield from page
            if not page:
                return
            after = page[-1].position
            left = None if left is None else left - len(page)

    def page(self, after: int, limit: int = _PAGE) -> Sequence[Placed]:
        """Return the entries beyond ``after`` as they travel, with what is left of their rows."""
        with self._asking() as reading:
            return reading.placed(after, limit)

    def private(self, entry: EntryId) -> Private | None:
        """Return the personal part, ``None`` if there is none (any more)."""
        with self._asking() as reading:
            return reading.private(entry)

    def of_person(self, person: PersonId) -> Sequence[EntryId]:
        """Return the entries that hold personal data of ``person``, oldest first."""
        with self._asking() as reading:
            return reading.of_person(person)

    def checkpoint(self, family: str) -> Checkpoint | None:
        """Return the family's checkpoint, ``None`` if it is changed or of another history."""
        with self._asking() as reading:
            found = reading.checkpoint(family)
            if found is None or found.head == Head():
                return found
            same = reading.digest_at(found.head.position) == found.head.digest
            return found if same else None

    def verify(self) -> Head:
        """Recompute the whole chain and every private digest that is still there; return the end.

        Raises:
            JournalDamaged: at the first entry that does not verify.
        """
        promised = self.head
        head = check_chain(self._station, self.read())
        if head.position < promised.position:
            raise JournalDamaged(head.position + 1, "missing")
        with self._asking() as reading:
            for position, entry, private in reading.private_rows():
                found = reading.find(entry)
                check_private(private, found)
                if found is not None and found.position != position:
                    raise JournalDamaged(position, "private row belongs to another entry")
        return head

    def close(self) -> None:
        """The database is shared; who opened it closes it."""

    @property
    def _turn(self) -> Turn | None:
        turn: Turn | None = getattr(self._mine, "turn", None)
        return turn

    def _in_turn(self) -> Turn:
        turn = self._turn
        assert turn is not None
        return turn

    @contextmanager
    def _asking(self) -> Iterator[Reading]:
        """Ask in the turn of this thread, or beside it."""
        if self._turn is not None:
            self._turn.flush()
            yield Reading(self._turn.connection, self._station)
            return
        with self._database.reading() as connection:
            yield Reading(connection, self._station)

    def _make_head(self) -> None:
        with self._database.changing() as connection:
            _make_head(connection, self._station)

    def _check_writable(self) -> None:
        if self.read_only:
            raise JournalNewer(tables.FORMAT + 1, tables.FORMAT)


def _make_head(connection: Connection, station: StationId) -> None:
    heads = tables.HEADS
    mine = heads.c.station == station
    if connection.execute(select(heads).where(mine)).first() is None:
        empty = Head()
        row = {"station": station, "position": empty.position, "digest": empty.digest}
        with as_journal_errors():
            connection.execute(insert(heads), row)


def _check(placed: Placed, head: Head, station: StationId) -> None:
    entry = placed.entry
    expected = head.position + 1
    if entry.position != expected or entry.station != station:
        raise JournalDamaged(expected, "missing")
    if chain(head.digest, entry) != entry.digest:
        raise JournalDamaged(expected, "digest does not match")
    if placed.private is not None and placed.private.digest() != entry.private_digest:
        raise JournalDamaged(expected, "private row does not match")
