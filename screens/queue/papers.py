"""The whole list of a service, to take home; and who is called a little earlier."""

from __future__ import annotations

from functools import partial

from kiosk.phrases import printed as print_words
from kiosk.phrases import queue as phrases
from kiosk.ports import Printed
from kiosk.queueing import rules
from kiosk.queueing.papers import papers_slip
from kiosk.queueing.plan import Priority
from screens.icons import Icon
from screens.queue.service import PRIORITY, ServicePage
from screens.staff.rows import PagedRows, Row
from screens.theme import Role
from screens.widgets.button import BigButton
from screens.widgets.text import Say


class FirstScreen(ServicePage):
    """Who goes first, where the row has no room for it. Nobody is asked for proof."""

    def heading(self) -> str:
        """Return what the page is about."""
        return self._("Called a little earlier")

    def on_pre_enter(self) -> None:
        """List the classes."""
        words = phrases.priorities(self._)
        rows = [
            Row(
                words[each],
                icon=Icon.CHECK_CIRCLE if each is self.priority else Icon.CHEVRON_RIGHT,
                tone="good" if each is self.priority else "card",
                role=Role.BODY if self.theme.tight else Role.TITLE,
                wide=self.theme.portrait,
                touched=partial(self.choose, each),
            )
            for each in (*self.service.priorities, Priority.NONE)
            if each in words
        ]
        self.add(
            PagedRows(
                theme=self.theme,
                rows=rows,
                before=self._("Prev."),
                after=self._("Next"),
                airy=18,
                sunk=True,
            )
        )

    def choose(self, priority: Priority) -> None:
        """Keep it, and go back to the service; touched once more, take it back."""
        chosen = Priority.NONE if priority is self.priority else priority
        self.visit.given[PRIORITY] = chosen
        self.goes.back()


class PapersScreen(ServicePage):
    """The whole list, to read, to photograph or to take home; then other ways than waiting."""

    def on_pre_enter(self) -> None:
        """Lay the page out."""
        theme, service = self.theme, self.service
        if not (theme.tight or theme.lowered):
            question = self._("Please bring these, all of them:")
            self.add(Say(theme=theme, role=Role.LEAD, bold=True, text=question))
        self.add(self.papers(self._("Nothing to bring"), airy=12))
        ways = [
            (service.per_slot, self._("Book a time"), Icon.EVENT, self.book),
            (service.home_visit, self._("Home visit"), Icon.HOME, self.at_home),
            (
                self.services.printing.fitted,
                self._("Print the list"),
                Icon.PRINT,
                self.print_list,
            ),
        ]
        buttons = [
            BigButton(
                theme=theme,
                icon=icon,
                text=text,
                role=Role.BODY if theme.tight or theme.care else Role.LEAD,
                on_release=lambda _, act=act: act(),
            )
            for there, text, icon, act in ways
            if there
        ]
        if buttons:
            self.add(
                self.row(*buttons, high=theme.mm(32 if self.cramped else 20 if theme.tight else 30))
            )

    def book(self) -> None:
        """Go on to a time that suits."""
        self.goes.go("queue.book", service=self.service.id)

    def at_home(self) -> None:
        """Go on to a visit at home."""
        self.goes.go("queue.visit", service=self.service.id)

    def print_list(self) -> None:
        """Print what to bring."""
        moment = self.moment()
        hours = phrases.hours_words(rules.hours_of(self.service, moment, moment.business_date))
        today = self._("Today {hours}").format(hours=hours) if hours else ""
        slip = papers_slip(
            self._words, self.service, station=self.station_name, hours=today, large=self.visit.care
        )
        name = self.services.printing.print(slip, self._told)
        self.visit.at_end(lambda _: self.services.printing.forget(name))

    def _told(self, printed: Printed) -> None:
        if self.current:
            self.say_notice(print_words.sentence(printed, self._), tone=print_words.tone(printed))
