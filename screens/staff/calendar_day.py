"""One day: what it is and why, and changing it, once the consequence was shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

import msgspec

from kiosk.calendars import load_calendar
from kiosk.journal.entry import Event
from kiosk.notice import first_use_now
from kiosk.phrases import days as day_words
from kiosk.staff import STAFF, calendar_rules
from kiosk.staff.calendar_folds import after
from kiosk.tap import Done
from kiosk.workdays import OWN, is_weekend
from screens.icons import Icon
from screens.staff.calendar_page import CalendarPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.widgets.button import BigButton


class Ask(StrEnum):
    """What somebody is about to change."""

    DAY = "day"
    CLEAR = "clear"
    PLAIN = "plain"
    FORGET = "forget"


RULES: Mapping[Ask, Any] = {
    Ask.DAY: calendar_rules.set_day,
    Ask.CLEAR: calendar_rules.clear_day,
    Ask.PLAIN: calendar_rules.confirm_plain_week,
    Ask.FORGET: calendar_rules.clear_year,
}


class CalendarDayScreen(CalendarPage, RowsPage):
    """What a day is, where that comes from, and what it can be made. Given: ``day``."""

    @property
    def day(self) -> date:
        """The day."""
        day: date = self.given["day"]
        return day

    def heading(self) -> str:
        """Return which day it is."""
        return day_words.date_of(self._, self.day)

    def rows(self) -> list[Row]:
        """Return what the day is, then what can be done."""
        if not self.calendar.knows(self.day):
            fact = Row(
                self._("Nobody knows yet: the year is not announced."),
                icon=Icon.CONTACT_SUPPORT,
                tone="care",
                wide=True,
            )
            return [fact, *self._makes(worked=True), *self._makes(worked=False)]
        now = self.calendar.day(self.day)
        tone = day_words.TONES.get(now.kind, "card")
        text = day_words.what(self._, now)
        fact = Row(text, self._source(), icon=Icon.EVENT, tone=tone, wide=True)
        return [fact, *self._makes(worked=not now.kind.is_worked), *self._clears()]

    def _source(self) -> str:
        if self.day in self.held.own:
            return self._("Set by this station")
        return self.standing(self.day.year)

    def _makes(self, *, worked: bool) -> list[Row]:
        go = self.goes.go
        if worked and is_weekend(self.day):
            text, page = self._("Make it a make-up working day"), "staff.calendar_why"
        elif worked:
            text, page = self._("Make it a working day"), "staff.calendar_sure"
        else:
            text, page = self._("Make it a day off"), "staff.calendar_why"
        given: dict[str, Any] = {"day": self.day, "worked": worked}
        if page == "staff.calendar_sure":
            given |= {"ask": Ask.DAY, "holiday": ""}
        return [Row(text, icon=Icon.EDIT, touched=partial(go, page, **given), wide=True)]

    def _clears(self) -> list[Row]:
        if self.day not in self.held.own:
            return []
        touched = partial(self.goes.go, "staff.calendar_sure", ask=Ask.CLEAR, day=self.day)
        text = self._("Back to what was announced")
        return [Row(text, icon=Icon.UNDO, touched=touched, wide=True)]


class CalendarWhyScreen(CalendarPage, RowsPage):
    """Which holiday a day belongs to. Given: ``day``, ``worked``."""

    def heading(self) -> str:
        """Return which day it is."""
        return day_words.date_of(self._, self.given["day"])

    def fill(self) -> None:
        """Ask."""
        worked = self.given["worked"]
        self.ask(
            self._("Which holiday does it make up for?") if worked else self._("Why is it off?")
        )

    def rows(self) -> list[Row]:
        """Return the holidays, the station's own reason first."""
        names = day_words.holidays(self._)
        keys = [OWN, *(key for key in names if key not in (OWN, "victory_70th"))]
        return [
            Row(
                names[key],
                icon=Icon.CHEVRON_RIGHT,
                touched=partial(
                    self.goes.replace,
                    "staff.calendar_sure",
                    ask=Ask.DAY,
                    holiday=key,
                    **self.given,
                ),
            )
            for key in keys
        ]


class Consequence(msgspec.Struct, frozen=True):
    """The first day to be booked today, before and after; ``None`` where a year is unknown."""

    before: date | None
    after: date | None


class CalendarSureScreen(CalendarPage, RowsPage):
    """Says what would change, and asks. Given: ``ask`` and the facts of its rule."""

    def heading(self) -> str:
        """Return what the page asks for."""
        return self._("Is this right?")

    def on_pre_enter(self) -> None:
        """Reckon what it would mean today."""
        self._consequence: Consequence | None = None
        super().on_pre_enter()
        self.do(self._reckon, then=self._reckoned)

    @property
    def asked(self) -> Ask:
        """What is about to be changed."""
        return Ask(self.given["ask"])

    @property
    def facts(self) -> dict[str, Any]:
        """What the rule is given."""
        facts = {name: value for name, value in self.given.items() if name != "ask"}
        return {**facts, "by": self.session.member}

    def rows(self) -> list[Row]:
        """Return what changes, and what that means for bookings."""
        rows = [Row(self._question(), icon=Icon.EDIT, tone="care", wide=True)]
        if self.asked is Ask.PLAIN:
            warning = self._(
                "Monday to Friday then count as working days, public holidays too. A booking may "
                "be let in too early. Take over the notice as soon as it is there."
            )
            rows.append(Row(warning, icon=Icon.WARNING, tone="bad", wide=True))
        if self._consequence is not None:
            rows.append(self._means(self._consequence))
        return rows

    def foot(self) -> None:
        """Put the button that does it."""
        self.add_widget(
            BigButton(
                theme=self.theme,
                text=self._("Yes, change it"),
                icon=Icon.CHECK_CIRCLE,
                tone="primary",
                size_hint_y=None,
                height=self.theme.button,
                on_release=lambda _: self.change(),
            )
        )

    def change(self) -> None:
        """Change it."""
        self.act(STAFF, RULES[self.asked], **self.facts, then=self._changed)

    def _changed(self, _: Done) -> None:
        self.goes.back()

    def _question(self) -> str:
        year = self.given.get("year")
        match self.asked:
            case Ask.DAY:
                return self._made()
            case Ask.CLEAR:
                text = self._("{day} is again what was announced.")
                return text.format(day=day_words.date_of(self._, self.given["day"]))
            case Ask.PLAIN:
                text = self._("Nobody has announced {year} yet. Use the plain week?")
            case Ask.FORGET:
                text = self._("Everything this station set for {year} is dropped.")
        return text.format(year=year)

    def _made(self) -> str:
        day = day_words.date_of(self._, self.given["day"])
        if not self.given["worked"]:
            text = self._("{day} becomes a day off: {holiday}.")
        elif self.given["holiday"]:
            text = self._("{day} becomes a make-up working day: {holiday}.")
        else:
            text = self._("{day} becomes a working day.")
        return text.format(day=day, holiday=day_words.holiday(self._, self.given["holiday"]))

    # -- what it means ---------------------------------------------------------------------

    def _reckon(self) -> Consequence:
        """Ask the rule, and look what its event would bring; nothing is written."""
        moment, staff = self.station.moment(), self.staff
        event: Event = RULES[self.asked](staff, moment, **self.facts)
        then = after(staff.calendar, event).over(load_calendar())
        now, later = first_use_now(moment, moment.calendar), first_use_now(moment, then)
        return Consequence(now.day if now else None, later.day if later else None)

    def _reckoned(self, found: Consequence) -> None:
        self._consequence = found
        self.again()

    def _means(self, found: Consequence) -> Row:
        if found.before == found.after:
            text = self._("Nothing changes for what is booked today.")
            return Row(text, icon=Icon.EVENT, tone="good", wide=True)
        before, later = (
            day_words.date_of(self._, day) if day else self._("not known")
            for day in (found.before, found.after)
        )
        text = self._("Booked today, the first day is then {after} instead of {before}.")
        return Row(text.format(after=later, before=before), icon=Icon.EVENT, tone="care", wide=True)
