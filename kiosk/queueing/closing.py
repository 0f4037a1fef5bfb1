"""What time does: the day closes, appointments are missed, personal rows expire. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from kiosk.clock import STATION_ZONE, Moment, business_date
from kiosk.family import Proposal
from kiosk.ids import EntryId, follow_id
from kiosk.queueing.booked import BookingStatus
from kiosk.queueing.booking_events import BookingMissed
from kiosk.queueing.bookings import ends
from kiosk.queueing.events import DayClosed
from kiosk.queueing.records import AT_COUNTER, CounterStatus, Queueing

_ONE_DAY = timedelta(days=1)


def due(queueing: Queueing, moment: Moment) -> Iterable[Proposal]:
    """Propose what time asks for; nothing while nobody knows the date."""
    if not moment.trusted:
        return
    yield from _days_over(queueing, moment)
    missed = [
        each
        for each in queueing.bookings.values()
        if each.status is BookingStatus.COMING and moment.at > ends(each, moment)
    ]
    for booking in sorted(missed, key=lambda each: each.position):
        yield Proposal(
            follow_id(booking.id, "missed", booking.starts.isoformat()),
            BookingMissed(appointment=booking.id),
        )


def closes_at(moment: Moment, day: date) -> datetime:
    """Return when ``day`` is closed: some time after closing, or after midnight."""
    closing = moment.settings.hours.closing(day)
    end = _midnight_after(day) if closing is None else datetime.combine(day, closing, STATION_ZONE)
    return end + timedelta(minutes=moment.settings.queueing.close_grace_min)


def expired(queueing: Queueing, moment: Moment) -> Iterable[EntryId]:
    """Return entries whose personal rows have been kept long enough."""
    keep = moment.settings.retention
    for entry, since in queueing.notes.items():
        if (moment.business_date - since).days >= keep.ticket_days:
            yield entry
    for visit in queueing.visits.values():
        asked_long_ago = (moment.business_date - visit.day).days >= keep.matter_days
        if visit.note is not None and asked_long_ago:
            yield visit.note


def _days_over(queueing: Queueing, moment: Moment) -> Iterator[Proposal]:
    newest = _newest(queueing)
    being_served = any(each.stage in AT_COUNTER for each in queueing.tickets.values())
    for day in sorted(_days_open(queueing)):
        deadline = closes_at(moment, day)
        if being_served:  # nobody is sent away in the middle of a sentence, or on the way there
            grace = timedelta(minutes=moment.settings.queueing.close_grace_min)
            deadline = max(deadline, _midnight_after(day) + grace)
        if moment.at >= deadline:
            yield Proposal(
                follow_id("queueing", "day_closed", day.isoformat(), deadline.isoformat(), newest),
                DayClosed(day=day),
            )


def _days_open(queueing: Queueing) -> set[date]:
    days = {each.last_day for each in queueing.tickets.values() if each.is_live}
    return days | {
        business_date(each.since)
        for each in queueing.counters.values()
        if each.status is not CounterStatus.CLOSED and each.since is not None
    }


def _newest(queueing: Queueing) -> str:
    """Name what came last, so that a day may be closed again for who came after its close."""
    spells = [each.spells[-1].since for each in queueing.tickets.values() if each.is_live]
    counters = [each.since for each in queueing.counters.values() if each.since is not None]
    return max((*spells, *counters)).isoformat() if spells or counters else ""


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + _ONE_DAY, time(0), STATION_ZONE)
