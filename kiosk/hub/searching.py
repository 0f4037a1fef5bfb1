"""Searching a station's entries for the audit: by tag, day and actor, the newest first.

A page costs the same at any length of the journal: a day is found by its index, anything else is
looked for within a window of positions, and the page says from where to look further back. Private
rows are never read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, func, select

from kiosk.errors import JournalDamaged
from kiosk.hub.database import Database
from kiosk.hub.store import HubJournal
from kiosk.hub.tables import ENTRIES
from kiosk.ids import StationId
from kiosk.journal.checking import check_chain, check_private
from kiosk.journal.entry import Entry, Head
from kiosk.journal.local import codec

WINDOW = 50_000
"""Positions that one question looks at."""
PAGE = 50
SLICE = 10_000
"""Entries of the chain that are recomputed at once."""
_CHECKED_AT_ONCE = 500
_TAG = re.compile(r"[a-z][a-z_]{0,30}(\.[a-z][a-z_]{0,40})?")


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for; what is empty is not asked.

    Attributes:
        tag: ``venues.applied``, or ``venues`` for all of a family.
        actor: ``staff:01``, ``resident`` …
    """

    tag: str = ""
    day: date | None = None
    actor: str = ""

    @property
    def bounded(self) -> bool:
        """True where an index finds it."""
        return self.day is not None


class Found(msgspec.Struct, frozen=True):
    """One page of what was found, the newest first.

    Attributes:
        before: look for older ones from here; ``None`` at the beginning of the journal.
    """

    entries: tuple[Entry, ...]
    before: int | None


def search(
    database: Database,
    station: StationId,
    wanted: Wanted,
    *,
    before: int | None = None,
    most: int = PAGE,
    window: int = WINDOW,
) -> Found:
    """Return what is ``wanted`` among the positions before ``before``."""
    with database.reading() as connection:
        if before is None:
            end = select(func.max(ENTRIES.c.position)).where(ENTRIES.c.station == station)
            before = (connection.scalar(end) or 0) + 1
        first = 0 if wanted.bounded else max(0, before - 1 - window)
        asked = (
            select(ENTRIES)
            .where(ENTRIES.c.station == station)
            .where(ENTRIES.c.position < before, ENTRIES.c.position > first)
            .where(*_conditions(wanted))
            .order_by(ENTRIES.c.position.desc())
            .limit(most + 1)
        )
        rows = connection.execute(asked).mappings().all()
    entries = tuple(codec.entry_of(row["position"], dict(row)) for row in rows[:most])
    if len(rows) > most:
        return Found(entries, entries[-1].position)
    return Found(entries, first + 1 if first > 0 else None)


def everything(database: Database, station: StationId, wanted: Wanted) -> Iterator[Entry]:
    """Yield all that is ``wanted``, the newest first, a page at a time; for a download."""
    before: int | None = None
    while True:
        found = search(database, station, wanted, before=before, most=10 * PAGE)
        yield from found.entries
        if found.before is None:
            return
        before = found.before


class Checked(msgspec.Struct, frozen=True):
    """How far the chain was recomputed.

    Attributes:
        position: whole up to here, from where it was begun.
        end: where the journal ends.
        broken: the first position that is not as it was written; ``None`` if all is.
    """

    position: int
    end: int
    broken: int | None = None
    what: str = ""

    @property
    def done(self) -> bool:
        """True when there is nothing more to recompute."""
        return self.broken is not None or self.position >= self.end


def check(journal: HubJournal, after: int, *, most: int = SLICE) -> Checked:
    """Recompute the chain and the private digests of the ``most`` entries beyond ``after``."""
    end = journal.head.position
    digest = journal.digest_at(after)
    if digest is None:
        return Checked(after, end, after, "missing")
    head = Head(after, digest)
    until = min(end, after + most)
    try:
        while head.position < until:
            page = journal.page(head.position, min(_CHECKED_AT_ONCE, until - head.position))
            if not page:
                raise JournalDamaged(head.position + 1, "missing")
            for placed in page:
                head = check_chain(journal.station, [placed.entry], head)
                if placed.private is not None:
                    check_private(placed.private, placed.entry)
    except JournalDamaged as damaged:
        return Checked(damaged.position - 1, end, damaged.position, damaged.what)
    return Checked(head.position, end)


def is_tag(text: str) -> bool:
    """Tell whether ``text`` can be a tag or the name of a family."""
    return _TAG.fullmatch(text) is not None


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.tag:
        begins = f'{{"tag":"{wanted.tag}' + ('"' if "." in wanted.tag else ".")
        yield func.substr(ENTRIES.c.event, 1, len(begins)) == begins.encode()
    if wanted.day is not None:
        yield ENTRIES.c.business_date == wanted.day.isoformat()
    if wanted.actor:
        yield ENTRIES.c.actor == wanted.actor
