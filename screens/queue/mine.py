"""How a ticket stands now, and what can be done with it. Given: ``ticket``, ``theirs``.

Whoever holds the code (``theirs``) may give the place up; a number typed by anybody may only be
looked at, brought back and rated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.errors import Refused
from kiosk.ids import TicketId
from kiosk.queueing import QUEUEING, rules
from kiosk.queueing.events import Promise
from kiosk.queueing.records import Stage, Ticket
from kiosk.tap import Tap
from screens.confirming import Place
from screens.icons import Icon
from screens.queue.cards import NumberCard
from screens.queue.missing import missing_list, to_have_ready
from screens.queue.page import QueueScreen
from screens.queue.rating import three_faces
from screens.queue.tellings import telling
from screens.theme import Role
from screens.widgets.button import BigButton
from screens.widgets.cards import Telling, TellingCard
from screens.widgets.rows import Fact

LOOK_EVERY = 3.0
"""Seconds between two looks at the ticket, while the page shows it."""


class MineScreen(QueueScreen):
    """The number, how it stands, and the one or two things that can be done about it."""

    def heading(self) -> str:
        """Return which service it is for."""
        return self.name_of(self.ticket.service)

    @property
    def ticket(self) -> Ticket:
        """The ticket as it stands now."""
        name: TicketId = self.given["ticket"]
        return self.queue.tickets[name]

    @property
    def theirs(self) -> bool:
        """Its code was shown; a number anybody can type."""
        return bool(self.given.get("theirs"))

    @property
    def rates(self) -> bool:
        """Served, and not yet rated."""
        done = self.ticket.stage is Stage.DONE and not self.ticket.lacks_papers
        return done and self.ticket.stars is None

    def on_pre_enter(self) -> None:
        """Show how it stands, and go on looking."""
        self._promise: Promise | None = None
        self._asks = False
        self._shown: Ticket | None = None
        self._looking: Any = Clock.schedule_interval(self._look, LOOK_EVERY)
        self._show()
        self._look(0)
        if self.rates and self.visit.care:
            self.say("please_rate")
        if self.ticket.stage is Stage.NO_SHOW and self.visit.care:
            self.say("you_missed_it")

    def on_leave(self) -> None:
        """Look no more."""
        self._looking.cancel()
        super().on_leave()

    # -- verbs -----------------------------------------------------------------------------

    def come_back(self) -> None:
        """Wait again after being skipped."""
        self._do(rules.come_back)

    def bring_papers(self) -> None:
        """Wait again with what was missing."""
        self._do(rules.bring_papers, hall=self.hall)

    def ask_to_cancel(self) -> None:
        """Ask first: a place that was given up is gone."""
        self._asks = True
        self._show()

    def keep(self) -> None:
        """Keep the place after all."""
        self._asks = False
        self._show()

    def cancel(self) -> None:
        """Give the place up."""
        self._asks = False
        self._do(rules.cancel)

    def rate(self, stars: int) -> None:
        """Say how it was."""
        self._do(rules.rate, stars=stars)

    def print_again(self) -> None:
        """Show the slip again."""
        self.goes.go("queue.ticket", ticket=self.ticket.id, theirs=True)

    def _do(self, rule: Callable[..., Any], **facts: Any) -> None:
        self.do(
            self.station.do,
            Tap.fresh(),
            QUEUEING,
            rule,
            ticket=self.ticket.id,
            then=lambda _: self.once_sure(self._done_it, self.ticket.id),
            **facts,
        )

    def after_news(self) -> Place:
        """Return the ticket, as it stands then."""
        return "queue.mine", dict(self.given)

    def _done_it(self) -> None:
        self._show()
        self._look(0)

    def refuse(self, refused: Refused) -> None:
        """Say why not, beside how things stand now."""
        self._show()
        super().refuse(refused)

    # -- showing ---------------------------------------------------------------------------

    def _look(self, _: float) -> None:
        desk, ticket = self.desk, self.ticket
        if ticket.waits:
            self.services.lane.submit(
                lambda: desk.wait_of(ticket.id), then=self._seen, failed=self._unseen
            )
        elif self.current and ticket != self._shown:
            self._show()

    def _seen(self, promise: Promise) -> None:
        if self.current and promise != self._promise:
            self._promise = promise
            if not self._asks:
                self._show()

    def _unseen(self, error: Exception) -> None:
        """It was called in the meantime; the next look tells."""

    def _show(self) -> None:
        assert self.body is not None
        self._covered = None
        self.body.clear_widgets()
        self.title = self.heading()
        self._shown = ticket = self.ticket
        self.keep_mark(self._show, ticket.id)
        theme = self.theme
        if self.rates:
            self._show_faces()
            return
        if ticket.lacks_papers:
            self._show_missing(ticket)
            return
        told = self._ask() if self._asks else self._telling(ticket)
        theirs = self.theirs and ticket.waits and not self._asks
        ready = to_have_ready(self, ticket) if theirs else []
        more = [*ready, *self._without_slip(ticket)]
        short = self.cramped or bool(theme.tight and more)
        card = TellingCard(told, theme=theme, short=short, pictured=not theme.tight)
        self.add(*self._number(ticket), card, *more, Widget(), *self._actions(ticket))

    def _number(self, ticket: Ticket) -> list[Widget]:
        if self.theme.tight:
            return []
        number = NumberCard(theme=self.theme, number=ticket.number, size_hint_y=None)
        number.height = self.theme.mm(80 if self.theme.portrait else 34)
        return [number]

    def _show_missing(self, ticket: Ticket) -> None:
        told, papers = telling(self._, ticket), missing_list(self, ticket, theirs=self.theirs)
        if self.theme.tight or self.cramped:
            self.title = told.headline
            self.add(papers, *self._actions(ticket))
            return
        card = TellingCard(told, theme=self.theme, pictured=True)
        self.add(*self._number(ticket), card, papers, *self._actions(ticket))

    def _without_slip(self, ticket: Ticket) -> list[Widget]:
        """Return how a place is given up where only its number is known, which is public."""
        if self.theirs or not ticket.waits or self.cramped:
            return []
        return [
            Fact(
                theme=self.theme,
                icon=Icon.CONTACT_SUPPORT,
                label=self._("You need it no more?"),
                text=self._("Hold the slip to the scanner, or tell any counter.")
                if self.services.scanner
                else self._("Please tell any counter. The slip is not needed."),
            )
        ]

    def _ask(self) -> Telling:
        return Telling(
            "care",
            Icon.CANCEL,
            self._("Give up number {number}?").format(number=self.ticket.number),
            self._("Your place in the queue goes to the next one."),
            stands_alone=True,
        )

    def _telling(self, ticket: Ticket) -> Telling:
        told = self._still_waits(ticket) if ticket.waits else telling(self._, ticket)
        return self.marked(told, ticket.id)

    def _still_waits(self, ticket: Ticket) -> Telling:
        promise = self._promise
        if promise is None:
            headline = self._("{number} waits").format(number=ticket.number)
            return Telling("quiet", Icon.GROUPS, headline, self._("One moment, please …"))
        minutes = self.range_words(promise)
        sentence = (
            self._("Waiting time: {minutes}").format(minutes=minutes)
            if minutes
            else self._("How long it takes is not known yet.")
        )
        return Telling("quiet", Icon.GROUPS, self.ahead_words(promise), sentence, stands_alone=True)

    def _actions(self, ticket: Ticket) -> list[Widget]:
        if self._asks:
            return [
                self._pair(
                    (self._("Keep it"), Icon.UNDO, self.keep, "card"),
                    (self._("Give it up"), Icon.CANCEL, self.cancel, "primary"),
                )
            ]
        if ticket.stage is Stage.NO_SHOW:
            return [
                self.big_button(self._("I am here now"), Icon.DONE, self.come_back, primary=True)
            ]
        if ticket.lacks_papers:
            return [
                self.big_button(
                    self._("I have them now"), Icon.DONE, self.bring_papers, primary=True
                )
            ]
        if ticket.waits and self.theirs:
            return [
                self._pair(
                    (self._("I need it no more"), Icon.CANCEL, self.ask_to_cancel, "card"),
                    (self._("Show my slip"), Icon.RECEIPT_LONG, self.print_again, "card"),
                )
            ]
        return [self.big_button(self._("Done"), Icon.DONE, self.goes.finish, primary=True)]

    def _pair(self, *acts: tuple[str, Icon, Callable[[], None], str]) -> BoxLayout:
        theme = self.theme
        buttons = [
            BigButton(
                theme=theme,
                tone=tone,
                icon=icon,
                text=text,
                role=Role.BODY if theme.tight or theme.care else Role.LEAD,
                on_release=lambda _, act=act: act(),
            )
            for text, icon, act, tone in acts
        ]
        return self.row(*buttons, high=theme.mm(20 if theme.tight else 30))

    def _show_faces(self) -> None:
        faces = three_faces(self, self.rate)
        if self.theme.tight:
            self.title = self._("How was it?")
            self.add(faces)
            return
        asked = Telling(
            "quiet",
            Icon.FAVORITE,
            self._("How was it?"),
            self._("One touch is enough. Nobody sees your name."),
        )
        card = TellingCard(asked, theme=self.theme, short=self.cramped)
        self.add(card, Widget(), faces, Widget())
