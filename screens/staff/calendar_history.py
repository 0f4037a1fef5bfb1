"""Changes of working days, newest first: who, when and what."""

from __future__ import annotations

from kiosk.phrases.calendar import change_words
from kiosk.staff.calendar_records import CalendarChange
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
        what = change_words(self._, self.plural, change)
        return Row(text, what, icon=Icon.HISTORY, wide=True)
