"""Everything on one page, with the record and the rules to accept; then it is applied for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kiosk.errors import Refused
from kiosk.phrases import venues as phrases
from kiosk.tap import Tap
from kiosk.venue_settings import ApplicantKind
from kiosk.venues.form import Form
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan
from kiosk.venues.receipt import Receipt
from screens.icons import Icon
from screens.staff.rows import PagedRows, Row
from screens.telling.finding import news_of_person
from screens.venues.draft import (
    CONTACT,
    DRAFT,
    ORGANISATION,
    PHONE,
    PURPOSE,
    draft_of,
    typed,
)
from screens.venues.holding import FormScreen
from screens.venues.page import VenueScreen
from screens.venues.records import record_row
from screens.visit import Visit
from screens.widgets.button import BigButton
from screens.widgets.keypad import grouped

_SENTENCE = re.compile(r"[^；;。.]+[；;。.]?")


def form_of(page: VenueScreen, visit: Visit) -> Form:
    """Return the form as it is filled in so far."""
    draft = draft_of(visit)
    return Form(
        kind=draft.kind or ApplicantKind.RESIDENTS,
        contact=typed(visit, CONTACT),
        phone=typed(visit, PHONE),
        purpose=draft.purpose or typed(visit, PURPOSE),
        head_count=draft.head_count,
        organisation=draft.listed,
        organisation_name="" if draft.listed else typed(visit, ORGANISATION),
        equipment=draft.equipment,
        agreed=page.site.rules,
    )


class SummaryScreen(FormScreen):
    """What is asked for; the one touch that applies."""

    icon = Icon.FACT_CHECK
    clips = ("check_and_apply",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Is it right?")

    def fill(self) -> None:
        """Show everything; accepting is offered once the last leaf was seen."""
        theme = self.theme
        self._form = form_of(self, self.visit)
        self._listing = PagedRows(
            theme=theme,
            rows=tuple(self._rows()),
            before=self._("Prev."),
            after=self._("Next"),
            airy=6,
        )
        self._accept = BigButton(
            theme=theme,
            tone="primary",
            icon=Icon.DONE,
            text=self._accept_words(),
            on_release=lambda _: self.apply(),
        )
        self.add(self._listing)
        parts: list[Any] = [self._accept]
        if not self.draft.waiting:
            weekly = BigButton(
                theme=theme,
                icon=Icon.REFRESH,
                role="body",
                text=self._weekly_words(),
                size_hint_x=0.45 if theme.portrait else 0.35,
                on_release=lambda _: self.goes.go("venues.weekly"),
            )
            parts.insert(0, weekly)
        self.add(self.row(*parts, high=theme.mm(20 if theme.tight else 30)))
        for name in ("leaf", "size", "rows"):
            self._listing.fbind(name, self._look)
        self._look()

    # -- verbs -----------------------------------------------------------------------------

    def apply(self) -> None:
        """Apply, or stand in line."""
        draft = self.draft
        if draft.waiting:
            self.do(
                self.desk.join_waitlist,
                Tap.fresh(),
                venue=draft.venue,
                slot=draft.slot,
                form=self._form,
                then=self._recorded,
            )
            return
        self.do(
            self.desk.apply,
            Tap.fresh(),
            venue=draft.venue,
            slots=draft.slots,
            form=self._form,
            hold=draft.hold,
            then=self._recorded,
        )

    def _recorded(self, receipt: Receipt) -> None:
        self.once_sure(lambda: self._applied(receipt), receipt.application.id)

    def _applied(self, receipt: Receipt) -> None:
        for name in (DRAFT, ORGANISATION, CONTACT, PHONE, PURPOSE):
            self.visit.given.pop(name, None)
        self.goes.replace("venues.applied", receipt=receipt)

    # -- showing ---------------------------------------------------------------------------

    def _look(self, *_: object) -> None:
        """Nobody accepts rules that were not on the screen."""
        if self._listing.height > 1:
            self._accept.disabled = self._listing.leaf < len(self._listing.leaves()) - 1

    def _weekly_words(self) -> str:
        if self.draft.also:
            return self._("Weeks")
        tight = self.theme.tight or self.cramped
        return self._("Weekly") if tight else self._("Every week")

    def _accept_words(self) -> str:
        if self.draft.waiting:
            return self._("Accept and wait")
        if self.site.rules is None:
            return self._("Apply")
        if self.theme.tight or self.cramped:
            return self._("Accept and apply")
        return self._("Accept the rules and apply")

    def _rows(self) -> Iterator[Row]:
        draft, form = self.draft, self._form
        plan = self.site.venue(draft.venue)
        assert plan is not None
        role = "body" if self.theme.tight or self.cramped else "lead"
        yield Row(self._when(draft.slots), self.name_of(plan), Icon.EVENT, role=role, wide=True)
        who = f"{form.contact}  {phone_words(form.phone)}"
        yield Row(self._who(form), who, Icon.GROUPS, role=role, wide=True)
        heads = self.plural("{count} person", "{count} people", form.head_count)
        hint = " · ".join([heads.format(count=form.head_count), *self._things(plan)])
        yield Row(form.purpose, hint, Icon.EDIT, role=role, wide=True)
        yield from self._record_rows(form)
        rules = self._rules()
        if rules:
            yield Row(self._("Rules of use"), icon=Icon.RULE, heading=True)
        for sentence in rules:
            yield Row(sentence, icon=Icon.CHEVRON_RIGHT, wide=True)

    def _when(self, slots: tuple[Interval, ...]) -> str:
        first = self.slot_words(slots[0])
        if len(slots) == 1:
            return first
        return self._("{first} and {count} more weeks").format(first=first, count=len(slots) - 1)

    def _who(self, form: Form) -> str:
        if form.organisation is not None:
            listed = self.site.organisation(form.organisation)
            if listed is not None:
                return listed.name.in_language(self.visit.language)
        return form.organisation_name or phrases.kinds(self._)[form.kind]

    def _things(self, plan: VenuePlan) -> list[str]:
        wanted = self.draft.equipment
        return [
            each.name.in_language(self.visit.language)
            for each in plan.equipment
            if each.id in wanted
        ]

    def _rules(self) -> list[str]:
        text = self.services.config.texts.venue_rules if self.services.config else None
        if text is None:
            return []
        words = text.in_language(self.visit.language)
        return [found.strip() for found in _SENTENCE.findall(words) if found.strip()]

    def _record_rows(self, form: Form) -> Iterator[Row]:
        try:
            applicant = self.desk.applicant(
                form.phone,
                organisation=form.organisation,
                organisation_name=form.organisation_name,
            )
        except Refused as refused:
            yield Row(self.words(refused), icon=Icon.WARNING, tone="bad", wide=True)
            return
        yield record_row(self._, self.desk.record(applicant))
        if applicant.contact and news_of_person(self.station, applicant.contact):
            # Anybody may type a phone: what it is about is told to whoever has the code.
            sentence = self._("An earlier application did not stand.")
            hint = self._("Please show its code here, or ask the staff.")
            yield Row(sentence, hint, icon=Icon.FORUM, tone="care", wide=True)


def phone_words(phone: str) -> str:
    """Return a number in groups, as it is read aloud."""
    return f"{phone[:3]} {grouped(phone[3:], 4)}" if len(phone) == 11 else phone
