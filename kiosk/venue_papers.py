"""What of the venues goes on paper and into calendar files: bookings as occasions and as uses.

What residents typed (purpose, name, number) reaches the counter's sheet and their own file only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from kiosk.config.seed import LongBilingual
from kiosk.documents.day_sheet import DaySheet, For, Use, VenueDay
from kiosk.documents.ics import Occasion, Presence
from kiosk.errors import Refused
from kiosk.hours import MIDNIGHT
from kiosk.ids import BookingId, StationId, VenueId
from kiosk.masking import mask_phone
from kiosk.settings import Bilingual
from kiosk.venues.desk import VenueDesk
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan, local
from kiosk.venues.records import HOLDING, UNDECIDED, Booking, Status
from kiosk.words import Words

PRESENCE = {
    Status.OFFERED: Presence.TENTATIVE,
    Status.PENDING: Presence.TENTATIVE,
    Status.SUPPLEMENT: Presence.TENTATIVE,
    Status.APPROVED: Presence.CONFIRMED,
    Status.CHECKED_IN: Presence.CONFIRMED,
    Status.COMPLETED: Presence.CONFIRMED,
}
"""How firm a booking is; every other state takes it out of the calendar."""
_TAKES_PLACE = (*HOLDING, Status.COMPLETED)
_RULES_MOST = 160
"""Characters of the rules on a sheet: their first sentences."""


class VenuePapers:
    """Reads the venues of a station for paper and calendars; changes nothing.

    Args:
        name: of the station.
        rules: what applicants agree to.
        station: its id, part of every uid.
    """

    def __init__(
        self,
        desk: VenueDesk,
        *,
        station: StationId,
        name: Bilingual,
        rules: LongBilingual | None,
        language: str,
    ) -> None:
        self._desk = desk
        self._station = station
        self._name = name
        self._rules = rules
        self._language = language
        self._words = Words(language)

    # -- calendar files --------------------------------------------------------------------

    def name_of(self, venue: VenueId) -> str:
        """Return what a venue is called.

        Raises:
            Refused: ``no_subject``.
        """
        return self._plan(venue).name.in_language(self._language)

    def feed(self, venue: VenueId) -> tuple[Occasion, ...]:
        """Return every booking of a venue that is still remembered, without a word of anybody.

        Raises:
            Refused: ``no_subject``.
        """
        plan = self._plan(venue)
        bookings = self._desk.venues.bookings.values()
        mine = sorted(
            (
                each
                for each in bookings
                if each.venue == venue and each.status is not Status.WAITING
            ),
            key=lambda each: (each.slot, each.id),
        )
        return tuple(self._occasion(each, plan, details="") for each in mine)

    def booking(self, booking: BookingId) -> Occasion:
        """Return one booking with its purpose, for whoever made it.

        Raises:
            Refused: ``no_subject``.
        """
        found = self._desk.venues.bookings.get(booking)
        if found is None:
            raise Refused("no_subject")
        purpose = self._desk.details(found.application).purpose
        return self._occasion(found, self._plan(found.venue), details=purpose)

    def _occasion(self, booking: Booking, plan: VenuePlan, *, details: str) -> Occasion:
        venue = plan.name.in_language(self._language)
        who = self._listed(booking) or self._("Booked")
        return Occasion(
            uid=f"{booking.id}@{self._station}.yizhan",
            start=booking.slot.starts,
            end=booking.slot.ends,
            summary=f"{venue} · {who}",
            updated=booking.since,
            sequence=booking.revision,
            place=f"{self._name.in_language(self._language)} · {venue}",
            status=PRESENCE.get(booking.status, Presence.CANCELLED),
            details=details,
        )

    # -- the day sheet ---------------------------------------------------------------------

    def sheet(self, day: date, made: datetime, *, to: For, only: VenueId | None = None) -> DaySheet:
        """Return what takes place on ``day``, in the order of the station file.

        Raises:
            Refused: ``no_subject``: there is no such venue.
        """
        plans = self._desk.site.bookable() if only is None else (self._plan(only),)
        venues = tuple(VenueDay(plan.name, tuple(self._uses(plan, day, to))) for plan in plans)
        return DaySheet(self._name, day, venues, made, self._first_sentences())

    def _uses(self, plan: VenuePlan, day: date, to: For) -> Iterator[Use]:
        for booking in self._desk.venues.on(plan.id, day):
            at_door = booking.status in _TAKES_PLACE and booking.status not in UNDECIDED
            at_counter = to is For.COUNTER and booking.status in UNDECIDED
            if day in booking.slot.days() and (at_door or at_counter):
                yield self._use(booking, to)
        whole = Interval(local(day, time()), local(day, MIDNIGHT))
        for _, blackout in sorted(self._desk.venues.blackouts.items()):
            if blackout.venue == plan.id and blackout.during.overlaps(whole):
                starts = max(blackout.during.starts, whole.starts)
                yield Use(starts, min(blackout.during.ends, whole.ends), self._("Out of use"))

    def _use(self, booking: Booking, to: For) -> Use:
        who = self._listed(booking)
        if to is For.DOOR:
            return Use(booking.slot.starts, booking.slot.ends, who)
        details = self._desk.details(booking.application)
        what = " ".join(details.purpose.split())  # a sheet has no room for empty lines
        if booking.status in UNDECIDED:
            what = self._("Not decided yet. {purpose}").format(purpose=what)
        contact = mask_phone(details.phone) if details.phone else ""
        return Use(
            booking.slot.starts, booking.slot.ends, who or details.organisation, what, contact
        )

    def _listed(self, booking: Booking) -> str:
        """Return the organisation the station file names, if one booked; it is public."""
        application = self._desk.venues.applications.get(booking.application)
        chosen = application.asked.applicant.organisation if application is not None else None
        listed = self._desk.site.organisation(chosen) if chosen is not None else None
        return listed.name.in_language(self._language) if listed is not None else ""

    def _first_sentences(self) -> Bilingual | None:
        if self._rules is None:
            return None
        return Bilingual(zh=_begin(self._rules.zh, "。"), en=_begin(self._rules.en, "."))

    def _plan(self, venue: VenueId) -> VenuePlan:
        plan = self._desk.site.venue(venue)
        if plan is None:
            raise Refused("no_subject")
        return plan

    def _(self, message: str) -> str:
        return self._words.gettext(message)


def _begin(text: str, end: str) -> str:
    """Return the first sentences of ``text``, as many as there is room for; one at least."""
    sentences = [f"{part.strip()}{end}" for part in text.split(end) if part.strip()]
    said = sentences[:1]
    for sentence in sentences[1:]:
        if len("".join(said)) + len(sentence) > _RULES_MOST:
            break
        said.append(sentence)
    return (" " if end == "." else "").join(said) or text
