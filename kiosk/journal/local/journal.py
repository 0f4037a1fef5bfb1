"""``LocalJournal``: the journal of a terminal, in one file of its data directory.

An append is one transaction of one SQLite file, synced before it returns. The journal itself is
never held in memory: only its end (position, digest) and the next number of its own origin.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec
from tinydb.table import Document

from kiosk.errors import JournalBusy, JournalDamaged, JournalError, JournalNewer, NotDurable
from kiosk.files import create_private_file, make_private_directory, sync_directory
from kiosk.ids import EntryId, OriginId, PersonId, StationId
from kiosk.journal.checking import check_chain, check_private, private_digest
from kiosk.journal.entry import Checkpoint, Draft, Entry, Head, Private, chain
from kiosk.journal.local import codec
from kiosk.journal.local.documents import Documents
from kiosk.journal.local.guard import Guard
from kiosk.journal.local.rows import RowStore

FILE = "journal.db"
LOCK = "journal.lock"

_PAGE = 500
"""Entries read at a time: enough to be fast, little to hold."""


class LocalJournal:
    """Keeps the promises of ``kiosk.journal.entry.Journal`` on a local disk; made by ``open``."""

    def __init__(
        self, documents: Documents, guard: Guard, *, station: StationId, origin: OriginId
    ) -> None:
        self._documents = documents
        self._rows = documents.rows
        self._guard = guard
        self._station = station
        self._origin = origin
        self._entries = documents.table(codec.ENTRIES)
        self._private = documents.table(codec.PRIVATE)
        self._checkpoints = documents.table(codec.CHECKPOINTS)
        self._log_to_empty = False
        self._closed = False
        self._read_only = self._found_format() > codec.FORMAT
        if self._read_only:
            self._rows.read_only()
        else:
            self._prepare()
        last = self._entries.last()
        self._head = Head(last.doc_id, last["digest"]) if last else Head()
        own = self._entries.last(origin=origin)
        self._seq: int = own["seq"] if own else 0

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        station: StationId,
        origin: OriginId,
        lock: AbstractContextManager[object] | None = None,
    ) -> Self:
        """Open the journal in ``directory``; both are made if they are not there.

        Args:
            directory: the data directory of this one station.
            origin: who numbers what is appended here.
            lock: only for a test that shows why there is one.

        Raises:
            JournalBusy: another process has it open.
            JournalDamaged: the file is not a journal, or its end cannot be read.
            JournalError: it is the journal of another station.
            NotDurable: the disk does not take it.
        """
        try:
            make_private_directory(directory)
            guard = Guard.take(directory / LOCK)
        except OSError as error:
            raise NotDurable(f"{directory}: {error}") from error
        try:
            with _told():
                file = _private_file(directory)
                documents = Documents(RowStore(file, codec.SHAPES, lock))
                try:
                    journal = cls(documents, guard, station=station, origin=origin)
                except BaseException:
                    documents.close()
                    raise
                sync_directory(directory)  # the name of the log, before anything is promised
                return journal
        except BaseException:
            guard.release()
            raise

    # -- what it is -----------------------------------------------------------------------------

    @property
    def station(self) -> StationId:
        """The station whose entries these are."""
        return self._station

    @property
    def origin(self) -> OriginId:
        """Who numbers what is appended here."""
        return self._origin

    @property
    def read_only(self) -> bool:
        """True when a newer program wrote it."""
        return self._read_only

    @property
    def head(self) -> Head:
        """The last position and digest that are on the disk."""
        with self._rows.lock:
            return self._head

    def _found_format(self) -> int:
        if codec.META not in self._rows.names():
            if self._rows.names():
                raise JournalDamaged(0, "not a journal")
            return codec.FORMAT
        found = self._documents.table(codec.META).find("key", "format")
        try:
            return int(found[0]["value"])
        except (IndexError, ValueError) as error:
            raise JournalDamaged(0, "no format number") from error

    def _prepare(self) -> None:
        meta = self._documents.table(codec.META)
        if not self._rows.names():
            with self._documents.transaction():
                for name in codec.SHAPES:
                    self._rows.create(name)
                meta.insert({"key": "format", "value": str(codec.FORMAT)})
                meta.insert({"key": "station", "value": self._station})
        found = [row["value"] for row in meta.find("key", "station")]
        if found != [self._station]:
            raise JournalError(f"the journal of {found}, not of {self._station!r}")
        # An erasure that was cut short may have left bytes in the log.
        self._try_to_empty_log()

    # -- writing --------------------------------------------------------------------------------

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        """Store ``draft`` durably at the next position; a known id returns what is stored.

        Raises:
            NotDurable: the disk said no; nothing has happened.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            known = self.find(draft.id)
            if known:
                return known
            entry = self._placed(draft, position_time, refused)
            with self._change():
                self._store(entry, draft.private)
            return entry

    def append_all(self, drafts: Iterable[Draft], *, position_time: datetime) -> Head:
        """Store all ``drafts`` in one durable change and return the new head.

        Known ids are skipped. For bringing in many entries: one sync instead of one for each.

        Raises:
            NotDurable: the disk said no; none of them is stored.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            with self._change():
                for draft in drafts:
                    if not self._entries.find("id", draft.id):
                        self._store(self._placed(draft, position_time, None), draft.private)
            return self._head

    def erase(self, entries: Sequence[EntryId], draft: Draft, *, position_time: datetime) -> Entry:
        """Append ``draft`` and erase those private rows in one transaction, then empty the log.

        When this returns, no byte of the rows is left in any file of the journal. The rows stay,
        all zero; ``codec.blank`` says why. Doing it again with the same draft erases again and
        appends nothing.

        Raises:
            NotDurable: the disk said no. Either nothing has happened, or the rows are erased but
                the log is not empty yet; doing it again, the next append and the next start try.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            entry = self.find(draft.id)
            with self._change():
                if entry is None:
                    entry = self._placed(draft, position_time, None)
                    self._store(entry, draft.private)
                for gone in entries:
                    for row in self._private.find("entry", gone):
                        self._private.update(codec.blank(row), doc_ids=[row.doc_id])
            self._log_to_empty = True
            with _told():
                self._empty_log()
            return entry

    def keep(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Store checkpoints, replacing those of the same families; nothing if read-only.

        Raises:
            NotDurable: the disk said no; the old ones are still there.
        """
        if self._read_only:
            return
        with self._change():
            for checkpoint in checkpoints:
                document = codec.checkpoint_document(checkpoint)
                known = self._checkpoints.find("family", checkpoint.family)
                if known:
                    self._checkpoints.update(document, doc_ids=[known[0].doc_id])
                else:
                    self._checkpoints.insert(document)

    def _placed(self, draft: Draft, position_time: datetime, refused: str | None) -> Entry:
        entry = Entry(
            id=draft.id,
            station=self._station,
            origin=self._origin,
            seq=self._seq + 1,
            at=draft.at,
            business_date=draft.business_date,
            actor=draft.actor,
            event=draft.event,
            private_digest=private_digest(draft.private),
            position=self._head.position + 1,
            position_time=position_time,
            refused=refused,
            digest=b"",
        )
        return msgspec.structs.replace(entry, digest=chain(self._head.digest, entry))

    def _store(self, entry: Entry, private: Private | None) -> None:
        self._entries.insert(Document(codec.entry_document(entry), entry.position))
        if private is not None:
            row = codec.private_document(entry.id, private)
            self._private.insert(Document(row, entry.position))
        self._head = Head(entry.position, entry.digest)
        self._seq = entry.seq

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One durable change; if it cannot be made, the journal is as it was."""
        with self._rows.lock:
            head, seq = self._head, self._seq
            try:
                with _told():
                    if self._log_to_empty:
                        self._empty_log()
                    with self._documents.transaction():
                        yield
            except BaseException:
                self._head, self._seq = head, seq
                # What a failed commit left in the log must not come back at the next start.
                self._try_to_empty_log()
                raise

    def _check_writable(self) -> None:
        if self._read_only:
            raise JournalNewer(self._found_format(), codec.FORMAT)

    def _empty_log(self) -> None:
        self._rows.empty_log()
        self._log_to_empty = False

    def _try_to_empty_log(self) -> None:
        self._log_to_empty = True
        try:
            self._empty_log()
        except sqlite3.Error:
            return  # the next change tries again before it is made

    # -- reading --------------------------------------------------------------------------------

    def find(self, entry: EntryId) -> Entry | None:
        """Return the entry of this id."""
        with _told():
            found = self._entries.find("id", entry)
        return codec.entry_of(found[0].doc_id, found[0]) if found else None

    def read(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield entries beyond ``after`` in order, a page at a time.

        Raises:
            JournalDamaged: an entry cannot be read.
        """
        left = limit
        while left is None or left > 0:
            with _told():
                page = self._entries.page(after, _PAGE if left is None else min(left, _PAGE))
            for document in page:
                yield codec.entry_of(document.doc_id, document)
            if not page:
                return
            after = page[-1].doc_id
            left = None if left is None else left - len(page)

    def private(self, entry: EntryId) -> Private | None:
        """Return the personal part, ``None`` if there is none (any more)."""
        with _told():
            found = self._private.find("entry", entry)
        return codec.private_of(found[0].doc_id, found[0]) if found else None

    def of_person(self, person: PersonId) -> Sequence[EntryId]:
        """Return the entries that hold personal data of ``person``, oldest first."""
        with _told():
            return [EntryId(row["entry"]) for row in self._private.find("person", person)]

    def checkpoint(self, family: str) -> Checkpoint | None:
        """Return the family's checkpoint, ``None`` if it is changed or of another history."""
        with _told():
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
            with _told():
                page = self._private.page(after, _PAGE)
            for row in page:
                private = codec.private_of(row.doc_id, row)
                check_private(row.doc_id, private, self.find(EntryId(row["entry"])))
            if not page:
                return
            after = page[-1].doc_id

    def close(self) -> None:
        """Empty the log into the file, let go of it and of the directory. Idempotent."""
        with self._rows.lock:
            if not self._closed:
                self._closed = True
                self._documents.close()
                self._guard.release()


def _private_file(directory: Path) -> Path:
    file = directory / FILE
    try:
        if not file.exists():
            create_private_file(file, b"")
        elif file.stat().st_mode & 0o077:
            file.chmod(0o600)
    except OSError as error:
        raise NotDurable(f"{file}: {error}") from error
    return file


@contextmanager
def _told() -> Iterator[None]:
    """Translate what SQLite says into what the station knows."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        match error.sqlite_errorcode:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise JournalBusy("another process has the journal open") from error
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                raise JournalDamaged(0, str(error)) from error
            case _:
                raise NotDurable(str(error)) from error
