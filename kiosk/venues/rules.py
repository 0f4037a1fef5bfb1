"""What may be applied for. Each rule is asked once, while a person is there to be told.

A rule says what the station wants; whether a slot is still free is asked by ``clash`` alone, at the
moment the entry gets its turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import ApplicationId, BookingId, HoldId, VenueId, follow_id
from kiosk.venues import checks
from kiosk.venues.events import (
    Applied,
    Asked,
    Held,
    HoldDropped,
    Occurrence,
    Supplemented,
    WaitlistJoined,
)
from kiosk.venues.finding import must_be_theirs
from kiosk.venues.integrity import record
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site, VenuePlan
from kiosk.venues.proof import Proof
from kiosk.venues.records import Status, Venues


def hold(
    venues: Venues,
    moment: Moment,
    *,
    hold: HoldId,
    site: Site,
    venue: VenueId,
    slots: Sequence[Interval],
    instead_of: HoldId | None = None,
) -> Held:
    """Keep slots for somebody who fills in the form now.

    Args:
        instead_of: what the same visitor held before; it is free again.

    Raises:
        Refused: as ``checks.must_trust_clock``, ``must_be_bookable`` and ``must_be_slots``; by
            ``clash``: ``taken``, ``blackout``.
    """
    checks.must_trust_clock(moment)
    plan = checks.must_be_bookable(site, venue)
    checks.must_be_slots(venues, moment, plan, slots, last=checks.last_use(moment))
    return Held(
        hold=hold,
        venue=venue,
        kept=tuple(plan.kept(slot) for slot in sorted(slots)),
        until=moment.at + timedelta(minutes=moment.settings.bookings.hold_min),
        instead_of=instead_of,
    )


def drop_hold(venues: Venues, moment: Moment, *, hold: HoldId) -> HoldDropped:
    """Give held slots back.

    Raises:
        Refused: ``no_subject`` if they are free already.
    """
    if hold not in venues.holds:
        raise Refused("no_subject")
    return HoldDropped(hold=hold)


def apply_for(
    venues: Venues,
    moment: Moment,
    *,
    application: ApplicationId,
    site: Site,
    asked: Asked,
    slots: Sequence[Interval],
    hold: HoldId | None = None,
) -> Applied:
    """Apply for a venue. Several slots are a series; the rule of notice holds for each.

    Args:
        hold: what was kept for them meanwhile.

    Raises:
        Refused: as every check of ``checks``: ``untrusted_clock``, ``no_such_venue``,
            ``not_bookable``, ``wrong_applicant``, ``nobody``, ``over_capacity`` (most),
            ``no_such_equipment``, ``rules_not_agreed``, ``restricted`` (until, points),
            ``too_many`` (most), and of a slot with its ``day``: ``in_the_past``, ``too_long``
            (most), ``too_soon`` (earliest, because), ``too_far`` (last), ``closed``, ``holiday``,
            ``quiet_hours``, ``off_slot``, ``blackout`` (why), ``calendar_unknown`` (year);
            by ``clash``: ``taken``, ``code_in_use``.
    """
    plan = _may_apply(venues, moment, site, asked, slots)
    return Applied(
        application=application,
        asked=asked,
        occurrences=tuple(
            _occurrence(application, plan, number, slot)
            for number, slot in enumerate(sorted(slots))
        ),
        hold=hold,
    )


def join_waitlist(
    venues: Venues,
    moment: Moment,
    *,
    application: ApplicationId,
    site: Site,
    asked: Asked,
    slot: Interval,
) -> WaitlistJoined:
    """Stand in line for a slot that somebody has, or is just asking for.

    The rule of notice is kept by joining in time.

    Raises:
        Refused: as ``apply_for``, and ``free`` if it can be applied for, ``already`` if they stand
            in line for it.
    """
    plan = _may_apply(venues, moment, site, asked, [slot])
    kept = plan.kept(slot)
    taken = any(venues.holders(plan.id, kept, moment.at)) or venues.in_line(plan.id, slot)
    if not taken and not any(venues.holds_on(plan.id, kept, moment.at)):
        raise Refused("free")
    for waiting in venues.in_line(plan.id, slot):
        other = venues.application_of(waiting.id)
        if other is not None and other.asked.applicant.shares(asked.applicant):
            raise Refused("already")
    return WaitlistJoined(
        application=application,
        asked=asked,
        occurrence=_occurrence(application, plan, 0, slot),
    )


def supplement(
    venues: Venues, moment: Moment, *, application: ApplicationId, proof: Proof
) -> Supplemented:
    """Bring or tell what was missing; it is in the private part.

    Raises:
        Refused: ``no_subject`` if nothing is missing, ``not_yours``, ``too_late`` (until).
    """
    known = venues.applications.get(application)
    missing = any(each.status is Status.SUPPLEMENT for each in venues.of(application))
    if known is None or not missing:
        raise Refused("no_subject")
    must_be_theirs(known, proof)
    if known.supplement_until is not None and moment.at >= known.supplement_until:
        raise Refused("too_late", until=known.supplement_until)
    return Supplemented(application=application)


def weekly(slot: Interval, times: int) -> tuple[Interval, ...]:
    """Return ``slot`` and the same time of the next weeks; there is no summer time here."""
    weeks = (timedelta(weeks=number) for number in range(times))
    return tuple(Interval(slot.starts + later, slot.ends + later) for later in weeks)


def _may_apply(
    venues: Venues, moment: Moment, site: Site, asked: Asked, slots: Sequence[Interval]
) -> VenuePlan:
    checks.must_trust_clock(moment)
    plan = checks.must_be_bookable(site, asked.venue)
    checks.must_suit(
        plan,
        moment,
        kind=asked.kind,
        head_count=asked.head_count,
        equipment=asked.equipment,
    )
    checks.must_agree(site, asked.rules)
    found = record(venues, moment, applicant=asked.applicant)
    checks.must_be_in_good_standing(found)
    last = checks.last_use(moment, found.horizon_days)
    checks.must_be_slots(venues, moment, plan, slots, last=last)
    checks.must_not_be_many(venues, moment, asked.applicant)
    return plan


def _occurrence(
    application: ApplicationId, plan: VenuePlan, number: int, slot: Interval
) -> Occurrence:
    booking = BookingId(follow_id(application, "booking", str(number)))
    return Occurrence(booking, slot, plan.kept(slot))
