"""The working days of a month, each to be touched."""

from __future__ import annotations

from calendar import Calendar as Weeks
from datetime import date

from kiosk.phrases import days as day_words
from kiosk.workdays import DayKind
from screens.icons import Icon
from screens.staff.calendar_page import CalendarPage
from screens.staff.turner import Turner
from screens.visit import SESSION
from screens.widgets.sheet import CellShown, Sheet

_ICONS = {
    DayKind.WORKDAY: Icon.ASSIGNMENT,
    DayKind.MAKE_UP: Icon.ASSIGNMENT,
    DayKind.WEEKEND: Icon.LIGHT_MODE,
    DayKind.HOLIDAY: Icon.LIGHT_MODE,
}


class CalendarMonthScreen(CalendarPage):
    """The days of a month, each to be touched. Given: ``year``, ``month``."""

    def on_pre_enter(self) -> None:
        """Begin with the month that was touched."""
        self._leaves = self._split()
        self._sheet = Sheet(theme=self.theme, names=day_words.weekdays(self._), chosen=self._day)
        self._turner = Turner(
            self.theme, self._("Prev."), self._("Next"), self._turn, size_hint=(1, None)
        )
        self.add_widget(self._sheet)
        self.add_widget(self._turner)
        self._leaf = self._first_leaf()
        self._turn(0)

    def on_leave(self) -> None:
        """Remember the leaf for Back, while the session lasts."""
        if SESSION in self.visit.given:
            days = [day for week in self._leaves[self._leaf][1] for day in week]
            self.visit.given[self._mark_of_leaf] = next(day for day in days if day)

    @property
    def _mark_of_leaf(self) -> str:
        return f"leaf of {self.given['year']}-{self.given['month']}"

    def _first_leaf(self) -> int:
        first = date(self.given["year"], self.given["month"], 1)
        seen = self.visit.given.get(self._mark_of_leaf, first)
        return next(
            place
            for place, (_, weeks) in enumerate(self._leaves)
            if any(seen in week for week in weeks)
        )

    def _split(self) -> list[tuple[int, list[list[date | None]]]]:
        """Return the year as leaves: as many weeks of one month as can be touched."""
        room = self.room[1] - self.theme.gap - self.theme.target
        most = max(1, Sheet.room_for(self.theme, room, named=True))
        leaves: list[tuple[int, list[list[date | None]]]] = []
        for month in range(1, 13):
            weeks = [
                [day if day.month == month else None for day in week]
                for week in Weeks().monthdatescalendar(self.given["year"], month)
            ]
            leaves += [(month, weeks[at : at + most]) for at in range(0, len(weeks), most)]
        return leaves

    def _turn(self, step: int) -> None:
        self._leaf += step
        month, weeks = self._leaves[self._leaf]
        self._sheet.lines = [[day and self._shown(day) for day in week] for week in weeks]
        self._turner.show(self._leaf, len(self._leaves))
        self.title = f"{self.given['year']} · {day_words.months(self._)[month - 1]}"

    def _shown(self, day: date) -> CellShown:
        number = str(day.day)
        if not self.calendar.knows(day):
            word = "?" if self.theme.tight else self._("unknown")
            return CellShown(day, number, word, Icon.CONTACT_SUPPORT, "idle")
        kind = self.calendar.day(day).kind
        plain = "quiet" if kind is DayKind.WEEKEND else "card"
        tone = day_words.TONES.get(kind, plain)
        if self.theme.tight:
            letter = day_words.letters(self._).get(kind, "")
            return CellShown(day, number, letter, _ICONS[kind], tone)
        words = {
            DayKind.WORKDAY: self._("work"),
            DayKind.MAKE_UP: self._("make-up"),
            DayKind.WEEKEND: self._("free"),
            DayKind.HOLIDAY: self._("holiday"),
        }
        return CellShown(day, number, words[kind], _ICONS[kind], tone)

    def _day(self, day: date) -> None:
        self.goes.go("staff.calendar_day", day=day)
