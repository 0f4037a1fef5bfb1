"""Entries: what is written down, in which order, and how the chain proves it.

    digest = BLAKE2b-256( previous digest ‖ position ‖ id ‖ origin ‖ seq ‖ at ‖ business date
                          ‖ actor ‖ event bytes ‖ private digest ‖ position time ‖ refused )

Every part is length-prefixed (4 bytes, big endian) before it is hashed, so no two different entries
give the same input. Stored event bytes are hashed and forwarded as they are, never re-encoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from hashlib import blake2b
from typing import Protocol

import msgspec

from kiosk.ids import ActorId, EntryId, OriginId, PersonId, StationId

GENESIS = b"\x00" * 32
"""The digest before the first entry."""


class Event(msgspec.Struct, frozen=True, tag_field="tag", omit_defaults=True):
    """Something that happened. Subclasses give ``tag="family.verb"`` and hold no plain ``str``.

    A shipped event never changes meaning: new fields have defaults, new meaning is a new tag.
    """


class Private(msgspec.Struct, frozen=True):
    """The personal part of an entry; a row of its own that can be erased without a trace.

    Attributes:
        person: finds all rows of one person again; ``None`` if nobody is named.
        body: what was given, by field name (``phone_tail``, ``note`` …).
        salt: 16 random bytes, so the digest in the entry tells nothing about the body.
    """

    body: Mapping[str, str]
    salt: bytes
    person: PersonId | None = None

    def digest(self) -> bytes:
        """Return BLAKE2b-256 of salt and body; it stays in the entry when the row is erased."""
        body = msgspec.json.encode(sorted(self.body.items()))
        return _hash((self.salt, body, (self.person or "").encode()))


class Draft(msgspec.Struct, frozen=True):
    """An entry that has no place in the journal yet.

    Attributes:
        origin, seq: who numbered it and how, where that is not the journal it is given to.
    """

    id: EntryId
    at: datetime
    business_date: date
    actor: ActorId
    event: bytes
    private: Private | None = None
    origin: OriginId | None = None
    seq: int = 0


class Entry(msgspec.Struct, frozen=True):
    """One line of the journal. ``position`` onward is given by the positioner.

    A position of 0 says that it has none yet: made here, durable, still to be positioned.
    """

    id: EntryId
    station: StationId
    origin: OriginId
    seq: int
    at: datetime
    business_date: date
    actor: ActorId
    event: bytes
    private_digest: bytes
    position: int
    position_time: datetime
    refused: str | None
    digest: bytes


class Placed(msgspec.Struct, frozen=True):
    """An entry as it travels: with its personal part, where that is not erased."""

    entry: Entry
    private: Private | None = None


class Head(msgspec.Struct, frozen=True):
    """The end of the journal: its last position (0 = empty) and digest."""

    position: int = 0
    digest: bytes = GENESIS


class Checkpoint(msgspec.Struct, frozen=True):
    """A family's state after ``head``; thrown away at any time and rebuilt."""

    family: str
    fold_version: int
    head: Head
    state: bytes


def chain(previous: bytes, entry: Entry) -> bytes:
    """Return the digest ``entry`` must carry when it follows ``previous``."""
    return _hash(
        (
            previous,
            str(entry.position).encode(),
            entry.id.encode(),
            entry.station.encode(),
            entry.origin.encode(),
            str(entry.seq).encode(),
            entry.at.isoformat().encode(),
            entry.business_date.isoformat().encode(),
            entry.actor.encode(),
            entry.event,
            entry.private_digest,
            entry.position_time.isoformat().encode(),
            (entry.refused or "").encode(),
        )
    )


def place(
    draft: Draft,
    head: Head,
    *,
    station: StationId,
    origin: OriginId,
    seq: int,
    position_time: datetime,
    refused: str | None,
) -> Entry:
    """Return the entry that ``draft`` is right after ``head``."""
    entry = Entry(
        id=draft.id,
        station=station,
        origin=origin,
        seq=seq,
        at=draft.at,
        business_date=draft.business_date,
        actor=draft.actor,
        event=draft.event,
        private_digest=b"" if draft.private is None else draft.private.digest(),
        position=head.position + 1,
        position_time=position_time,
        refused=refused,
        digest=b"",
    )
    return msgspec.structs.replace(entry, digest=chain(head.digest, entry))


def _hash(parts: Iterable[bytes]) -> bytes:
    whole = b"".join([piece for part in parts for piece in (len(part).to_bytes(4, "big"), part)])
    return blake2b(whole, digest_size=32).digest()


class Journal(Protocol):
    """Where entries are kept. Thread-safe: calls from any thread are put in one order."""

    @property
    def station(self) -> StationId: ...

    @property
    def read_only(self) -> bool:
        """True when a newer program wrote it: reading works, appending raises ``JournalNewer``."""
        ...

    @property
    def head(self) -> Head: ...

    def turn(self) -> AbstractContextManager[None]:
        """Hold the only turn to write. What is appended in it is durable when it ends.

        Where several processes write, whoever begins a turn sees all that was written before.

        Raises:
            NotDurable: on its end; nothing that was appended in it has happened.
        """
        ...

    def append(self, draft: Draft, *, position_time: datetime, refused: str | None = None) -> Entry:
        """Give ``draft`` the next position and store it with its private row, durably.

        A draft whose id is already stored returns the stored entry and changes nothing.

        Raises:
            NotDurable: the disk said no; nothing has happened.
            JournalNewer: the journal may only be read.
        """
        ...

    def find(self, entry: EntryId) -> Entry | None: ...

    def read(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Yield entries with ``position > after`` in order, read in pages, never all in memory."""
        ...

    def private(self, entry: EntryId) -> Private | None:
        """Return the personal part, or ``None`` if there is none (any more)."""
        ...

    def of_person(self, person: PersonId) -> Sequence[EntryId]:
        """Return the entries that hold personal data of ``person``, oldest first."""
        ...

    def erase(self, entries: Sequence[EntryId], draft: Draft, *, position_time: datetime) -> Entry:
        """Append ``draft`` (a ``privacy.erased``) and delete those private rows in one transaction.

        When this returns no byte of the rows is left in any file of the journal.
        """
        ...

    def checkpoint(self, family: str) -> Checkpoint | None: ...

    def keep(self, checkpoints: Sequence[Checkpoint]) -> None:
        """Store checkpoints, replacing those of the same families."""
        ...

    def verify(self) -> Head:
        """Recompute the whole chain and every private digest that is still there.

        Raises:
            JournalDamaged: at the first entry that does not verify.
        """
        ...

    def close(self) -> None: ...
