"""Visits at home: who asked, where and on which phone; taken up, ended."""

from __future__ import annotations

from functools import partial

from kiosk.ids import HomeVisitId
from kiosk.queueing import QUEUEING, home_visits
from kiosk.queueing.booked import HomeVisit
from kiosk.queueing.booking_events import VisitEnding
from kiosk.settings import Permission
from kiosk.tap import Done
from kiosk.typing.fields import phone_grouped
from screens.icons import Icon
from screens.staff.counter_page import CounterPage
from screens.staff.page import RowsPage
from screens.staff.rows import Row


class HomeVisitsScreen(CounterPage, RowsPage):
    """The visits that are not over, the oldest first."""

    icon = Icon.HOME

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Home visits")

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nobody has asked for a visit.")

    def rows(self) -> list[Row]:
        """Return the visits."""
        return [self._row(each) for each in home_visits.home_visits(self.queue)]

    def _row(self, visit: HomeVisit) -> Row:
        asked = self._("asked {at}").format(at=self.time_of(visit.asked))
        seen_to = (
            self._("nobody sees to it yet")
            if visit.staff is None
            else self._("Number {number}").format(number=visit.staff)
        )
        return Row(
            self.name_of(visit.service),
            f"{asked}, {seen_to}",
            icon=Icon.HOME,
            tone="care" if visit.staff is None else "card",
            touched=partial(self.goes.go, "staff.home_visit", home_visit=visit.id),
        )


class HomeVisitScreen(CounterPage, RowsPage):
    """One visit: address and phone, and what became of it. Given: ``home_visit``."""

    icon = Icon.HOME

    def heading(self) -> str:
        """Return which service it is for."""
        visit = self.home_visit
        return self._("Home visits") if visit is None else self.name_of(visit.service)

    @property
    def home_visit(self) -> HomeVisit | None:
        """The visit, while it is not over."""
        name: HomeVisitId = self.given["home_visit"]
        return self.queue.visits.get(name)

    def rows(self) -> list[Row]:
        """Return what was given, then what can be done."""
        visit = self.home_visit
        if visit is None:
            return []
        private = None if visit.note is None else self.station.journal.private(visit.note)
        body = {} if private is None else private.body
        ends = {
            VisitEnding.DONE: (self._("It is done"), Icon.CHECK_CIRCLE),
            VisitEnding.PASSED_ON: (self._("Sent to another office"), Icon.ARROW_FORWARD),
            VisitEnding.WITHDRAWN: (self._("Not wanted any more"), Icon.CANCEL),
        }
        take = Row(
            self._("I see to it"), icon=Icon.PERSON, tone="primary", touched=self.take_up, wide=True
        )
        return [
            Row(body.get("address", "—"), self._("Where?"), icon=Icon.LOCATION_ON, wide=True),
            Row(
                phone_grouped(body.get("phone", "")) or "—",
                self._("Phone"),
                icon=Icon.CALL,
                wide=True,
            ),
            *([take] if visit.staff != self.session.member else []),
            *(
                Row(text, icon=icon, touched=partial(self.end, ending))
                for ending, (text, icon) in ends.items()
            ),
        ]

    def take_up(self) -> None:
        """See to it, or take it over."""
        self.act(
            QUEUEING,
            home_visits.take_home_visit,
            needs=Permission.HOME_VISITS,
            then=self.again,
            visit=self.given["home_visit"],
            by=self.session.member,
        )

    def end(self, ending: VisitEnding) -> None:
        """Say what became of it."""
        self.act(
            QUEUEING,
            home_visits.end_home_visit,
            needs=Permission.HOME_VISITS,
            then=self._ended,
            visit=self.given["home_visit"],
            ending=ending,
        )

    def _ended(self, _: Done) -> None:
        self.goes.back()
