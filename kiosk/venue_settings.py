"""What staff may change about venues: limits of booking, and the integrity rule as data. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

Minutes = Annotated[int, Meta(ge=1, le=1440)]
Points = Annotated[float, Meta(ge=0.0, le=20.0)]


class ApplicantKind(StrEnum):
    """What an applicant is."""

    PARTY = "party"
    """A Party organisation 党组织."""
    SOCIAL = "social"
    """A social group 社会组织."""
    WORK_UNIT = "work_unit"
    """A work unit 单位."""
    RESIDENTS = "residents"
    """A group of residents 居民自组团队; only where the settings allow it."""


class ResidentGroups(StrEnum):
    """Whether groups of residents may apply where a venue does not say who may."""

    MAY_APPLY = "may_apply"
    MAY_NOT_APPLY = "may_not_apply"


class OnHolidays(StrEnum):
    """Whether a venue can be used on public holidays."""

    OPEN = "open"
    CLOSED = "closed"


class BookingLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of venue booking. A unit stands in the name where it is not a plain count.

    Attributes:
        offer_day_min: as ``offer_min``, for a slot of the same day.
        remind_days: working days after which staff are reminded of an application.
        escalate_days: days before the use at which an undecided application goes up.
    """

    hold_min: Annotated[int, Meta(ge=1, le=10)] = 10
    horizon_days: Annotated[int, Meta(ge=1, le=366)] = 60
    open_applications: Annotated[int, Meta(ge=1, le=50)] = 4
    max_hours: Annotated[int, Meta(ge=1, le=24)] = 4
    series_most: Annotated[int, Meta(ge=1, le=52)] = 12
    resident_groups: ResidentGroups = ResidentGroups.MAY_NOT_APPLY
    on_holidays: OnHolidays = OnHolidays.CLOSED
    offer_min: Minutes = 60
    offer_day_min: Minutes = 10
    check_in_before_min: Annotated[int, Meta(ge=0, le=120)] = 15
    check_in_after_min: Annotated[int, Meta(ge=5, le=120)] = 15
    cancel_free_hours: Annotated[int, Meta(ge=0, le=336)] = 24
    supplement_hours: Annotated[int, Meta(ge=1, le=336)] = 48
    remind_days: Annotated[int, Meta(ge=1, le=30)] = 1
    escalate_days: Annotated[int, Meta(ge=0, le=30)] = 1


class IntegrityRule(msgspec.Struct, frozen=True, kw_only=True):
    """The rule on the use of venues 场地使用诚信管理规定, as numbers.

    Attributes:
        no_show: points for not coming; ``late_cancel`` for cancelling late, ``damage`` for damage
            or misuse.
        window_months: marks older than this count no more.
        warn_from: points from which the applicant is warned.
        shorter_from: points from which only ``shorter_days`` ahead can be applied for.
        suspended_from: points from which nothing can be applied for, for ``suspended_days``.
    """

    no_show: Points = 1.0
    late_cancel: Points = 0.5
    damage: Points = 2.0
    window_months: Annotated[int, Meta(ge=1, le=36)] = 12
    warn_from: Annotated[float, Meta(ge=0.5, le=50.0)] = 1.0
    shorter_from: Annotated[float, Meta(ge=0.5, le=50.0)] = 2.0
    suspended_from: Annotated[float, Meta(ge=0.5, le=50.0)] = 3.0
    shorter_days: Annotated[int, Meta(ge=1, le=366)] = 14
    suspended_days: Annotated[int, Meta(ge=1, le=730)] = 90


def contradictions(
    bookings: BookingLimits, integrity: IntegrityRule
) -> tuple[tuple[bool, str, str], ...]:
    """Return (holds, dotted key, why not) for values that must agree with each other."""
    return (
        (
            bookings.offer_day_min <= bookings.offer_min,
            "bookings.offer_day_min",
            f"must not be more than bookings.offer_min ({bookings.offer_min})",
        ),
        (
            integrity.warn_from <= integrity.shorter_from <= integrity.suspended_from,
            "integrity.warn_from",
            "must not be more than integrity.shorter_from, nor that than integrity.suspended_from",
        ),
        (
            integrity.shorter_days <= bookings.horizon_days,
            "integrity.shorter_days",
            f"must not be more than bookings.horizon_days ({bookings.horizon_days})",
        ),
    )
