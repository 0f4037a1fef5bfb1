"""What an application must fulfil, each said by itself. Pure; ``clash`` asks what is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import EquipmentId, TextVersion, VenueId
from kiosk.notice import first_use
from kiosk.venue_settings import ApplicantKind, ResidentGroups
from kiosk.venues.applicant import Applicant
from kiosk.venues.integrity import Record, Standing
from kiosk.venues.interval import Interval
from kiosk.venues.opening import is_on_grid, is_open, is_quiet, opening
from kiosk.venues.plan import Site, VenuePlan
from kiosk.venues.records import UNDECIDED, Status, Venues
from kiosk.workdays import Earliest

_COUNTS = (Status.WAITING, Status.OFFERED, *UNDECIDED, Status.APPROVED)
_USUAL = (ApplicantKind.PARTY, ApplicantKind.SOCIAL, ApplicantKind.WORK_UNIT)


def earliest_use(moment: Moment) -> Earliest:
    """Return the first day that may be applied for now, and why.

    Raises:
        Refused: ``untrusted_clock``, ``calendar_unknown`` (year).
    """
    must_trust_clock(moment)
    held = moment.settings
    return first_use(moment.local, held.notice, held.hours, moment.calendar)


def last_use(moment: Moment, horizon_days: int | None = None) -> date:
    """Return the last day that may be applied for now."""
    days = moment.settings.bookings.horizon_days if horizon_days is None else horizon_days
    return moment.business_date + timedelta(days=days)


def who_may_apply(plan: VenuePlan, moment: Moment) -> tuple[ApplicantKind, ...]:
    """Return who may apply for a venue."""
    if plan.applicants is not None:
        return plan.applicants
    may = moment.settings.bookings.resident_groups is ResidentGroups.MAY_APPLY
    return (*_USUAL, ApplicantKind.RESIDENTS) if may else _USUAL


def must_trust_clock(moment: Moment) -> None:
    """Do nothing if dates can be believed.

    Raises:
        Refused: ``untrusted_clock``.
    """
    if not moment.trusted:
        raise Refused("untrusted_clock")


def must_be_bookable(site: Site, venue: VenueId) -> VenuePlan:
    """Return the venue.

    Raises:
        Refused: ``no_such_venue``, ``not_bookable``.
    """
    plan = site.venue(venue)
    if plan is None:
        raise Refused("no_such_venue")
    if not plan.bookable:
        raise Refused("not_bookable", venue=venue)
    return plan


def must_suit(
    plan: VenuePlan,
    moment: Moment,
    *,
    kind: ApplicantKind,
    head_count: int,
    equipment: Sequence[EquipmentId],
) -> None:
    """Do nothing if this venue can be had by such people, so many of them, with such things.

    Raises:
        Refused: ``wrong_applicant`` (kind, allowed), ``nobody``, ``over_capacity`` (most),
            ``no_such_equipment`` (equipment).
    """
    allowed = who_may_apply(plan, moment)
    if kind not in allowed:
        raise Refused("wrong_applicant", kind=kind, allowed=allowed)
    if head_count < 1:
        raise Refused("nobody")
    if head_count > plan.capacity:
        raise Refused("over_capacity", most=plan.capacity)
    there = {each.id for each in plan.equipment}
    for wanted in equipment:
        if wanted not in there:
            raise Refused("no_such_equipment", equipment=wanted)


def must_agree(site: Site, rules: TextVersion | None) -> None:
    """Do nothing if the applicant agreed to the rules as they are worded now.

    Raises:
        Refused: ``rules_not_agreed``.
    """
    if site.rules is not None and rules != site.rules:
        raise Refused("rules_not_agreed")


def must_be_slots(
    venues: Venues, moment: Moment, plan: VenuePlan, slots: Sequence[Interval], *, last: date
) -> None:
    """Do nothing if every slot could be had, were it free.

    Args:
        last: the last day that may be applied for.

    Raises:
        Refused: ``no_slot``, ``too_many_slots`` (most), ``slots_overlap``, and of one slot, with
            its ``day``: ``in_the_past``, ``too_soon`` (earliest, because), ``too_far`` (last),
            ``closed``, ``holiday`` (holiday), ``off_slot``, ``quiet_hours``, ``too_long`` (most),
            ``blackout`` (why), ``calendar_unknown`` (year).
    """
    if not slots:
        raise Refused("no_slot")
    most = moment.settings.bookings.series_most
    if len(slots) > most:
        raise Refused("too_many_slots", most=most)
    kept = sorted(plan.kept(slot) for slot in slots)
    if any(earlier.overlaps(later) for earlier, later in pairwise(kept)):
        raise Refused("slots_overlap")
    for slot in sorted(slots):
        _must_be_in_reach(moment, slot, last)
        _must_be_open(moment, plan, slot)
        must_not_be_closed(venues, plan.id, slot)


def must_not_be_closed(venues: Venues, venue: VenueId, slot: Interval) -> None:
    """Do nothing if staff have not closed the venue for some of ``slot``.

    Raises:
        Refused: ``blackout`` (day, why).
    """
    blackout = venues.blackout_of(venue, slot)
    if blackout is not None:
        raise Refused("blackout", day=slot.day, why=blackout.reason)


def _must_be_in_reach(moment: Moment, slot: Interval, last: date) -> None:
    day, most = slot.day, moment.settings.bookings.max_hours
    if slot.ends <= slot.starts or slot.starts <= moment.at:
        raise Refused("in_the_past", day=day)
    if slot.length > timedelta(hours=most):
        raise Refused("too_long", day=day, most=most)
    first = earliest_use(moment)
    if day < first.day:
        raise Refused("too_soon", day=day, earliest=first.day, because=first.because)
    if day > last:
        raise Refused("too_far", day=day, last=last)


def _must_be_open(moment: Moment, plan: VenuePlan, slot: Interval) -> None:
    day = slot.day
    opened = opening(plan, moment, day)
    if opened.shut is not None:
        facts = {} if opened.holiday is None else {"holiday": opened.holiday}
        raise Refused(opened.shut.value, day=day, **facts)
    if not is_open(opened, slot):
        raise Refused("closed", day=day)
    if is_quiet(opened, slot):
        raise Refused("quiet_hours", day=day)
    if not is_on_grid(plan, opened, slot):
        raise Refused("off_slot", day=day)


def must_be_in_good_standing(found: Record) -> None:
    """Do nothing if somebody with this record may apply.

    Raises:
        Refused: ``restricted`` (until, points).
    """
    if found.standing is Standing.SUSPENDED and found.exempt_until is None:
        raise Refused("restricted", until=found.until, points=found.points)


def must_not_be_many(venues: Venues, moment: Moment, applicant: Applicant) -> None:
    """Do nothing if the applicant has room for one more open application; a series is one.

    Raises:
        Refused: ``too_many`` (most).
    """
    most = moment.settings.bookings.open_applications
    if open_applications(venues, applicant) >= most:
        raise Refused("too_many", most=most)


def open_applications(venues: Venues, applicant: Applicant) -> int:
    """Return how many applications of this phone or this organisation may still take place."""
    return sum(
        any(venues.bookings[each].status in _COUNTS for each in application.bookings)
        for application in venues.applications.values()
        if application.asked.applicant.shares(applicant)
    )
