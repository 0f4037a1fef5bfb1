"""Questions about one station's rows, on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from kiosk.hub.tables import CHECKPOINTS, ENTRIES, HEADS, PRIVATE
from kiosk.ids import EntryId, OriginId, PersonId, StationId
from kiosk.journal.entry import Checkpoint, Entry, Head, Placed, Private
from kiosk.journal.local import codec

_PAGE = 500


class Reading:
    """What a connection sees of one station."""

    def __init__(self, connection: Connection, station: StationId) -> None:
        self._connection = connection
        self._station = station

    def head(self, *, lock: bool = False) -> Head:
        """Return the end of the journal; ``lock`` keeps it until the transaction ends."""
        asked = select(HEADS.c.position, HEADS.c.digest).where(HEADS.c.station == self._station)
        found = self._connection.execute(asked.with_for_update() if lock else asked).first()
        return Head(found.position, found.digest) if found else Head()

    def exists(self) -> bool:
        """Tell whether the hub knows this station at all."""
        asked = select(HEADS.c.station).where(HEADS.c.station == self._station)
        return self._connection.scalar(asked) is not None

    def find(self, entry: EntryId) -> Entry | None:
        """Return the entry of this id."""
        return next(iter(self.find_all([entry])), None)

    def find_all(self, ids: Sequence[EntryId]) -> Sequence[Entry]:
        """Return those entries that are there."""
        return self._entries(ENTRIES.c.id.in_(ids))

    def entries(self, after: int, limit: int) -> Sequence[Entry]:
        """Return at most ``limit`` entries beyond ``after``, in order."""
        return self._entries(ENTRIES.c.position > after, limit)

    def placed(self, after: int, limit: int) -> Sequence[Placed]:
        """Return entries as they travel, with their private rows where those are not erased."""
        entries = self.entries(after, limit)
        ids = [entry.id for entry in entries if entry.private_digest]
        rows: dict[str, Private | None] = {}
        if ids:
            asked = self._of(PRIVATE).where(PRIVATE.c.entry.in_(ids))
            rows = {row["entry"]: codec.private_of(0, row) for row in self._rows(asked)}
        return [Placed(entry, rows.get(entry.id)) for entry in entries]

    def digests_at(self, positions: Iterable[int]) -> dict[int, bytes]:
        """Return the digests of those positions that are there."""
        asked = select(ENTRIES.c.position, ENTRIES.c.digest).where(
            ENTRIES.c.station == self._station, ENTRIES.c.position.in_(sorted(set(positions)))
        )
        found = {row.position: row.digest for row in self._connection.execute(asked)}
        return {0: Head().digest, **found}

    def digest_at(self, position: int) -> bytes | None:
        """Return the digest of the chain at ``position``."""
        return self.digests_at([position]).get(position)

    def last_number(self, origin: OriginId) -> int:
        """Return the last number of ``origin``, 0 if it has none."""
        asked = select(func.max(ENTRIES.c.seq)).where(
            ENTRIES.c.station == self._station, ENTRIES.c.origin == origin
        )
        return self._connection.scalar(asked) or 0

    def private(self, entry: EntryId) -> Private | None:
        """Return the personal part, ``None`` if there is none (any more)."""
        found = self._rows(self._of(PRIVATE).where(PRIVATE.c.entry == entry))
        return codec.private_of(0, found[0]) if found else None

    def private_rows(self) -> Iterator[tuple[int, EntryId, Private | None]]:
        """Yield every private row with the position and the id of its entry."""
        after = ""
        while True:
            asked = self._of(PRIVATE).where(PRIVATE.c.entry > after)
            page = self._rows(asked.order_by(PRIVATE.c.entry).limit(_PAGE))
            for row in page:
                position = row["position"]
                yield position, EntryId(row["entry"]), codec.private_of(position, row)
            if not page:
                return
            after = page[-1]["entry"]

    def of_person(self, person: PersonId) -> Sequence[EntryId]:
        """Return the entries that hold personal data of ``person``, oldest first."""
        asked = self._of(PRIVATE).where(PRIVATE.c.person == person).order_by(PRIVATE.c.position)
        return [EntryId(row["entry"]) for row in self._rows(asked)]

    def checkpoint(self, family: str) -> Checkpoint | None:
        """Return the checkpoint of ``family``, ``None`` if anything in it was changed."""
        found = self._rows(self._of(CHECKPOINTS).where(CHECKPOINTS.c.family == family))
        return codec.checkpoint_of(found[0]) if found else None

    def _entries(self, which: Any, limit: int | None = None) -> Sequence[Entry]:
        asked = self._of(ENTRIES).where(which).order_by(ENTRIES.c.position).limit(limit)
        return [codec.entry_of(row["position"], row) for row in self._rows(asked)]

    def _of(self, table: Any) -> Any:
        return select(table).where(table.c.station == self._station)

    def _rows(self, asked: Any) -> Sequence[Any]:
        return self._connection.execute(asked).mappings().all()
