"""The mains goes and comes back; between them a battery runs the station."""

from __future__ import annotations

from kiosk.journal.entry import Event


class PowerFailed(Event, frozen=True, tag="lockers.power_failed"):
    """The station runs on its battery: what is under way is finished, nothing new begins."""


class PowerBack(Event, frozen=True, tag="lockers.power_back"):
    """The mains is back."""


POWER_EVENTS: tuple[type[Event], ...] = (PowerFailed, PowerBack)
