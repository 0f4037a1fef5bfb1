"""The venue desk: what screens ask for. It knows plain codes and names; the journal knows tags.

Every method runs on the station's lane and returns its answer or raises ``Refused``. What only
staff do needs no desk: a page gives the rules of ``review``, ``upkeep`` and ``integrity`` to
``station.do``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.ids import (
    ApplicationId,
    BookingId,
    CodeTag,
    EntryId,
    HoldId,
    MarkId,
    OrganisationId,
    VenueId,
)
from kiosk.journal.entry import Private
from kiosk.links import QrText, bare
from kiosk.secrets import draw_token, token_tag
from kiosk.station import Station
from kiosk.tap import Tap
from kiosk.venues import VENUES, integrity, rules, using
from kiosk.venues.applicant import Applicant
from kiosk.venues.events import Asked
from kiosk.venues.finder import Codes, Finder, Found
from kiosk.venues.form import Details, Form, body_of, check
from kiosk.venues.identity import People, applicant_of
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site
from kiosk.venues.proof import Proof
from kiosk.venues.receipt import Receipt, receipt
from kiosk.venues.records import Application, Booking, Hold, Venues


class Tags(Codes, People, Protocol):
    """What the desk needs of the station key."""

    def draw_code(self, taken: Callable[[CodeTag], bool]) -> str: ...


class VenueDesk:
    """The one front of the venues for whoever applies.

    Args:
        qr_text: makes the text of a QR code.
    """

    def __init__(self, station: Station, site: Site, tags: Tags, qr_text: QrText = bare) -> None:
        self._station = station
        self._tags = tags
        self._qr_text = qr_text
        self._finder = Finder(station, tags)
        self.site = site

    @property
    def venues(self) -> Venues:
        """What is true now."""
        return self._station.state(VENUES)

    # -- before applying -------------------------------------------------------------------

    def hold(
        self,
        tap: Tap,
        *,
        venue: VenueId,
        slots: Sequence[Interval],
        instead_of: HoldId | None = None,
    ) -> Hold:
        """Keep slots while the form is filled in; over by itself at ``Hold.until``.

        Raises:
            Refused: as ``rules.hold``.
        """
        hold = HoldId(tap.id)
        self._station.do(
            tap,
            VENUES,
            rules.hold,
            hold=hold,
            site=self.site,
            venue=venue,
            slots=slots,
            instead_of=instead_of,
        )
        held = self.venues.holds.get(hold)
        if held is None:
            raise Refused("no_subject")
        return held

    def drop(self, tap: Tap, *, hold: HoldId) -> None:
        """Give held slots back: the visit is over, or they went back."""
        self._station.do(tap, VENUES, rules.drop_hold, hold=hold)

    def applicant(
        self,
        phone: str,
        *,
        organisation: OrganisationId | None = None,
        organisation_name: str = "",
    ) -> Applicant:
        """Return who that is, as the journal knows them. Raises as ``identity.applicant_of``."""
        return applicant_of(
            self._tags,
            self.site,
            phone,
            organisation=organisation,
            organisation_name=organisation_name,
        )

    def record(self, applicant: Applicant) -> integrity.Record:
        """Return the applicant's record, to be shown before applying."""
        return integrity.record(self.venues, self._station.moment(), applicant=applicant)

    # -- applying --------------------------------------------------------------------------

    def apply(
        self,
        tap: Tap,
        *,
        venue: VenueId,
        slots: Sequence[Interval],
        form: Form,
        hold: HoldId | None = None,
    ) -> Receipt:
        """Apply for one slot, or for a series.

        Raises:
            Refused: as ``form.check``, ``applicant`` and ``rules.apply_for``.
        """
        code, token, asked = self._asked(venue, form)
        done = self._station.do(
            self._with_form(tap, form, asked),
            VENUES,
            rules.apply_for,
            application=ApplicationId(tap.id),
            site=self.site,
            asked=asked,
            slots=slots,
            hold=hold,
        )
        return receipt(self.venues, done, code, token, self._qr_text)

    def join_waitlist(self, tap: Tap, *, venue: VenueId, slot: Interval, form: Form) -> Receipt:
        """Stand in line for a slot that somebody has.

        Raises:
            Refused: as ``apply``, and as ``rules.join_waitlist``.
        """
        code, token, asked = self._asked(venue, form)
        done = self._station.do(
            self._with_form(tap, form, asked),
            VENUES,
            rules.join_waitlist,
            application=ApplicationId(tap.id),
            site=self.site,
            asked=asked,
            slot=slot,
        )
        return receipt(self.venues, done, code, token, self._qr_text)

    # -- afterwards ------------------------------------------------------------------------

    def by_code(self, code: str) -> Found:
        """Look up a query code.

        Raises:
            Refused: ``wrong_code``, ``codes_resting`` (until) from the fifth wrong one on.
        """
        return self._finder.by_code(code)

    def by_qr(self, text: str) -> Found:
        """Look up what a scanner read.

        Raises:
            Refused: ``qr_unknown``.
        """
        return self._finder.by_qr(text)

    def cancel(self, tap: Tap, *, booking: BookingId, proof: Proof) -> Booking:
        """Cancel one booking. Raises as ``using.cancel``."""
        self._station.do(tap, VENUES, using.cancel, booking=booking, proof=proof)
        return self.venues.bookings[booking]

    def check_in(self, tap: Tap, *, booking: BookingId, proof: Proof) -> Booking:
        """Check in. Raises as ``using.check_in``."""
        self._station.do(tap, VENUES, using.check_in, booking=booking, proof=proof)
        return self.venues.bookings[booking]

    def leave_early(self, tap: Tap, *, booking: BookingId, proof: Proof) -> Booking:
        """Give the rest of the time back. Raises as ``using.leave_early``."""
        self._station.do(tap, VENUES, using.leave_early, booking=booking, proof=proof)
        return self.venues.bookings[booking]

    def answer_offer(self, tap: Tap, *, booking: BookingId, proof: Proof, accept: bool) -> Booking:
        """Take what was offered, or leave it to the next. Raises as ``using.accept_offer``."""
        rule = using.accept_offer if accept else using.decline_offer
        self._station.do(tap, VENUES, rule, booking=booking, proof=proof)
        return self.venues.bookings[booking]

    def supplement(
        self, tap: Tap, *, application: ApplicationId, proof: Proof, text: str
    ) -> Application:
        """Tell what was missing. Raises as ``rules.supplement``, and ``missing`` (field)."""
        self._station.do(
            self._with_note(tap, text),
            VENUES,
            rules.supplement,
            application=application,
            proof=proof,
        )
        return self.venues.applications[application]

    def appeal(self, tap: Tap, *, mark: MarkId, proof: Proof, text: str) -> None:
        """Say that it was otherwise. Raises as ``integrity.appeal``, and ``missing`` (field)."""
        self._station.do(
            self._with_note(tap, text), VENUES, integrity.appeal, mark=mark, proof=proof
        )

    # -- what is personal ------------------------------------------------------------------

    def details(self, application: ApplicationId) -> Details:
        """Return what was filled in, for staff or for whoever showed the code."""
        form = self._station.journal.private(EntryId(application))
        return Details() if form is None else Details.read(form.body)

    def notes(self, application: ApplicationId) -> tuple[str, ...]:
        """Return the words written about an application afterwards, the oldest first."""
        known = self.venues.applications.get(application)
        later = () if known is None else known.notes
        rows = (self._station.journal.private(note) for note in later)
        return tuple(row.body["note"] for row in rows if row is not None and "note" in row.body)

    # -- making of -------------------------------------------------------------------------

    def _asked(self, venue: VenueId, form: Form) -> tuple[str, str, Asked]:
        check(form)
        applicant = self.applicant(
            form.phone,
            organisation=form.organisation,
            organisation_name=form.organisation_name,
        )
        listed = self.site.organisation(applicant.organisation or OrganisationId(""))
        code = self._tags.draw_code(self.venues.code_taken)
        token = draw_token()
        asked = Asked(
            venue=venue,
            kind=form.kind if listed is None else listed.kind,
            applicant=applicant,
            code=self._tags.code_tag(code),
            token=token_tag(token),
            head_count=form.head_count,
            equipment=form.equipment,
            rules=form.agreed,
        )
        return code, token, asked

    def _with_form(self, tap: Tap, form: Form, asked: Asked) -> Tap:
        contact = asked.applicant.contact
        return replace(tap, private=Private(body_of(form), os.urandom(16), contact))

    def _with_note(self, tap: Tap, text: str) -> Tap:
        if not text.strip():
            raise Refused("missing", field="note")
        return replace(tap, private=Private({"note": text}, os.urandom(16)))
