"""The days of a place: how each stands, and why a day cannot be had."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kivy.uix.boxlayout import BoxLayout

from kiosk.errors import Refused
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.phrases.days import months, weekdays
from kiosk.venues import availability
from kiosk.venues.availability import DayState, DayView
from kiosk.venues.plan import VenuePlan
from kiosk.workdays import Earliest
from screens import symbols
from screens.icons import Icon
from screens.venues.page import VenueScreen
from screens.widgets.button import BigButton
from screens.widgets.dress import Card
from screens.widgets.sheet import CellShown, Sheet
from screens.widgets.text import Say

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
WHOLE_MONTH = 6
"""Weeks a sheet must have room for to show months; a lower one shows some weeks at a time."""
Week = tuple[date | None, ...]


def weeks_of_month(first: date) -> tuple[Week, ...]:
    """Return the weeks of a month, Monday first; days of other months are left out."""
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start <= _last_of(first):
        days = (start + timedelta(days=number) for number in range(7))
        weeks.append(tuple(day if day.month == first.month else None for day in days))
        start += WEEK
    return tuple(weeks)


def weeks_from(start: date, count: int) -> tuple[Week, ...]:
    """Return so many whole weeks, from the week of ``start`` on."""
    monday = start - timedelta(days=start.weekday())
    return tuple(
        tuple(monday + timedelta(days=7 * week + day) for day in range(7)) for week in range(count)
    )


def month_after(day: date, by: int) -> date:
    """Return the first day of the month so many months after that of ``day``."""
    months = day.year * 12 + day.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def _last_of(first: date) -> date:
    return month_after(first, 1) - ONE_DAY


class MonthScreen(VenueScreen):
    """Given: ``venue``; ``begin`` is the first day that is shown."""

    icon = Icon.CALENDAR_MONTH
    clips = ("choose_day",)

    def heading(self) -> str:
        """Return which place this is."""
        plan = self.site.venue(self.given["venue"])
        return "" if plan is None else self.name_of(plan)

    def on_pre_enter(self) -> None:
        """Show the month of the first day that can be had."""
        plan = self.site.venue(self.given["venue"])
        assert plan is not None
        self._plan: VenuePlan = plan
        self._today = self.moment().business_date
        try:
            self._earliest, self._last = self._reach()
        except Refused as refused:
            self.add(Say(theme=self.theme, role="title", bold=True, text=self.words(refused)))
            self.add(BoxLayout())
            return
        first = self._earliest.day if self._earliest is not None else self._today
        self._begin: date = self.given.get("begin") or min(first, self._last)
        self._build()
        self._show()

    def _reach(self) -> tuple[Earliest | None, date]:
        today = self._today
        month = availability.month(
            self.venues, self.moment(), plan=self._plan, year=today.year, month=today.month
        )
        return month.earliest, month.last

    # -- verbs -----------------------------------------------------------------------------

    def choose(self, day: date) -> None:
        """Go on to the times of a day, or say why there are none."""
        view = self._view(day)
        if view.state.can_be_had or view.state is DayState.FULL:
            self.goes.go("venues.slots", venue=self._plan.id, day=day)
        else:
            self.say_notice(self._why_not(view))

    def turn(self, by: int) -> None:
        """Show later days, or earlier ones."""
        if self._whole_months:
            self._begin = month_after(self._begin, by)
        else:
            self._begin += by * self._weeks_shown * WEEK
        self.given = {**self.given, "begin": self._begin}
        self.say_notice("")
        self._show()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        room = self._room()
        self._whole_months = Sheet.room_for(theme, room, named=True) >= WHOLE_MONTH
        self._weeks_shown = max(1, min(4, Sheet.room_for(theme, room, named=True)))
        self._sheet = Sheet(theme=theme, names=weekdays(self._), chosen=self.choose)
        self._which = Say(theme=theme, role="lead", bold=True, halign="center", wrap="box")
        short = self.cramped and theme.tight
        before = self._("Prev.") if short else self._("Before")
        after = self._("Next") if short else self._("After")
        self._before = self._arrow(Icon.CHEVRON_LEFT, before, -1)
        self._after = self._arrow(Icon.CHEVRON_RIGHT, after, 1)
        if theme.tight:
            self._build_low()
        else:
            self.add(*self._first_day(), self._sheet, *self._legend(), self._turner())

    def _room(self) -> float:
        """Return about how high the sheet will be, px."""
        theme = self.theme
        whole = theme.mm(theme.page_height_mm) - theme.header - theme.footer - 2 * theme.gap
        if theme.tight:
            return float(whole)
        lines = 3 if theme.portrait else 2
        words = theme.font("title") * 1.45 + lines * theme.font() * 1.45
        legend = theme.font() * 1.45 + theme.mm(6) if self._has_legend else 0
        return float(whole - words - theme.button - 3 * theme.gap - legend)

    @property
    def _has_legend(self) -> bool:
        return not (self.theme.tight or self.theme.lowered or self.theme.care)

    def _build_low(self) -> None:
        """On a low panel the arrows stand beside the days, and the header says the first one."""
        theme = self.theme
        side = BoxLayout(
            orientation="vertical",
            size_hint_x=None,
            width=theme.mm(40 if theme.care else 34),
            spacing=theme.gap,
        )
        for part in (self._before, self._which, self._after):
            side.add_widget(part)
        row = BoxLayout(spacing=theme.gap)
        row.add_widget(self._sheet)
        row.add_widget(side)
        self.add(row)
        if self._earliest is not None:
            self.title = self._("From {day} on").format(day=self.day_words(self._earliest.day))

    def _first_day(self) -> tuple[Say, ...]:
        theme = self.theme
        if self._earliest is None:
            year = (self._today + timedelta(days=10)).year
            sentence = self.words(Refused("calendar_unknown", year=year))
            return (Say(theme=theme, role="lead", bold=True, text=sentence),)
        first = self._("First day to book: {day}").format(day=self.day_words(self._earliest.day))
        role = "lead" if theme.lowered else "title"
        headline = Say(theme=theme, role=role, bold=True, text=first)
        why = Say(theme=theme, muted=True, text=dates.why_earliest(self._, self._earliest))
        return (headline,) if theme.lowered else (headline, why)

    def _legend(self) -> tuple[BoxLayout, ...]:
        if not self._has_legend:
            return ()
        theme = self.theme
        row = BoxLayout(
            size_hint_y=None, height=theme.font() * 1.45 + theme.mm(4), spacing=theme.mm(4)
        )
        for tone, words in (
            ("good", self._("all free")),
            ("care", self._("some free")),
            ("bad", self._("full")),
            ("idle", self._("touch: why not")),
        ):
            row.add_widget(_Patch(tone, words, theme=theme))
        return (row,)

    def _turner(self) -> BoxLayout:
        return self.row(self._before, self._which, self._after, high=self.theme.button)

    def _arrow(self, icon: Icon, text: str, by: int) -> BigButton:
        return BigButton(
            theme=self.theme,
            icon="" if self.cramped else icon,
            text=text,
            role="body" if self.theme.tight or self.theme.care else "lead",
            stacked=self.theme.tight,
            on_release=lambda _: self.turn(by),
        )

    # -- showing ---------------------------------------------------------------------------

    def _show(self) -> None:
        if self._whole_months:
            first = self._begin.replace(day=1)
            weeks, end = weeks_of_month(first), _last_of(first)
        else:
            weeks = weeks_from(self._begin, self._weeks_shown)
            first, end = weeks[0][0] or self._begin, weeks[-1][-1] or self._begin
        self._sheet.lines = tuple(tuple(map(self._shown, week)) for week in weeks)
        self._which.text = self._which_words(first, end)
        self._before.disabled = first <= self._today
        self._after.disabled = end >= self._last

    def _which_words(self, first: date, end: date) -> str:
        if self._whole_months:
            return dates.month_words(self._, first)
        names = months(self._)
        one, other = names[first.month - 1], names[end.month - 1]
        return one if one == other or self.theme.tight else f"{one}–{other}"

    def _shown(self, day: date | None) -> CellShown | None:
        if day is None:
            return None
        state = self._view(day).state
        return CellShown(
            day,
            f"{day.month}/1" if day.day == 1 and not self.theme.tight else str(day.day),
            phrases.day_states(self._)[state],
            symbols.DAY_ICONS.get(state, Icon.DO_NOT_DISTURB_ON),
            phrases.DAY_TONES.get(state, "idle"),
            dead=state is DayState.PAST,
        )

    def _view(self, day: date) -> DayView:
        return availability.day(self.venues, self.moment(), plan=self._plan, day=day).view

    def _why_not(self, view: DayView) -> str:
        facts: dict[str, Any] = {"year": view.day.year, "last": self._last}
        if self._earliest is not None:
            facts |= {"earliest": self._earliest.day, "because": self._earliest.because}
        reasons = {
            DayState.TOO_SOON: "too_soon",
            DayState.TOO_FAR: "too_far",
            DayState.HOLIDAY: "holiday",
            DayState.BLACKOUT: "blackout",
            DayState.UNKNOWN_YEAR: "calendar_unknown",
        }
        facts |= {"holiday": view.holiday or "", "why": view.blackout}
        return self.words(Refused(reasons.get(view.state, "closed"), **facts))


class _Patch(Card, BoxLayout):
    """A colour and what it means."""

    def __init__(self, tone: str, words: str, **kwargs: Any) -> None:
        self._tone = tone
        self._words = Say(tone=tone, wrap="box", halign="center", text=words)
        super().__init__(**kwargs)
        self.add_widget(self._words)

    def dress(self, theme: Any) -> None:
        """Take sizes and colours."""
        self._words.theme = theme
        self.paint(theme.ground(self._tone).fill, theme.palette.line)
