"""A day of all places, and one booking: in, out, called off, marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial

from kiosk.ids import BookingId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import using
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan, local
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.records import Booking, Status
from kiosk.venues.upkeep_events import Fault
from screens import symbols
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import VenuePage

ONE_DAY = timedelta(days=1)
_MIDNIGHT = time()


class DayScreen(VenuePage):
    """Every place on one day. Given: ``day``."""

    icon = Icon.CALENDAR_MONTH

    def heading(self) -> str:
        """Return which day it is."""
        return dates.day_words(self._, self.given["day"])

    def rows(self) -> list[Row]:
        """Return the places, each with what is on."""
        day: date = self.given["day"]
        turn = self.goes.replace
        return [
            Row(
                self._("Day before"),
                icon=Icon.CHEVRON_LEFT,
                touched=partial(turn, "staff.venue_day", day=day - ONE_DAY),
            ),
            Row(
                self._("Day after"),
                icon=Icon.CHEVRON_RIGHT,
                touched=partial(turn, "staff.venue_day", day=day + ONE_DAY),
            ),
            *(row for plan in self.site.bookable() for row in self._of(plan, day)),
            Row(
                self._("Day sheet"),
                icon=Icon.PRINT,
                touched=partial(self.goes.go, "staff.day_sheet"),
                wide=True,
            ),
        ]

    def _of(self, plan: VenuePlan, day: date) -> Iterator[Row]:
        yield Row(self.name_of(plan.id), icon=Icon.MEETING_ROOM, heading=True)
        whole = Interval(local(day, _MIDNIGHT), local(day + ONE_DAY, _MIDNIGHT))
        blackout = self.venues.blackout_of(plan.id, whole)
        if blackout is not None:
            reason = phrases.blackout_reasons(self._)[blackout.reason]
            yield Row(self._("Closed: {reason}").format(reason=reason), icon=Icon.BLOCK, tone="bad")
        # Also what did not take place: who did not come is looked for here.
        found = [
            each
            for each in self.venues.bookings.values()
            if each.venue == plan.id and each.slot.day == day
        ]
        for each in sorted(found, key=lambda booking: (booking.slot, booking.position)):
            to_booking = partial(self.goes.go, "staff.venue_booking", booking=each.id)
            yield self.booking_row(each, to_booking)
        if not found and blackout is None:
            yield Row(self._("Nothing is booked."), icon=Icon.DONE)


class BookingPage(VenuePage):
    """A page about one booking. Given: ``booking``."""

    icon = Icon.EVENT

    @property
    def booking(self) -> Booking:
        """The booking as it is now."""
        booking: BookingId = self.given["booking"]
        return self.venues.bookings[booking]

    def heading(self) -> str:
        """Return the place."""
        return self.name_of(self.booking.venue)


class StaffBookingScreen(BookingPage):
    """How it stands, whose it is, and what may be done now."""

    def rows(self) -> list[Row]:
        """Return what may be done, then what is known."""
        return [*self._verbs(), *self._facts()]

    def _facts(self) -> Iterator[Row]:
        booking = self.booking
        yield Row(
            phrases.statuses(self._)[booking.status],
            self.slot_words(booking.slot),
            icon=symbols.STATUS_ICONS.get(booking.status, Icon.BLOCK),
            tone=phrases.STATUS_TONES.get(booking.status, "idle"),
        )
        application = self.venues.application_of(booking.id)
        if application is None:
            return
        details = self.booking_desk.details(application.id)
        yield Row(self.applicant(application), details.purpose, icon=Icon.GROUPS)
        yield Row(self.contact(application), icon=Icon.PERSON)
        yield from self.record_rows(application.asked.applicant)
        yield from mark_rows(self, booking.id)

    def _verbs(self) -> Iterator[Row]:
        booking, given = self.booking, {"booking": self.booking.id}
        if booking.status is Status.APPROVED:
            yield Row(
                self._("They are here: check in"),
                icon=Icon.MEETING_ROOM,
                tone="primary",
                touched=self.check_in,
            )
        if booking.status is Status.CHECKED_IN:
            yield Row(
                self._("The use is over"), icon=Icon.DONE, tone="primary", touched=self.finish
            )
        if booking.status in (Status.CHECKED_IN, Status.COMPLETED) and self._may_mark:
            for fault in (Fault.DAMAGE, Fault.MISUSE):
                text = self._("Mark: {what}").format(what=phrases.faults(self._)[fault])
                yield Row(text, icon=Icon.REPORT, touched=partial(self.mark, fault))
        if booking.is_open and booking.status is not Status.CHECKED_IN:
            yield Row(
                self._("Cancel for the applicant"),
                icon=Icon.CANCEL,
                touched=partial(self.goes.go, "staff.venue_cancel", **given),
            )
            if self.may(Permission.REVIEW_VENUES):
                yield Row(self._("Call it off"), icon=Icon.BLOCK, touched=self.call_off)

    @property
    def _may_mark(self) -> bool:
        return self.may(Permission.MANAGE_VENUES)

    def check_in(self) -> None:
        """They are here."""
        self.decide(
            using.check_in,
            Permission.VIEW_VENUES,
            self._("Checked in."),
            booking=self.booking.id,
            proof=BY_STAFF,
        )

    def finish(self) -> None:
        """They have gone."""
        self.decide(
            using.leave_early,
            Permission.VIEW_VENUES,
            self._("The place is free again."),
            booking=self.booking.id,
            proof=BY_STAFF,
        )

    def mark(self, fault: Fault) -> None:
        """Type how it was."""
        self.type_note(
            self._("What happened?"),
            "staff.venue_mark",
            optional=False,
            booking=self.booking.id,
            fault=fault,
        )

    def call_off(self) -> None:
        """Type why."""
        self.type_note(
            self._("Why is it called off? The applicant reads it."),
            "staff.venue_call_off",
            optional=False,
            booking=self.booking.id,
        )


def mark_rows(page: BookingPage, booking: BookingId) -> Iterator[Row]:
    """Yield the marks a booking brought."""
    for mark in page.venues.marks.values():
        if mark.booking == booking:
            text = phrases.faults(page._)[mark.fault]
            points = phrases.points_words(mark.points)
            hint = page._("{points} points").format(points=points)
            touched = partial(page.goes.go, "staff.venue_record", mark=mark.id)
            tone = "idle" if mark.excused is not None else "care"
            yield Row(text, hint, icon=Icon.REPORT, tone=tone, touched=touched)
