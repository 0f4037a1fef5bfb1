"""One application: everything to decide by beside each other; yes, no, or what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import review
from kiosk.venues.events import RejectReason
from kiosk.venues.records import UNDECIDED, Booking
from screens import symbols
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import ApplicationPage


class ApplicationScreen(ApplicationPage):
    """What was asked for, what stands against it, the record; then the three answers."""

    icon = Icon.FACT_CHECK

    def rows(self) -> list[Row]:
        """Return facts, conflicts, record, answers."""
        return [*self._answers(), *self._facts(), *self._conflicts(), *self._record()]

    # -- what is known ---------------------------------------------------------------------

    def _facts(self) -> Iterator[Row]:
        application, asked = self.application, self.application.asked
        details = self.booking_desk.details(application.id)
        for booking in self.venues.of(application.id):
            yield Row(
                f"{self.name_of(booking.venue)}  {self.slot_words(booking.slot)}",
                phrases.statuses(self._)[booking.status],
                icon=symbols.STATUS_ICONS.get(booking.status, Icon.BLOCK),
                touched=partial(self.goes.go, "staff.venue_booking", booking=booking.id),
            )
        heads = self.plural("{count} person", "{count} people", asked.head_count)
        plan = self.site.venue(asked.venue)
        things = () if plan is None else plan.equipment
        wants = [
            each.name.in_language(self.visit.language)
            for each in things
            if each.id in asked.equipment
        ]
        hint = " · ".join([heads.format(count=asked.head_count), *wants])
        yield Row(details.purpose or self._("Purpose is erased"), hint, icon=Icon.EDIT)
        kind = phrases.kinds(self._)[asked.kind]
        yield Row(self.contact(application), kind, icon=Icon.PERSON)
        for note in self.booking_desk.notes(application.id):
            yield Row(note, icon=Icon.FORUM)

    def _conflicts(self) -> Iterator[Row]:
        yield Row(self._("At the same time"), icon=Icon.RULE, heading=True)
        found = list(self._against())
        if not found:
            yield Row(self._("Nothing stands against it."), icon=Icon.CHECK_CIRCLE, tone="good")
        yield from found

    def _against(self) -> Iterator[Row]:
        venues, moment = self.venues, self.moment()
        for booking in self.venues.of(self.application.id):
            for other in venues.holders(booking.venue, booking.kept, moment.at):
                if other.application != booking.application:
                    yield self._other(other)
            for waiting in venues.in_line(booking.venue, booking.slot):
                yield self._other(waiting)
            blackout = venues.blackout_of(booking.venue, booking.slot)
            if blackout is not None:
                reason = phrases.blackout_reasons(self._)[blackout.reason]
                text = self._("Closed: {reason}").format(reason=reason)
                yield Row(text, icon=Icon.BLOCK, tone="bad")

    def _other(self, other: Booking) -> Row:
        application = self.venues.application_of(other.id)
        who = "" if application is None else self.applicant(application)
        hint = f"{dates.span_words(other.slot.starts, other.slot.ends)}  {who}"
        status = phrases.statuses(self._)[other.status]
        return Row(status, hint, icon=Icon.GROUPS, tone="care")

    def _record(self) -> Iterator[Row]:
        yield Row(self._("Record of the applicant"), icon=Icon.VERIFIED_USER, heading=True)
        yield from self.record_rows(self.application.asked.applicant)

    # -- answers ---------------------------------------------------------------------------

    def _undecided(self) -> list[Booking]:
        return [each for each in self.venues.of(self.application.id) if each.status in UNDECIDED]

    def _answers(self) -> Iterator[Row]:
        if not self._undecided() or not self.may(Permission.REVIEW_VENUES):
            return
        given = {"application": self.application.id}
        yield Row(self._("Approve"), icon=Icon.DONE, tone="primary", touched=self.approve)
        yield Row(
            self._("Ask for more"), icon=Icon.EDIT, touched=partial(self.ask_for_more, **given)
        )
        yield Row(
            self._("Reject"),
            icon=Icon.CANCEL,
            touched=partial(self.goes.go, "staff.venue_reject", **given),
        )

    def approve(self) -> None:
        """Say yes to everything that is undecided."""
        self.decide(
            review.approve,
            Permission.REVIEW_VENUES,
            self._("Approved."),
            bookings=[each.id for each in self._undecided()],
        )

    def ask_for_more(self, **given: object) -> None:
        """Type what is missing."""
        self.type_note(
            self._("What is missing? The applicant reads it."),
            "staff.venue_more",
            optional=False,
            **given,
        )


class RejectScreen(ApplicationPage):
    """A reason, then words for the applicant, then no. Given: ``application``, later ``reason``."""

    icon = Icon.CANCEL

    def fill(self) -> None:
        """Ask for the reason first."""
        if "reason" not in self.given:
            self.ask(self._("Why is it rejected? The applicant is told."))

    def rows(self) -> list[Row]:
        """Return the reasons; with one chosen, what will be told, and the act."""
        reasons = phrases.reject_reasons(self._)
        if "reason" not in self.given:
            return [
                Row(reasons[each], icon=Icon.CHEVRON_RIGHT, touched=partial(self.choose, each))
                for each in RejectReason
                if each not in review.BY_TIME
            ]
        reason: RejectReason = self.given["reason"]
        return [
            Row(reasons[reason], self.note, icon=Icon.FORUM, wide=True),
            Row(self._("Reject it"), icon=Icon.CANCEL, tone="bad", touched=self.reject, wide=True),
        ]

    def choose(self, reason: RejectReason) -> None:
        """Type words for the applicant; another reason needs some."""
        self.type_note(
            self._("Words for the applicant"),
            "staff.venue_reject",
            optional=reason is not RejectReason.OTHER,
            application=self.application.id,
            reason=reason,
        )

    def reject(self) -> None:
        """Say no to everything that is undecided."""
        bookings = self.venues.of(self.application.id)
        self.decide(
            review.reject,
            Permission.REVIEW_VENUES,
            self._("Rejected."),
            note=self.note,
            explains=True,
            back=4,
            bookings=[each.id for each in bookings if each.status in UNDECIDED],
            reason=self.given["reason"],
        )


class AskMoreScreen(ApplicationPage):
    """What is missing was typed; until when it must come; then it is asked for."""

    icon = Icon.EDIT

    def rows(self) -> list[Row]:
        """Return what will be asked, and the act."""
        hours = self.moment().settings.bookings.supplement_hours
        first = self.venues.of(self.application.id)[0].slot.starts
        until = min(self.moment().at + timedelta(hours=hours), first)
        hint = self._("They answer until {until}.").format(until=self.when_words(until))
        return [
            Row(self.note, hint, icon=Icon.FORUM, wide=True),
            Row(self._("Ask for it"), icon=Icon.DONE, tone="primary", touched=self.send, wide=True),
        ]

    def send(self) -> None:
        """Ask."""
        self.decide(
            review.ask_supplement,
            Permission.REVIEW_VENUES,
            self._("Asked. It stays on the list until they answer."),
            note=self.note,
            explains=True,
            back=3,
            application=self.application.id,
        )
