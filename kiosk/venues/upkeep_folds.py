"""What each event of upkeep makes true: blackouts, marks, exemptions, the rest of code entry."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import MarkId
from kiosk.journal.entry import Event
from kiosk.resting import CodeRest
from kiosk.venues import upkeep_events as u
from kiosk.venues.changes import became, marked
from kiosk.venues.events import By
from kiosk.venues.records import Appeal, Blackout, Exemption, Status, Venues


def fold_upkeep(venues: Venues, stamp: Stamp, event: Event) -> Venues:
    """Return the venues after an event of upkeep; any other changes nothing."""
    match event:
        case u.BlackedOut():
            return _blacked_out(venues, stamp, event)
        case u.BlackoutLifted(blackout=blackout):
            known = venues.blackouts
            return replace(venues, blackouts=known.delete(blackout) if blackout in known else known)
        case u.MarkGiven(booking=booking, fault=fault, points=points):
            return marked(venues, stamp, booking, fault, points)
        case u.MarkAppealed(mark=mark):
            return _mark(venues, mark, appeal=Appeal.HEARD_SOON)
        case u.MarkUpheld(mark=mark):
            return _mark(venues, mark, appeal=Appeal.UPHELD)
        case u.MarkExcused(mark=mark, reason=reason):
            return _mark(venues, mark, excused=reason)
        case u.Exempted(applicant=applicant, until=until, reason=reason):
            exemption = Exemption(until, reason, applicant)
            return replace(venues, exemptions=(*venues.exemptions, exemption))
        case u.CodesRested(until=until, times=times):
            return replace(venues, rest=CodeRest(until, times))
        case u.CodeAccepted():
            return replace(venues, rest=None)
        case _:
            return venues


def _blacked_out(venues: Venues, stamp: Stamp, event: u.BlackedOut) -> Venues:
    blackout = Blackout(event.blackout, event.venue, event.during, event.reason)
    venues = replace(venues, blackouts=venues.blackouts.set(blackout.id, blackout))
    for each in event.cancels:
        known = venues.bookings.get(each)
        if known is None or not known.is_open:  # over before this had its turn
            continue
        before = max(0, int((known.slot.starts - stamp.at).total_seconds() // 60))
        venues = became(
            venues,
            stamp,
            [each],
            Status.CANCELLED,
            cancelled_by=By.STATION,
            minutes_before=before,
        )
    return venues


def _mark(venues: Venues, mark: MarkId, **changes: Any) -> Venues:
    known = venues.marks.get(mark)
    if known is None:
        return venues
    return replace(venues, marks=venues.marks.set(mark, replace(known, **changes)))
