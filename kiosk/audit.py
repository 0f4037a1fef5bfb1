"""Reading the journal to the end: does the chain hold, what is in it, what was left aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import msgspec

from kiosk.errors import JournalDamaged
from kiosk.folding import SetAside
from kiosk.journal.entry import Entry, Journal
from kiosk.station import Station


class Audit(msgspec.Struct, frozen=True):
    """What an audit found. Holds no personal data: counts, positions and digests.

    Attributes:
        sound: the chain and every private digest verify.
        damaged_at: the first position that does not.
        head: digest of the last entry, in hex; write it down and compare it later.
        tags: how many entries of each kind.
    """

    station: str
    entries: int
    sound: bool
    head: str
    first: datetime | None = None
    last: datetime | None = None
    damaged_at: int | None = None
    damage: str = ""
    read_only: bool = False
    unknown_tags: int = 0
    set_aside: tuple[SetAside, ...] = ()
    tags: dict[str, int] = {}


class _Tagged(msgspec.Struct):
    tag: str = "?"


def audit(journal: Journal, station: Station | None = None) -> Audit:
    """Read the whole journal and verify it."""
    damaged_at, damage = _damage(journal)
    tags: Counter[str] = Counter()
    first = last = None
    for entry in _readable(journal):
        tags[_tag(entry.event)] += 1
        first = first or entry.at
        last = entry.at
    return Audit(
        station=journal.station,
        entries=journal.head.position,
        sound=damaged_at is None,
        head=journal.head.digest.hex(),
        first=first,
        last=last,
        damaged_at=damaged_at,
        damage=damage,
        read_only=journal.read_only,
        unknown_tags=station.unknown_tags if station is not None else 0,
        set_aside=station.set_aside if station is not None else (),
        tags=dict(sorted(tags.items())),
    )


def _readable(journal: Journal) -> Iterator[Entry]:
    with suppress(JournalDamaged):  # said by ``verify`` already; what comes before it still counts
        yield from journal.read()


def _tag(event: bytes) -> str:
    try:
        return msgspec.json.decode(event, type=_Tagged).tag
    except msgspec.MsgspecError:
        return "?"


def _damage(journal: Journal) -> tuple[int | None, str]:
    try:
        journal.verify()
    except JournalDamaged as damaged:
        return damaged.position, damaged.what
    return None, ""
