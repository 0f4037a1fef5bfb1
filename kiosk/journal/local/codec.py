"""How entries, private rows and checkpoints are written as documents. Pure.

Times are kept as the text the chain hashes, so what is read back hashes to the same digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

import msgspec

from kiosk.errors import JournalDamaged
from kiosk.ids import ActorId, EntryId, OriginId, PersonId, StationId
from kiosk.journal.entry import Checkpoint, Entry, Head, Private
from kiosk.journal.local.shapes import Column, Kind, Shape

FORMAT = 3
"""Number of this layout; a program reads higher ones but never writes them."""

ENTRIES = "entries"
PRIVATE = "private"
CHECKPOINTS = "checkpoints"
META = "meta"
PENDING = "pending"
LOST = "lost"

_TEXT, _BLOB, _INTEGER = Kind.TEXT, Kind.BLOB, Kind.INTEGER

SHAPES: Mapping[str, Shape] = {
    # doc_id is the position.
    ENTRIES: Shape(
        columns=(
            Column("id", _TEXT),
            Column("station", _TEXT),
            Column("origin", _TEXT),
            Column("seq", _INTEGER),
            Column("at", _TEXT),
            Column("business_date", _TEXT),
            Column("actor", _TEXT),
            Column("event", _BLOB),
            Column("private_digest", _BLOB),
            Column("position_time", _TEXT),
            Column("refused", _TEXT, optional=True),
            Column("digest", _BLOB),
        ),
        unique=(("id",),),
    ),
    # Rows are only ever added at the end, and never deleted.
    PRIVATE: Shape(
        columns=(
            Column("entry", _TEXT),
            Column("person", _TEXT, optional=True),
            Column("body", _BLOB),
            Column("salt", _BLOB),
        ),
        unique=(("entry",),),
        indexed=(("person",),),
    ),
    # What was made here and waits for its position; doc_id is the order it was made in.
    PENDING: Shape(
        columns=(
            Column("id", _TEXT),
            Column("origin", _TEXT),
            Column("seq", _INTEGER),
            Column("at", _TEXT),
            Column("business_date", _TEXT),
            Column("actor", _TEXT),
            Column("event", _BLOB),
            Column("private_digest", _BLOB),
        ),
        unique=(("id",),),
    ),
    # What had a position before the positioner was put back, until staff have seen what became.
    LOST: Shape(
        columns=(
            Column("id", _TEXT),
            Column("at", _TEXT),
            Column("event", _BLOB),
            Column("refused", _TEXT, optional=True),
        ),
        unique=(("id",),),
    ),
    CHECKPOINTS: Shape(
        columns=(
            Column("family", _TEXT),
            Column("fold_version", _INTEGER),
            Column("position", _INTEGER),
            Column("digest", _BLOB),
            Column("state", _BLOB),
            Column("check", _BLOB),
        ),
        unique=(("family",),),
    ),
    META: Shape(columns=(Column("key", _TEXT), Column("value", _TEXT)), unique=(("key",),)),
}


def entry_document(entry: Entry) -> dict[str, Any]:
    """Return the document of ``entry``, its position left out."""
    return {
        "id": entry.id,
        "station": entry.station,
        "origin": entry.origin,
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "business_date": entry.business_date.isoformat(),
        "actor": entry.actor,
        "event": entry.event,
        "private_digest": entry.private_digest,
        "position_time": entry.position_time.isoformat(),
        "refused": entry.refused,
        "digest": entry.digest,
    }


def entry_of(position: int, document: Mapping[str, Any]) -> Entry:
    """Return the entry a document holds.

    Raises:
        JournalDamaged: a time or date in it is none.
    """
    try:
        return Entry(
            id=EntryId(document["id"]),
            station=StationId(document["station"]),
            origin=OriginId(document["origin"]),
            seq=document["seq"],
            at=datetime.fromisoformat(document["at"]),
            business_date=date.fromisoformat(document["business_date"]),
            actor=ActorId(document["actor"]),
            event=document["event"],
            private_digest=document["private_digest"],
            position=position,
            position_time=datetime.fromisoformat(document["position_time"]),
            refused=document["refused"],
            digest=document["digest"],
        )
    except ValueError as error:
        raise JournalDamaged(position, str(error)) from error


def private_document(entry: EntryId, private: Private) -> dict[str, Any]:
    """Return the document of a private row."""
    body = msgspec.json.encode(dict(sorted(private.body.items())))
    return {"entry": entry, "person": private.person, "body": body, "salt": private.salt}


def private_of(position: int, document: Mapping[str, Any]) -> Private | None:
    """Return the private row a document holds, ``None`` if it was erased.

    Raises:
        JournalDamaged: the body is none.
    """
    if is_blank(document):
        return None
    try:
        body = msgspec.json.decode(document["body"], type=dict[str, str])
    except msgspec.MsgspecError as error:
        raise JournalDamaged(position, "private row is unreadable") from error
    person = document["person"]
    return Private(
        body=body, salt=document["salt"], person=None if person is None else PersonId(person)
    )


def blank(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same row with every personal byte zero, each field as long as it was.

    A row of the same length is overwritten where it stands. Deleting it instead would make SQLite
    move its neighbours together, and copies of those would stay behind in the gaps of its pages,
    out of reach of their own erasure later (seen, in spite of ``secure_delete``).
    """
    person = document["person"]
    return {
        "entry": document["entry"],
        "person": None if person is None else "0" * len(person),
        "body": bytes(len(document["body"])),
        "salt": bytes(len(document["salt"])),
    }


def is_blank(document: Mapping[str, Any]) -> bool:
    """Tell whether the row was erased. A body is JSON and so never all zero."""
    return len(document["body"]) > 0 and not any(document["body"]) and not any(document["salt"])


def checkpoint_document(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return the document of a checkpoint, with a digest over all of it."""
    document = {
        "family": checkpoint.family,
        "fold_version": checkpoint.fold_version,
        "position": checkpoint.head.position,
        "digest": checkpoint.head.digest,
        "state": checkpoint.state,
    }
    return {**document, "check": _check(document)}


def checkpoint_of(document: Mapping[str, Any]) -> Checkpoint | None:
    """Return the checkpoint a document holds, ``None`` if anything in it was changed."""
    if _check(document) != document["check"]:
        return None
    return Checkpoint(
        family=document["family"],
        fold_version=document["fold_version"],
        head=Head(document["position"], document["digest"]),
        state=document["state"],
    )


def _check(document: Mapping[str, Any]) -> bytes:
    names = ("family", "fold_version", "position", "digest", "state")
    return blake2b(
        msgspec.msgpack.encode([document[name] for name in names]), digest_size=32
    ).digest()
