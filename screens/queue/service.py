"""One service: what to bring, first of all; then the number. And the list to take home."""

from __future__ import annotations

from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.ids import ServiceId
from kiosk.phrases import queue as phrases
from kiosk.queueing.desk import Given
from kiosk.queueing.plan import Priority, Service
from kiosk.tap import Tap
from screens.icons import Icon
from screens.queue.page import QueueScreen
from screens.staff.rows import PagedRows, Row
from screens.theme import Role
from screens.widgets.button import BigButton, Toggle
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.text import Say, width_of

PRIORITY = "queue.priority"
"""Under this name the class somebody chose stands in ``Visit.given``."""


class ServicePage(QueueScreen):
    """A page about one service. Given: ``service``."""

    @property
    def service(self) -> Service:
        """The service."""
        name: ServiceId = self.given["service"]
        return self.hall.service(name)

    def heading(self) -> str:
        """Return what the service is called."""
        return self.in_words(self.service.name)

    def papers(self, question: str, *, airy: float = 6) -> PagedRows:
        """Return what to bring, to be read."""
        theme = self.theme
        small = theme.tight or theme.lowered or theme.care
        role = Role.BODY if small else Role.TITLE if theme.portrait else Role.LEAD
        rows = [
            Row(text, icon=Icon.RECEIPT_LONG, role=role, wide=theme.portrait)
            for text in self.papers_of(self.service)
        ]
        return PagedRows(
            theme=theme,
            rows=rows,
            before=self._("Prev."),
            after=self._("Next"),
            empty=question,
            airy=airy,
        )

    def take(self) -> None:
        """Take the next number."""
        self.do(
            self.desk.take,
            Tap.fresh(),
            service=self.service.id,
            visit=self.visit.name,
            priority=self.priority,
            then=self._taken,
        )

    @property
    def priority(self) -> Priority:
        """The class that was chosen on this visit."""
        chosen: Priority = self.visit.given.get(PRIORITY, Priority.NONE)
        return chosen

    def _taken(self, given: Given) -> None:
        self.visit.given.pop(PRIORITY, None)
        self.goes.replace("queue.ticket", ticket=given.ticket.id, fresh=True)


class ServiceScreen(ServicePage):
    """What to bring, and two answers; who goes first may say so, in one quiet row."""

    clips = ("take_ticket",)

    def on_pre_enter(self) -> None:
        """Lay the page out."""
        service = self.service
        if service.materials:
            self._ask_for_papers()
        else:
            self._say_nothing_is_needed()
        if service.priorities:
            self._add_priorities()
        self.add(self._answers())

    def choose_priority(self, priority: Priority) -> None:
        """Say why one goes first; touched once more, take it back."""
        chosen = Priority.NONE if priority is self.priority else priority
        self.visit.given[PRIORITY] = chosen
        for each, toggle in self._toggles.items():
            toggle.on = each is chosen

    def look_first(self) -> None:
        """Go on to the whole list, to be taken home."""
        self.goes.go("queue.papers", service=self.service.id)

    # -- showing ---------------------------------------------------------------------------

    def _ask_for_papers(self) -> None:
        theme = self.theme
        if not theme.tight:
            role = Role.LEAD if theme.lowered or theme.care else Role.TITLE
            self.add(
                Say(theme=theme, role=role, bold=True, text=self._("Do you have all of this?"))
            )
        self.add(self.papers(""))

    def _say_nothing_is_needed(self) -> None:
        telling = Telling(
            "good",
            Icon.CHECK_CIRCLE,
            self._("Nothing to bring"),
            self._("Take a number and have a seat. We call you."),
        )
        self.add(
            TellingCard(
                telling, theme=self.theme, short=self.cramped, pictured=not self.theme.tight
            ),
            Widget(),
        )

    def _add_priorities(self) -> None:
        theme = self.theme
        row = self._priority_row()
        if self._toggles and not theme.lowered:
            words = self._("Called a little earlier, if you like:")
            role = Role.BODY if theme.care else Role.LEAD
            self.add(Say(theme=theme, text=words, role=role, muted=True))
        self.add(row)

    def _priority_row(self) -> Widget:
        theme, words = self.theme, phrases.priorities(self._)
        offered = [words[each] for each in self.service.priorities]
        widest = max(width_of(each, theme.font(Role.BODY), bold=True) for each in offered)
        count = len(offered)
        room = (theme.screen.width_px - 2 * theme.margin - (count - 1) * theme.mm(3)) / count
        self._toggles: dict[Priority, Toggle] = {}
        if theme.tight or widest > room - theme.mm(9):
            return self._priority_button()
        row = BoxLayout(size_hint_y=None, height=theme.target, spacing=theme.mm(3))
        for priority in self.service.priorities:
            toggle = Toggle(
                theme=theme,
                role=Role.BODY,
                text=words[priority],
                on=priority is self.priority,
                on_release=lambda _, each=priority: self.choose_priority(each),
            )
            self._toggles[priority] = toggle
            row.add_widget(toggle)
        return row

    def _priority_button(self) -> BigButton:
        words = phrases.priorities(self._)
        chosen = self.priority
        return Toggle(
            theme=self.theme,
            role=Role.BODY,
            text=words.get(chosen, self._("Older than 70, disabled, pregnant …")),
            on=chosen is not Priority.NONE,
            size_hint_y=None,
            height=self.theme.target,
            on_release=lambda _: self.goes.go("queue.first", service=self.service.id),
        )

    def _answers(self) -> Widget:
        theme = self.theme
        if not self.service.materials:
            return self.big_button(
                self._("Take a number"), Icon.CONFIRMATION_NUMBER, self.take, primary=True
            )
        stacked = theme.portrait and not theme.lowered
        high = theme.mm(58 if stacked else 26 if not theme.tight else 20)
        look = BigButton(
            theme=theme,
            icon=Icon.ASSIGNMENT,
            icon_mm=18 if stacked else 11,
            stacked=stacked,
            role=Role.LEAD if not theme.tight else Role.BODY,
            text=self._("The list first"),
            on_release=lambda _: self.look_first(),
        )
        ready = BigButton(
            theme=theme,
            tone="primary",
            icon=Icon.DONE,
            icon_mm=18 if stacked else 11,
            stacked=stacked,
            role=Role.TITLE if stacked else Role.LEAD if not theme.tight else Role.BODY,
            text=self._("I have everything"),
            on_release=lambda _: self.take(),
        )
        return self.row(look, ready, high=high)
