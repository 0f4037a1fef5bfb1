"""Reserve a door: how large, then from when to when. One touch more and it is promised."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import msgspec
from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.lockers.plan import Size
from kiosk.lockers.steps import Failed, ReservationMade, Said, Step
from kiosk.tap import Tap
from screens.icons import Icon
from screens.lockers.reserving import ReservationScreen
from screens.lockers.size_card import SizeCard
from screens.lockers.wish import keep_wish, wish_of
from screens.widgets.button import BigButton, Toggle
from screens.widgets.text import Say

STEP = timedelta(minutes=30)
HOUR = timedelta(hours=1)
USUAL_STARTS = (9, 14, 18)
"""Hours of the day that most people come at."""
OFFERED = 3
"""Starting times to choose from at one touch."""


class ReserveScreen(ReservationScreen):
    """The sizes to scale; a touch leads on to the time."""

    clips = ("choose_size",)
    easy = BooleanProperty(False)

    def heading(self) -> str:
        """Return the question."""
        return self._("Reserve: how large a door?")

    def on_pre_enter(self) -> None:
        """Show the sizes the cabinet has."""
        theme = self.theme
        self.easy = wish_of(self.visit).easy
        sizes = BoxLayout(
            orientation="vertical" if theme.portrait else "horizontal", spacing=theme.gap
        )
        for size in self.desk.cabinet.sizes():
            sizes.add_widget(self._card(size))
        toggle = Toggle(
            theme=theme,
            icon=Icon.ACCESSIBLE,
            text=self._("Easy to reach"),
            on=self.easy,
            on_release=lambda _: self.switch_easy(),
        )
        self.bind(easy=toggle.setter("on"))
        self.add(sizes, self.row(toggle, high=theme.button))

    def switch_easy(self) -> None:
        """Doors within easy reach only, or any."""
        self.easy = keep_wish(self.visit, easy=not self.easy).easy

    def choose(self, size: Size, *_: object) -> None:
        """Go on to the time."""
        self.goes.go("lockers.reserve_when", size=size)

    def _card(self, size: Size) -> SizeCard:
        names = {
            Size.S: (self._("Small"), self._("Phone, purse, small bag")),
            Size.M: (self._("Medium"), self._("Backpack, shopping bag")),
            Size.L: (self._("Large"), self._("Suitcase, large bags")),
        }
        name, fits = names[size]
        return SizeCard(
            size,
            theme=self.theme,
            text=name,
            hint=fits,
            on_release=partial(self.choose, size),
        )


class Window(msgspec.Struct, frozen=True):
    """From when to when, in steps of half an hour. Pure."""

    starts: datetime
    hours: int

    @property
    def ends(self) -> datetime:
        """The end of it."""
        return self.starts + self.hours * HOUR

    @classmethod
    def soon(cls, now: datetime, hours: int) -> Window:
        """Return the next half hour that can still be reached."""
        return cls(_next_half(now), hours)

    def later(self, steps: int, *, now: datetime, ahead: timedelta) -> Window:
        """Return the window moved by half hours, within what may be reserved."""
        last = now + ahead
        last = _next_half(last) - (STEP if _next_half(last) > last else timedelta(0))
        starts = min(max(self.starts + steps * STEP, _next_half(now)), last)
        return msgspec.structs.replace(self, starts=starts)

    def longer(self, hours: int, *, most: int) -> Window:
        """Return the window with more hours, or fewer."""
        return msgspec.structs.replace(self, hours=min(max(1, self.hours + hours), most))


def usual_starts(now: datetime, ahead: timedelta) -> tuple[datetime, ...]:
    """Return the next times most people come at that may be reserved, soonest first."""
    today = now.astimezone(STATION_ZONE).replace(minute=0, second=0, microsecond=0)
    found = (
        (today + timedelta(days=day)).replace(hour=hour)
        for day in range(4)
        for hour in USUAL_STARTS
    )
    return tuple(at for at in found if _next_half(now) < at <= now + ahead)


def _next_half(at: datetime) -> datetime:
    local = at.astimezone(STATION_ZONE).replace(second=0, microsecond=0)
    whole = local.replace(minute=0)
    while whole < at:
        whole += STEP
    return whole


class ReserveWhenScreen(ReservationScreen):
    """The time, already filled in; usual times at one touch, half hours by steps."""

    clips = ("choose_time",)

    def heading(self) -> str:
        """Return the question."""
        return self._("From when to when?")

    def on_pre_enter(self) -> None:
        """Begin with the next half hour and the usual length."""
        limits = self.services.station.moment().settings.lockers
        self._most = limits.max_hours
        self._ahead = timedelta(hours=limits.reserve_ahead_hours)
        self._size: Size = self.given["size"]
        self.window = Window.soon(self._now(), limits.default_hours)
        self._build()
        self._show()

    # -- verbs -----------------------------------------------------------------------------

    def begin_at(self, at: datetime) -> None:
        """Take one of the usual times."""
        self.window = msgspec.structs.replace(self.window, starts=at)
        self._show()

    def move(self, steps: int) -> None:
        """Half an hour later or earlier."""
        self.window = self.window.later(steps, now=self._now(), ahead=self._ahead)
        self._show()

    def stretch(self, hours: int) -> None:
        """An hour longer or shorter."""
        self.window = self.window.longer(hours, most=self._most)
        self._show()

    def reserve(self) -> None:
        """Ask the desk to promise it."""
        if not self.wait():
            return
        self.desk.reservations.reserve(
            Tap.fresh(),
            self._told,
            size=self._size,
            starts=self.window.starts,
            ends=self.window.ends,
            easy=wish_of(self.visit).easy,
        )

    def _told(self, step: Step) -> None:
        if not self.answered():
            return
        match step:
            case ReservationMade():
                self.goes.replace("lockers.reserved", made=step)
            case Said(refused=refused):
                self.refuse(refused)
            case Failed():
                self.failed()

    # -- showing ---------------------------------------------------------------------------

    def _now(self) -> datetime:
        now: datetime = self.services.clock.now()
        return now

    def _build(self) -> None:
        theme = self.theme
        self._what = Say(theme=theme, role="title", bold=True)
        self._can = Say(theme=theme, role="body" if theme.tight else "lead")
        if theme.tight and theme.care:  # no room for it on the page
            self._can.bind(text=self.setter("title"))
        elif theme.tight:  # the steps say the rest
            self.add(self._can)
        else:
            self.add(self._what, self._can)
        self._reserve = self.big_button(
            self._("Reserve this door"), Icon.EVENT, self.reserve, primary=True
        )
        self.add(Widget())  # what is touched stands low, within everybody's reach
        usual = usual_starts(self._now(), self._ahead)[: 2 if theme.care else OFFERED]
        if usual and not (theme.tight or theme.lowered):
            self.add(self._usual(usual))
        self._from, from_row = self._steps(
            self._("Earlier"), self._("Later"), lambda by: self.move(by)
        )
        self._long, long_row = self._steps(
            self._("Shorter"), self._("Longer"), lambda by: self.stretch(by)
        )
        self.add(from_row, long_row, self._reserve)

    def _usual(self, starts: tuple[datetime, ...]) -> BoxLayout:
        high = self.theme.mm(36 if self.theme.care else 26)
        buttons = [
            BigButton(
                theme=self.theme,
                text=self.time_of(at),
                hint=self._part_of_day(at),
                on_release=lambda _, at=at: self.begin_at(at),
            )
            for at in starts
        ]
        return self.row(*buttons, high=high)

    def _part_of_day(self, at: datetime) -> str:
        hour = at.astimezone(STATION_ZONE).hour
        return {9: self._("Morning"), 14: self._("Afternoon"), 18: self._("Evening")}[hour]

    def _steps(self, less: str, more: str, act: object) -> tuple[Say, BoxLayout]:
        theme = self.theme
        role = "body" if theme.care or theme.tight else "lead"
        shown = Say(
            theme=theme,
            role="body" if theme.tight else "lead" if theme.care else "title",
            bold=True,
            wrap="box",
            size_hint=(1.6 if theme.tight or theme.care else 1, 1),
            halign="center",
        )

        def step(by: int) -> BigButton:
            return BigButton(
                theme=theme,
                icon=Icon.REMOVE if by < 0 else Icon.ADD,
                text=less if by < 0 else more,
                role=role,
                on_release=lambda _: act(by),  # type: ignore[operator]
            )

        high = theme.mm(32) if theme.portrait else theme.button
        return shown, self.row(step(-1), shown, step(1), high=high)

    def _show(self) -> None:
        window = self.window
        self._what.text = self.span(window.starts, window.ends)
        self._from.text = self.time_of(window.starts)
        self._long.text = self.plural("{hours} hour", "{hours} hours", window.hours).format(
            hours=window.hours
        )
        possible = self._size in self.desk.reservations.sizes(window.starts, window.ends)
        self._can.text = self._promise() if possible else self._all_promised()
        self._reserve.disabled = not possible

    def _promise(self) -> str:
        if self.theme.tight:
            return self._("Yours until {until}.").format(until=self.time_of(self.window.ends))
        waits = self.services.station.moment().settings.lockers.reserve_grace_min
        return self._("{door}. It waits for you for {minutes} minutes.").format(
            door=self.size_name(self._size), minutes=waits
        )

    def _all_promised(self) -> str:
        if self.theme.tight:
            return self._("All are promised then.")
        return self.words(Refused("promised"))
