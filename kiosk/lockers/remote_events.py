"""What can happen to an order from afar 远程开门: made at the hub, done where the door is."""

from __future__ import annotations

from enum import StrEnum

from kiosk.ids import DoorId, EntryId
from kiosk.journal.entry import Event
from kiosk.lockers.events import OpenReason


class WhyNotTaken(StrEnum):
    """Why the terminal that owns a door did not take an order up."""

    TOO_OLD = "too_old"
    """It came later than ``lockers.remote_age_s``; nobody expects that door to open any more."""
    CLOCK = "clock"
    """The terminal does not know what time it is, so it cannot tell how old an order is."""
    BUSY = "busy"
    """The door was being opened for somebody else."""


class OrderedRemotely(Event, frozen=True, tag="lockers.ordered_remotely"):
    """Staff who are not there ask the terminal that owns a door to open it. No pulse by itself."""

    door: DoorId
    reason: OpenReason


class RemoteRefused(Event, frozen=True, tag="lockers.remote_refused"):
    """The terminal did not take an order up, and never will."""

    order: EntryId
    door: DoorId
    why: WhyNotTaken


REMOTE_EVENTS = (OrderedRemotely, RemoteRefused)
