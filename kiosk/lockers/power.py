"""Looks at the power: records when it goes and comes back, ends the program before it is gone."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.clock import Moment
from kiosk.errors import JournalError, PortUnavailable, Refused
from kiosk.ids import TERMINAL, new_id
from kiosk.jobs import Runs
from kiosk.journal.entry import Event
from kiosk.lockers import LOCKERS
from kiosk.lockers.power_events import PowerBack, PowerFailed
from kiosk.lockers.records import Lockers
from kiosk.ports import PowerSource, PowerState
from kiosk.station import Station
from kiosk.tap import Tap

EVERY_S = 5.0
"""Between two looks at the power."""

_log = logging.getLogger(__name__)


class PowerWatch:
    """One power source on its lane.

    Args:
        gone_soon: called once when the battery is nearly empty; ends the program in order.
    """

    def __init__(
        self, source: PowerSource, lane: Runs, station: Station, gone_soon: Callable[[], None]
    ) -> None:
        self._source = source
        self._lane = lane
        self._station = station
        self._gone_soon = gone_soon
        self._told = False
        self._reachable = True

    def start(self) -> None:
        """Begin to look."""
        self._lane.submit(self.look)
        self._lane.every(EVERY_S, self.look)

    def look(self) -> None:
        """Look once. A source that does not answer changes nothing: nobody knows better."""
        try:
            state = self._source.read()
        except PortUnavailable as gone:
            if self._reachable:
                _log.warning("nothing is known of the power: %s", gone.why)
            self._reachable = False
            return
        self._reachable = True
        on_battery = self._station.state(LOCKERS).on_battery is not None
        if state in (PowerState.BATTERY, PowerState.LOW) and not on_battery:
            self._write(PowerFailed())
        elif state is PowerState.MAINS and on_battery:
            self._write(PowerBack())
        if state is PowerState.LOW and not self._told:
            self._told = True
            _log.warning("the battery is nearly empty; ending")
            self._gone_soon()

    def _write(self, event: Event) -> None:
        def as_sensed(lockers: Lockers, moment: Moment) -> Event:
            return event

        try:
            self._station.do(Tap(new_id(), TERMINAL), LOCKERS, as_sensed)
        except (Refused, JournalError) as error:  # tried again at the next look
            _log.error("the power is not written down: %s", type(error).__name__)
