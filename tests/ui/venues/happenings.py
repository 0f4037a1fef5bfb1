"""What happens to the places of a station on a busy day: one of everything a page can show."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import NamedTuple

from kiosk.hours import Span
from kiosk.ids import (
    ApplicationId,
    BlackoutId,
    BookingId,
    ClosureId,
    MarkId,
    StaffId,
    new_id,
    staff_actor,
)
from kiosk.journal.entry import Private
from kiosk.station_closing import Closing, StationClosing
from kiosk.tap import Tap
from kiosk.venues import checks, integrity, review, upkeep
from kiosk.venues.events import CheckedIn, NoShow, RejectReason, Via
from kiosk.venues.interval import Interval
from kiosk.venues.proof import Proof
from kiosk.venues.upkeep_events import BlackoutReason
from tests.ui.venues.hall import ROOM, Hall, slot


class Happened(NamedTuple):
    """Where to find what happened."""

    first: date
    pending: ApplicationId
    missing: ApplicationId
    series: ApplicationId
    approved: BookingId
    checked_in: BookingId
    waiting: BookingId
    rejected: BookingId
    no_show: BookingId
    mark: MarkId
    blackout: BlackoutId
    closure: ClosureId
    proofs: dict[BookingId, Proof]


def noted(words: str) -> Tap:
    """A tap of a member of staff with a note."""
    return Tap.fresh(staff_actor(StaffId("02")), Private(body={"note": words}, salt=bytes(16)))


def happen(hall: Hall) -> Happened:
    """Let all of it happen."""
    first = checks.earliest_use(hall.station.moment()).day
    later = first + timedelta(days=1)

    def at(hour: int, day: date = first) -> Interval:
        return slot(day, hour)

    pending = hall.apply(at(8), by=11, head_count=16)
    in_line = hall.wait_for(at(8), by=12)
    approved = hall.approve(hall.apply(at(12), by=13))
    missing = hall.apply(at(14), by=14)
    hall.act(
        review.ask_supplement,
        tap=noted("请补充活动方案和安全负责人"),
        application=missing.application.id,
        explained=True,
    )
    weeks = tuple(slot(later + timedelta(days=1, weeks=number), 9) for number in range(4))
    series = hall.apply(*weeks, by=15)
    here = hall.approve(hall.apply(at(16), by=16))
    hall.happened(CheckedIn(booking=here.bookings[0].id, via=Via.STAFF))
    rejected = hall.apply(at(10), by=17)
    hall.act(
        review.reject,
        tap=noted("当天驿站开展集中学习"),
        bookings=[rejected.bookings[0].id],
        reason=RejectReason.NEEDED_ELSEWHERE,
        explained=True,
    )
    absent = hall.approve(hall.apply(at(10), by=18))
    hall.happened(NoShow(booking=absent.bookings[0].id, points=1.0))
    (mark,) = (each for each in hall.venues.marks.values())
    blackout = BlackoutId(new_id())
    hall.act(
        upkeep.black_out,
        blackout=blackout,
        site=hall.file.site,
        venue=ROOM,
        during=Interval(slot(later, 0).starts, slot(later, 23).ends),
        reason=BlackoutReason.REPAIR,
    )
    receipts = (pending, in_line, approved, missing, series, here, rejected, absent)
    proofs = {each.bookings[0].id: hall.venue_desk.by_qr(each.qr).proof for each in receipts}
    hall.act(integrity.appeal, tap=noted("那天下暴雨"), mark=mark.id, proof=proofs[mark.booking])
    return Happened(
        first,
        pending.application.id,
        missing.application.id,
        series.application.id,
        approved.bookings[0].id,
        here.bookings[0].id,
        in_line.bookings[0].id,
        rejected.bookings[0].id,
        absent.bookings[0].id,
        mark.id,
        blackout,
        _closed_for_an_afternoon(hall, first + timedelta(days=40)),
        proofs,
    )


def _closed_for_an_afternoon(hall: Hall, day: date) -> ClosureId:
    """The whole station is closed then."""
    closing = Closing(ClosureId(new_id()), day, day, Span(time(14), time(18)))
    StationClosing(hall.station, hall.file.site).close(
        lambda: Tap.fresh(staff_actor(StaffId("02"))),
        closing,
        by=StaffId("02"),
        reason=BlackoutReason.REPAIR,
    )
    return closing.id
