"""What the pages of the working days share: the calendar that holds, and a year as it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kiosk.calendar_files import Offer
from kiosk.phrases import days as day_words
from kiosk.phrases.calendar import counts, standing
from kiosk.staff.calendar_records import StationDays
from kiosk.workdays import Calendar, DayKind, days_of
from screens.icons import Icon
from screens.staff.page import SignedInPage
from screens.widgets.year import DayMark, MonthShown


class CalendarPage(SignedInPage):
    """A page about working days."""

    icon = Icon.CALENDAR_MONTH

    @property
    def held(self) -> StationDays:
        """What this station knows better than the table."""
        return self.staff.calendar

    @property
    def calendar(self) -> Calendar:
        """The working days that hold now."""
        return self.station.moment().calendar

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of what stands between header and footer, px."""
        theme = self.theme
        high = theme.mm(theme.page_height_mm) - theme.header - theme.footer - 2 * theme.gap
        return theme.screen.width_px - 2 * theme.margin, high

    def coming(self, offer: Offer) -> Calendar:
        """Return the calendar as it would be with ``offer`` taken over; own days stay."""
        return self.held.own_over(self.calendar.overridden_by(offer.calendar))

    def counts(self, calendar: Calendar, year: int) -> str:
        """Return how many days of a year are off and how many made up for, in words."""
        return counts(self._, self.plural, calendar, year)

    def standing(self, year: int) -> str:
        """Return where the days of a year come from, in words."""
        return standing(self._, self.held, self.calendar, year)

    def months(self, calendar: Calendar, years: Iterable[int]) -> tuple[MonthShown, ...]:
        """Return every month of ``years`` as the sheet shows it."""
        years = tuple(years)
        names = day_words.months(self._)
        shown = []
        for year in years:
            days: dict[int, list[DayMark]] = {}
            for day in days_of(year):
                days.setdefault(day.month, []).append(self._mark(calendar, day))
            for month, marks in days.items():
                name = names[month - 1] if len(years) == 1 else f"{year}-{month:02}"
                shown.append(MonthShown(month, name, tuple(marks)))
        return tuple(shown)

    def _mark(self, calendar: Calendar, day: date) -> DayMark:
        if not calendar.knows(day):
            return DayMark(day, quiet=True)
        kind = calendar.day(day).kind
        letter = day_words.letters(self._).get(kind, "")
        tone = day_words.TONES.get(kind, "card")
        return DayMark(day, letter, tone, quiet=kind is DayKind.WEEKEND)
