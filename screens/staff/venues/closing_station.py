"""Closing the whole station for some days or hours: from when to when, why, and what is booked."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.hours import Week
from kiosk.ids import ClosureId, new_id
from kiosk.phrases import dates
from kiosk.settings import Permission
from kiosk.station_closing import Closing, Concerned
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.closed import ClosingPage
from screens.staff.venues.closing import CloseScreen
from screens.staff.venues.page import NOTE

SHOWN = 4
"""Bookings that are listed one by one."""


class StationCloseScreen(ClosingPage, CloseScreen):
    """The same questions, but for the place. Given: the answers."""

    place = "staff.station_close"
    names = ("first", "last", "why")

    def heading(self) -> str:
        """Return what is closed."""
        return self._("Close the whole station")

    @property
    def week(self) -> Week:
        """When the station would be open."""
        return self.moment().settings.hours

    def _sure(self) -> Iterator[Row]:
        found = self.closing.concerned(self._closing())
        yield self.what_closes()
        yield from self._called_off(found)
        if found.waiting:
            text = self.plural(
                "{count} person waits for a counter now.",
                "{count} people wait for a counter now.",
                found.waiting,
            ).format(count=found.waiting)
            yield Row(text, self._("Please tell them."), Icon.GROUPS, "care", wide=True)
        yield self.closes(self.close_station, calls_off=bool(found.count))

    def _called_off(self, found: Concerned) -> Iterator[Row]:
        if not found.count:
            return
        text = self.plural(
            "{count} booking is called off.", "{count} bookings are called off.", found.count
        ).format(count=found.count)
        yield Row(text, self._("Nobody is marked for it."), Icon.WARNING, "bad", wide=True)
        for each in found.bookings[:SHOWN]:
            yield self.booking_row(each)
        hall = self.services.queue.hall
        for appointment in found.appointments[:SHOWN]:
            name = hall.service(appointment.service).name.in_language(self.visit.language)
            when = dates.moment_words(self._, appointment.starts)
            yield Row(when, name, icon=Icon.CONFIRMATION_NUMBER)

    def _closing(self) -> Closing:
        return Closing(ClosureId(new_id()), self.given["first"], self.given["last"], self.hours)

    def close_station(self) -> None:
        """Close it."""
        login, session, closing = self.login, self.session, self.closing
        what, note, reason = self._closing(), self.note, self.given["why"]

        def closed() -> None:
            login.must(session, Permission.MANAGE_VENUES)
            closing.close(
                lambda: self.tap(note),
                what,
                by=session.member,
                reason=reason,
                explained=bool(note),
            )

        self.do(closed, then=self._closed)

    def _closed(self, _: None) -> None:
        self.visit.given.pop(NOTE, None)
        for _step in range(self.steps_back):
            self.goes.back()
        self.goes.show_notice(self._("Closed."), "good")
