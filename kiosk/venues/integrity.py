"""The integrity rule 场地使用诚信管理规定: what a record means, what staff may do. Pure.

A mark belongs to whoever asked *and* to whom they asked for, so neither another phone nor another
name leaves it behind. Nothing here is written by time alone: a mark that is old counts no more, a
suspension that is over is over.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import BookingId, MarkId
from kiosk.venue_settings import IntegrityRule
from kiosk.venues.applicant import Applicant
from kiosk.venues.finding import must_be_theirs
from kiosk.venues.proof import Proof
from kiosk.venues.records import Appeal, Mark, Status, Venues
from kiosk.venues.upkeep_events import (
    ExcuseReason,
    Exempted,
    Fault,
    MarkAppealed,
    MarkExcused,
    MarkGiven,
    MarkUpheld,
)

_USED = (Status.CHECKED_IN, Status.COMPLETED)


class Standing(StrEnum):
    """What a record means."""

    GOOD = "good"
    WARNED = "warned"
    SHORTER = "shorter"
    """May apply, but for days that are near only."""
    SUSPENDED = "suspended"


class Record(msgspec.Struct, frozen=True):
    """What an applicant sees before applying.

    Attributes:
        points: what counts today.
        until: the day from which the standing is better, if nothing new comes; ``None`` if good.
        horizon_days: how many days ahead may be applied for; 0 while suspended.
        marks: what counts, the newest first; ``excused`` ones are not among them.
        exempt_until: last day of an exemption, if there is one; the standing is then no obstacle.
    """

    points: float
    standing: Standing
    until: date | None
    horizon_days: int
    marks: tuple[Mark, ...] = ()
    exempt_until: date | None = None


def record(venues: Venues, moment: Moment, *, applicant: Applicant) -> Record:
    """Return the record of ``applicant`` and what it means now."""
    rule, today = moment.settings.integrity, moment.business_date
    horizon = moment.settings.bookings.horizon_days
    marks = _marks(venues, applicant)
    counting = [mark for mark in marks if today < _expires(mark, rule)]
    points = _sum(counting)
    standing, until = _standing(marks, counting, rule, today)
    exempt = _exempt_until(venues, applicant, today)
    if exempt is None and standing is Standing.SUSPENDED:
        horizon = 0
    elif exempt is None and standing is Standing.SHORTER:
        horizon = min(horizon, rule.shorter_days)
    return Record(points, standing, until, horizon, tuple(reversed(counting)), exempt)


def _standing(
    marks: Sequence[Mark], counting: Sequence[Mark], rule: IntegrityRule, today: date
) -> tuple[Standing, date | None]:
    suspended_until = _suspended_until(marks, rule)
    if suspended_until is not None and today < suspended_until:
        return Standing.SUSPENDED, suspended_until
    for standing, least in (
        (Standing.SHORTER, rule.shorter_from),
        (Standing.WARNED, rule.warn_from),
    ):
        if _sum(counting) >= least:
            return standing, _falls_below(least, counting, rule)
    return Standing.GOOD, None


def _suspended_until(marks: Sequence[Mark], rule: IntegrityRule) -> date | None:
    """Return the end of the latest suspension: each mark that reaches the points begins one."""
    ends = [
        mark.on + timedelta(days=rule.suspended_days)
        for number, mark in enumerate(marks)
        if _sum([each for each in marks[: number + 1] if mark.on < _expires(each, rule)])
        >= rule.suspended_from
    ]
    return max(ends, default=None)


def _falls_below(least: float, counting: Sequence[Mark], rule: IntegrityRule) -> date:
    left = sorted(counting, key=lambda mark: _expires(mark, rule))
    while _sum(left[1:]) >= least:
        left = left[1:]
    return _expires(left[0], rule)


def _marks(venues: Venues, applicant: Applicant) -> list[Mark]:
    """Return what is not excused, the oldest first."""
    found = [
        mark
        for mark in venues.marks.values()
        if mark.excused is None and mark.applicant.shares(applicant)
    ]
    return sorted(found, key=lambda mark: (mark.on, mark.id))


def _sum(marks: Sequence[Mark]) -> float:
    return round(sum(mark.points for mark in marks), 3)


def _expires(mark: Mark, rule: IntegrityRule) -> date:
    """Return the first day on which ``mark`` counts no more."""
    months = mark.on.month - 1 + rule.window_months
    year, month = mark.on.year + months // 12, months % 12 + 1
    return date(year, month, min(mark.on.day, monthrange(year, month)[1]))


def _exempt_until(venues: Venues, applicant: Applicant, today: date) -> date | None:
    until = [each.until for each in venues.exemptions if each.applicant.shares(applicant)]
    return max((day for day in until if today <= day), default=None)


# -- what staff and applicants may do --------------------------------------------------------


def mark(
    venues: Venues, moment: Moment, *, booking: BookingId, fault: Fault, explained: bool
) -> MarkGiven:
    """Mark damage or misuse at a booking; how it was is a private note of staff.

    Raises:
        Refused: ``no_subject``, ``needs_reason`` without a note, ``not_used`` if they were never
            there, ``already`` if this was marked before, ``not_allowed`` for what time marks.
    """
    found = venues.bookings.get(booking)
    if found is None:
        raise Refused("no_subject")
    if fault not in (Fault.DAMAGE, Fault.MISUSE):
        raise Refused("not_allowed", fault=fault)
    if not explained:
        raise Refused("needs_reason")
    if found.status not in _USED:
        raise Refused("not_used")
    if any(each.booking == booking and each.fault is fault for each in venues.marks.values()):
        raise Refused("already", fault=fault)
    return MarkGiven(booking=booking, fault=fault, points=moment.settings.integrity.damage)


def appeal(venues: Venues, moment: Moment, *, mark: MarkId, proof: Proof) -> MarkAppealed:
    """Say that it was otherwise; how, is a private note of the applicant.

    Raises:
        Refused: ``no_subject``, ``not_yours``, ``already`` (appealed or excused).
    """
    found = _known(venues, mark)
    application = venues.application_of(found.booking)
    if application is None:
        raise Refused("no_subject")
    must_be_theirs(application, proof)
    if found.appeal is not Appeal.NONE or found.excused is not None:
        raise Refused("already")
    return MarkAppealed(mark=mark)


def excuse(
    venues: Venues, moment: Moment, *, mark: MarkId, reason: ExcuseReason, explained: bool = False
) -> MarkExcused:
    """Let a mark count no more.

    Raises:
        Refused: ``no_subject``, ``already``, ``needs_reason`` for ``other`` without a note.
    """
    if _known(venues, mark).excused is not None:
        raise Refused("already")
    _must_explain(reason, explained=explained)
    return MarkExcused(mark=mark, reason=reason)


def uphold(venues: Venues, moment: Moment, *, mark: MarkId) -> MarkUpheld:
    """Hear an appeal and let the mark stand.

    Raises:
        Refused: ``no_subject`` if nobody appealed.
    """
    found = _known(venues, mark)
    if found.appeal is not Appeal.HEARD_SOON or found.excused is not None:
        raise Refused("no_subject")
    return MarkUpheld(mark=mark)


def exempt(
    venues: Venues,
    moment: Moment,
    *,
    applicant: Applicant,
    until: date,
    reason: ExcuseReason,
    explained: bool = False,
) -> Exempted:
    """Let an applicant apply in spite of the record until the end of a day.

    Raises:
        Refused: ``in_the_past``, ``needs_reason`` for ``other`` without a note.
    """
    if until < moment.business_date:
        raise Refused("in_the_past")
    _must_explain(reason, explained=explained)
    return Exempted(applicant=applicant, until=until, reason=reason)


def appeals(venues: Venues) -> tuple[Mark, ...]:
    """Return marks whose appeal is to be heard, the oldest first."""
    found = [
        mark
        for mark in venues.marks.values()
        if mark.appeal is Appeal.HEARD_SOON and mark.excused is None
    ]
    return tuple(sorted(found, key=lambda mark: (mark.on, mark.id)))


def _must_explain(reason: ExcuseReason, *, explained: bool) -> None:
    if reason is ExcuseReason.OTHER and not explained:
        raise Refused("needs_reason")


def _known(venues: Venues, mark: MarkId) -> Mark:
    found = venues.marks.get(mark)
    if found is None:
        raise Refused("no_subject")
    return found
