"""Writing down what was sensed, for a bank's lane; what the disk refuses is owed and tried again.

A door may have moved already, so its outcome must not be lost to a disk that is full for a minute.
"""

from __future__ import annotations

import logging

from kiosk.clock import Moment
from kiosk.errors import JournalError, Refused
from kiosk.ids import TERMINAL, EntryId
from kiosk.journal.entry import Event
from kiosk.lockers import LOCKERS
from kiosk.lockers.records import Lockers
from kiosk.station import Station
from kiosk.tap import Tap

_log = logging.getLogger(__name__)


class Writing:
    """Entries of one bank, written by the lane that owns it."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._owed: list[tuple[Tap, Event]] = []
        self._well = True

    def write(self, entry: EntryId, event: Event) -> bool:
        """Write what was sensed; ``False`` if it cannot be written now."""
        return self._write(Tap(entry, TERMINAL), event) is True

    def owe(self, tap: Tap, event: Event) -> None:
        """Write ``event`` now, or as soon as the disk takes it."""
        self._owed.append((tap, event))
        self.settle()

    def settle(self) -> None:
        """Write what is owed, in order, as far as it can be."""
        while self._owed and self._write(*self._owed[0]) is not None:
            self._owed.pop(0)

    def _write(self, tap: Tap, event: Event) -> bool | None:
        """Tell whether it is written; ``None`` means: not now, but perhaps later."""

        def as_sensed(lockers: Lockers, moment: Moment) -> Event:
            return event

        try:
            self._station.do(tap, LOCKERS, as_sensed)
        except Refused as refused:
            # The station takes no entries until it is repaired; doors are still read.
            self._not_written(event, refused.reason)
            return False
        except JournalError as error:
            self._not_written(event, type(error).__name__)
            return None
        self._well = True
        return True

    def _not_written(self, event: Event, why: str) -> None:
        if self._well:  # said once: doors are read several times a second
            _log.error("%s and what follows it is not written: %s", type(event).__name__, why)
        self._well = False
