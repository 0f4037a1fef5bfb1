"""A year of working days on one page, as it holds or as it would."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.uix.boxlayout import BoxLayout

from kiosk.calendar_files import Offer
from kiosk.phrases import days as day_words
from kiosk.staff import STAFF, calendar_rules
from kiosk.tap import Done
from kiosk.workdays import Calendar, DayKind
from screens.icons import Icon
from screens.staff.calendar_page import CalendarPage
from screens.staff.turner import Turner
from screens.widgets.button import BigButton
from screens.widgets.text import Say
from screens.widgets.year import YearSheet, plan_for


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
