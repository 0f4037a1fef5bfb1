"""Changes of working days, newest first: who, when and what."""

from __future__ import annotations

from kiosk.phrases import days as day_words
from kiosk.staff.calendar_records import Act, CalendarChange
from screens.icons import Icon
from screens.staff.calendar_page import CalendarPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class CalendarHistoryScreen(CalendarPage, RowsPage):
    """The latest changes of the calendar."""

    icon = Icon.HISTORY

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Changes of working days")

    def nothing(self) -> str:
        """Return the sentence for no change at all."""
        return self._("Nothing was changed since the station began.")

    def rows(self) -> list[Row]:
        """Return one row for each change."""
        return [self._row(change) for change in self.held.history]

    def _row(self, change: CalendarChange) -> Row:
        text = f"{self.time_of(change.at)} · {self.who(change.actor)}"
        return Row(text, self._what(change), icon=Icon.HISTORY, wide=True)

    def _what(self, change: CalendarChange) -> str:
        years = ", ".join(map(str, change.years))
        day = day_words.date_of(self._, change.day) if change.day else ""
        match change.act:
            case Act.DAY_SET if change.worked:
                text = self._("{day}: worked")
            case Act.DAY_SET:
                text = self._("{day}: off, {holiday}")
            case Act.DAY_CLEARED:
                text = self._("{day}: again as announced")
            case Act.TAKEN:
                text = self.plural(
                    "Calendar taken over: {years}, {count} day",
                    "Calendar taken over: {years}, {count} days",
                    change.count,
                )
            case Act.CONFIRMED:
                text = self._("Plain week confirmed: {years}")
            case Act.YEAR_CLEARED:
                text = self._("What was set is dropped: {years}")
        holiday = day_words.holiday(self._, change.holiday)
        return text.format(day=day, holiday=holiday, years=years, count=change.count)
