"""Working days: what holds, the year on one page, a month to touch a day in."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Callable
from datetime import date
from functools import partial

from kivy.uix.boxlayout import BoxLayout

from kiosk.calendar_files import Offer
from kiosk.staff import STAFF, calendar_rules
from kiosk.tap import Done
from kiosk.workdays import Calendar, DayKind
from screens.icons import Icon
from screens.staff import day_words
from screens.staff.calendar_page import CalendarPage, earliest_now
from screens.staff.page import RowsPage
from screens.staff.rows import Row, Turner
from screens.visit import SESSION
from screens.widgets.button import BigButton
from screens.widgets.month import DayShown, MonthSheet
from screens.widgets.text import Say
from screens.widgets.year import YearSheet, plan_for

_ICONS = {
    DayKind.WORKDAY: Icon.ASSIGNMENT,
    DayKind.MAKE_UP: Icon.ASSIGNMENT,
    DayKind.WEEKEND: Icon.LIGHT_MODE,
    DayKind.HOLIDAY: Icon.LIGHT_MODE,
}


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
        found = earliest_now(self.station.moment(), self.calendar)
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


class CalendarYearScreen(CalendarPage):
    """Twelve months. Given: ``year``; or ``offer``, which is looked at before it is taken over."""

    def heading(self) -> str:
        """Return which year it is, or that it does not hold yet."""
        if self._offer is not None:
            return self._("Look at it: {years}").format(years=", ".join(map(str, self._all)))
        return str(self.given["year"])

    @property
    def _offer(self) -> Offer | None:
        return self.given.get("offer")

    @property
    def _all(self) -> tuple[int, ...]:
        return self._offer.touched if self._offer is not None else (self.given["year"],)

    @property
    def _shown(self) -> Calendar:
        return self.calendar if self._offer is None else self.coming(self._offer)

    def on_pre_enter(self) -> None:
        """Show the months."""
        self._sheet = YearSheet(
            theme=self.theme,
            months=self.months(self._shown, self._all),
            chosen=self._month if self._offer is None else None,
        )
        action = self._action()
        if not self.theme.tight:
            self.add_widget(Say(theme=self.theme, text=self._summary(), halign="center"))
        self.add_widget(self._sheet)
        if not self._is_one_leaf(with_action=action is not None):
            self.add_widget(self._turning(action))
        elif action is not None:
            action.size_hint_y, action.height = None, self.theme.button
            self.add_widget(action)
        if self.given.get("taken"):
            self.say_notice(self._("Taken over: it holds from now on."), tone="good")

    def _summary(self) -> str:
        letters = day_words.letters(self._)
        year = self._all[0]
        if year not in self._shown.years | self._shown.confirmed:
            return self.standing(year)
        return self._("{counts} ({off} off, {worked} worked)").format(
            counts=self.counts(self._shown, year),
            off=letters[DayKind.HOLIDAY],
            worked=letters[DayKind.MAKE_UP],
        )

    def _is_one_leaf(self, *, with_action: bool) -> bool:
        wide, high = self.room
        lines = 2 if self.theme.care else 1
        high -= lines * self.theme.font() * 1.45 + self.theme.gap
        high -= self.theme.button + self.theme.gap if with_action else 0
        months = self._sheet.months
        return plan_for(self.theme, months, wide, high).months >= len(months)

    def _turning(self, action: BigButton | None) -> BoxLayout:
        """Return the turner, and what can be done below it; beside it on a low panel."""
        beside = self.theme.tight
        foot = BoxLayout(
            orientation="horizontal" if beside else "vertical",
            size_hint_y=None,
            spacing=self.theme.gap,
        )
        self._turner = Turner(
            self.theme,
            self._("Prev."),
            self._("Next"),
            self._turn,
            size_hint=(0.62 if beside and action else 1, 1 if beside else None),
        )
        foot.add_widget(self._turner)
        foot.height = self.theme.target
        if action is not None:
            action.size_hint = (0.38 if beside else 1, 1 if beside else None)
            action.height = self.theme.button
            foot.add_widget(action)
            more = 0 if beside else self.theme.target + self.theme.gap
            foot.height = self.theme.button + more
        self._sheet.bind(leaf=self._turned, leaves=self._turned)
        self._turned()
        return foot

    def _action(self) -> BigButton | None:
        year = self._all[0]
        if self._offer is not None:
            return self._button(self._("Take it over"), Icon.SAVE, self.take_over)
        if year not in self.calendar.years | self.calendar.confirmed:
            ask = partial(self.goes.go, "staff.calendar_sure", ask="plain", year=year)
            return self._button(self._("Plain week"), Icon.CHECK_CIRCLE, ask)
        return None

    def _button(self, text: str, icon: Icon, touched: Callable[[], None]) -> BigButton:
        return BigButton(
            theme=self.theme,
            text=text,
            icon=icon,
            tone="primary",
            role="body" if self.theme.tight else "lead",
            on_release=lambda _: touched(),
        )

    def _turn(self, step: int) -> None:
        self._sheet.leaf += step

    def _turned(self, *_: object) -> None:
        self._turner.show(int(self._sheet.leaf), int(self._sheet.leaves))

    def _month(self, month: int) -> None:
        self.goes.go("staff.calendar_month", year=self.given["year"], month=month)

    def take_over(self) -> None:
        """Take over what was looked at."""
        assert self._offer is not None
        self.act(
            STAFF,
            calendar_rules.take_calendar,
            by=self.session.member,
            coming=self._offer.coming,
            then=self._taken,
        )

    def _taken(self, _: Done) -> None:
        self.goes.replace("staff.calendar_year", year=self._all[0], taken=True)


class CalendarMonthScreen(CalendarPage):
    """The days of a month, each to be touched. Given: ``year``, ``month``."""

    def on_pre_enter(self) -> None:
        """Begin with the month that was touched."""
        self._leaves = self._split()
        self._sheet = MonthSheet(
            theme=self.theme, names=day_words.weekdays(self._), chosen=self._day
        )
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
        most = max(1, MonthSheet.room_for(self.theme, room))
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
        self._sheet.weeks = [[day and self._shown(day) for day in week] for week in weeks]
        self._turner.show(self._leaf, len(self._leaves))
        self.title = f"{self.given['year']} · {day_words.months(self._)[month - 1]}"

    def _shown(self, day: date) -> DayShown:
        if not self.calendar.knows(day):
            word = "?" if self.theme.tight else self._("unknown")
            return DayShown(day, word, Icon.CONTACT_SUPPORT, "idle")
        kind = self.calendar.day(day).kind
        plain = "quiet" if kind is DayKind.WEEKEND else "card"
        tone = day_words.TONES.get(kind, plain)
        if self.theme.tight:
            return DayShown(day, day_words.letters(self._).get(kind, ""), _ICONS[kind], tone)
        words = {
            DayKind.WORKDAY: self._("work"),
            DayKind.MAKE_UP: self._("make-up"),
            DayKind.WEEKEND: self._("free"),
            DayKind.HOLIDAY: self._("holiday"),
        }
        return DayShown(day, words[kind], _ICONS[kind], tone)

    def _day(self, day: date) -> None:
        self.goes.go("staff.calendar_day", day=day)
