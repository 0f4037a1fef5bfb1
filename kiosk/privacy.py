"""Erasure as an entry: which personal rows are gone. Folded by every family that has such rows."""

from __future__ import annotations

from kiosk.ids import EntryId
from kiosk.journal.entry import Event


class Erased(Event, frozen=True, tag="privacy.erased"):
    """The personal rows of these entries were deleted in every copy."""

    entries: tuple[EntryId, ...]
