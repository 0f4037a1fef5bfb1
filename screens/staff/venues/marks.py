"""Records of applicants: appeals to hear, marks, and what excuses them; exemptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from kiosk.ids import MarkId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.settings import Permission
from kiosk.venues import integrity
from kiosk.venues.records import Appeal, Mark
from kiosk.venues.upkeep_events import ExcuseReason
from screens.icons import Icon
from screens.staff.rows import Row
from screens.staff.venues.page import VenuePage

EXEMPT_DAYS = (7, 30, 90)
"""For how long an applicant may be exempted at one touch."""


class MarksScreen(VenuePage):
    """Every mark, appeals first, the newest first."""

    icon = Icon.REPORT

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Marks and appeals")

    def nothing(self) -> str:
        """Return the sentence for an empty list."""
        return self._("Nobody is marked.")

    def rows(self) -> list[Row]:
        """Return the marks."""
        marks = sorted(
            self.venues.marks.values(),
            key=lambda mark: (mark.appeal is Appeal.HEARD_SOON, mark.on, mark.id),
            reverse=True,
        )
        return [self._row(mark) for mark in marks]

    def _row(self, mark: Mark) -> Row:
        text = f"{phrases.faults(self._)[mark.fault]}  {mark_owner(self, mark)}"
        return Row(
            text,
            f"{dates.day_words(self._, mark.on)} · {mark_state(self, mark)}",
            icon=Icon.FORUM if mark.appeal is Appeal.HEARD_SOON else Icon.REPORT,
            tone=_tone(mark),
            touched=partial(self.goes.go, "staff.venue_record", mark=mark.id),
        )


def _tone(mark: Mark) -> str:
    if mark.excused is not None:
        return "idle"
    return "bad" if mark.appeal is Appeal.HEARD_SOON else "card"


def mark_owner(page: VenuePage, mark: Mark) -> str:
    """Return whose mark it is, as far as it is still known."""
    application = page.venues.application_of(mark.booking)
    return page.name_of(mark.venue) if application is None else page.applicant(application)


def mark_state(page: VenuePage, mark: Mark) -> str:
    """Return how far it has come."""
    if mark.excused is not None:
        reason = phrases.excuse_reasons(page._)[mark.excused]
        return page._("excused: {reason}").format(reason=reason)
    words = {
        Appeal.HEARD_SOON: page._("appeal to hear"),
        Appeal.UPHELD: page._("stands after appeal"),
    }
    points = phrases.points_words(mark.points)
    return words.get(mark.appeal, page._("{points} points").format(points=points))


class RecordScreen(VenuePage):
    """One mark with the record it stands in. Given: ``mark``."""

    icon = Icon.REPORT

    @property
    def mark(self) -> Mark:
        """The mark as it is now."""
        mark: MarkId = self.given["mark"]
        return self.venues.marks[mark]

    def heading(self) -> str:
        """Return whose it is."""
        return mark_owner(self, self.mark)

    def rows(self) -> list[Row]:
        """Return the mark, the record, what was said, and what may be done."""
        return [*self._verbs(), *self._facts()]

    def _facts(self) -> Iterator[Row]:
        mark = self.mark
        day = dates.day_words(self._, mark.on)
        text = f"{phrases.faults(self._)[mark.fault]}  {day}"
        yield Row(text, mark_state(self, mark), icon=Icon.REPORT, tone=_tone(mark))
        application = self.venues.application_of(mark.booking)
        if application is not None:
            yield Row(self.contact(application), icon=Icon.PERSON)
            for note in self.booking_desk.notes(application.id):
                yield Row(note, icon=Icon.FORUM)
        yield from self.record_rows(mark.applicant)

    def _verbs(self) -> Iterator[Row]:
        mark, given = self.mark, {"mark": self.mark.id}
        if not self.may(Permission.MANAGE_VENUES):
            return
        if mark.excused is None:
            yield Row(
                self._("Excuse it"),
                self._("it stays, but does not count"),
                icon=Icon.UNDO,
                touched=partial(self.goes.go, "staff.venue_excuse", **given),
            )
        if mark.excused is None and mark.appeal is Appeal.HEARD_SOON:
            yield Row(self._("Let it stand"), icon=Icon.RULE, touched=self.uphold)
        yield Row(
            self._("Exempt the applicant"),
            self._("may apply in spite of the record"),
            icon=Icon.VERIFIED_USER,
            touched=partial(self.goes.go, "staff.venue_exempt", **given),
        )

    def uphold(self) -> None:
        """The appeal was heard; nothing changes."""
        self.decide(
            integrity.uphold,
            Permission.MANAGE_VENUES,
            self._("The mark stands."),
            mark=self.mark.id,
        )


class ReasonScreen(RecordScreen):
    """Choose why; another reason is typed. Given: ``mark``, later ``reason`` and what was typed."""

    page_name = ""

    def fill(self) -> None:
        """Ask for the reason."""
        self.ask(self._("Why?"))

    def rows(self) -> list[Row]:
        """Return the reasons; after typing, the act."""
        words = phrases.excuse_reasons(self._)
        if self.given.get("noted"):
            return [
                Row(words[ExcuseReason.OTHER], self.note, icon=Icon.FORUM, wide=True),
                Row(
                    self._("Write it down"),
                    icon=Icon.DONE,
                    tone="primary",
                    touched=partial(self.choose, ExcuseReason.OTHER),
                    wide=True,
                ),
            ]
        return [self._reason(reason, text) for reason, text in words.items()]

    def _reason(self, reason: ExcuseReason, text: str) -> Row:
        if reason is not ExcuseReason.OTHER:
            return Row(text, icon=Icon.CHEVRON_RIGHT, touched=partial(self.choose, reason))
        typed = partial(
            self.type_note, self._("Why?"), self.page_name, optional=False, **self.given
        )
        return Row(text, self._("type it"), icon=Icon.EDIT, touched=typed)

    def choose(self, reason: ExcuseReason) -> None:
        """Act for this reason."""

    @property
    def _pages_back(self) -> int:
        return 3 if self.given.get("noted") else 1


class ExcuseScreen(ReasonScreen):
    """Let a mark count no more."""

    page_name = "staff.venue_excuse"

    def choose(self, reason: ExcuseReason) -> None:
        """Excuse it."""
        self.decide(
            integrity.excuse,
            Permission.MANAGE_VENUES,
            self._("Excused: it stays in the record and does not count."),
            note=self.note,
            explains=True,
            back=self._pages_back,
            mark=self.mark.id,
            reason=reason,
        )


class ExemptScreen(ReasonScreen):
    """Let an applicant apply in spite of the record. Given: ``days`` once chosen."""

    page_name = "staff.venue_exempt"

    def fill(self) -> None:
        """Ask for how long, then why."""
        if "days" not in self.given:
            self.ask(self._("For how long?"))
        else:
            super().fill()

    def rows(self) -> list[Row]:
        """Return the lengths, then the reasons."""
        if "days" in self.given:
            return super().rows()
        return [
            Row(
                self.plural("{days} day", "{days} days", days).format(days=days),
                icon=Icon.CHEVRON_RIGHT,
                touched=partial(self.goes.go, self.page_name, mark=self.mark.id, days=days),
            )
            for days in EXEMPT_DAYS
        ]

    def choose(self, reason: ExcuseReason) -> None:
        """Exempt whoever has the mark."""
        until = self.moment().business_date + timedelta(days=self.given["days"])
        self.decide(
            integrity.exempt,
            Permission.MANAGE_VENUES,
            self._("Exempted until {day}.").format(day=dates.day_words(self._, until)),
            note=self.note,
            explains=True,
            back=self._pages_back + 1,
            applicant=self.mark.applicant,
            until=until,
            reason=reason,
        )
