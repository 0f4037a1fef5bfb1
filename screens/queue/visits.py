"""A visit at home 上门代办: where, a phone, asked for. Address and phone are for staff alone."""

from __future__ import annotations

import os
from functools import partial

from kivy.uix.widget import Widget

from kiosk.ids import HomeVisitId
from kiosk.journal.entry import Private
from kiosk.masking import mask_phone
from kiosk.queueing import QUEUEING, home_visits
from kiosk.tap import Tap
from kiosk.typing.fields import Field, Kind, phone_grouped
from screens.icons import Icon
from screens.queue.service import ServicePage
from screens.staff.rows import PagedRows, Row
from screens.theme import Role
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.text import Say

BLOCK, ROOM, PHONE = "queue.block", "queue.room", "queue.phone"
"""Under these names the address and the phone stand in ``Visit.given``."""


class VisitPage(ServicePage):
    """A page about a visit at home. Given: ``service``."""

    icon = Icon.HOME
    personal = True

    @property
    def address(self) -> str:
        """What was given so far."""
        block, room = (self.visit.given.get(name, "") for name in (BLOCK, ROOM))
        return " ".join(each for each in (block, room) if each)

    @property
    def phone(self) -> str:
        """The phone that was given."""
        phone: str = self.visit.given.get(PHONE, "")
        return phone

    def type_rest(self, *, replace: bool = False) -> None:
        """Go on to what a list of buildings cannot know."""
        block: str = self.visit.given.get(BLOCK, "")
        field = Field(
            name=ROOM,
            label=self._("Which stairway, which room?") if block else self._("Where do you live?"),
            hint=block,
            kind=Kind.TEXT,
            words=() if block else tuple(self._places()),
        )
        way = self.goes.replace if replace else self.goes.go
        way("typing", field=field, family=self.family)

    def _places(self) -> list[str]:
        return [self.in_words(each.name) for each in self.services.config.places]


class VisitScreen(VisitPage):
    """Two things to say, then ask. What is missing is asked for in turn."""

    def heading(self) -> str:
        """Return what the page is about."""
        return self._("We come to you")

    def on_pre_enter(self) -> None:
        """Show what was given and what is missing."""
        theme = self.theme
        if not (theme.tight or theme.lowered):
            question = self._("For whoever cannot come: {service}").format(
                service=self.in_words(self.service.name)
            )
            self.add(Say(theme=theme, role=Role.LEAD, bold=True, text=question))
        self.add(
            PagedRows(
                theme=theme,
                rows=self._rows(),
                before=self._("Prev."),
                after=self._("Next"),
                airy=14,
                sunk=True,
            )
        )
        self._ask = self.big_button(self._("Please come"), Icon.DONE, self.ask, primary=True)
        if not (theme.tight or theme.care or theme.lowered):
            self._ask.hint = self._("We call you and agree on a time")
        self.add(self._ask)

    def where(self) -> None:
        """Go on to the address."""
        if self._places():
            self.goes.go("queue.visit_where", service=self.service.id)
        else:
            self.type_rest()

    def type_phone(self) -> None:
        """Go on to the phone."""
        field = Field(name=PHONE, label=self._("On which phone do we call you?"), kind=Kind.PHONE)
        self.goes.go("typing", field=field, family=self.family)

    def ask(self) -> None:
        """Ask for the visit, or for what is missing first."""
        if not self.address:
            self.where()
        elif not self.phone:
            self.type_phone()
        else:
            self._send()

    def _send(self) -> None:
        body = {"address": self.address, "phone": self.phone}
        tap = Tap.fresh(private=Private(body=body, salt=os.urandom(16)))
        self.do(
            self.station.do,
            tap,
            QUEUEING,
            home_visits.ask_home_visit,
            visit=HomeVisitId(tap.id),
            hall=self.hall,
            service=self.service.id,
            then=lambda _: self.once_sure(partial(self._asked, tap.id, self.phone), tap.id),
        )

    def _asked(self, visit: str, phone: str) -> None:
        self.keep_mark(partial(self._asked, visit, phone), visit)
        telling = Telling(
            "good",
            Icon.CHECK_CIRCLE,
            self._("We have your request"),
            self._("We call {phone} within one working day.").format(phone=mask_phone(phone)),
        )
        telling = self.marked(telling, visit)
        for name in (BLOCK, ROOM, PHONE):
            self.visit.given.pop(name, None)
        assert self.body is not None
        self.body.clear_widgets()
        theme = self.theme
        self.can_go_back = False
        self.add(
            TellingCard(telling, theme=theme, short=self.cramped, pictured=not theme.tight),
            Widget(),
            self.big_button(self._("Done"), Icon.DONE, self.goes.finish, primary=True),
        )

    def _rows(self) -> list[Row]:
        role = Role.BODY if self.theme.tight else Role.LEAD
        given = (
            (self._("Where?"), self.address, Icon.LOCATION_ON, self.where),
            (self._("Your phone"), phone_grouped(self.phone), Icon.CALL, self.type_phone),
        )
        return [
            Row(
                label if self.theme.tight and self.theme.care and not text else text or label,
                (label if text else self._("Touch to fill in")) if not self.cramped else "",
                icon=icon,
                role=role,
                tone="good" if text else "card",
                wide=self.theme.portrait,
                touched=touched,
            )
            for label, text, icon, touched in given
        ]


class VisitWhereScreen(VisitPage):
    """The buildings around the station; any other address is typed. Given: ``service``."""

    icon = Icon.LOCATION_ON

    def heading(self) -> str:
        """Return the question."""
        return self._("Which building?")

    def on_pre_enter(self) -> None:
        """List the buildings."""
        role = Role.BODY if self.theme.tight else Role.LEAD
        rows = [
            Row(name, icon=Icon.LOCATION_ON, role=role, touched=partial(self.choose, name))
            for name in self._places()
        ]
        other = self._("Another place: type it")
        rows.append(
            Row(other, icon=Icon.EDIT, role=role, touched=partial(self.choose, ""), wide=True)
        )
        self.add(
            PagedRows(
                theme=self.theme,
                rows=rows,
                before=self._("Prev."),
                after=self._("Next"),
                airy=6,
                sunk=True,
            )
        )

    def choose(self, name: str) -> None:
        """Keep the building; the rest is typed."""
        self.visit.given[BLOCK] = name
        self.visit.given.pop(ROOM, None)
        self.type_rest(replace=True)
