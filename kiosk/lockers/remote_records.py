"""What is known of an order from afar. Immutable."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from kiosk.ids import ActorId, DoorId, EntryId
from kiosk.lockers.events import OpenReason
from kiosk.lockers.remote_events import WhyNotTaken
from kiosk.ports import Outcome


class RemoteStage(StrEnum):
    """How far an order from afar is."""

    ORDERED = "ordered"
    """Written at the hub; the terminal has not answered."""
    LAPSED = "lapsed"
    """The terminal has not answered in time, and will refuse it when it comes."""
    TAKEN = "taken"
    """The terminal has written down that it opens the door."""
    ENDED = "ended"
    """The outcome is known."""
    REFUSED = "refused"


class RemoteOrder(msgspec.Struct, frozen=True):
    """An order from afar, until a later one for the same door.

    Attributes:
        taken: the terminal's own order to open, written before any pulse.
        outcome: what was sensed; ``OPENED`` is never said of a pulse alone.
    """

    id: EntryId
    door: DoorId
    reason: OpenReason
    at: datetime
    by: ActorId
    position: int
    taken: EntryId | None = None
    outcome: Outcome | None = None
    refused: WhyNotTaken | None = None

    @property
    def is_open(self) -> bool:
        """Whether the terminal has still to answer."""
        return self.taken is None and self.refused is None

    def is_old(self, at: datetime, limit_s: int) -> bool:
        """Tell whether it may not be carried out at ``at`` any more.

        An order from the future is as suspect: the clocks differ by more than the limit.
        """
        return abs(at - self.at) > timedelta(seconds=limit_s)

    def stage(self, at: datetime, limit_s: int) -> RemoteStage:
        """Return how far it is at ``at``."""
        if self.refused is not None:
            return RemoteStage.REFUSED
        if self.taken is None:
            return RemoteStage.LAPSED if self.is_old(at, limit_s) else RemoteStage.ORDERED
        return RemoteStage.TAKEN if self.outcome is None else RemoteStage.ENDED
