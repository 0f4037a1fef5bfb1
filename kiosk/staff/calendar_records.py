"""The station's own calendar: notices it took over, days it set itself, years it confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

import immutables
import msgspec

from kiosk.ids import ActorId, PublicText
from kiosk.workdays import Calendar, announced_in


class DayHeld(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the station holds about one day."""

    worked: bool
    holiday: PublicText = PublicText("")


class Act(StrEnum):
    """What was done to the calendar."""

    DAY_SET = "day_set"
    DAY_CLEARED = "day_cleared"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    YEAR_CLEARED = "year_cleared"


class CalendarChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the history of the calendar.

    Attributes:
        years: which years it was about.
        day: which single day it was about.
        worked: what the day was set to.
        count: days that were taken over.
    """

    at: datetime
    actor: ActorId
    act: Act
    years: tuple[int, ...] = ()
    day: date | None = None
    worked: bool = False
    holiday: PublicText = PublicText("")
    count: int = 0


Days = immutables.Map[date, DayHeld]


class StationDays(msgspec.Struct, frozen=True):
    """What this station knows of working days beside the table of the program.

    Attributes:
        taken: days of the notices that were taken over.
        years: years those notices announce, in order.
        own: days set one by one; they go over every announcement.
        confirmed: years whose plain week staff confirmed, in order.
        history: the latest changes, newest first.
    """

    taken: Days = immutables.Map()
    years: tuple[int, ...] = ()
    own: Days = immutables.Map()
    confirmed: tuple[int, ...] = ()
    history: tuple[CalendarChange, ...] = ()

    def over(self, announced: Calendar) -> Calendar:
        """Return ``announced`` with everything this station knows better."""
        taken = _calendar(self.taken, years=frozenset(self.years))
        return self.own_over(announced.overridden_by(taken))

    def own_over(self, announced: Calendar) -> Calendar:
        """Return ``announced`` with the days and years that staff set by hand."""
        return announced.overridden_by(_calendar(self.own, confirmed=frozenset(self.confirmed)))

    def holds(self, year: int) -> bool:
        """Say whether anything about ``year`` is held."""
        return (
            year in self.years
            or year in self.confirmed
            or any(day.year == year for day in self.own)
        )

    def without_notice(self, years: tuple[int, ...]) -> Days:
        """Return the days taken over, but those that notices of ``years`` announced."""
        kept = self.taken.mutate()
        for day, held in self.taken.items():
            if announced_in(day, held.holiday) in years:
                del kept[day]
        return kept.finish()


def _calendar(
    days: Mapping[date, DayHeld],
    *,
    years: frozenset[int] = frozenset(),
    confirmed: frozenset[int] = frozenset(),
) -> Calendar:
    return Calendar(
        off=immutables.Map(
            {day: str(held.holiday) for day, held in days.items() if not held.worked}
        ),
        worked=immutables.Map(
            {day: str(held.holiday) for day, held in days.items() if held.worked}
        ),
        years=years,
        confirmed=confirmed,
    )
