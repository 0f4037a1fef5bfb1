"""What each event of a cleaning round makes true. Total."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import CodeTag, RentalId
from kiosk.journal.entry import Event
from kiosk.lockers import round_events as e
from kiosk.lockers.changes import mark
from kiosk.lockers.events import Mark, MarkReason
from kiosk.lockers.records import CleaningRound, Goods, Lockers


def fold_round(lockers: Lockers, stamp: Stamp, event: Event) -> Lockers:
    """Return the lockers after an event of a round; any other changes nothing."""
    match event:
        case e.RoundBegun(bank=bank, column=column):
            return replace(lockers, cleaning=CleaningRound(bank, column, stamp.at))
        case e.RoundTicked():
            return _ticked(lockers, stamp, event)
        case e.RoundEnded():
            return replace(lockers, cleaning=None)
        case _:
            return lockers


def _ticked(lockers: Lockers, stamp: Stamp, event: e.RoundTicked) -> Lockers:
    if lockers.cleaning is not None:
        ticked = (*lockers.cleaning.ticked, event.door)
        lockers = replace(lockers, cleaning=replace(lockers.cleaning, ticked=ticked))
    match event.tick:
        case e.Tick.BROKEN:
            return mark(lockers, stamp, event.door, Mark.OUT_OF_SERVICE, MarkReason.BROKEN)
        case e.Tick.GOODS:
            # Nobody knows whose it is: no rental, no code.
            kept = Goods(RentalId(stamp.id), event.door, stamp.business_date, CodeTag(""))
            lockers = replace(lockers, goods=lockers.goods.set(kept.rental, kept))
    if lockers.door(event.door).mark is Mark.CLEANING:
        return mark(lockers, stamp, event.door, Mark.IN_SERVICE, MarkReason.NONE)
    return lockers
