"""Whether what is stored is what was written: the chain, and private rows that are left. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.errors import JournalDamaged
from kiosk.ids import StationId
from kiosk.journal.entry import Entry, Head, Private, chain

_BEGINNING = Head()


def check_chain(station: StationId, entries: Iterable[Entry], start: Head = _BEGINNING) -> Head:
    """Follow the chain from its start, or from ``start`` on, and return its end.

    Raises:
        JournalDamaged: at the first entry that is missing, foreign or changed.
    """
    head = start
    for entry in entries:
        expected = head.position + 1
        if entry.position != expected:
            raise JournalDamaged(expected, "missing")
        if entry.station != station:
            raise JournalDamaged(expected, "of another station")
        if chain(head.digest, entry) != entry.digest:
            raise JournalDamaged(expected, "digest does not match")
        head = Head(entry.position, entry.digest)
    return head


def check_private(private: Private | None, entry: Entry | None) -> None:
    """Compare a private row with the digest its entry carries; an erased row (``None``) passes.

    Raises:
        JournalDamaged: the row belongs to no entry, to another one, or was changed.
    """
    if entry is None:
        raise JournalDamaged(0, "private row belongs to no entry")
    if not entry.private_digest:
        raise JournalDamaged(entry.position, "private row belongs to another entry")
    if private is not None and private.digest() != entry.private_digest:
        raise JournalDamaged(entry.position, "private row does not match")


def private_digest(private: Private | None) -> bytes:
    """Return what an entry keeps of its private part: a digest, empty if there is none."""
    return b"" if private is None else private.digest()
