"""What the pages about venues say of applications and bookings, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from kiosk.clock import Moment
from kiosk.ids import ApplicationId, VenueId
from kiosk.masking import mask_name, mask_phone
from kiosk.phrases import dates, days
from kiosk.phrases import venues as phrases
from kiosk.station import Station
from kiosk.venue_words import applied_for, slot_words
from kiosk.venues import integrity
from kiosk.venues.applicant import Applicant
from kiosk.venues.desk import Tags, VenueDesk
from kiosk.venues.integrity import Record, Standing
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site
from kiosk.venues.records import Appeal, Application, Booking, Mark, Status, Venues
from kiosk.words import Words

TONES = {
    Status.APPROVED: "good",
    Status.CHECKED_IN: "good",
    Status.PENDING: "care",
    Status.SUPPLEMENT: "bad",
    Status.WAITING: "care",
    Status.OFFERED: "care",
}
"""Every other booking is over, and quiet."""


class BookingShown(msgspec.Struct, frozen=True):
    """One booking as a row."""

    id: str
    application: str
    venue: str
    when: str
    hours: str
    who: str
    status: str
    tone: str
    open: bool


class MarkShown(msgspec.Struct, frozen=True):
    """One mark as a row."""

    id: str
    fault: str
    day: str
    venue: str
    who: str
    state: str
    tone: str


class RecordShown(msgspec.Struct, frozen=True):
    """The record of an applicant, and what it means."""

    points: str
    meaning: str
    tone: str
    marks: tuple[MarkShown, ...]


class Contact(msgspec.Struct, frozen=True):
    """Name and phone, masked until somebody asked."""

    name: str
    phone: str
    erased: bool
    shown: bool


class Places:
    """The venues of a station for one page.

    Args:
        words: in the language of the page.
    """

    def __init__(self, station: Station, site: Site, tags: Tags, words: Words) -> None:
        self.station = station
        self.site = site
        self.words = words
        self.desk = VenueDesk(station, site, tags)
        self._ = words.gettext

    @property
    def venues(self) -> Venues:
        """What is true now."""
        return self.desk.venues

    def moment(self) -> Moment:
        """Return the present moment."""
        return self.station.moment()

    # -- words -----------------------------------------------------------------------------

    def name_of(self, venue: VenueId) -> str:
        """Return what a venue is called."""
        return self.site.name_of(venue, self.words.language)

    def day_words(self, day: date) -> str:
        """Return a day; with its year where that is not this one."""
        this = self.moment().business_date.year
        return dates.day_words(self._, day) if day.year == this else days.date_of(self._, day)

    def slot_words(self, slot: Interval) -> str:
        """Return day and time of a slot."""
        return slot_words(self._, slot)

    def when_words(self, at: datetime) -> str:
        """Return day and time."""
        return dates.moment_words(self._, at)

    def who(self, application: Application | None) -> str:
        """Return for whom somebody applied; a person is named by ``contact`` alone."""
        if application is None:
            return self._("not known any more")
        return applied_for(self._, self.desk, application, self.words.language)

    def contact(self, application: ApplicationId, *, shown: bool = False) -> Contact:
        """Return name and phone of an application."""
        details = self.desk.details(application)
        name, phone = details.contact, details.phone
        if not shown:
            name, phone = mask_name(name), mask_phone(phone)
        return Contact(name, phone, erased=not details.contact, shown=shown)

    # -- rows ------------------------------------------------------------------------------

    def booking(self, booking: Booking) -> BookingShown:
        """Return a booking as a row."""
        return BookingShown(
            id=booking.id,
            application=booking.application,
            venue=self.name_of(booking.venue),
            when=self.slot_words(booking.slot),
            hours=dates.span_words(booking.slot.starts, booking.slot.ends),
            who=self.who(self.venues.applications.get(booking.application)),
            status=phrases.statuses(self._)[booking.status],
            tone=TONES.get(booking.status, "quiet"),
            open=booking.is_open,
        )

    def mark(self, mark: Mark) -> MarkShown:
        """Return a mark as a row."""
        appealed = mark.appeal is Appeal.HEARD_SOON and mark.excused is None
        return MarkShown(
            id=mark.id,
            fault=phrases.faults(self._)[mark.fault],
            day=self.day_words(mark.on),
            venue=self.name_of(mark.venue),
            who=self.who(self.venues.application_of(mark.booking)),
            state=self._mark_state(mark),
            tone="bad" if appealed else "quiet" if mark.excused else "care",
        )

    def record(self, applicant: Applicant) -> RecordShown:
        """Return the record of an applicant, for staff."""
        found = integrity.record(self.venues, self.moment(), applicant=applicant)
        meaning, tone = self._meaning(found)
        marks = tuple(map(self.mark, found.marks))
        return RecordShown(phrases.points_words(found.points), meaning, tone, marks)

    def uses_of(
        self, applicant: Applicant, *, but: ApplicationId | None = None
    ) -> Iterator[Booking]:
        """Yield what the same applicant has or had, the latest use first."""
        found = [
            each
            for each in self.venues.bookings.values()
            if each.application != but and self._is_of(each, applicant)
        ]
        yield from sorted(found, key=lambda each: (each.slot, each.id), reverse=True)

    def _is_of(self, booking: Booking, applicant: Applicant) -> bool:
        application = self.venues.applications.get(booking.application)
        return application is not None and application.asked.applicant.shares(applicant)

    def _mark_state(self, mark: Mark) -> str:
        if mark.excused is not None:
            reason = phrases.excuse_reasons(self._)[mark.excused]
            return self._("excused: {reason}").format(reason=reason)
        words = {
            Appeal.HEARD_SOON: self._("appeal to hear"),
            Appeal.UPHELD: self._("stands after appeal"),
        }
        points = phrases.points_words(mark.points)
        return words.get(mark.appeal, self._("{points} points").format(points=points))

    def _meaning(self, record: Record) -> tuple[str, str]:
        until = "" if record.until is None else self.day_words(record.until)
        if record.exempt_until is not None:
            until = self.day_words(record.exempt_until)
            return self._("Exempted until {day}.").format(day=until), "good"
        match record.standing:
            case Standing.GOOD:
                return self._("Nothing stands in the way."), "good"
            case Standing.WARNED:
                return self._("Warned, until {day}.").format(day=until), "care"
            case Standing.SHORTER:
                text = self._("May book {days} days ahead only, until {day}.")
                return text.format(days=record.horizon_days, day=until), "care"
            case _:
                return self._("Suspended until {day}.").format(day=until), "bad"
