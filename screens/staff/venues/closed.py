"""What is closed now or soon, and opening it again: a place, or the whole station."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial

from kiosk.hours import MIDNIGHT, Closure, Span
from kiosk.ids import BlackoutId, ClosureId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.staff import closures
from kiosk.station_closing import Closing, StationClosing
from kiosk.venues import upkeep
from kiosk.venues.interval import Interval
from kiosk.venues.plan import on_day
from kiosk.venues.records import Blackout
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import VenuePage

WHOLE = Span(time(), MIDNIGHT)
"""Hours that stand for a whole day."""


class ClosingPage(VenuePage):
    """A page that knows how the whole station is closed."""

    icon = Icon.BLOCK

    @property
    def closing(self) -> StationClosing:
        """What closes the station and opens it again."""
        return StationClosing(self.station, self.site)


class BlackoutsScreen(ClosingPage):
    """What is closed now or soon, and the way to close something."""

    icon = Icon.BLOCK

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Closed places")

    def rows(self) -> list[Row]:
        """Return the way to close something, then what is closed."""
        station = self._closures()
        of_the_station = {each for one in station for each in self.closing.blackouts(one.id)}
        blackouts = (
            each
            for each in upkeep.blackouts(self.venues, self.moment())
            if each.id not in of_the_station
        )
        return [*self._acts(), *map(self._closure, station), *map(self._row, blackouts)]

    def _acts(self) -> Iterator[Row]:
        go = self.goes.go
        yield Row(
            self._("Close a place"),
            icon=Icon.ADD,
            tone="primary",
            touched=partial(go, "staff.venue_close"),
        )
        if self.may(Permission.EDIT_CALENDAR):
            text = self._("Close the whole station")
            yield Row(text, icon=Icon.ADD, touched=partial(go, "staff.station_close"))

    def _closures(self) -> tuple[Closure, ...]:
        moment = self.moment()
        return closures.closures(moment.settings.hours, moment)

    def _closure(self, closure: Closure) -> Row:
        opens = partial(self.goes.go, "staff.station_open", closure=closure.id)
        return Row(
            f"{self._('The whole station')}  {days_words(self, closing_of(closure).during)}",
            self._("Touch to open it again."),
            icon=Icon.BLOCK,
            tone="bad",
            touched=opens if self.may(Permission.EDIT_CALENDAR) else None,
        )

    def _row(self, blackout: Blackout) -> Row:
        reason = phrases.blackout_reasons(self._)[blackout.reason]
        days = days_words(self, blackout.during)
        return Row(
            f"{self.name_of(blackout.venue)}  {days}",
            self._("{reason}. Touch to open it again.").format(reason=reason),
            icon=Icon.BLOCK,
            tone="care",
            touched=partial(self.goes.go, "staff.venue_open", blackout=blackout.id),
        )


def days_words(page: VenuePage, during: Interval) -> str:
    """Return from which day to which, and the hours of a day that is not closed as a whole."""
    first, last = during.day, Interval(during.ends - timedelta(seconds=1), during.ends).day
    one, other = dates.day_words(page._, first), dates.day_words(page._, last)
    if first != last:
        return f"{one} – {other}"
    whole = during == on_day(first, WHOLE)
    return one if whole else page.slot_words(during)


class OpenScreen(VenuePage):
    """Open a place again. Given: ``blackout``."""

    icon = Icon.LOCK_OPEN

    def heading(self) -> str:
        """Return the question."""
        return self._("Open it again?")

    def rows(self) -> list[Row]:
        """Return what is closed, and the act."""
        blackout: BlackoutId = self.given["blackout"]
        found = self.venues.blackouts.get(blackout)
        if found is None:
            return []
        days = days_words(self, found.during)
        return [
            Row(self.name_of(found.venue), days, icon=Icon.BLOCK, wide=True),
            Row(
                self._("Open it again"),
                icon=Icon.LOCK_OPEN,
                tone="primary",
                touched=partial(self.open, blackout),
                wide=True,
            ),
        ]

    def open(self, blackout: BlackoutId) -> None:
        """Open it."""
        self.decide(
            upkeep.lift, Permission.MANAGE_VENUES, self._("It is open again."), blackout=blackout
        )


class StationOpenScreen(ClosingPage):
    """Open the whole station again. Given: ``closure``."""

    icon = Icon.LOCK_OPEN

    def heading(self) -> str:
        """Return the question."""
        return self._("Open it again?")

    def rows(self) -> list[Row]:
        """Return what is closed, and the act."""
        closure: ClosureId = self.given["closure"]
        known = self.moment().settings.hours.closures
        found = [each for each in known if each.id == closure]
        if not found:
            return []
        days = days_words(self, closing_of(found[0]).during)
        return [
            Row(self._("The whole station"), days, icon=Icon.BLOCK, wide=True),
            Row(
                self._("What was called off stays called off."),
                icon=Icon.INFO,
                tone="care",
                wide=True,
            ),
            Row(
                self._("Open it again"),
                icon=Icon.LOCK_OPEN,
                tone="primary",
                touched=partial(self.open, closure),
                wide=True,
            ),
        ]

    def open(self, closure: ClosureId) -> None:
        """Open it."""
        login, session, closing = self.login, self.session, self.closing

        def opened() -> None:
            login.must(session, Permission.MANAGE_VENUES)
            closing.open(session.tap, closure, by=session.member)

        self.do(opened, then=self._opened)

    def _opened(self, _: None) -> None:
        self.goes.back()
        self.goes.show_notice(self._("It is open again."), "good")


def closing_of(closure: Closure) -> Closing:
    """Return a closure of the station as what somebody closed."""
    return Closing(closure.id, closure.first, closure.last, closure.during)
