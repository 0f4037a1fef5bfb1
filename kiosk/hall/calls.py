"""The hall at the terminal: hears the station, feeds the displays, has each call said once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.hall.board import Calling, HallNews
from kiosk.hall.feed import HallFeed
from kiosk.jobs import Runs
from kiosk.journal.entry import Entry, Event
from kiosk.station import Station

CALL_IS_OLD = 60.0
"""Seconds after which a call is shown but no longer said: an entry from elsewhere may come late."""

Calls = Callable[[Event, datetime], Calling | None]
"""Returns what is to be said after an event; ``None`` if it is no call."""


class HallCalls:
    """Subscribes to the station.

    Args:
        news: what the displays show now.
        calls: which events call a number.
        announce: says a call at the terminal, where no display speaks.
    """

    def __init__(
        self,
        station: Station,
        lane: Runs,
        *,
        news: Callable[[], HallNews],
        calls: Calls,
        announce: Callable[[str, int], None],
    ) -> None:
        self.feed = HallFeed(lane, news, announce)
        self._station = station
        self._lane = lane
        self._news = news
        self._calls = calls
        self._closed = False
        self._leave = station.subscribe(self._heard)

    def close(self) -> None:
        """Hear nothing more and let the displays go."""
        self._closed = True
        self._leave()
        self.feed.close()

    def _heard(self, entry: Entry, event: Event) -> None:
        call = self._calls(event, entry.at)
        late = (self._station.moment().at - entry.at).total_seconds() > CALL_IS_OLD
        if call is None or late or entry.refused is not None:
            self.feed.changed()
        else:
            self.feed.called(call.number, call.counter)
            seconds = self._news().manner.again_after_s
            if seconds:
                self._lane.after(seconds, lambda: self._call_again(call))

    def _call_again(self, call: Calling) -> None:
        """Say it once more if nobody has come and nobody has called anew."""
        if self._closed:
            return
        place = (call.number, call.counter)
        for each in self._news().board.current:
            # Of calls long passed by others the time is not known; this may still be the latest.
            if (each.number, each.counter) == place and each.at in (None, call.at) and each.waits:
                self.feed.called(*place)
