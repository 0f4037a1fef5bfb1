"""The form, one question a page: who, what for, how many. Touching an answer goes on."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from kiosk.phrases import venues as phrases
from kiosk.typing.fields import Field, Kind
from kiosk.venue_settings import ApplicantKind
from kiosk.venues import checks
from kiosk.venues.form import NAME_MOST, PURPOSE_MOST
from kiosk.venues.plan import Organisation, VenuePlan, Where
from screens import symbols
from screens.icons import Icon
from screens.staff.rows import PagedRows, Row
from screens.venues.draft import CONTACT, ORGANISATION, PHONE, PURPOSE, change_draft
from screens.venues.holding import FormScreen
from screens.widgets.text import Say


class QuestionScreen(FormScreen):
    """A question above, answers below."""

    @property
    def plan(self) -> VenuePlan:
        """The place that is asked for."""
        plan = self.site.venue(self.draft.venue)
        assert plan is not None
        return plan

    def ask(self, question: str) -> None:
        """Put the question; on a low panel the header says it."""
        if self.theme.tight or self.cramped:
            self.title = question
        else:
            self.add(Say(theme=self.theme, role="title", bold=True, text=question))

    def rows(self, *rows: Row) -> None:
        """Put answers, leaf by leaf if they are many; where room is dear, in few words."""
        if self.theme.tight or self.cramped:
            rows = tuple(replace(row, role="body", hint="") for row in rows)
        self.add(
            PagedRows(
                theme=self.theme,
                rows=rows,
                before=self._("Prev."),
                after=self._("Next"),
                airy=14,
                sunk=True,
            )
        )

    def to_people(self) -> None:
        """Go on to who answers for it."""
        self.goes.go("typing", **self._contact())

    def _contact(self) -> dict[str, object]:
        return {
            "field": Field(
                name=CONTACT,
                label=self._("Who is responsible?"),
                hint=self._("Name of the contact person"),
                kind=Kind.NAME,
                limit=NAME_MOST,
            ),
            "then": "typing",
            "then_given": self._phone(),
            "family": self.family,
        }

    def _phone(self) -> dict[str, object]:
        return {
            "field": Field(
                name=PHONE,
                label=self._("Mobile phone of this person"),
                hint=self._("We call only about this booking."),
                kind=Kind.PHONE,
            ),
            "then": "venues.purpose",
            "family": self.family,
        }


class WhoScreen(QuestionScreen):
    """Which organisation: one of the station's list, or another."""

    icon = Icon.GROUPS
    clips = ("choose_organisation",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Who applies?")

    def fill(self) -> None:
        """Show the list of those who may use this place."""
        allowed = checks.who_may_apply(self.plan, self.moment())
        names = phrases.kinds(self._)
        self.ask(self._("Which organisation is it for?"))
        self.rows(
            *(
                Row(
                    each.name.in_language(self.visit.language),
                    names[each.kind],
                    icon=symbols.KIND_ICONS[each.kind],
                    touched=partial(self.choose, each),
                    role="lead",
                )
                for each in self.site.organisations
                if each.kind in allowed
            ),
            Row(
                self._("Another one"),
                self._("not in this list"),
                icon=Icon.EDIT,
                touched=partial(self.goes.go, "venues.kind"),
                role="lead",
            ),
        )

    def choose(self, organisation: Organisation) -> None:
        """Take one of the list."""
        change_draft(self.visit, kind=organisation.kind, listed=organisation.id)
        self.to_people()


class KindScreen(QuestionScreen):
    """What an organisation is that does not stand in the list; its name is typed."""

    icon = Icon.GROUPS

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("Who applies?")

    def fill(self) -> None:
        """Show who may use this place."""
        names = phrases.kinds(self._)
        self.ask(self._("What kind of organisation is it?"))
        self.rows(
            *(
                Row(
                    names[kind],
                    icon=symbols.KIND_ICONS[kind],
                    touched=partial(self.choose, kind),
                    role="lead",
                )
                for kind in checks.who_may_apply(self.plan, self.moment())
            )
        )

    def choose(self, kind: ApplicantKind) -> None:
        """Go on to the name."""
        change_draft(self.visit, kind=kind, listed=None)
        residents = kind is ApplicantKind.RESIDENTS
        label = self._("Name of your group") if residents else self._("Name of the organisation")
        self.goes.go(
            "typing",
            field=Field(name=ORGANISATION, label=label, limit=NAME_MOST, optional=residents),
            then="typing",
            then_given=self._contact(),
            family=self.family,
        )


class PurposeScreen(QuestionScreen):
    """What for: something usual, or typed."""

    icon = Icon.EVENT
    clips = ("choose_purpose",)

    def heading(self) -> str:
        """Return what the page is called."""
        return self._("What for?")

    def fill(self) -> None:
        """Show what places like this are used for."""
        self.ask(self._("What is it for?"))
        self.rows(
            *(
                Row(text, icon=icon, touched=partial(self.choose, text), role="lead")
                for icon, text in self._usual()
            ),
            Row(
                self._("Something else"),
                self._("type it"),
                icon=Icon.EDIT,
                touched=self.type_it,
                role="lead",
            ),
        )

    def choose(self, purpose: str) -> None:
        """Take one of the list."""
        change_draft(self.visit, purpose=purpose)
        self.goes.go("venues.heads")

    def type_it(self) -> None:
        """Go on to the keyboard; what is typed there counts."""
        change_draft(self.visit, purpose="")
        self.goes.go(
            "typing",
            field=Field(name=PURPOSE, label=self._("What is it for?"), limit=PURPOSE_MOST),
            then="venues.heads",
            family=self.family,
        )

    def _usual(self) -> list[tuple[Icon, str]]:
        meeting = (Icon.FORUM, self._("Meeting"))
        party = (Icon.STAR, self._("Party activity day"))
        lecture = (Icon.SCHOOL, self._("Lecture or training"))
        culture = (Icon.CAMPAIGN, self._("Singing, dancing, culture"))
        sport = (Icon.SPORTS_BASKETBALL, self._("Sports"))
        children = (Icon.FAVORITE, self._("Parents and children"))
        help_ = (Icon.WAVING_HAND, self._("Voluntary service"))
        if self.plan.where is Where.INDOOR:
            return [meeting, party, lecture, children, help_]
        return [sport, culture, party, children, help_]
