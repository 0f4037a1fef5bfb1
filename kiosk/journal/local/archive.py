"""Reading a stored journal: entries in pages, private rows, checkpoints, and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tinydb.table import Document

from kiosk.errors import JournalDamaged
from kiosk.ids import EntryId, PersonId, StationId
from kiosk.journal.checking import check_chain, check_private
from kiosk.journal.entry import Checkpoint, Entry, Head, Private
from kiosk.journal.local import codec
from kiosk.journal.local.documents import Documents
from kiosk.journal.local.translation import as_journal_errors

_PAGE = 500
"""Entries read at a time: enough to be fast, little to hold."""


class Archive:
    """What is written in a journal. Every method may raise a ``JournalError`` of the disk."""

    rows_may_be_alone = False

    def __init__(self, documents: Documents, *, station: StationId) -> None:
        self._rows = documents.rows
        self._station = station
        self._entries = documents.table(codec.ENTRIES)
        self._private = documents.table(codec.PRIVATE)
        self._checkpoints = documents.table(codec.CHECKPOINTS)
        self._head = Head()

    @property
    def station(self) -> StationId:
        """The station whose entries these are."""
        return self._station

    @property
    def head(self) -> Head:
        """The last position and digest that are on the disk."""
        with self._rows.lock:
            return self._head

    def find(self, entry: EntryId) -> Entry | None:
        """Return the entry of this id."""
        with as_journal_errors():
            found = self._entries.find("id", entry)
        return codec.entry_of(found[0].doc_id, found[0]) if found else None

    def read(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield entries beyond ``after`` in order, a page at a time.

        Raises:
            JournalDamaged: an entry cannot be read.
        """
        left = limit
        while left is None or left > 0:
            with as_journal_errors():
                page = self._entries.page(after, _PAGE if left is None else min(left, _PAGE))
            for document in page:
                yield codec.entry_of(document.doc_id, document)
            if not page:
                return
            after = page[-1].doc_id
            left = None if left is None else left - len(page)

    def private(self, entry: EntryId) -> Private | None:
        """Return the personal part, ``None`` if there is none (any more)."""
        with as_journal_errors():
            row = self._private_row(entry)
        return codec.private_of(0, row) if row else None

    def _private_row(self, entry: EntryId) -> Document | None:
        found = self._private.find("entry", entry)
        return found[0] if found else None

    def of_person(self, person: PersonId) -> Sequence[EntryId]:
        """Return the entries that hold personal data of ``person``, oldest first."""
        with as_journal_errors():
            return [EntryId(row["entry"]) for row in self._private.find("person", person)]

    def checkpoint(self, family: str) -> Checkpoint | None:
        """Return the family's checkpoint, ``None`` if it is changed or of another history."""
        with as_journal_errors():
            found = self._checkpoints.find("family", family)
            checkpoint = codec.checkpoint_of(found[0]) if found else None
            if checkpoint is None or checkpoint.head == Head():
                return checkpoint
            at = self._entries.get(doc_id=checkpoint.head.position)
        if at is None or at["digest"] != checkpoint.head.digest:
            return None
        return checkpoint

    def verify(self) -> Head:
        """Recompute the whole chain and every private digest that is still there; return the end.

        Raises:
            JournalDamaged: at the first entry that does not verify.
        """
        promised = self.head
        head = check_chain(self._station, self.read())
        if head.position < promised.position:
            raise JournalDamaged(head.position + 1, "missing")
        self._verify_private()
        return head

    def _verify_private(self) -> None:
        after = 0
        while True:
            with as_journal_errors():
                page = self._private.page(after, _PAGE)
            for row in page:
                entry = self.find(EntryId(row["entry"]))
                if entry is None and self.rows_may_be_alone:
                    continue
                position = entry.position if entry is not None else 0
                check_private(codec.private_of(position, row), entry)
            if not page:
                return
            after = page[-1].doc_id
