"""``LocalJournal``: the journal of a terminal, in one file of its data directory.

An append is one transaction of one SQLite file, synced before it returns. The journal itself is
never held in memory: only its end (position, digest) and the next number of its own origin.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Self

from tinydb.table import Document

from kiosk.errors import JournalError, JournalNewer, NotDurable
from kiosk.files import keep_private_file, make_private_directory, sync_directory
from kiosk.ids import EntryId, OriginId, StationId
from kiosk.journal.entry import Checkpoint, Draft, Entry, Head, Private, place
from kiosk.journal.local import codec, facts
from kiosk.journal.local.archive import Archive
from kiosk.journal.local.documents import Documents
from kiosk.journal.local.guard import Guard
from kiosk.journal.local.rows import RowStore
from kiosk.journal.local.translation import as_journal_errors, journal_error

FILE = "journal.db"
LOCK = "journal.lock"


class LocalJournal(Archive):
    """Keeps the promises of ``kiosk.journal.entry.Journal`` on a local disk; made by ``open``."""

    def __init__(
        self, documents: Documents, guard: Guard, *, station: StationId, origin: OriginId
    ) -> None:
        super().__init__(documents, station=station)
        self._documents = documents
        self._guard = guard
        self._origin = origin
        self._log_to_empty = False
        self._closed = False
        self._facts = facts.Facts(documents)
        self._read_only = self._facts.found_format() > codec.FORMAT
        if self._read_only:
            self._rows.read_only()
        else:
            self._prepare()
        self._head, self._seq = self._found_end()

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
            JournalNewer: a newer program wrote it, in a way this one cannot even read.
            JournalError: it is the journal of another station.
            NotDurable: the disk does not take it.
        """
        try:
            make_private_directory(directory)
            guard = Guard.take(directory / LOCK)
            try:
                file = keep_private_file(directory / FILE)
                with as_journal_errors():
                    journal = cls._on(RowStore(file, codec.SHAPES, lock), guard, station, origin)
                sync_directory(directory)  # the names in it, before anything is promised
            except BaseException:
                guard.release()
                raise
        except OSError as error:
            raise NotDurable(f"{directory}: {error}") from error
        return journal

    @classmethod
    def _on(cls, rows: RowStore, guard: Guard, station: StationId, origin: OriginId) -> Self:
        try:
            return cls(Documents(rows), guard, station=station, origin=origin)
        except BaseException:
            rows.close()
            raise

    @property
    def origin(self) -> OriginId:
        """Who numbers what is appended here."""
        return self._origin

    @property
    def read_only(self) -> bool:
        """True when a newer program wrote it."""
        return self._read_only

    def _found_end(self) -> tuple[Head, int]:
        try:
            last = self._entries.last()
            own = self._entries.last(origin=self._origin)
        except sqlite3.OperationalError as error:
            if self._read_only:
                raise JournalNewer(self._facts.found_format(), codec.FORMAT) from error
            raise
        return Head(last.doc_id, last["digest"]) if last else Head(), own["seq"] if own else 0

    def _prepare(self) -> None:
        if self._facts.found_format() < codec.FORMAT or not self._rows.names():
            with self._documents.transaction():
                for name in codec.SHAPES:
                    self._rows.create(name)
                    self._rows.index(name)  # an older program did not know all of them
                self._facts.keep(facts.FORMAT, str(codec.FORMAT))
                if self._facts.get(facts.STATION) is None:
                    self._facts.keep(facts.STATION, self._station)
        found = self._facts.get(facts.STATION)
        if found != self._station:
            raise JournalError(f"the journal of {found!r}, not of {self._station!r}")
        # An erasure that was cut short may have left bytes in the log.
        self._try_to_empty_log()

    def turn(self) -> AbstractContextManager[None]:
        """Do nothing: this process alone writes here, and every append is durable by itself."""
        return nullcontext()

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        """Store ``draft`` durably at the next position; a known id returns what is stored.

        Raises:
            NotDurable: the disk said no; nothing has happened.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            if known := self._known(draft.id):
                return known
            entry = self._placed(draft, position_time, refused)
            with self._change():
                self._store(entry, draft.private)
            return entry

    def append_all(self, drafts: Iterable[Draft], *, position_time: datetime) -> Head:
        """Store all ``drafts`` in one durable change and return the new head.

        Known ids are skipped. For many entries at once: one sync instead of one for each.

        Raises:
            NotDurable: the disk said no; none of them is stored.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            with self._change():
                for draft in drafts:
                    if not self._entries.knows("id", draft.id):
                        self._store(self._placed(draft, position_time, None), draft.private)
            return self._head

    def erase(self, entries: Sequence[EntryId], draft: Draft, *, position_time: datetime) -> Entry:
        """Append ``draft`` and erase those private rows in one transaction, then empty the log.

        When this returns, no byte of the rows is left in any file of the journal; ``codec.blank``
        says how. Doing it again with the same draft erases again and appends nothing.

        Raises:
            NotDurable: the disk said no. Either nothing has happened, or the rows are erased but
                the log is not empty yet; doing it again, the next append and the next start try.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            entry = self._known(draft.id)
            with self._change():
                if entry is None:
                    entry = self._placed(draft, position_time, None)
                    self._store(entry, draft.private)
                self._blank(entries)
            self._log_to_empty = True
            with as_journal_errors():
                self._empty_log()
            return entry

    def _blank(self, entries: Sequence[EntryId]) -> None:
        for gone in entries:
            if row := self._private_row(gone):
                self._private.update(codec.blank(row), doc_ids=[row.doc_id])

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

    def _known(self, entry: EntryId) -> Entry | None:
        # Asked before every append and almost always no: without reading a row.
        with as_journal_errors():
            known = self._entries.knows("id", entry)
        return self.find(entry) if known else None

    def _placed(self, draft: Draft, position_time: datetime, refused: str | None) -> Entry:
        return place(
            draft,
            self._head,
            station=self._station,
            origin=draft.origin or self._origin,
            seq=self._seq + 1 if draft.origin is None else draft.seq,
            position_time=position_time,
            refused=refused,
        )

    def _store(self, entry: Entry, private: Private | None) -> None:
        self._entries.insert(Document(codec.entry_document(entry), entry.position))
        if private is not None:
            self._private.insert(codec.private_document(entry.id, private))
        self._head = Head(entry.position, entry.digest)
        if entry.origin == self._origin:
            self._seq = entry.seq

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One durable change; if it cannot be made, the journal is as it was."""
        with self._rows.lock:
            head, seq = self._head, self._seq
            try:
                if self._log_to_empty:
                    self._empty_log()
                with self._rows.transaction():
                    yield
            except BaseException as error:
                self._head, self._seq = head, seq
                # What a failed commit left in the log must not come back at the next start.
                self._try_to_empty_log()
                if isinstance(error, sqlite3.Error):
                    raise journal_error(error) from error
                raise

    def _check_writable(self) -> None:
        if self._read_only:
            raise JournalNewer(self._facts.found_format(), codec.FORMAT)

    def _empty_log(self) -> None:
        self._rows.empty_log()
        self._log_to_empty = False

    def _try_to_empty_log(self) -> None:
        self._log_to_empty = True
        try:
            self._empty_log()
        except sqlite3.Error:
            return  # the next change tries again before it is made

    def close(self) -> None:
        """Empty the log into the file, let go of it and of the directory. Idempotent."""
        with self._rows.lock:
            if not self._closed:
                self._closed = True
                self._documents.close()
                self._guard.release()
