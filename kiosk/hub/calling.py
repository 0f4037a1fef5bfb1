"""The hall for a browser: what is shown, and which calls have come since it last heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kiosk.hall.board import HallBoard
from kiosk.hall.calls import CALL_IS_OLD
from kiosk.hall.news import news_of
from kiosk.positioning import PositioningStation
from kiosk.queueing import QUEUEING
from kiosk.queueing.board import announcement
from kiosk.queueing.plan import Hall

_LOOKED_BACK = 500
"""Entries; in a minute there are never so many, and what is older is not said."""


class Spoken(msgspec.Struct, frozen=True):
    """A call that is to be said."""

    number: str
    counter: int
    at: datetime


class Told(msgspec.Struct, frozen=True):
    """One message to a display.

    Attributes:
        position: ask for what comes after it.
        now: the time here; the clock of a panel may be off.
        volume: 0 to 1.
        again: seconds after which a call is said once more if nobody has come; 0: it is not.
    """

    position: int
    now: datetime
    volume: float
    again: int
    board: HallBoard
    calls: tuple[Spoken, ...] = ()


def told(station: PositioningStation, hall: Hall, after: int | None) -> Told:
    """Return the hall as it is.

    Args:
        after: up to where the display has heard; ``None``: it begins now, so nothing is said.
    """
    position = station.position
    news = news_of(station, hall)
    heard = position if after is None else after
    calls = tuple(_calls(station, heard, position)) if heard < position else ()
    now = station.moment().local
    manner = news.manner
    return Told(position, now, manner.volume, manner.again_after_s, news.board, calls)


def _calls(station: PositioningStation, after: int, position: int) -> Iterator[Spoken]:
    now = station.moment().at
    for entry, event in station.events(max(after, position - _LOOKED_BACK)):
        if entry.position > position:
            return
        if event is None or entry.refused is not None:
            continue
        call = announcement(station.state(QUEUEING), event, entry.at)
        if call is not None and (now - entry.at).total_seconds() <= CALL_IS_OLD:
            yield Spoken(call.number, call.counter, call.at)
