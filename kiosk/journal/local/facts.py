"""What a journal says of itself: its format, its station, who numbers in it."""

from __future__ import annotations

from kiosk.errors import JournalDamaged
from kiosk.journal.local import codec
from kiosk.journal.local.documents import Documents

FORMAT = "format"
STATION = "station"
ORIGIN = "origin"
"""Who numbers here, where that is no longer as it was opened."""
FORMER = "former"
"""Names under which this terminal numbered before it was paired anew, each up to a position of
the record: ``t2@400 t5@730``. Another terminal may have got the name later, from a hub put back."""
FORKED = "forked"
"""This is an old image of the terminal, or it was cloned; stands until it numbers anew."""


class Facts:
    """A few words under their keys, each changed in a transaction of its own or of the caller."""

    def __init__(self, documents: Documents) -> None:
        self._rows = documents.rows
        self._table = documents.table(codec.META)

    def get(self, key: str) -> str | None:
        """Return the word under ``key``."""
        found = self._table.find("key", key)
        return found[0]["value"] if found else None

    def keep(self, key: str, value: str) -> None:
        """Keep ``value`` under ``key``, instead of what was there."""
        found = self._table.find("key", key)
        if found:
            self._table.update({"value": value}, doc_ids=[found[0].doc_id])
        else:
            self._table.insert({"key": key, "value": value})

    def drop(self, key: str) -> None:
        """Keep nothing under ``key`` any longer."""
        self._table.remove(doc_ids=[row.doc_id for row in self._table.find("key", key)])

    def found_format(self) -> int:
        """Return the number of the layout, of a file without tables the present one.

        Raises:
            JournalDamaged: there is none that can be read.
        """
        if codec.META not in self._rows.names():
            if self._rows.names():
                raise JournalDamaged(0, "not a journal")
            return codec.FORMAT
        try:
            return int(self.get(FORMAT) or "")
        except ValueError as error:
            raise JournalDamaged(0, "no format number") from error
