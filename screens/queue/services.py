"""The first page of the queue: what can be had at the counters, and how many wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from kivy.clock import Clock

from kiosk.clock import Moment
from kiosk.ids import ServiceId
from kiosk.phrases import queue as phrases
from kiosk.queueing import rules
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Service
from screens.icons import Icon
from screens.queue.page import QueueScreen
from screens.staff.rows import PagedRows, Row
from screens.theme import Role

LOOK_EVERY = 5.0
"""Seconds between two looks at how many wait, while the page shows it."""


class ServicesScreen(QueueScreen):
    """A card for each service, grouped; below them the way for whoever has a ticket."""

    clips = ("choose_service",)

    def heading(self) -> str:
        """Return the question."""
        return self._("What is it about?")

    def on_pre_enter(self) -> None:
        """Show the services at once, and what is known of the waits as soon as it is."""
        self.promises: dict[ServiceId, Promise] = {}
        theme = self.theme
        self.listing = PagedRows(
            theme=theme,
            rows=self.rows(),
            before=self._("Prev."),
            after=self._("Next"),
            empty=self._("Nothing can be had here now. Please ask the staff."),
            airy=26 if theme.portrait else 14,
            sunk=not theme.tight,
            leaf=self.visit.given.get("queue.leaf", 0),
        )
        self.add(self.listing)
        if not theme.tight:
            mine = self.big_button(self._("I have a number already"), Icon.SEARCH, self.look_up)
            mine.height = theme.button
            self.add(mine)
        self._looking: Any = Clock.schedule_interval(self._look, LOOK_EVERY)
        self._look(0)

    def on_leave(self) -> None:
        """Look no more."""
        self._looking.cancel()
        super().on_leave()

    def choose(self, service: ServiceId) -> None:
        """Go on to what to bring."""
        self.visit.given["queue.leaf"] = self.listing.leaf
        self.goes.go("queue.service", service=service)

    def look_up(self) -> None:
        """Go on to a ticket or an appointment there is already."""
        self.goes.go("queue.find")

    # -- showing ---------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        """Return the services as things stand now."""
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        moment = self.moment()
        groups = [
            (name, list(services))
            for name, services in groupby(self.hall.offered(), key=self._group_of)
        ]
        several = len(groups) > 1 and not self.theme.tight and not self.theme.lowered
        for name, services in groups:
            if name and several and len(services) > 1:
                yield Row(name, icon=Icon.ACCOUNT_BALANCE, heading=True)
            for service in services:
                yield self._row(service, moment)
        if self.theme.tight:
            text = self._("I have a number already")
            yield Row(text, icon=Icon.SEARCH, tone="quiet", touched=self.look_up)

    def _group_of(self, service: Service) -> str:
        return self.in_words(service.group) if service.group is not None else ""

    def _row(self, service: Service, moment: Moment) -> Row:
        hours = rules.hours_of(service, moment, moment.business_date)
        given = any(each.opens <= moment.local.time() < each.closes for each in hours)
        return Row(
            self.in_words(service.name),
            self._waits(service) if given else self._closed(phrases.hours_words(hours)),
            icon=Icon.CONFIRMATION_NUMBER if given else Icon.SCHEDULE,
            tone="card" if given else "idle",
            role=Role.BODY if self.theme.tight else Role.TITLE,
            wide=self.theme.portrait,
            touched=partial(self.choose, service.id),
        )

    def _closed(self, hours: str) -> str:
        return (
            self._("Closed now; today {hours}").format(hours=hours)
            if hours
            else self._("Closed today")
        )

    def _waits(self, service: Service) -> str:
        promise = self.promises.get(service.id)
        if promise is None:
            return self._("One moment, please …")
        minutes = self.range_words(promise)
        ahead = (
            self._("{count} waiting").format(count=promise.ahead)
            if promise.ahead
            else self._("Nobody waits")
        )
        return (
            ahead
            if minutes is None
            else self._("{ahead}, {minutes}").format(ahead=ahead, minutes=minutes)
        )

    def _look(self, _: float) -> None:
        offered, desk = self.hall.offered(), self.desk

        def looked() -> dict[ServiceId, Promise]:
            return {each.id: desk.promise(each.id) for each in offered}

        self.services.lane.submit(looked, then=self._seen, failed=self._unseen)

    def _seen(self, promises: dict[ServiceId, Promise]) -> None:
        if self.current and promises != self.promises:
            self.promises = promises
            self.listing.rows = self.rows()

    def _unseen(self, error: Exception) -> None:
        """How many wait is not worth a word of alarm: the number can be taken all the same."""
