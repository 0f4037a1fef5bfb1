"""Which days and slots of a venue can be had, and why the others cannot. Pure.

Asks the days it shows and nothing else, however many bookings lie behind.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.venues import checks
from kiosk.venues.interval import Interval
from kiosk.venues.opening import Opening, grid, is_quiet, opening
from kiosk.venues.plan import VenuePlan
from kiosk.venues.records import Blackout, Venues
from kiosk.venues.upkeep_events import BlackoutReason
from kiosk.venues.waitlist import is_free_for
from kiosk.workdays import Earliest


class DayState(StrEnum):
    """A day of a venue in one word."""

    FREE = "free"
    PART = "part"
    """Some slots can be had."""
    FULL = "full"
    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    BLACKOUT = "blackout"
    UNKNOWN_YEAR = "unknown_year"

    @property
    def can_be_had(self) -> bool:
        """True if something of the day can be applied for."""
        return self in (DayState.FREE, DayState.PART)


class SlotState(StrEnum):
    """A slot in one word."""

    FREE = "free"
    HELD = "held"
    """Somebody is filling in the form for it."""
    TAKEN = "taken"
    BLACKOUT = "blackout"
    QUIET = "quiet"
    PAST = "past"


class SlotView(msgspec.Struct, frozen=True):
    """One slot of a day.

    Attributes:
        in_line: how many stand in line for it.
    """

    slot: Interval
    state: SlotState
    in_line: int = 0
    blackout: BlackoutReason | None = None


class DayView(msgspec.Struct, frozen=True):
    """One day of a venue.

    Attributes:
        free: slots that can be had, of ``slots``.
        holiday: key of the holiday, where that is why.
        blackout: why it cannot be used, where that is why.
    """

    day: date
    state: DayState
    free: int = 0
    slots: int = 0
    holiday: str | None = None
    blackout: BlackoutReason | None = None


class Month(msgspec.Struct, frozen=True):
    """Every day of a month, with why the nearest and the farthest cannot be had.

    Attributes:
        earliest: the first day that may be applied for and why; ``None``: not announced.
        last: the last day that may be applied for.
    """

    days: tuple[DayView, ...]
    earliest: Earliest | None
    last: date


class DaySlots(msgspec.Struct, frozen=True):
    """A day and its slots; a day on which the venue does not open has none."""

    view: DayView
    slots: tuple[SlotView, ...] = ()


def month(
    venues: Venues,
    moment: Moment,
    *,
    plan: VenuePlan,
    year: int,
    month: int,
    horizon_days: int | None = None,
) -> Month:
    """Return every day of a month.

    Args:
        horizon_days: of this applicant, where it is known and shorter.

    Raises:
        Refused: ``untrusted_clock``.
    """
    reach = _Reach.of(moment, horizon_days)
    first = date(year, month, 1)
    days = (first + timedelta(days=number) for number in range(monthrange(year, month)[1]))
    views = tuple(_day(venues, moment, plan, each, reach).view for each in days)
    return Month(views, reach.earliest, reach.last)


def day(
    venues: Venues,
    moment: Moment,
    *,
    plan: VenuePlan,
    day: date,
    horizon_days: int | None = None,
) -> DaySlots:
    """Return a day with its slots.

    Raises:
        Refused: ``untrusted_clock``.
    """
    return _day(venues, moment, plan, day, _Reach.of(moment, horizon_days))


def state_of(venues: Venues, moment: Moment, *, plan: VenuePlan, slot: Interval) -> SlotState:
    """Return a slot, or several without a gap, in one word; says nothing of opening hours."""
    busy = _Busy.of(venues, moment, plan, [slot])
    return busy.view(slot, Opening()).state


class _Reach(msgspec.Struct, frozen=True):
    """What the rule of notice and the horizon leave."""

    today: date
    earliest: Earliest | None
    last: date

    @classmethod
    def of(cls, moment: Moment, horizon_days: int | None) -> _Reach:
        checks.must_trust_clock(moment)
        last = checks.last_use(moment, horizon_days)
        try:
            return cls(moment.business_date, checks.earliest_use(moment), last)
        except Refused:
            return cls(moment.business_date, None, last)

    def why_not(self, day: date) -> DayState | None:
        """Return why ``day`` is out of reach."""
        if day < self.today:
            return DayState.PAST
        if self.earliest is None:
            return DayState.UNKNOWN_YEAR
        if day < self.earliest.day:
            return DayState.TOO_SOON
        return DayState.TOO_FAR if day > self.last else None


class _Busy(msgspec.Struct, frozen=True):
    """Everything that keeps something of some slots of a venue.

    Attributes:
        taken: kept by bookings, or free for somebody in line only.
        held: kept for somebody who is filling in the form.
        line: slots that people stand in line for.
    """

    moment: Moment
    plan: VenuePlan
    taken: tuple[Interval, ...]
    held: tuple[Interval, ...]
    line: tuple[Interval, ...]
    blackouts: tuple[Blackout, ...]

    @classmethod
    def of(
        cls, venues: Venues, moment: Moment, plan: VenuePlan, slots: Sequence[Interval]
    ) -> _Busy:
        whole = Interval(plan.kept(slots[0]).starts, plan.kept(slots[-1]).ends)
        line = [each for each in venues.in_line(plan.id) if each.kept.overlaps(whole)]
        promised = (each.kept for each in line if is_free_for(venues, each, moment.at))
        holds = venues.holds_on(plan.id, whole, moment.at)
        return cls(
            moment,
            plan,
            taken=(*(each.kept for each in venues.holders(plan.id, whole, moment.at)), *promised),
            held=tuple(one for each in holds for one in each.kept),
            line=tuple(each.slot for each in line),
            blackouts=venues.blackouts_in(plan.id, whole),
        )

    def view(self, slot: Interval, opened: Opening) -> SlotView:
        """Return how ``slot`` stands."""
        if slot.starts <= self.moment.at:
            return SlotView(slot, SlotState.PAST)
        if is_quiet(opened, slot):
            return SlotView(slot, SlotState.QUIET)
        blackout = next((each for each in self.blackouts if each.during.overlaps(slot)), None)
        if blackout is not None:
            return SlotView(slot, SlotState.BLACKOUT, blackout=blackout.reason)
        return SlotView(slot, self._state(slot), sum(slot.overlaps(each) for each in self.line))

    def _state(self, slot: Interval) -> SlotState:
        kept = self.plan.kept(slot)
        if any(each.overlaps(kept) for each in self.taken):
            return SlotState.TAKEN
        held = any(each.overlaps(kept) for each in self.held)
        return SlotState.HELD if held else SlotState.FREE


def _day(venues: Venues, moment: Moment, plan: VenuePlan, day: date, reach: _Reach) -> DaySlots:
    why_not = reach.why_not(day)
    if why_not is DayState.PAST:
        return DaySlots(DayView(day, DayState.PAST))
    try:
        opened = opening(plan, moment, day)
    except Refused:
        return DaySlots(DayView(day, why_not or DayState.UNKNOWN_YEAR))
    slots = grid(plan, opened)
    if opened.shut is not None or not slots:
        state = DayState(opened.shut.value) if opened.shut is not None else DayState.CLOSED
        return DaySlots(DayView(day, why_not or state, holiday=opened.holiday))
    busy = _Busy.of(venues, moment, plan, slots)
    views = tuple(busy.view(slot, opened) for slot in slots)
    return DaySlots(_summed(day, views, why_not), views)


def _summed(day: date, views: Sequence[SlotView], why_not: DayState | None) -> DayView:
    usable = [each for each in views if each.state is not SlotState.QUIET]
    free = sum(each.state is SlotState.FREE for each in usable)
    blacked = [each.blackout for each in usable if each.state is SlotState.BLACKOUT]
    blackout = blacked[0] if usable and len(blacked) == len(usable) else None
    if why_not is not None:
        state = why_not
    elif blackout is not None:
        state = DayState.BLACKOUT
    elif free == 0:
        state = DayState.FULL
    else:
        state = DayState.FREE if free == len(usable) else DayState.PART
    return DayView(day, state, free, len(usable), blackout=blackout)
