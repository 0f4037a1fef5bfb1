"""Appointments: a day, a time; and what is done with one that was made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.ids import AppointmentId
from kiosk.phrases import dates
from kiosk.queueing import QUEUEING, bookings
from kiosk.queueing.booked import Booking
from kiosk.queueing.desk import Given, GivenBooking
from kiosk.tap import Tap
from screens.icons import Icon
from screens.queue.page import QueueScreen
from screens.queue.service import ServicePage
from screens.staff.rows import PagedRows, Row
from screens.theme import Role
from screens.widgets.button import BigButton
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.text import Say


class BookScreen(ServicePage):
    """The days on which something is free. Given: ``service``."""

    icon = Icon.EVENT
    clips = ("choose_day",)

    def heading(self) -> str:
        """Return the question."""
        return self._("On which day?")

    def on_pre_enter(self) -> None:
        """List the days."""
        self.add(
            PagedRows(
                theme=self.theme,
                rows=list(self._rows()),
                before=self._("Prev."),
                after=self._("Next"),
                empty=self._("No time is free. Please take a number instead."),
                airy=12,
                sunk=True,
            )
        )

    def choose(self, day: date) -> None:
        """Go on to the time."""
        self.goes.go("queue.book_time", service=self.service.id, day=day)

    def _rows(self) -> Iterator[Row]:
        moment, queue = self.moment(), self.queue
        for ahead in range(moment.settings.queueing.book_ahead_days + 1):
            day = moment.business_date + timedelta(days=ahead)
            slots = bookings.slots(queue, moment, hall=self.hall, service=self.service.id, day=day)
            free = sum(bool(each.left) for each in slots)
            if free:
                yield Row(
                    self._("Today") if not ahead else dates.day_words(self._, day),
                    self.plural("{count} time is free", "{count} times are free", free).format(
                        count=free
                    ),
                    icon=Icon.EVENT,
                    role=Role.BODY if self.theme.tight else Role.LEAD,
                    touched=partial(self.choose, day),
                )


class BookTimeScreen(ServicePage):
    """The free times of a day; one touch and it is promised. Given: ``service``, ``day``."""

    icon = Icon.SCHEDULE
    clips = ("choose_time",)

    def heading(self) -> str:
        """Return the day."""
        return dates.day_words(self._, self.given["day"])

    def on_pre_enter(self) -> None:
        """List the times."""
        theme = self.theme
        if not theme.tight:
            self.add(Say(theme=theme, role=Role.LEAD, bold=True, text=self._("At what time?")))
        self.listing = PagedRows(
            theme=theme,
            rows=self._rows(),
            before=self._("Prev."),
            after=self._("Next"),
            empty=self._("No time is free. Please choose another day."),
            sunk=True,
        )
        self.add(self.listing)

    def choose(self, starts: datetime) -> None:
        """Ask for this time."""
        self.do(
            self.desk.book,
            Tap.fresh(),
            service=self.service.id,
            starts=starts,
            visit=self.visit.name,
            then=self._booked,
            lane=self.services.decisions,
        )

    def _booked(self, booked: GivenBooking) -> None:
        self.goes.replace("queue.booked", booked=booked, fresh=True)

    def _rows(self) -> list[Row]:
        slots = bookings.slots(
            self.queue,
            self.moment(),
            hall=self.hall,
            service=self.service.id,
            day=self.given["day"],
        )
        return [
            Row(
                dates.clock_words(each.starts),
                icon=Icon.SCHEDULE,
                role=Role.LEAD,
                touched=partial(self.choose, each.starts),
            )
            for each in slots
            if each.left
        ]


class AppointmentScreen(QueueScreen):
    """An appointment that was found by its code: take the ticket, or call it off.

    Given: ``appointment``.
    """

    icon = Icon.EVENT

    def heading(self) -> str:
        """Return which service it is for."""
        return self.name_of(self.booking.service)

    @property
    def booking(self) -> Booking:
        """The appointment as it stands now."""
        name: AppointmentId = self.given["appointment"]
        return self.queue.bookings[name]

    def on_pre_enter(self) -> None:
        """Show what was booked."""
        window = dates.span_words(
            self.booking.starts - timedelta(minutes=self.moment().settings.queueing.early_min),
            bookings.ends(self.booking, self.moment()),
        )
        telling = Telling(
            "quiet",
            Icon.EVENT,
            dates.moment_words(self._, self.booking.starts),
            self._("Your number can be taken between {window}.").format(window=window),
        )
        self._show(telling, self._actions())

    def arrive(self) -> None:
        """Take the ticket."""
        self.do(self.desk.arrive, Tap.fresh(), appointment=self.booking.id, then=self._arrived)

    def cancel(self) -> None:
        """Call it off."""
        self.do(
            self.station.do,
            Tap.fresh(),
            QUEUEING,
            bookings.cancel_booking,
            appointment=self.booking.id,
            then=lambda _: self.once_sure(self._cancelled, self.booking.id),
        )

    def _arrived(self, given: Given) -> None:
        self.goes.replace("queue.ticket", ticket=given.ticket.id, fresh=True)

    def _cancelled(self) -> None:
        self.keep_mark(self._cancelled, self.booking.id)
        telling = Telling(
            "good",
            Icon.CHECK_CIRCLE,
            self._("Your appointment is called off"),
            self._("Thank you: the time is free for others now."),
        )
        telling = self.marked(telling, self.booking.id)
        done = self.big_button(self._("Done"), Icon.DONE, self.goes.finish, primary=True)
        self._show(telling, done)

    def _show(self, telling: Telling, *below: Widget) -> None:
        assert self.body is not None
        self.body.clear_widgets()
        theme = self.theme
        card = TellingCard(telling, theme=theme, short=self.cramped, pictured=not theme.tight)
        self.add(card, Widget(), *below)

    def _actions(self) -> BoxLayout:
        theme = self.theme
        role = Role.BODY if theme.tight or theme.care else Role.LEAD
        cancel = BigButton(
            theme=theme,
            icon=Icon.CANCEL,
            role=role,
            text=self._("I cannot come"),
            on_release=lambda _: self.cancel(),
        )
        take = BigButton(
            theme=theme,
            tone="primary",
            icon=Icon.CONFIRMATION_NUMBER,
            role=role,
            text=self._("Take my number"),
            on_release=lambda _: self.arrive(),
        )
        return self.row(cancel, take, high=theme.mm(20 if theme.tight else 30))
