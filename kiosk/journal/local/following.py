"""``FollowingJournal``: the journal of a terminal whose entries get their positions elsewhere.

What is made here is durable at once, in the order it was made, and waits for its position. What
comes back from the positioner, of whatever terminal, is stored as it came, after its chain was
checked; what waited under the same id waits no more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tinydb.table import Document

from kiosk.errors import JournalDamaged
from kiosk.ids import ActorId, EntryId, OriginId, terminal_of
from kiosk.journal.checking import private_digest
from kiosk.journal.entry import Draft, Entry, Head, Placed, chain
from kiosk.journal.local import codec, facts
from kiosk.journal.local.journal import LocalJournal
from kiosk.journal.local.lost import Lost, LostEntries
from kiosk.journal.local.translation import as_journal_errors


class FollowingJournal(LocalJournal):
    """Keeps what was made here until it is positioned, and what was positioned."""

    # After going back, personal rows of others wait for their entries to come again.
    rows_may_be_alone = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = self._documents.table(codec.PENDING)
        self._lost = LostEntries(self._documents)
        self._origin = OriginId(self._facts.get(facts.ORIGIN) or self._origin)
        self._seq = self._last_number()

    @property
    def forked(self) -> bool:
        """Whether this is an old image of the terminal or a clone of it, until ``renumber``."""
        with self._rows.lock, as_journal_errors():
            return self._facts.get(facts.FORKED) is not None

    # -- made here -------------------------------------------------------------------------

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        """Store ``draft`` durably; it has no position yet. A known id returns what is stored.

        Raises:
            NotDurable: the disk said no; nothing has happened.
            JournalNewer: the journal may only be read.
        """
        with self._rows.lock:
            self._check_writable()
            known = self.find(draft.id)
            if known is not None:
                return known
            with self._change():
                return self._wait(draft)

    def find(self, entry: EntryId) -> Entry | None:
        """Return the entry of this id, positioned or not."""
        with self._rows.lock, as_journal_errors():  # or it is positioned between the two looks
            found = super().find(entry)
            waiting = [] if found is not None else self._waiting.find("id", entry)
        return self._entry_of(waiting[0]) if waiting else found

    def pending(self, limit: int | None = None) -> Sequence[Placed]:
        """Return what waits for a position, in the order it was made."""
        with self._rows.lock, as_journal_errors():
            found = self._waiting.page(0, -1 if limit is None else limit)
        return [Placed(entry := self._entry_of(row), self.private(entry.id)) for row in found]

    def last_made(self) -> Entry | None:
        """Return what was made here last, of what waits."""
        with self._rows.lock, as_journal_errors():
            last = self._waiting.last()
        return self._entry_of(last) if last else None

    def erase(self, entries: Sequence[EntryId], draft: Draft, *, position_time: datetime) -> Entry:
        """Erase those private rows and let ``draft`` wait, in one transaction; empty the log."""
        with self._rows.lock:
            self._check_writable()
            entry = self.find(draft.id)
            with self._change():
                if entry is None:
                    entry = self._wait(draft)
                self._blank(entries)
            self._log_to_empty = True
            with as_journal_errors():
                self._empty_log()
            return entry

    # -- positioned ------------------------------------------------------------------------

    def take(self, page: Sequence[Placed], *, erased: Sequence[EntryId] = ()) -> Head:
        """Store a page as the positioner gave it, in one durable change; return the new head.

        Args:
            page: begins right after the present head.
            erased: personal rows that entries of the page say are to be gone.

        Raises:
            JournalDamaged: the page has a hole, or is of another history; nothing was stored.
            NotDurable: the disk said no; nothing was stored.
        """
        with self._rows.lock:
            self._check_writable()
            with self._change():
                for placed in page:
                    self._take(placed)
                self._blank(erased)
            if erased:
                self._log_to_empty = True
                with as_journal_errors():
                    self._empty_log()
            return self._head

    def go_back(self, position: int) -> None:
        """Forget positions after ``position``: the positioner does not know them (any more).

        What was made here waits again, in the order it was made and before what waits already,
        numbered anew; what others made comes again from them. What was decided until now is kept
        for ``lost``.

        Raises:
            NotDurable: the disk said no; nothing has happened.
        """
        origin = self.next_epoch()
        with self._rows.lock, self._change():
            gone = list(self.read(position))
            mine = [entry for entry in gone if self._is_mine(entry)]
            waiting = [self._entry_of(row) for row in self._waiting.page(0, -1)]
            self._lost.add(gone)
            self._entries.remove(doc_ids=[entry.position for entry in gone])
            self._keep_former({name: min(to, position) for name, to in self._former().items()})
            self._waiting.truncate()
            for entry in (*mine, *waiting):
                self._waiting.insert(_pending_document(entry))
            self._number_anew(origin)
            self._head = self.head_at(position) or Head()
        self._number_as(origin)

    def head_at(self, position: int) -> Head | None:
        """Return where the history was at ``position``; ``None`` beyond its end."""
        if not position:
            return Head()
        with self._rows.lock, as_journal_errors():
            last = self._entries.get(doc_id=position)
        return Head(position, last["digest"]) if isinstance(last, Document) else None

    def note_forked(self) -> None:
        """Remember that this is an old image or a clone, also over a restart."""
        with self._rows.lock, self._change():
            self._facts.keep(facts.FORKED, "1")

    def next_epoch(self) -> OriginId:
        """Return under what this terminal numbers when it begins anew."""
        name, _, epoch = self._origin.partition(".")
        return OriginId(f"{name}.{int(epoch or 0) + 1}")

    def renumber(self, origin: OriginId) -> None:
        """Number anew, as ``origin``, what waits and whatever is made from now on.

        It is then no fork any longer.

        Raises:
            NotDurable: the disk said no; nothing has happened.
        """
        with self._rows.lock, self._change():
            self._number_anew(origin)
            self._facts.drop(facts.FORKED)
        self._number_as(origin)

    def lost(self) -> Sequence[Lost]:
        """Return what was positioned before ``go_back``, until it is forgotten."""
        with self._rows.lock, as_journal_errors():
            return self._lost.all()

    def forget_lost(self, entries: Collection[EntryId]) -> None:
        """Remember no longer what was decided of these before ``go_back``."""
        with self._rows.lock, self._change():
            self._lost.forget(entries)

    # -- rows ------------------------------------------------------------------------------

    def _wait(self, draft: Draft) -> Entry:
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
            position=0,
            position_time=draft.at,
            refused=None,
            digest=b"",
        )
        self._waiting.insert(_pending_document(entry))
        if draft.private is not None:
            self._private.insert(codec.private_document(entry.id, draft.private))
        self._seq = entry.seq
        return entry

    def _take(self, placed: Placed) -> None:
        entry = placed.entry
        expected = self._head.position + 1
        if entry.position != expected or entry.station != self._station:
            raise JournalDamaged(expected, "missing")
        if chain(self._head.digest, entry) != entry.digest:
            raise JournalDamaged(expected, "digest does not match")
        private = placed.private
        if private is not None and private.digest() != entry.private_digest:
            raise JournalDamaged(expected, "private row does not match")
        waited = self._waiting.find("id", entry.id)
        if not waited and terminal_of(entry.origin) == terminal_of(self._origin):
            # Made by this terminal, which does not know it: another self of it has made it.
            self._facts.keep(facts.FORKED, "1")
        self._waiting.remove(doc_ids=[row.doc_id for row in waited])
        known = self._private_row(entry.id) is not None
        self._store(entry, None if known else private)

    def _entry_of(self, row: Document) -> Entry:
        return Entry(
            id=EntryId(row["id"]),
            station=self._station,
            origin=OriginId(row["origin"]),
            seq=row["seq"],
            at=datetime.fromisoformat(row["at"]),
            business_date=date.fromisoformat(row["business_date"]),
            actor=ActorId(row["actor"]),
            event=row["event"],
            private_digest=row["private_digest"],
            position=0,
            position_time=datetime.fromisoformat(row["at"]),
            refused=None,
            digest=b"",
        )

    def _number_anew(self, origin: OriginId) -> None:
        for number, row in enumerate(self._waiting.page(0, -1), start=1):
            self._waiting.update({"origin": origin, "seq": number}, doc_ids=[row.doc_id])
        self._facts.keep(facts.ORIGIN, origin)
        if terminal_of(origin) != terminal_of(self._origin):
            self._keep_former({**self._former(), terminal_of(self._origin): self._head.position})

    def _number_as(self, origin: OriginId) -> None:
        with self._rows.lock, as_journal_errors():
            self._origin = origin
            self._seq = self._last_number()

    def _former(self) -> dict[str, int]:
        """Return former names; whose they are after that position is another matter."""
        told = (each.partition("@") for each in (self._facts.get(facts.FORMER) or "").split())
        return {name: int(position) for name, _, position in told}

    def _keep_former(self, names: Mapping[str, int]) -> None:
        told = " ".join(f"{name}@{position}" for name, position in sorted(names.items()))
        self._facts.keep(facts.FORMER, told)

    def _is_mine(self, entry: Entry) -> bool:
        name = terminal_of(entry.origin)
        return name == terminal_of(self._origin) or entry.position <= self._former().get(name, 0)

    def _last_number(self) -> int:
        waiting = self._waiting.last(origin=self._origin)
        placed = self._entries.last(origin=self._origin)
        return max(row["seq"] if row else 0 for row in (waiting, placed))


def _pending_document(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "origin": entry.origin,
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "business_date": entry.business_date.isoformat(),
        "actor": entry.actor,
        "event": entry.event,
        "private_digest": entry.private_digest,
    }
