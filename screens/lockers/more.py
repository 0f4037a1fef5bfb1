"""Hours and the last digits of a phone: both may be left as they are."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

from screens.base import layout_beside
from screens.icons import Icon
from screens.lockers.page import LockerScreen
from screens.lockers.wish import TAIL_DIGITS, keep_wish, wish_of


class MoreScreen(LockerScreen):
    """How long, and a phone tail for the case that the code is lost."""

    layout = layout_beside(__file__)
    icon = Icon.SCHEDULE
    personal = True

    hours = NumericProperty(0)
    most = NumericProperty(24)
    tail = StringProperty("")

    @property
    def upright(self) -> bool:
        """The keys stand below the rest, not beside it."""
        return bool(self.theme.portrait or self.theme.tight or self.theme.lowered)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("How long?")

    def on_pre_enter(self) -> None:
        """Show what is wished so far."""
        limits = self.services.station.moment().settings.lockers
        wish = wish_of(self.visit)
        self.most = limits.max_hours
        self.hours = wish.hours or limits.default_hours
        self.tail = wish.tail
        self._keep_what_fits()

    def _keep_what_fits(self) -> None:
        """A low page has no room for the reason and for Done: there Back is done."""
        for name in ("why", "done") if self.theme.tight else ("what",):
            part = self.ids[name]
            part.parent.remove_widget(part)
        if not self.upright:  # the left column begins at the top
            self.ids.left.add_widget(Widget())

    def more_hours(self, by: int) -> None:
        """Longer or shorter, within what the station allows."""
        self.hours = min(max(1, self.hours + by), self.most)
        keep_wish(self.visit, hours=int(self.hours))

    def type(self, digit: str) -> None:
        """Add a digit of the phone."""
        if len(self.tail) < TAIL_DIGITS:
            self._keep(self.tail + digit)

    def erase(self) -> None:
        """Take the last digit back."""
        self._keep(self.tail[:-1])

    def clear(self) -> None:
        """Take all digits back."""
        self._keep("")

    def done(self) -> None:
        """Back to the sizes; half a phone tail helps nobody."""
        if 0 < len(self.tail) < TAIL_DIGITS:
            self.say_notice(self._("Please type all four digits, or clear them."))
            return
        self.goes.back()

    def on_back(self) -> None:
        """Back forgets half a tail, except where it is the only way to be done."""
        if self.theme.tight:
            self.done()
            return
        if len(self.tail) < TAIL_DIGITS:
            self._keep("")
        super().on_back()

    def _keep(self, tail: str) -> None:
        self.tail = tail
        keep_wish(self.visit, tail=tail)
