"""What can happen to news that somebody does not know yet."""

from __future__ import annotations

from enum import StrEnum

from kiosk.ids import EntryId, EventTag, RefusalReason
from kiosk.journal.entry import Event


class How(StrEnum):
    """How somebody was told. Who told them is the actor of the entry."""

    SCREEN = "screen"
    """They read it at the screen."""
    PHONE = "phone"
    SLIP = "slip"
    IN_PERSON = "in_person"


class Outcome(StrEnum):
    """What became of an entry the second time."""

    REFUSED = "refused"
    """It stood, and is refused now."""
    STANDS = "stands"
    """It was refused, and stands now."""
    GONE = "gone"
    """Nobody has sent it again."""


class Told(Event, frozen=True, tag="telling.told"):
    """Whoever is concerned knows that these entries were refused."""

    entries: tuple[EntryId, ...]
    how: How


class Lapsed(Event, frozen=True, tag="telling.lapsed"):
    """Nobody could be told for so long that it helps nobody any more."""

    entries: tuple[EntryId, ...]


class DecidedDifferently(Event, frozen=True, tag="telling.decided_differently"):
    """After the hub was restored an entry came out otherwise than people knew.

    Attributes:
        kind: tag of its event.
        reason: why it was refused, then or now.
    """

    entry: EntryId
    kind: EventTag
    outcome: Outcome
    reason: RefusalReason | None = None


class DifferencesSeen(Event, frozen=True, tag="telling.differences_seen"):
    """Staff have looked at these and done what was to be done."""

    entries: tuple[EntryId, ...]


EVENTS: tuple[type[Event], ...] = (Told, Lapsed, DecidedDifferently, DifferencesSeen)
