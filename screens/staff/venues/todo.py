"""What waits for a decision about venues, and the ways to everything else about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from kiosk.phrases import dates
from kiosk.venues import review
from kiosk.venues.records import Application, Status
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import VenuePage


class ReviewsScreen(VenuePage):
    """Applications to decide, the most urgent first."""

    icon = Icon.FACT_CHECK

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Applications to decide")

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nothing waits for a decision.")

    def rows(self) -> list[Row]:
        """Return what goes up first, then what is late, then the rest, each the oldest first."""
        waiting = sorted(self.venues.undecided(), key=_urgency)
        return [self._row(each) for each in waiting]

    def _row(self, application: Application) -> Row:
        bookings = self.venues.of(application.id)
        first = bookings[0]
        missing = any(each.status is Status.SUPPLEMENT for each in bookings)
        hint = " · ".join([self.slot_words(first.slot), *self._why(application, missing=missing)])
        tone = "bad" if application.escalated else "care" if application.reminded else "card"
        return Row(
            f"{self.name_of(first.venue)}: {self.applicant(application)}",
            hint,
            icon=Icon.EDIT if missing else Icon.FACT_CHECK,
            tone=tone,
            touched=partial(self.goes.go, "staff.venue_application", application=application.id),
        )

    def _why(self, application: Application, *, missing: bool) -> Iterator[str]:
        count = len(application.bookings)
        if self.is_tentative(application.id):
            yield self._("Recorded, will be confirmed")
        if count > 1:
            yield self.plural("{count} week", "{count} weeks", count).format(count=count)
        if missing:
            yield self._("asked for more")
        if application.escalated:
            yield self._("the use is near")
        elif application.reminded:
            yield self._("waits too long")
        else:
            clock = review.review_clock(self.venues, self.moment(), application)
            if clock is not None:
                by = dates.moment_words(self._, clock.remind_at)
                yield self._("decide by {by}").format(by=by)


def _urgency(application: Application) -> tuple[bool, bool, object]:
    return (application.escalated is None, application.reminded is None, application.applied)


class CalendarScreen(VenuePage):
    """The next days of all places: how much there is on each. Given: nothing."""

    icon = Icon.CALENDAR_MONTH

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Calendar of all places")

    def rows(self) -> list[Row]:
        """Return a row for each day that has something, from today on."""
        days: dict[date, list[Status]] = {}
        today = self.moment().business_date
        for booking in self.venues.bookings.values():
            if booking.slot.day >= today and booking.is_open:
                days.setdefault(booking.slot.day, []).append(booking.status)
        first = Row(
            self._("Today"),
            dates.day_words(self._, today),
            icon=Icon.EVENT,
            tone="primary",
            touched=partial(self.goes.go, "staff.venue_day", day=today),
        )
        return [first, *(self._day(day, days[day]) for day in sorted(days))]

    def _day(self, day: date, found: list[Status]) -> Row:
        undecided = sum(each in (Status.PENDING, Status.SUPPLEMENT) for each in found)
        count = len(found)
        hint = [self.plural("{count} booking", "{count} bookings", count).format(count=count)]
        if undecided:
            hint.append(self._("{count} to decide").format(count=undecided))
        return Row(
            dates.day_words(self._, day),
            " · ".join(hint),
            icon=Icon.CALENDAR_MONTH,
            tone="care" if undecided else "card",
            touched=partial(self.goes.go, "staff.venue_day", day=day),
        )

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nothing is booked.")
