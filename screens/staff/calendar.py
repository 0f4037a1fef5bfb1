"""Working days: what holds today and why, the years, and ways to change them."""

from __future__ import annotations

from functools import partial

from kiosk.notice import first_use_now
from kiosk.phrases import days as day_words
from screens.icons import Icon
from screens.staff.calendar_page import CalendarPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class CalendarScreen(CalendarPage, RowsPage):
    """What holds today, the years, and ways to change them."""

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Working days")

    def rows(self) -> list[Row]:
        """Return the consequence of today, the years, and what can be done."""
        go = self.goes.go
        return [
            self._today(),
            *map(self._year, self._years()),
            Row(
                self._("Take over a calendar from a stick"),
                self._("The notice of the State Council as a text, or a table"),
                icon=Icon.DOWNLOAD,
                touched=partial(go, "staff.calendar_files"),
            ),
            Row(
                self._("Changes of working days"),
                icon=Icon.HISTORY,
                touched=partial(go, "staff.calendar_history"),
            ),
            *map(self._drops, filter(self.held.holds, self._years())),
        ]

    def _today(self) -> Row:
        found = first_use_now(self.station.moment(), self.calendar)
        if found is None:
            return Row(
                self._("Venues cannot be booked today: a year that counts is not known."),
                icon=Icon.ERROR,
                tone="bad",
                wide=True,
            )
        text = self._("Booked today, a venue can be used from {day} on.")
        return Row(
            text.format(day=day_words.date_of(self._, found.day)),
            day_words.because(self._, found),
            icon=Icon.EVENT,
            tone="good",
            wide=True,
        )

    def _drops(self, year: int) -> Row:
        ask = partial(self.goes.go, "staff.calendar_sure", ask="forget", year=year)
        text = self._("Drop what we set for {year}").format(year=year)
        return Row(text, icon=Icon.UNDO, touched=ask)

    def _years(self) -> list[int]:
        this = self.station.moment().business_date.year
        later = {year for year in self.calendar.years | self.calendar.confirmed if year > this}
        return sorted({this, this + 1, *later})

    def _year(self, year: int) -> Row:
        known = year in self.calendar.years or year in self.calendar.confirmed
        standing = self.standing(year)
        counts = self.counts(self.calendar, year)
        return Row(
            str(year),
            f"{standing}\n{counts}" if known else standing,
            icon=Icon.CALENDAR_MONTH,
            tone="card" if known else "care",
            touched=partial(self.goes.go, "staff.calendar_year", year=year),
        )
