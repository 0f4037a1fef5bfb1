"""What the staff pages of venues share: who applied, in words a role may see; the record beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from kiosk.clock import Moment
from kiosk.errors import Refused
from kiosk.ids import ApplicationId, VenueId
from kiosk.masking import mask_name, mask_phone
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.tap import Done
from kiosk.typing.fields import Field
from kiosk.venues import VENUES, integrity
from kiosk.venues.applicant import Applicant
from kiosk.venues.desk import VenueDesk
from kiosk.venues.form import PURPOSE_MOST
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site
from kiosk.venues.records import Application, Booking, Venues
from screens import symbols
from screens.icons import Icon
from screens.staff.page import RowsPage
from screens.staff.rows import Row
from screens.theme import Family
from screens.venues.records import record_row

NOTE = "staff.venue_note"
"""What was typed for an act stands in ``Visit.given`` under this name, while the session lasts."""


class VenuePage(RowsPage):
    """A list about venues."""

    icon = Icon.MEETING_ROOM

    # -- what the station knows ------------------------------------------------------------

    @property
    def booking_desk(self) -> VenueDesk:
        """The one front of the venues."""
        desk: VenueDesk = self.services.venues
        return desk

    @property
    def site(self) -> Site:
        """Places and organisations."""
        return self.booking_desk.site

    @property
    def venues(self) -> Venues:
        """What is true now."""
        return self.station.state(VENUES)

    def moment(self) -> Moment:
        """Return the present moment."""
        return self.station.moment()

    # -- words -----------------------------------------------------------------------------

    def name_of(self, venue: VenueId) -> str:
        """Return what a place is called."""
        return self.site.name_of(venue, self.visit.language)

    def slot_words(self, slot: Interval) -> str:
        """Return day and time of a slot."""
        day = dates.day_words(self._, slot.day)
        return self._("{day}, {hour}").format(
            day=day, hour=dates.span_words(slot.starts, slot.ends)
        )

    def when_words(self, at: datetime) -> str:
        """Return day and time."""
        return dates.moment_words(self._, at)

    def applicant(self, application: Application) -> str:
        """Return for whom somebody applied."""
        organisation = application.asked.applicant.organisation
        listed = None if organisation is None else self.site.organisation(organisation)
        if listed is not None:
            return listed.name.in_language(self.visit.language)
        typed = self.booking_desk.details(application.id).organisation
        return typed or phrases.kinds(self._)[application.asked.kind]

    def contact(self, application: Application) -> str:
        """Return name and phone as this role may see them."""
        details = self.booking_desk.details(application.id)
        if not details.contact:
            return self._("Name and phone are erased.")
        if self.may(Permission.REVIEW_VENUES):
            return f"{details.contact}  {details.phone}"
        return f"{mask_name(details.contact)}  {mask_phone(details.phone)}"

    def words(self, refused: Refused) -> str:
        """Return the sentence for what venues refuse."""
        return phrases.refusal(self._, refused) or super().words(refused)

    def is_tentative(self, *things: str) -> bool:
        """Tell whether any of these, or what they are about, waits to be confirmed."""
        return any(map(self.station.is_tentative, things))

    # -- rows ------------------------------------------------------------------------------

    def booking_row(self, booking: Booking, touched: Callable[[], None] | None = None) -> Row:
        """Return a booking with how it stands."""
        application = self.venues.application_of(booking.id)
        who = "" if application is None else self.applicant(application)
        status = phrases.statuses(self._)[booking.status]
        if self.is_tentative(booking.application, booking.id):
            status = f"{status} · {self._('Recorded, will be confirmed')}"
        return Row(
            f"{dates.span_words(booking.slot.starts, booking.slot.ends)}  {who}",
            status,
            icon=symbols.STATUS_ICONS.get(booking.status, Icon.BLOCK),
            tone=phrases.STATUS_TONES.get(booking.status, "idle"),
            touched=touched,
        )

    def record_rows(self, applicant: Applicant) -> Iterator[Row]:
        """Yield the record of an applicant and what it means."""
        record = integrity.record(self.venues, self.moment(), applicant=applicant)
        yield record_row(self._, record)

    # -- acts ------------------------------------------------------------------------------

    def decide(
        self,
        rule: Callable[..., Any],
        needs: Permission,
        sentence: str,
        *,
        note: str = "",
        explains: bool = False,
        back: int = 1,
        **facts: Any,
    ) -> None:
        """Act in the name of the member, say so, and return to the page before.

        Args:
            explains: the rule wants to know whether a note goes with it.
            back: how many pages.
        """
        if explains:
            facts["explained"] = bool(note)

        def done(_: Done) -> None:
            self.visit.given.pop(NOTE, None)
            for _step in range(back):
                self.goes.back()
            self.goes.show_notice(sentence, "good")

        self.act(VENUES, rule, then=done, needs=needs, note=note, **facts)

    def type_note(self, label: str, then: str, *, optional: bool, **given: Any) -> None:
        """Type a note for an act; it goes into the private part."""
        self.visit.given.pop(NOTE, None)
        self.goes.go(
            "typing",
            field=Field(name=NOTE, label=label, limit=PURPOSE_MOST, optional=optional),
            then=then,
            then_given={**given, "noted": True},
            family=Family.SHELL,
        )

    @property
    def note(self) -> str:
        """What was typed for the act of this page."""
        return str(self.visit.given.get(NOTE, "")) if self.given.get("noted") else ""


class ApplicationPage(VenuePage):
    """A page about one application. Given: ``application``."""

    @property
    def application(self) -> Application:
        """The application as it is now."""
        application: ApplicationId = self.given["application"]
        found = self.venues.applications.get(application)
        assert found is not None
        return found

    def heading(self) -> str:
        """Return for whom it is."""
        return self.applicant(self.application)
