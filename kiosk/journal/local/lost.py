"""What had a position once, before the positioner was put back to an older state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec

from kiosk.ids import EntryId
from kiosk.journal.entry import Entry
from kiosk.journal.local import codec
from kiosk.journal.local.documents import Documents


class Lost(msgspec.Struct, frozen=True):
    """An entry as it was positioned then.

    Attributes:
        refused: why it did not stand; ``None`` if it did.
    """

    id: EntryId
    at: datetime
    event: bytes
    refused: str | None


class LostEntries:
    """Keeps what was lost, each as it first was; changes are part of the caller's transaction."""

    def __init__(self, documents: Documents) -> None:
        self._table = documents.table(codec.LOST)

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep ``entries``; one that is kept already stays as it was."""
        for entry in entries:
            if not self._table.knows("id", entry.id):
                self._table.insert(
                    {
                        "id": entry.id,
                        "at": entry.at.isoformat(),
                        "event": entry.event,
                        "refused": entry.refused,
                    }
                )

    def forget(self, entries: Collection[EntryId]) -> None:
        """Keep these no longer."""
        found = [row.doc_id for entry in entries for row in self._table.find("id", entry)]
        self._table.remove(doc_ids=found)

    def all(self) -> Sequence[Lost]:
        """Return everything that is kept, in the order it was positioned in."""
        return [
            Lost(
                EntryId(row["id"]),
                datetime.fromisoformat(row["at"]),
                row["event"],
                row["refused"],
            )
            for row in self._table.page(0, -1)
        ]
